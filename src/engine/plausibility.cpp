#include "engine/plausibility.hpp"

#include "engine/expand.hpp"
#include "engine/linear_form.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

// Longer sums take too many terms to be worth it.
constexpr std::size_t most_terms = 200;
constexpr std::uint64_t most_work = 200'000;

const Rational& least_chance() {
    static const Rational millionth(Integer(1), Integer(1'000'000));
    return millionth;
}

/// Sum over all choices of widths that fit into `reach` of (-1)^count (reach - chosen)^exponent,
/// widths of one size by their number (inclusion and exclusion over the corners of the box).
class CornerSum {
public:
    struct Group {
        Integer width;
        std::uint64_t count = 0;
    };

    CornerSum(std::vector<Group> groups, std::uint64_t exponent, std::uint64_t& work_left)
        : groups_(std::move(groups)), exponent_(exponent), work_left_(work_left) {}

    std::optional<Integer> run(const Integer& reach) && {
        if (!visit(0, reach, Integer(1))) return std::nullopt;
        return std::move(sum_);
    }

private:
    bool visit(std::size_t group, Integer reach, Integer choices) {
        if (group == groups_.size()) {
            if (work_left_ < exponent_) return false;
            work_left_ -= exponent_;
            sum_ = sum_ + choices * power(reach, exponent_);
            return true;
        }
        const Group& g = groups_[group];
        for (std::uint64_t k = 0; k <= g.count && reach.sign() > 0; ++k) {
            if (!visit(group + 1, reach, choices)) return false;
            // The next binomial coefficient, with the other sign.
            choices = divide_exact(choices * Integer(-static_cast<std::int64_t>(g.count - k)),
                                   Integer(static_cast<std::int64_t>(k + 1)));
            reach = reach - g.width;
        }
        return true;
    }

    std::vector<Group> groups_;
    std::uint64_t exponent_;
    std::uint64_t& work_left_;
    Integer sum_;
};

/// A chance that is surely above one in a million, by the inequality of Paley and Zygmund for the
/// square of a sum whose fourth moment is at most three times the square of its second:
/// P(S^2 > t E S^2) >= (1 - t)^2 / 3. Spares most relations the sum over corners.
bool is_surely_plausible(const Rational& distance, const Rational& variance) {
    return distance * distance * Rational(100) <= variance * Rational(99);
}

/// The same from the intervals of the sides alone: n terms whose widths add up to w have a variance
/// of at least w^2 / 12n.
bool is_plausible_at_sight(const Report& report, const RelationResult& outcome,
                           std::size_t comparison, const Expression& condition) {
    const Interval& left = outcome.sides[comparison].interval;
    const Interval& right = outcome.sides[comparison + 1].interval;
    const auto used = condition.variables();
    const bool has_derived = std::any_of(used.begin(), used.end(), [&](VariableIndex v) {
        return report.quantities[v].kind == QuantityKind::derived;
    });
    if (has_derived || condition.has_repeated_variable() || !left.has_low() || !left.has_high() ||
        !right.has_low() || !right.has_high())
        return false;
    const Rational twice_distance = abs(left.low() + left.high() - right.low() - right.high());
    const Rational width = left.high() - left.low() + right.high() - right.low();
    const Rational count(static_cast<std::int64_t>(std::max<std::size_t>(1, used.size())));
    return is_surely_plausible(twice_distance, width * width / (Rational(3) * count));
}

/// The figure's true value lies in its interval because it was rounded, and for no other reason.
bool is_rounded(const Quantity& quantity) {
    return quantity.kind == QuantityKind::stated && quantity.qualifier == Qualifier::none &&
           !quantity.whole;
}

std::optional<Rational> chance_of(const Report& report, const Expression& condition,
                                  std::size_t comparison, std::span<const Interval> box,
                                  std::uint64_t& work_left) {
    const auto form = linear_form(condition, condition.sides()[comparison],
                                  condition.sides()[comparison + 1], box);
    if (!form || form->terms.empty() || form->terms.size() > most_terms) return std::nullopt;
    std::vector<Rational> half_widths;
    Rational twice_distance = form->constant * Rational(2);
    Rational variance;
    for (const LinearForm::Term& term : form->terms) {
        const Interval& interval = box[term.variable];
        if (!is_rounded(report.quantities[term.variable]) || !interval.has_low() ||
            !interval.has_high())
            return std::nullopt;
        twice_distance += term.coefficient * (interval.low() + interval.high());
        half_widths.push_back(abs(term.coefficient) * (interval.high() - interval.low()) /
                              Rational(2));
        variance += half_widths.back() * half_widths.back() / Rational(3);
    }
    const Rational distance = abs(twice_distance) / Rational(2);
    if (is_surely_plausible(distance, variance)) return std::nullopt;
    std::uint64_t work = std::min(most_work, work_left);
    const std::uint64_t granted = work;
    auto chance = uniform_sum_tail(half_widths, distance, work);
    work_left -= granted - work;
    return chance;
}

}  // namespace

std::optional<Rational> uniform_sum_tail(std::span<const Rational> half_widths,
                                         const Rational& distance, std::uint64_t& work_left) {
    // With w U = w - 2 w V, V uniform over [0, 1], the sum reaches the distance where the sum of
    // all 2 w V is at most the rest of the way.
    Rational total;
    Integer scale(1);
    for (const Rational& half_width : half_widths) {
        total += half_width;
        const Integer& denominator = half_width.denominator();
        scale = divide_exact(scale * denominator, gcd(scale, denominator));
    }
    if (distance.is_zero()) return Rational(1);
    if (distance >= total) return Rational(0);
    const Integer& denominator = distance.denominator();
    scale = divide_exact(scale * denominator, gcd(scale, denominator));

    std::vector<Integer> widths;
    const auto scaled = [&](const Rational& value) { return (value * Rational(scale)).numerator(); };
    for (const Rational& half_width : half_widths)
        widths.push_back(scaled(half_width) * Integer(2));
    std::sort(widths.begin(), widths.end());
    std::vector<CornerSum::Group> groups;
    Integer divisor(1);
    std::int64_t n = 0;
    for (const Integer& width : widths) {
        if (groups.empty() || !(groups.back().width == width)) groups.push_back({width, 0});
        ++groups.back().count;
        divisor = divisor * width * Integer(++n);
    }
    const auto corners = CornerSum(std::move(groups), static_cast<std::uint64_t>(n), work_left)
                             .run(scaled(total - distance));
    if (!corners) return std::nullopt;
    return Rational(*corners * Integer(2), divisor);
}

std::optional<ImplausibleRounding> find_implausible_rounding(const Report& report,
                                                             RelationIndex index,
                                                             const RelationResult& outcome,
                                                             std::span<const Interval> box,
                                                             std::uint64_t& work_left) {
    const Relation& relation = report.relations[index];
    std::optional<ImplausibleRounding> found;
    if (relation.tolerance || relation.condition.variables().size() > most_terms) return found;
    const auto comparisons = relation.condition.comparisons();
    for (std::size_t k = 0; k < comparisons.size(); ++k) {
        if (comparisons[k] != Comparison::equal ||
            is_plausible_at_sight(report, outcome, k, relation.condition))
            continue;
        const ExpandedCondition expanded(report, relation.condition);
        if (expanded.get() == nullptr) break;
        auto chance = chance_of(report, *expanded.get(), k, box, work_left);
        if (chance && chance->sign() > 0 && *chance < least_chance() &&
            (!found || *chance < found->probability))
            found = {k, std::move(*chance)};
    }
    return found;
}

}  // namespace brcheck
