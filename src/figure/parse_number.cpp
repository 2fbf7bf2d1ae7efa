#include "figure/parse_number.hpp"

#include "unit/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

struct Group {
    std::size_t begin;
    std::size_t end;
    char mark;  ///< what stands before it; 0 for the first

    [[nodiscard]] std::size_t size() const { return end - begin; }
};

enum class Reading { fine, malformed, two_marks, needs_decimal_mark };

bool digit_at(std::string_view text, std::size_t offset) {
    return offset < text.size() && is_ascii_digit(text[offset]);
}

std::size_t skip_digits(std::string_view text, std::size_t offset) {
    while (digit_at(text, offset)) ++offset;
    return offset;
}

/// A blank joins digits only where it can be nothing but grouping.
bool blank_groups(std::string_view text, std::size_t blank, const std::vector<Group>& groups) {
    const Group& last = groups.back();
    if (groups.size() == 1 ? last.size() > 3 || last.size() == 0
                           : last.mark != ' ' || last.size() != 3) {
        return false;
    }
    return skip_digits(text, blank + 1) == blank + 4;
}

std::vector<Group> scan_groups(std::string_view text, std::size_t offset) {
    std::vector<Group> groups;
    groups.reserve(8);
    const std::size_t first_end = skip_digits(text, offset);
    groups.push_back({offset, first_end, 0});
    while (groups.back().end < text.size()) {
        const std::size_t at = groups.back().end;
        const char mark = text[at];
        const bool joins = mark == '.' || mark == ',' || mark == '\''
                               ? digit_at(text, at + 1)
                               : mark == ' ' && blank_groups(text, at, groups);
        if (!joins) break;
        groups.push_back({at + 1, skip_digits(text, at + 1), mark});
    }
    return groups;
}

/// The groups before `count` are in threes, or in the Indian way: the last in three, others in two.
bool well_grouped(std::string_view text, const std::vector<Group>& groups, std::size_t count) {
    if (count == 1) return true;
    const char mark = groups[1].mark;
    const Group& first = groups.front();
    if (first.size() == 0 || first.size() > 3 || text[first.begin] == '0') return false;
    bool threes = true;
    bool indian = mark == ',' && first.size() <= 2;
    for (std::size_t i = 1; i < count; ++i) {
        if (groups[i].mark != mark) return false;
        threes = threes && groups[i].size() == 3;
        indian = indian && groups[i].size() == (i + 1 == count ? 3u : 2u);
    }
    return threes || indian;
}

/// How many groups stand before the decimal mark.
struct Layout {
    Reading reading = Reading::fine;
    std::size_t whole_groups = 0;
};

Layout layout_with_mark(std::string_view text, const std::vector<Group>& groups, char mark) {
    const std::size_t size = groups.size();
    const auto marks = std::count_if(groups.begin(), groups.end(),
                                     [mark](const Group& group) { return group.mark == mark; });
    if (marks > 1) return {Reading::two_marks, size};
    const bool has_fraction = marks == 1;
    if (has_fraction && groups.back().mark != mark) return {Reading::malformed, size};
    const std::size_t whole = has_fraction ? size - 1 : size;
    return {well_grouped(text, groups, whole) ? Reading::fine : Reading::malformed, whole};
}

Layout layout_found_out(std::string_view text, const std::vector<Group>& groups) {
    const auto count = [&groups](char mark) {
        return std::count_if(groups.begin(), groups.end(),
                             [mark](const Group& group) { return group.mark == mark; });
    };
    const auto commas = count(',');
    const auto dots = count('.');
    const std::size_t size = groups.size();
    if (commas == 0 && dots <= 1) return layout_with_mark(text, groups, '.');
    if (commas == 0) {
        const bool fits = well_grouped(text, groups, size);
        return {fits ? Reading::needs_decimal_mark : Reading::two_marks, size};
    }
    const bool mixed = size > static_cast<std::size_t>(commas) + 1;
    if (!mixed) {
        if (well_grouped(text, groups, size)) return {Reading::fine, size};
        return {commas == 1 ? Reading::needs_decimal_mark : Reading::malformed, size};
    }
    if (commas == 1 && groups.back().mark == ',') {
        const Layout layout = layout_with_mark(text, groups, ',');
        // "1.234,56" can be read in one way only; "1 234,567" might be grouped by two marks.
        if (layout.reading == Reading::fine && dots == 0 && groups.back().size() == 3) {
            return {Reading::needs_decimal_mark, size};
        }
        return layout;
    }
    return layout_with_mark(text, groups, '.');
}

