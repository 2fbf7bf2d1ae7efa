#include "engine/power.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "engine/demand.hpp"
#include "engine/expand.hpp"
#include "engine/growth_form.hpp"
#include "engine/linear_form.hpp"
#include "engine/plain_arithmetic.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_digits = 1000;
constexpr std::size_t most_figures = 200;
// Listing the slips of a figure, in nodes evaluated.
constexpr std::uint64_t cost_of_figure = 20;

/// One printed figure and all slips in it, as multiples of the weight of its last digit.
struct Slips {
    VariableIndex figure = 0;
    Rational step;               ///< weight of the last digit in base units, below 0 for a negative
    std::vector<Integer> moves;  ///< rising
};

/// Adds the figure's digits to `digits_used`; nothing when they are too many then, or none are
/// written.
std::optional<Slips> slips_of(const Report& report, VariableIndex variable,
                              std::size_t& digits_used) {
    const Quantity& quantity = report.quantities[variable];
    if (quantity.kind != QuantityKind::stated || quantity.qualifier == Qualifier::range ||
        quantity.qualifier == Qualifier::ratio_word)
        return std::nullopt;
    const Figure figure = report.figure(variable);
    const Decimal& number = figure.number;
    // Of "-0.0" only the text knows the sign.
    const bool is_negative =
        number.digits.sign() < 0 ||
        (number.digits.is_zero() && figure.text.find('-') != std::string::npos);
    std::string digits = (is_negative ? -number.digits : number.digits).to_string();
    // "0.05" is written with two zeros that the number itself does not have.
    const auto places = static_cast<std::size_t>(number.place < 0 ? -number.place : 0);
    if (places > most_digits) return std::nullopt;
    if (digits.size() < places + 1) digits.insert(0, places + 1 - digits.size(), '0');
    digits_used += digits.size();
    if (digits_used > most_digits) return std::nullopt;

    Slips slips;
    slips.figure = variable;
    slips.step = power_of_ten(number.place + figure.scale_exponent) * quantity.unit.factor() *
                 Rational(is_negative ? -1 : 1);
    slips.moves.reserve(digits.size() * 9);
    Integer weight(1);
    for (std::size_t i = digits.size(); i-- > 0; weight = weight * Integer(10)) {
        const std::int64_t written = digits[i] - '0';
        const bool leads = i == 0 && written != 0;
        for (std::int64_t other = leads ? 1 : 0; other < 10; ++other)
            if (other != written) slips.moves.push_back(Integer(other - written) * weight);
    }
    std::sort(slips.moves.begin(), slips.moves.end());
    return slips;
}

class PowerCount {
public:
    PowerCount(const Report& report, const Relation& relation, const Expression& condition,
               std::vector<Interval>& box, std::uint64_t& work_left)
        : report_(report),
          condition_(condition),
          tolerance_(relation.tolerance),
          leeway_(relation.tolerance),
          box_(box),
          work_left_(work_left) {}

