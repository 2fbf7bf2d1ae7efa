#include "brcheck/number/integer.hpp"

#include <gmp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <memory>

namespace brcheck {

__extension__ using Wide = __int128;

static_assert(GMP_NUMB_BITS == 64, "a limb holds any small value");

struct Integer::Big {
    Big() { mpz_init(value); }
    Big(const Big& other) { mpz_init_set(value, other.value); }
    Big& operator=(const Big&) = delete;
    ~Big() { mpz_clear(value); }

    mpz_t value;
};

namespace {

constexpr int small_bits = 61;

std::uint64_t magnitude(std::int64_t value) noexcept {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

std::uint64_t gcd_words(std::uint64_t a, std::uint64_t b) noexcept {
    if (a == 0 || b == 0) {
        return a | b;
    }
    const int shift = std::countr_zero(a | b);
    a >>= std::countr_zero(a);
    b >>= std::countr_zero(b);
    // Which of them is larger cannot be foreseen: nothing branches on it.
    while (a != b) {
        const std::uint64_t smaller = std::min(a, b);
        b = a < b ? b - a : a - b;
        b >>= std::countr_zero(b);
        a = smaller;
        if (a == 1) break;
    }
    return a << shift;
}

void set_wide(mpz_ptr out, Wide value) {
    __extension__ using WideBits = unsigned __int128;
    const WideBits bits =
        value < 0 ? 0 - static_cast<WideBits>(value) : static_cast<WideBits>(value);
    const std::array<std::uint64_t, 2> words{static_cast<std::uint64_t>(bits),
                                             static_cast<std::uint64_t>(bits >> 64)};
    mpz_import(out, words.size(), -1, sizeof(words[0]), 0, 0, words.data());
    if (value < 0) {
        mpz_neg(out, out);
    }
}

constinit thread_local std::uint64_t long_work = 0;

// Measured: of 16 to 1,024 limbs a product of two takes 0.1 to 0.6 ns for each product of two limbs,
// as do quotients, powers and roots, and a common divisor 1.4 to 12 ns.
constexpr std::uint64_t work_of_gcd = 16;  // times that of a product

void count_work(std::uint64_t limbs, std::uint64_t other_limbs, std::uint64_t factor = 1) noexcept {
    constexpr std::uint64_t ordinary = 64;
    const std::uint64_t products = limbs * other_limbs;
    if (products > ordinary) {
        long_work += factor * products / 4;
    }
}

}  // namespace

std::uint64_t long_number_work() noexcept { return long_work; }

// Lets GMP read a small value from the stack, and turns what GMP computed into an Integer.
class Integer::View {
public:
    explicit View(const Integer& a) noexcept {
        if (a.is_small()) {
            const std::int64_t value = a.small();
            limb_ = magnitude(value);
            pointer_ = mpz_roinit_n(local_, &limb_, value < 0 ? -1 : (value > 0 ? 1 : 0));
        } else {
            pointer_ = a.big().value;
        }
    }
    View(const View&) = delete;
    View& operator=(const View&) = delete;

    [[nodiscard]] mpz_srcptr get() const noexcept { return pointer_; }

    template <typename Function>
    static Integer compute(Function function) {
        auto big = std::make_unique<Big>();
        function(big->value);
        return adopt(std::move(big));
    }

    template <typename Function>
    static Integer compute(const Integer& a, const Integer& b, Function function,
                           std::uint64_t factor = 1) {
        const View left(a);
        const View right(b);
        count_work(mpz_size(left.get()), mpz_size(right.get()), factor);
        return compute([&](mpz_ptr out) { function(out, left.get(), right.get()); });
    }

    static Integer from_wide(Wide value) {
        if (-Wide{small_limit} < value && value < Wide{small_limit}) {
            return Integer(static_cast<std::int64_t>(value));
        }
        return compute([&](mpz_ptr out) { set_wide(out, value); });
    }

private:
    static Integer adopt(std::unique_ptr<Big> big) {
        const int sign = mpz_sgn(big->value);
        if (mpz_sizeinbase(big->value, 2) <= small_bits) {
            const auto bits = static_cast<std::int64_t>(mpz_getlimbn(big->value, 0));
            return Integer(sign < 0 ? -bits : bits);
        }
        Integer result;
        result.word_ = reinterpret_cast<std::intptr_t>(big.release());
        return result;
    }