Error make_error(ErrorCode code, std::size_t begin, std::size_t end, std::string message,
                 std::string hint) {
    Error error;
    error.code = code;
    error.message = std::move(message);
    error.location.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    error.hint = std::move(hint);
    return error;
}

std::string quote(std::string_view text) {
    constexpr std::size_t shown = 40;
    if (text.size() <= shown) return fmt::format("\"{}\"", text);
    return fmt::format("\"{}…\"", text.substr(0, shown));
}

Error layout_error(Reading reading, std::string_view number, std::size_t begin, char mark) {
    const std::size_t end = begin + number.size();
    if (reading == Reading::needs_decimal_mark) {
        return make_error(ErrorCode::ambiguous_number, begin, end,
                          fmt::format("{} is no number with a decimal point, and nothing says that "
                                      "the comma is its decimal mark",
                                      quote(number)),
                          "if the decimal mark is a comma, say \"decimal_mark\": \",\"");
    }
    if (reading == Reading::two_marks) {
        return make_error(ErrorCode::unreadable_figure, begin, end,
                          fmt::format("{} has two decimal marks", quote(number)), "");
    }
    return make_error(
        ErrorCode::unreadable_figure, begin, end,
        fmt::format("the digits of {} are not grouped in threes", quote(number)),
        mark == ',' ? "\"decimal_mark\" is \",\", so a point only groups thousands" : "");
}

struct Exponent {
    std::int64_t value = 0;
    std::size_t end = 0;
    bool is_too_large = false;
};

Exponent read_exponent(std::string_view text, std::size_t offset, const NumberLimits& limits) {
    Exponent exponent{0, offset, false};
    if (offset >= text.size() || (text[offset] != 'e' && text[offset] != 'E')) return exponent;
    std::size_t at = offset + 1;
    const bool negative = at < text.size() && text[at] == '-';
    if (negative || (at < text.size() && text[at] == '+')) ++at;
    const std::size_t end = skip_digits(text, at);
    if (end == at || (end < text.size() && is_ascii_letter(text[end]))) return exponent;
    exponent.end = end;
    for (; at < end; ++at) {
        exponent.value = exponent.value * 10 + (text[at] - '0');
        if (exponent.value > limits.max_exponent) {
            exponent.is_too_large = true;
            return exponent;
        }
    }
    if (negative) exponent.value = -exponent.value;
    return exponent;
}

}  // namespace

bool starts_number(std::string_view text, std::size_t offset) noexcept {
    if (digit_at(text, offset)) return true;
    return offset < text.size() && (text[offset] == '.' || text[offset] == ',') &&
           digit_at(text, offset + 1);
}

Result<WrittenNumber> parse_number(std::string_view text, std::size_t offset, char decimal_mark,
                                   const NumberLimits& limits) {
    const std::vector<Group> groups = scan_groups(text, offset);
    const std::size_t digits_end = groups.back().end;
    std::size_t digit_count = 0;
    for (const Group& group : groups) digit_count += group.size();
    if (digit_count > limits.max_digits) {
        return make_error(ErrorCode::limit_exceeded, offset, digits_end,
                          fmt::format("a number of {} digits; the limit is {}", digit_count,
                                      limits.max_digits),
                          "");
    }
    const Layout layout = decimal_mark == 0 ? layout_found_out(text, groups)
                                            : layout_with_mark(text, groups, decimal_mark);
    if (layout.reading != Reading::fine) {
        return layout_error(layout.reading, text.substr(offset, digits_end - offset), offset,
                            decimal_mark);
    }
    const Exponent exponent = read_exponent(text, digits_end, limits);
    if (exponent.is_too_large) {
        return make_error(ErrorCode::limit_exceeded, digits_end, exponent.end,
                          fmt::format("an exponent beyond the limit of {}", limits.max_exponent),
                          "");
    }
    std::string digits;
    digits.reserve(digit_count);
    for (const Group& group : groups) digits.append(text.substr(group.begin, group.size()));

    const bool has_fraction = layout.whole_groups < groups.size();
    WrittenNumber number;
    number.decimal.digits = Integer::from_digits(digits);
    number.decimal.place = exponent.value;
    if (has_fraction) number.decimal.place -= static_cast<std::int64_t>(groups.back().size());
    number.size_bytes = exponent.end - offset;
    number.is_plain_integer = !has_fraction && exponent.end == digits_end;
    number.has_decimal_comma = has_fraction && groups.back().mark == ',';
    return number;
}

}  // namespace brcheck
