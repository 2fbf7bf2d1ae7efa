/// A signed integer without bound. Small values (62 bits) live in the object; larger ones on the
/// heap, in GMP. This is the only type that knows GMP, and only in its source.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace brcheck {

class Integer {
public:
    constexpr Integer() noexcept : word_(small_tag) {}
    Integer(std::int64_t value)  // NOLINT(google-explicit-constructor)
        : word_(is_small(value) ? value * 4 + small_tag : make_big(value)) {}
    Integer(const Integer& other) : word_(other.is_small() ? other.word_ : copy_big(other)) {}
    Integer(Integer&& other) noexcept : word_(std::exchange(other.word_, small_tag)) {}
    Integer& operator=(const Integer& other) {
        if (is_small() && other.is_small()) {
            word_ = other.word_;
            return *this;
        }
        return *this = Integer(other);
    }
    Integer& operator=(Integer&& other) noexcept {
        std::swap(word_, other.word_);
        return *this;
    }
    ~Integer() {
        if (!is_small()) {
            free_big();
        }
    }

    /// The value of a non-empty run of ASCII digits. REQUIRES: only digits.
    static Integer from_digits(std::string_view digits);
    /// 10^exponent. REQUIRES: exponent >= 0.
    static Integer power_of_ten(std::int64_t exponent);

    /// -1, 0 or 1.
    [[nodiscard]] int sign() const noexcept {
        return is_small() ? (word_ > small_tag) - (word_ < 0) : big_sign();
    }
    [[nodiscard]] bool is_zero() const noexcept { return sign() == 0; }
    [[nodiscard]] bool is_even() const noexcept;
    /// Bits of the magnitude; 0 for 0.
    [[nodiscard]] std::size_t bit_length() const noexcept;
    [[nodiscard]] bool fits_int64() const noexcept { return is_small() || big_fits_int64(); }
    /// REQUIRES: fits_int64().
    [[nodiscard]] std::int64_t to_int64() const noexcept {
        return is_small() ? small() : big_to_int64();
    }
    /// Decimal digits with a leading - for negative values.
    [[nodiscard]] std::string to_string() const;
    /// The nearest double; infinite beyond its range. For drawing and ordering only, never for a
    /// verdict.
    [[nodiscard]] double to_double() const noexcept;

    Integer operator-() const;
    friend Integer operator+(const Integer& a, const Integer& b);
    friend Integer operator-(const Integer& a, const Integer& b);
    friend Integer operator*(const Integer& a, const Integer& b);
    /// Quotient rounded toward minus infinity. REQUIRES: b is not 0.
    friend Integer floor_divide(const Integer& a, const Integer& b);
    /// a * 2^exponent, rounded toward minus infinity.
    friend Integer shift(const Integer& a, std::int64_t exponent);
    /// The quotient of a division known to leave no remainder. REQUIRES: b divides a, b not 0.
    friend Integer divide_exact(const Integer& a, const Integer& b);
    /// Greatest common divisor, never negative; gcd(0, 0) = 0.
    friend Integer gcd(const Integer& a, const Integer& b);
    /// base^exponent; 0^0 = 1.
    friend Integer power(const Integer& base, std::uint64_t exponent);
    /// The largest r with r^n <= a. REQUIRES: a >= 0, n >= 1.
    friend Integer root_floor(const Integer& a, std::uint64_t n);

    friend bool operator==(const Integer& a, const Integer& b) noexcept {
        return a.word_ == b.word_ || (!a.is_small() && !b.is_small() && equal_big(a, b));
    }
    friend std::strong_ordering operator<=>(const Integer& a, const Integer& b) noexcept;

private:
    struct Big;
    // A small value v is kept as 4v+1; anything else is a pointer to a Big, whose value never fits
    // a small one, so that equal values have equal kinds.
    static constexpr std::int64_t small_tag = 1;
    static constexpr std::int64_t small_limit = std::int64_t{1} << 61;

    static constexpr bool is_small(std::int64_t value) noexcept {
        return -small_limit < value && value < small_limit;
    }
    static std::int64_t make_big(std::int64_t value);
    static std::int64_t copy_big(const Integer& other);
    static bool equal_big(const Integer& a, const Integer& b) noexcept;
    void free_big() noexcept;
    [[nodiscard]] int big_sign() const noexcept;
    [[nodiscard]] bool big_fits_int64() const noexcept;
    [[nodiscard]] std::int64_t big_to_int64() const noexcept;

    [[nodiscard]] bool is_small() const noexcept { return (word_ & small_tag) != 0; }
    [[nodiscard]] std::int64_t small() const noexcept { return word_ >> 2; }
    [[nodiscard]] const Big& big() const noexcept;
    class View;

    std::int64_t word_;
};

Integer abs(const Integer& a);

}  // namespace brcheck