    std::optional<DetectionPower> run(PowerQuestion question) && {
        std::size_t digits = 0;
        for (const VariableIndex variable : condition_.variables()) {
            if (report_.quantities[variable].kind == QuantityKind::unknown) {
                if (!report_.quantities[variable].whole) return std::nullopt;
                has_unknown_ = true;
                continue;
            }
            auto slips = slips_of(report_, variable, digits);
            if (digits > most_digits) return std::nullopt;
            if (!slips) continue;
            figures_.push_back(variable);
            slips_.push_back(std::move(*slips));
            if (question == PowerQuestion::is_any && finds_largest_slips(slips_.back()))
                return std::nullopt;
        }
        if (slips_.empty()) return std::nullopt;
        find_demands();
        std::int64_t caught = 0;
        std::int64_t all = 0;
        DetectionPower power;
        power.is_exact =
            condition_.comparisons().size() == 1 &&
            (is_sum(condition_) || (!condition_.has_repeated_variable() && !may_divide_by_zero()));
        for (std::size_t f = 0; f < slips_.size(); ++f) {
            const auto count =
                demands_[f] ? count_by_demand(slips_[f], *demands_[f]) : count_by_trying(slips_[f]);
            if (!count) return std::nullopt;
            caught += *count;
            all += static_cast<std::int64_t>(slips_[f].moves.size());
        }
        power.probability = Rational(caught, all);
        return power;
    }

private:
    bool may_divide_by_zero() {
        evaluate(condition_, box_, values_);
        const auto nodes = condition_.nodes();
        return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
            const bool divides =
                is_quotient(node.operation) || node.operation == Operation::growth ||
                node.operation == Operation::index || node.operation == Operation::cagr;
            return divides && values_[condition_.arguments(node)[1]].contains_zero();
        });
    }

    /// The moves that leave the figure a value with which every comparison can hold; nothing where
    /// that has to be tried out.
    void find_demands() {
        demands_.assign(figures_.size(), std::nullopt);
        // Of other operations it is not known exactly what they demand of an operand.
        if (has_unknown_ || !is_plain(condition_)) return;
        demands_.assign(figures_.size(), Interval::all());
        for (std::size_t k = 0; k < condition_.comparisons().size(); ++k) {
            const auto demanded = demanded_values(condition_, k, tolerance_, figures_, box_);
            for (std::size_t f = 0; f < figures_.size(); ++f) {
                if (demands_[f] && demanded[f]) {
                    const Interval moves =
                        (*demanded[f] - box_[figures_[f]]) / Interval(slips_[f].step);
                    demands_[f] = intersect(*demands_[f], round_to_whole(moves));
                } else {
                    demands_[f].reset();
                }
            }
        }
    }

    /// `allowed`: of whole moves, so that its ends are whole and closed.
    static std::optional<std::int64_t> count_by_demand(const Slips& slips,
                                                       const Interval& allowed) {
        const auto& moves = slips.moves;
        if (allowed.is_empty()) return static_cast<std::int64_t>(moves.size());
        const auto first = allowed.has_low() ? std::lower_bound(moves.begin(), moves.end(),
                                                                allowed.low().numerator())
                                             : moves.begin();
        const auto last = allowed.has_high()
                              ? std::upper_bound(first, moves.end(), allowed.high().numerator())
                              : moves.end();
        return (first - moves.begin()) + (moves.end() - last);
    }

    /// Where the slips that pass lie round the printed value: found by halving on either side. With
    /// whole numbers they may lie anywhere, and each is tried.
    std::optional<std::int64_t> count_by_trying(const Slips& slips) {
        const auto is_caught = [&](const Integer& move) { return !can_hold_after(slips, move); };
        const auto middle = std::lower_bound(slips.moves.begin(), slips.moves.end(), Integer(0));
        std::int64_t caught = 0;
        if (has_unknown_) {
            caught = std::count_if(slips.moves.begin(), slips.moves.end(), is_caught);
        } else {
            const auto passing = std::partition_point(slips.moves.begin(), middle, is_caught);
            const auto failing = std::partition_point(
                middle, slips.moves.end(), [&](const Integer& move) { return !is_caught(move); });
            caught = (passing - slips.moves.begin()) + (slips.moves.end() - failing);
        }
        if (work_left_ == 0) return std::nullopt;
        return caught;
    }

    bool finds_largest_slips(const Slips& slips) {
        return !can_hold_after(slips, slips.moves.back()) ||
               !can_hold_after(slips, slips.moves.front());
    }

    bool can_hold_after(const Slips& slips, const Integer& move) {
        work_left_ -= std::min<std::uint64_t>(work_left_, condition_.nodes().size());
        if (work_left_ == 0) return true;
        const Interval moved = box_[slips.figure] + Interval(slips.step * Rational(move));
        const Interval printed = std::exchange(box_[slips.figure], moved);
        bool can_hold = true;
        for (std::size_t k = 0; can_hold && k < condition_.comparisons().size(); ++k)
            can_hold = comparison_can_hold(k);
        box_[slips.figure] = printed;
        return can_hold;
    }

    bool comparison_can_hold(std::size_t comparison) {
        Interval& left = values_at(condition_.sides()[comparison]);
        Interval& right = values_[condition_.sides()[comparison + 1]];
        Interval widened = leeway_.widen(left);
        narrow_comparison(condition_.comparisons()[comparison], widened, right);
        left = leeway_.undo(widened, left);
        if (left.is_empty() || right.is_empty()) return false;
        if (!has_unknown_) return true;
        if (narrow_to_leaves(condition_, values_)) return false;
        const auto nodes = condition_.nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].operation != Operation::variable) continue;
            const Quantity& quantity = report_.quantities[nodes[i].payload];
            if (quantity.whole &&
                round_to_whole(values_[i] / Interval(quantity.unit.factor())).is_empty())
                return false;
        }
        return true;
    }

    Interval& values_at(NodeIndex node) {
        evaluate(condition_, box_, values_);
        return values_[node];
    }

    const Report& report_;
    const Expression& condition_;
    const std::optional<Tolerance>& tolerance_;
    Leeway leeway_;
    std::vector<Interval>& box_;
    std::uint64_t& work_left_;
    bool has_unknown_ = false;
    std::vector<VariableIndex> figures_;
    std::vector<Slips> slips_;
    std::vector<std::optional<Interval>> demands_;
    std::vector<Interval> values_;
};

}  // namespace

std::optional<DetectionPower> slip_detection_power(const Report& report, const Relation& relation,
                                                   std::vector<Interval>& box,
                                                   std::uint64_t& work_left,
                                                   PowerQuestion question) {
    if (relation.condition.variables().size() > most_figures) return std::nullopt;
    const ExpandedCondition expanded(report, relation.condition);
    if (expanded.get() == nullptr) return std::nullopt;
    const std::uint64_t nodes = expanded.get()->nodes().size();
    const std::uint64_t figures = expanded.get()->variables().size();
    const std::uint64_t cost =
        nodes * (is_sum(*expanded.get()) ? 1 : figures) + figures * cost_of_figure;
    if (cost > work_left) return std::nullopt;
    work_left -= cost;
    return PowerCount(report, relation, *expanded.get(), box, work_left).run(question);
}

}  // namespace brcheck