    mp_limb_t limb_ = 0;
    mpz_t local_;
    mpz_srcptr pointer_;
};

static_assert(sizeof(std::intptr_t) <= sizeof(std::int64_t));

const Integer::Big& Integer::big() const noexcept {
    static_assert(alignof(Big) >= 4, "the lowest bits of the word tell small from big");
    // The word is the address: NOLINTNEXTLINE(performance-no-int-to-ptr)
    return *reinterpret_cast<const Big*>(static_cast<std::intptr_t>(word_));
}

std::int64_t Integer::make_big(std::int64_t value) {
    auto big = std::make_unique<Big>();
    set_wide(big->value, value);
    return reinterpret_cast<std::intptr_t>(big.release());
}

std::int64_t Integer::copy_big(const Integer& other) {
    return reinterpret_cast<std::intptr_t>(new Big(other.big()));
}

bool Integer::equal_big(const Integer& a, const Integer& b) noexcept {
    return mpz_cmp(a.big().value, b.big().value) == 0;
}

void Integer::free_big() noexcept {
    delete &big();
}

int Integer::big_sign() const noexcept {
    return mpz_sgn(big().value);
}

bool Integer::big_fits_int64() const noexcept {
    const mpz_srcptr value = big().value;
    if (mpz_size(value) > 1) {
        return false;
    }
    const std::uint64_t limit = std::uint64_t{1} << 63;
    const std::uint64_t limb = mpz_getlimbn(value, 0);
    return limb < limit || (limb == limit && mpz_sgn(value) < 0);
}

std::int64_t Integer::big_to_int64() const noexcept {
    assert(big_fits_int64());
    const std::uint64_t limb = mpz_getlimbn(big().value, 0);
    return static_cast<std::int64_t>(big_sign() < 0 ? 0 - limb : limb);
}

Integer Integer::from_digits(std::string_view digits) {
    assert(!digits.empty());
    constexpr std::size_t safe_digits = 18;
    if (digits.size() <= safe_digits) {
        std::int64_t value = 0;
        for (const char digit : digits) {
            assert('0' <= digit && digit <= '9');
            value = value * 10 + (digit - '0');
        }
        return Integer(value);
    }
    return View::compute([text = std::string(digits)](mpz_ptr out) {
        const int failed = mpz_set_str(out, text.c_str(), 10);
        assert(failed == 0);
        static_cast<void>(failed);
    });
}

Integer Integer::power_of_ten(std::int64_t exponent) {
    static constexpr auto table = [] {
        std::array<std::int64_t, 19> powers{};
        std::int64_t value = 1;
        for (std::size_t i = 0; i < powers.size(); ++i) {
            powers[i] = value;
            value = i + 1 < powers.size() ? value * 10 : value;
        }
        return powers;
    }();
    assert(exponent >= 0);
    const auto index = static_cast<std::size_t>(exponent);
    if (index < table.size()) {
        return Integer(table[index]);
    }
    return View::compute([index](mpz_ptr out) { mpz_ui_pow_ui(out, 10, index); });
}

bool Integer::is_even() const noexcept {
    return is_small() ? (small() & 1) == 0 : mpz_even_p(big().value) != 0;
}

std::size_t Integer::bit_length() const noexcept {
    if (is_small()) {
        return static_cast<std::size_t>(std::bit_width(magnitude(small())));
    }
    return mpz_sizeinbase(big().value, 2);
}

std::string Integer::to_string() const {
    if (is_small()) {
        return std::to_string(small());
    }
    std::string text(mpz_sizeinbase(big().value, 10) + 2, '\0');
    mpz_get_str(text.data(), 10, big().value);
    text.resize(text.find('\0'));
    return text;
}

double Integer::to_double() const noexcept {
    if (is_small()) {
        return static_cast<double>(small());
    }
    // GMP's own conversion cuts off: take 64 bits, note in the last one whether the rest is zero,
    // and let the conversion of that word round.
    const mpz_srcptr value = big().value;
    const std::size_t bits = mpz_sizeinbase(value, 2);
    constexpr std::size_t double_max_bits = 1024;
    double result = HUGE_VAL;
    if (bits <= double_max_bits) {
        const std::size_t shift = bits > 64 ? bits - 64 : 0;
        const std::size_t limb = shift / 64;
        const std::size_t offset = shift % 64;
        const auto limb_at = [value](std::size_t i) {
            return mpz_getlimbn(value, static_cast<mp_size_t>(i));
        };
        std::uint64_t top = limb_at(limb) >> offset;
        if (offset != 0) {
            top |= limb_at(limb + 1) << (64 - offset);
        }
        if (mpz_scan1(value, 0) < shift) {
            top |= 1;
        }
        result = std::ldexp(static_cast<double>(top), static_cast<int>(shift));
    }
    return mpz_sgn(value) < 0 ? -result : result;
}

Integer Integer::operator-() const {
    if (is_small()) {
        return Integer(-small());
    }
    return View::compute([this](mpz_ptr out) { mpz_neg(out, big().value); });
}

Integer operator+(const Integer& a, const Integer& b) {
    if (a.is_small() && b.is_small()) {
        return Integer(a.small() + b.small());
    }
    return Integer::View::compute(a, b, mpz_add);
}

Integer operator-(const Integer& a, const Integer& b) {
    if (a.is_small() && b.is_small()) {
        return Integer(a.small() - b.small());
    }
    return Integer::View::compute(a, b, mpz_sub);
}

Integer operator*(const Integer& a, const Integer& b) {
    if (a.is_small() && b.is_small()) {
        return Integer::View::from_wide(Wide{a.small()} * b.small());
    }
    return Integer::View::compute(a, b, mpz_mul);
}

Integer floor_divide(const Integer& a, const Integer& b) {
    assert(!b.is_zero());
    if (a.is_small() && b.is_small()) {
        const std::int64_t quotient = a.small() / b.small();
        const bool cut_up = quotient * b.small() != a.small() && (a.small() < 0) != (b.small() < 0);
        return Integer(quotient - (cut_up ? 1 : 0));
    }
    return Integer::View::compute(a, b, mpz_fdiv_q);
}

Integer shift(const Integer& a, std::int64_t exponent) {
    const Integer::View view(a);
    const auto bits = static_cast<mp_bitcnt_t>(exponent < 0 ? -exponent : exponent);
    return Integer::View::compute([&](mpz_ptr out) {
        exponent < 0 ? mpz_fdiv_q_2exp(out, view.get(), bits)
                     : mpz_mul_2exp(out, view.get(), bits);
    });
}

Integer divide_exact(const Integer& a, const Integer& b) {
    assert(!b.is_zero());
    if (a.is_small() && b.is_small()) {
        return Integer(a.small() / b.small());
    }
    return Integer::View::compute(a, b, mpz_divexact);
}

Integer gcd(const Integer& a, const Integer& b) {
    if (a.is_small() && b.is_small()) {
        return Integer(
            static_cast<std::int64_t>(gcd_words(magnitude(a.small()), magnitude(b.small()))));
    }
    return Integer::View::compute(a, b, mpz_gcd, work_of_gcd);
}

Integer power(const Integer& base, std::uint64_t exponent) {
    const std::size_t bits = base.bit_length();
    if (bits <= 1) {  // -1, 0, 1
        return exponent == 0 || (base.sign() < 0 && exponent % 2 == 0) ? Integer(1) : base;
    }
    if (exponent <= small_bits / bits) {
        std::int64_t result = 1;
        for (std::uint64_t i = 0; i < exponent; ++i) {
            result *= base.small();
        }
        return Integer(result);
    }
    const Integer::View view(base);
    const std::uint64_t limbs = mpz_size(view.get()) * exponent;
    count_work(limbs, limbs);
    return Integer::View::compute([&](mpz_ptr out) { mpz_pow_ui(out, view.get(), exponent); });
}

Integer root_floor(const Integer& a, std::uint64_t n) {
    assert(a.sign() >= 0 && n >= 1);
    if (n == 1 || a.is_zero()) {
        return a;
    }
    if (n >= a.bit_length()) {
        return Integer(1);
    }
    const Integer::View view(a);
    count_work(mpz_size(view.get()), mpz_size(view.get()));
    return Integer::View::compute([&](mpz_ptr out) { mpz_root(out, view.get(), n); });
}

std::strong_ordering operator<=>(const Integer& a, const Integer& b) noexcept {
    if (a.is_small() && b.is_small()) {
        return a.word_ <=> b.word_;
    }
    // A big value lies beyond every small one, on the side of its sign.
    if (a.is_small()) {
        return 0 <=> b.big_sign();
    }
    if (b.is_small()) {
        return a.big_sign() <=> 0;
    }
    return mpz_cmp(a.big().value, b.big().value) <=> 0;
}

Integer abs(const Integer& a) {
    return a.sign() < 0 ? -a : a;
}

}  // namespace brcheck
