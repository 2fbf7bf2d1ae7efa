#include "number/rational_sum.hpp"

#include <numeric>

namespace brcheck {
namespace {

__extension__ using Wide = __int128;

// Products of these three fit twice a word: numerator, denominator, denominator.
constexpr std::int64_t largest_numerator = std::int64_t{1} << 56;
constexpr std::int64_t largest_denominator = std::int64_t{1} << 32;

bool is_short(const Rational& a) {
    if (!a.numerator().fits_int64() || !a.denominator().fits_int64()) {
        return false;
    }
    const std::int64_t numerator = a.numerator().to_int64();
    return -largest_numerator < numerator && numerator < largest_numerator &&
           a.denominator().to_int64() < largest_denominator;
}

}  // namespace

bool RationalSum::make_common(std::int64_t divisor) {
    if (common_ % divisor != 0) {
        const std::int64_t step = divisor / std::gcd(common_, divisor);
        std::int64_t common = 0;
        std::int64_t sum = 0;
        if (__builtin_mul_overflow(common_, step, &common) ||
            __builtin_mul_overflow(sum_, step, &sum)) {
            return false;
        }
        common_ = common;
        sum_ = sum;
    }
    last_divisor_ = divisor;
    factor_ = common_ / divisor;
    return true;
}

bool is_narrower(const Rational& low, const Rational& high, const Rational& limit) {
    if (low.denominator() == high.denominator() && low.denominator() == limit.denominator()) {
        return high.numerator() - low.numerator() < limit.numerator();
    }
    if (!is_short(low) || !is_short(high) || !is_short(limit)) {
        return high - low < limit;
    }
    const auto words = [](const Integer& a) { return Wide{a.to_int64()}; };
    const Wide low_bottom = words(low.denominator());
    const Wide high_bottom = words(high.denominator());
    // The left side has up to 56 + 32 + 1 bits before its last factor, which may be too many.
    const Wide width = words(high.numerator()) * low_bottom - words(low.numerator()) * high_bottom;
    Wide left = 0;
    Wide right = 0;
    if (__builtin_mul_overflow(width, words(limit.denominator()), &left) ||
        __builtin_mul_overflow(words(limit.numerator()), low_bottom * high_bottom, &right)) {
        return high - low < limit;
    }
    return left < right;
}

}  // namespace brcheck
