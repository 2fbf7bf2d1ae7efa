#include "expr/tight_hull.hpp"

#include "brcheck/expr/evaluate.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace brcheck {
namespace {

// Each repeated name costs a walk over the tree; a long list that repeats many is left to
// evaluation, which is then only wider.
constexpr std::size_t most_steps = 1'000'000;

class MonotoneExpression {
public:
    /// REQUIRES: the box outlives this; it is changed meanwhile.
    MonotoneExpression(const Expression& expression, NodeIndex left, std::optional<NodeIndex> right,
                  std::vector<Interval>& box)
        : expression_(expression), left_(left), right_(right), box_(box) {}

    /// The only name that is not seen to be monotone, where that is why there is no range.
    [[nodiscard]] std::optional<VariableIndex> turning() const { return turning_; }

    std::optional<Interval> run() {
        if (!find_ends(true)) return std::nullopt;
        const Interval at_low = value_at(&Ends::lowest);
        const Interval at_high = value_at(&Ends::highest);
        if (at_low.is_empty() || at_high.is_empty()) return std::nullopt;
        Interval result;
        if (at_low.has_low())
            result = Interval::at_least(at_low.low(), is_low_open_ || at_low.low_open());
        if (at_high.has_high())
            result = intersect(result, Interval::at_most(at_high.high(),
                                                         is_high_open_ || at_high.high_open()));
        return result;
    }

    std::optional<TightHull::Corner> corner(bool is_low) {
        if (!find_ends(false)) return std::nullopt;
        const auto end = is_low ? &Ends::lowest : &Ends::highest;
        TightHull::Corner corner{value_at(end), is_low ? is_low_open_ : is_high_open_, {}};
        if (corner.value.is_empty() || !corner.value.has_low() || !corner.value.has_high())
            return std::nullopt;
        for (const Ends& ends : ends_) corner.at.emplace_back(ends.variable, ends.*end);
        return corner;
    }

private:
    /// Where a name is when the expression is least and greatest.
    struct Ends {
        VariableIndex variable = 0;
        Rational lowest;
        Rational highest;
    };

    /// Of the names that occur more than once, or of all. False when one is not monotone.
    bool find_ends(bool only_repeated) {
        evaluate(expression_, box_, values_);
        if (!find_used_nodes(only_repeated)) return false;
        if (names_.size() * expression_.nodes().size() > most_steps) return false;
        for (const VariableIndex variable : names_) {
            const Interval slope = derivative(variable);
            const Interval& interval = box_[variable];
            if (slope.is_empty() || !interval.has_low() || !interval.has_high()) return false;
            const bool rises = slope.is_nonnegative();
            if (!rises && !slope.is_nonpositive()) {
                if (std::exchange(turning_, variable)) return false;
                continue;
            }
            ends_.push_back({variable, rises ? interval.low() : interval.high(),
                             rises ? interval.high() : interval.low()});
            // An open end is not attained, unless the slope may be 0 there.
            if (!slope.is_positive() && !slope.is_negative()) continue;
            is_low_open_ = is_low_open_ || (rises ? interval.low_open() : interval.high_open());
            is_high_open_ = is_high_open_ || (rises ? interval.high_open() : interval.low_open());
        }
        return !turning_;
    }

    [[nodiscard]] Interval value_at(Rational Ends::*end) {
        std::vector<Interval> own;
        for (const Ends& ends : ends_)
            own.push_back(std::exchange(box_[ends.variable], Interval(ends.*end)));
        evaluate(expression_, box_, values_);
        for (std::size_t i = 0; i < ends_.size(); ++i)
            box_[ends_[i].variable] = std::move(own[i]);
        return right_ ? values_[left_] - values_[*right_] : values_[left_];
    }

    [[nodiscard]] const Interval& value(NodeIndex node) const { return values_[node]; }

    /// The nodes below the parts asked for, and the names there, or those that occur more than once.
    /// False when an operation has no simple derivative, or may divide by 0.
    bool find_used_nodes(bool only_repeated) {
        const auto nodes = expression_.nodes();
        used_.assign(nodes.size(), false);
        used_[left_] = true;
        if (right_) used_[*right_] = true;
        std::vector<VariableIndex> seen;
        for (std::size_t i = nodes.size(); i-- > 0;) {
            if (!used_[i]) continue;
            for (const NodeIndex argument : expression_.arguments(nodes[i])) used_[argument] = true;
            if (nodes[i].operation == Operation::variable) seen.push_back(nodes[i].payload);
            if (is_quotient(nodes[i].operation) &&
                value(expression_.arguments(nodes[i])[1]).contains_zero())
                return false;
        }
        std::sort(seen.begin(), seen.end());
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const bool is_wanted = !only_repeated || (i > 0 && seen[i] == seen[i - 1]);
            if (is_wanted && (names_.empty() || names_.back() != seen[i])) names_.push_back(seen[i]);
        }
        return true;
    }

    static bool is_quotient(Operation operation) {
        switch (operation) {
            case Operation::divide:
            case Operation::share:
            case Operation::growth:
            case Operation::ratio:
            case Operation::per:
            case Operation::index: return true;
            default: return false;
        }
    }

