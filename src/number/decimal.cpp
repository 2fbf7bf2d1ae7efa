#include "brcheck/number/decimal.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace brcheck {

namespace {

bool is_digit(char c) noexcept {
    return '0' <= c && c <= '9';
}

std::size_t count_digits(std::string_view text) noexcept {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return static_cast<std::size_t>(end - text.begin());
}

// A sign is part of what may start a number and an exponent: takes it away and tells if it was -.
bool take_minus(std::string_view& text) noexcept {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    return minus;
}

// [+-]digits, all of `text`, of a size up to `limit`.
std::optional<std::int64_t> parse_exponent(std::string_view text, std::int64_t limit) noexcept {
    const bool minus = take_minus(text);
    if (text.empty() || count_digits(text) != text.size()) {
        return std::nullopt;
    }
    std::int64_t size = 0;
    for (const char digit : text) {
        const int value = digit - '0';
        if (size > (limit - value) / 10) {
            return std::nullopt;
        }
        size = size * 10 + value;
    }
    return minus ? -size : size;
}

// digits * 10^-places, with the point set and no exponent.
std::string set_point(const Integer& digits, std::size_t places) {
    std::string text = abs(digits).to_string();
    if (places > 0) {
        if (text.size() <= places) {
            text.insert(0, places + 1 - text.size(), '0');
        }
        text.insert(text.size() - places, 1, '.');
    }
    if (digits.sign() < 0) {
        text.insert(0, 1, '-');
    }
    return text;
}

}  // namespace

Rational Decimal::value() const {
    if (place >= 0) {
        return Rational(digits * Integer::power_of_ten(place));
    }
    return {digits, Integer::power_of_ten(-place)};
}

std::int64_t Decimal::last_nonzero_place() const {
    if (digits.is_zero()) {
        return place;
    }
    const std::string text = digits.to_string();
    return place + static_cast<std::int64_t>(text.size() - 1 - text.find_last_not_of('0'));
}

std::string Decimal::to_string() const {
    if (place < 0) {
        return set_point(digits, static_cast<std::size_t>(-place));
    }
    std::string text = digits.to_string();
    if (!digits.is_zero()) {
        text.append(static_cast<std::size_t>(place), '0');
    }
    return text;
}

std::optional<Decimal> parse_decimal(std::string_view text, const NumberLimits& limits) {
    const bool minus = take_minus(text);
    const std::string_view whole = text.substr(0, count_digits(text));
    text.remove_prefix(whole.size());
    if (whole.empty()) {
        return std::nullopt;
    }
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = text.substr(0, count_digits(text));
        text.remove_prefix(fraction.size());
        if (fraction.empty()) {
            return std::nullopt;
        }
    }
    std::int64_t exponent = 0;
    if (text.starts_with('e') || text.starts_with('E')) {
        const auto written = parse_exponent(text.substr(1), limits.max_exponent);
        if (!written) {
            return std::nullopt;
        }
        exponent = *written;
    } else if (!text.empty()) {
        return std::nullopt;
    }
    if (whole.size() + fraction.size() > limits.max_digits) {
        return std::nullopt;
    }
    Integer digits = fraction.empty() ? Integer::from_digits(whole)
                                      : Integer::from_digits(std::string(whole).append(fraction));
    return Decimal{minus ? -digits : std::move(digits),
                   exponent - static_cast<std::int64_t>(fraction.size())};
}

std::string format_decimal(const Rational& value, std::int64_t max_places, Toward toward) {
    if (value.is_integer()) {
        return value.numerator().to_string();
    }
    const std::int64_t places = std::max<std::int64_t>(max_places, 0);
    const Rational scaled = round_to_place(value * power_of_ten(places), 0, toward);
    std::string text = set_point(scaled.numerator(), static_cast<std::size_t>(places));
    if (places > 0) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) {
            text.pop_back();
        }
    }
    return text;
}

std::string format_significant(const Rational& value, int significant, Toward toward) {
    const std::int64_t leading = leading_place(value).value_or(0);
    return format_decimal(value, significant - 1 - leading, toward);
}

std::optional<std::int64_t> leading_place(const Rational& value) {
    if (value.is_zero()) {
        return std::nullopt;
    }
    const Rational size = abs(value);
    // 2^(bits - 1) < size < 2^(bits + 1); 0.30103 is the decimal logarithm of 2, and what it is
    // off by the loops make good.
    const std::int64_t bits = static_cast<std::int64_t>(size.numerator().bit_length()) -
                              static_cast<std::int64_t>(size.denominator().bit_length());
    std::int64_t place = (bits - 1) * 30103 / 100000;
    Rational unit = power_of_ten(place);
    while (size < unit) {
        unit = power_of_ten(--place);
    }
    for (Rational next = power_of_ten(place + 1); next <= size; next = power_of_ten(place + 1)) {
        ++place;
    }
    return place;
}

}  // namespace brcheck
