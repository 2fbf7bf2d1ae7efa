/// The exact range of an expression in which a name occurs more than once.
///
/// Interval evaluation takes each occurrence of a name for a figure of its own, so that a / (a + b)
/// comes out too wide. Where the expression rises or falls in such a name all over the box, which
/// its interval derivative proves, the extremes lie at the ends of that name's interval, and with
/// these put in for it evaluation is exact (Moore, Kearfott, Cloud, Introduction to Interval
/// Analysis, 2009, section 6.4). Where one name turns in the middle of its interval, as p * (1 - p)
/// does of "50 percent", the same goes for its halves.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace brcheck {

class TightHull {
public:
    /// REQUIRES: the box outlives this and is the same at each use.
    explicit TightHull(const std::vector<Interval>& box) : box_(box) {}

    /// The range of `left`, or of `left - right` when `right` is given, over the box. Holds every
    /// value; exactly the hull (but for how near a root is enclosed, and an open end at which a
    /// slope may be 0) where every repeated name is proved monotone. Nothing when one is not, or when
    /// the parts use more than sums, products, whole powers, square roots of what is above 0, and
    /// quotients by what is not 0.
    std::optional<Interval> range(const Expression& expression, NodeIndex left,
                                  std::optional<NodeIndex> right);
    /// The same over a box that may be changed meanwhile, and is as it was in the end.
    static std::optional<Interval> range_in(std::vector<Interval>& box, const Expression& expression,
                                            NodeIndex left, std::optional<NodeIndex> right);

    /// Where an expression is least or greatest.
    struct Corner {
        Interval value;        ///< an enclosure of the extreme: a point, or as near as roots are
        bool is_open = false;  ///< the extreme is approached, but no value
        /// The names of the expression and where they are then, each at an end of its interval.
        std::vector<std::pair<VariableIndex, Rational>> at;
    };
    /// The corner of the box where the expression has its extreme; nothing where it is not proved to
    /// rise or fall in each of its names, or as in range(). The box is the same in the end.
    static std::optional<Corner> corner(std::vector<Interval>& box, const Expression& expression,
                                        NodeIndex node, bool is_low);

private:
    const std::vector<Interval>& box_;
    std::vector<Interval> corner_;  ///< the box, copied at the first use; between calls the same
};

}  // namespace brcheck