    /// Only the sign of a slope counts, so that long ends may move outward.
    static void round_outward(Interval& slope) {
        constexpr std::size_t enough_bits = 512;
        const auto is_long = [&](const Rational& end) { return end.bit_length() > enough_bits; };
        if (slope.has_low() && is_long(slope.low())) {
            const Interval from = Interval::at_least(
                shorten(slope.low(), enough_bits / 2, Toward::minus_infinity));
            slope = slope.has_high()
                        ? intersect(from, Interval::at_most(slope.high(), slope.high_open()))
                        : from;
        }
        if (slope.has_high() && is_long(slope.high())) {
            const Interval to = Interval::at_most(
                shorten(slope.high(), enough_bits / 2, Toward::plus_infinity));
            slope = slope.has_low()
                        ? intersect(to, Interval::at_least(slope.low(), slope.low_open()))
                        : to;
        }
    }

    /// n u^(n - 1) u', of a whole exponent that is no name.
    [[nodiscard]] Interval slope_of_power(std::span<const NodeIndex> arguments,
                                          const Interval& slope) const {
        const Node& exponent = expression_.nodes()[arguments[1]];
        if (exponent.operation != Operation::literal) return Interval::all();
        const Rational& n = expression_.literal(exponent).value;
        if (!n.is_integer() || !n.numerator().fits_int64() || n.sign() <= 0) return Interval::all();
        return power(value(arguments[0]), n.numerator().to_int64() - 1) * slope * Interval(n);
    }

    [[nodiscard]] Interval derivative(VariableIndex variable) const {
        const Interval zero{Rational(0)};
        const auto nodes = expression_.nodes();
        std::vector<Interval> slopes(nodes.size(), zero);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (!used_[i]) continue;
            const Node& node = nodes[i];
            const auto arguments = expression_.arguments(node);
            const auto slope = [&](std::size_t a) -> const Interval& { return slopes[arguments[a]]; };
            switch (node.operation) {
                case Operation::literal: break;
                case Operation::variable:
                    if (node.payload == variable) slopes[i] = Interval(Rational(1));
                    break;
                case Operation::negate: slopes[i] = -slope(0); break;
                case Operation::subtract:
                case Operation::change:
                case Operation::points: slopes[i] = slope(0) - slope(1); break;
                case Operation::add:
                case Operation::sum:
                case Operation::mean:
                    for (std::size_t a = 0; a < arguments.size(); ++a)
                        slopes[i] = slopes[i] + slope(a);
                    if (node.operation == Operation::mean)
                        slopes[i] = slopes[i] /
                                    Interval(Rational(static_cast<std::int64_t>(arguments.size())));
                    break;
                case Operation::multiply:
                    slopes[i] = slope(0) * value(arguments[1]) + value(arguments[0]) * slope(1);
                    break;
                case Operation::divide:
                case Operation::share:
                case Operation::growth:
                case Operation::ratio:
                case Operation::per:
                case Operation::index: {
                    // (u / v)' = (u' v - u v') / v^2
                    const Interval& u = value(arguments[0]);
                    const Interval& v = value(arguments[1]);
                    slopes[i] = (slope(0) * v - u * slope(1)) / power(v, std::int64_t{2});
                    if (node.operation == Operation::index)
                        slopes[i] = slopes[i] * Interval(Rational(100));
                    break;
                }
                case Operation::sqrt:
                    // u' / (2 sqrt(u))
                    if (slope(0) == zero) break;
                    slopes[i] = value(arguments[0]).is_positive()
                                    ? slope(0) / (value(static_cast<NodeIndex>(i)) *
                                                  Interval(Rational(2)))
                                    : Interval::all();
                    break;
                case Operation::power:
                    if (slope(0) == zero && slope(1) == zero) break;
                    slopes[i] = slope_of_power(arguments, slope(0));
                    break;
                default:
                    for (std::size_t a = 0; a < arguments.size(); ++a)
                        if (!(slope(a) == zero)) slopes[i] = Interval::all();
                    break;
            }
            round_outward(slopes[i]);
        }
        return right_ ? slopes[left_] - slopes[*right_] : slopes[left_];
    }

    const Expression& expression_;
    NodeIndex left_;
    std::optional<NodeIndex> right_;
    std::vector<Interval>& box_;
    std::vector<Interval> values_;
    std::vector<bool> used_;
    std::vector<VariableIndex> names_;  ///< rising
    std::vector<Ends> ends_;            ///< of the names
    bool is_low_open_ = false;          ///< the least value is only approached
    bool is_high_open_ = false;
    std::optional<VariableIndex> turning_;
};

}  // namespace

std::optional<Interval> TightHull::range(const Expression& expression, NodeIndex left,
                                         std::optional<NodeIndex> right) {
    if (corner_.size() != box_.size()) corner_ = box_;
    return range_in(corner_, expression, left, right);
}

std::optional<Interval> TightHull::range_in(std::vector<Interval>& box, const Expression& expression,
                                            NodeIndex left, std::optional<NodeIndex> right) {
    MonotoneExpression whole(expression, left, right, box);
    std::optional<Interval> result = whole.run();
    if (result || !whole.turning()) return result;
    Interval& turning = box[*whole.turning()];
    const Interval all = turning;
    const Rational middle = (all.low() + all.high()) / Rational(2);
    for (const bool is_low : {true, false}) {
        turning = intersect(all, is_low ? Interval::at_most(middle) : Interval::at_least(middle));
        const auto half = MonotoneExpression(expression, left, right, box).run();
        result = half && (is_low || result) ? std::optional(is_low ? *half : hull(*result, *half))
                                            : std::nullopt;
        if (!result) break;
    }
    turning = all;
    return result;
}

std::optional<TightHull::Corner> TightHull::corner(std::vector<Interval>& box,
                                                   const Expression& expression, NodeIndex node,
                                                   bool is_low) {
    return MonotoneExpression(expression, node, std::nullopt, box).corner(is_low);
}

}  // namespace brcheck
