/// Which numbers, put in the place of a figure's own, could bring its interval into a given one.
/// Decided by the number alone, so that only the few that are left have to be read as text.
#pragma once

#include "brcheck/figure/figure.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace brcheck {

/// Numbers count in the written scale: 23.6 of "23.6 trillion yuan".
class NumberWindow {
public:
    /// `figure` must outlive it. `allowed` counts in the written scale, too.
    /// REQUIRES: neither a range nor a ratio word; `allowed` is not empty.
    NumberWindow(const Figure& figure, Interval allowed, bool is_negative);

    /// False only where magnitude * 10^place, with the sign of `is_negative`, cannot do.
    [[nodiscard]] bool may_do(Integer magnitude, std::int64_t place);

    /// Where the multiples of `step` that do begin and end, but for a few at each end; closed. Of a
    /// number with words like "about" those that are no multiples of 10 steps, as it may reach
    /// further with them. An end is missing where none is the last that does.
    [[nodiscard]] Interval multiples_of(const Rational& step) const;

private:
    struct Ends {
        std::int64_t place = 0;
        std::optional<Integer> low;
        std::optional<Integer> high;
    };
    /// All that lie no further than `slack` from `allowed_`; of half lines those on the right side.
    [[nodiscard]] Interval numbers(const Rational& slack) const;
    /// How far the interval of a number reaches from it at most. `weight` is that of its last digit,
    /// of a loose one that of its last digit that is not 0 (DESIGN section 3: g/2 or u/2).
    [[nodiscard]] Rational slack(Rational weight) const;
    [[nodiscard]] bool is_half_line(bool upward) const;
    /// About, nearly, just over.
    [[nodiscard]] bool is_loose() const;
    const Ends& ends(std::int64_t place);

    const Figure& figure_;
    Interval allowed_;
    bool is_negative_;
    std::vector<Ends> ends_;  ///< by place, as they were asked for
};

}  // namespace brcheck
