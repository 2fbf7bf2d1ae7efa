/// Long sums of rationals: added up over a common denominator in machine words as long as these
/// are enough, so that no summand costs a gcd.
#pragma once

#include "brcheck/number/rational.hpp"

#include <cstdint>

namespace brcheck {

class RationalSum {
public:
    void add(const Rational& value) {
        const Integer& numerator = value.numerator();
        const Integer& denominator = value.denominator();
        if (!numerator.fits_int64() || !denominator.fits_int64()) {
            rest_ += value;
            return;
        }
        const std::int64_t divisor = denominator.to_int64();
        if (divisor != last_divisor_ && !make_common(divisor)) {
            rest_ += value;
            return;
        }
        std::int64_t part = 0;
        std::int64_t sum = 0;
        if (__builtin_mul_overflow(numerator.to_int64(), factor_, &part) ||
            __builtin_add_overflow(sum_, part, &sum)) {
            rest_ += value;
            return;
        }
        sum_ = sum;
    }

    [[nodiscard]] Rational value() const {
        const Rational in_words{Integer{sum_}, Integer{common_}};
        return rest_.is_zero() ? in_words : in_words + rest_;
    }

private:
    /// Makes the common denominator a multiple of `divisor`, and `factor_` fit it. False when words
    /// are not enough.
    bool make_common(std::int64_t divisor);

    Rational rest_;                 ///< what did not fit
    std::int64_t sum_ = 0;          ///< numerator over common_
    std::int64_t common_ = 1;
    std::int64_t last_divisor_ = 1;
    std::int64_t factor_ = 1;       ///< common_ / last_divisor_
};

/// high - low < limit.
bool is_narrower(const Rational& low, const Rational& high, const Rational& limit);

}  // namespace brcheck
