#include "engine/plain_check.hpp"

#include "engine/joint_solver.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {
namespace {

bool can_hold(Comparison comparison, Enclosure left, Enclosure right) {
    const bool can_be_less = !(left.low > right.high);
    const bool can_be_greater = !(left.high < right.low);
    switch (comparison) {
        case Comparison::equal:
            return can_be_less && can_be_greater;
        case Comparison::less:
        case Comparison::less_equal:
            return can_be_less;
        case Comparison::greater:
        case Comparison::greater_equal:
            return can_be_greater;
    }
    return true;
}

Enclosure enclose(const Range& range) {
    Enclosure out = Enclosure::all();
    if (range.has_low) out.low = enclose(range.low).low;
    if (range.has_high) out.high = enclose(range.high).high;
    return out;
}

/// The first digit of a number that is not 0, which is one of those written.
void find_first_digit(const Quantity& quantity, StatedNumber& number) {
    // Such texts have other digits than those of their value.
    if (quantity.qualifier == Qualifier::range || quantity.qualifier == Qualifier::ratio_word)
        return;
    const Fraction printed = fraction_of(quantity.printed);
    if (printed.sign() == 0) return;
    const Fraction factor = fraction_of(quantity.unit.factor());
    Fraction weight{printed.sign(), 1};
    Fraction rest = printed * weight / factor;
    const Fraction ten{10, 1};
    for (; rest < Fraction{1, 1}; rest = rest * ten) weight = weight / ten;
    for (; !(rest < ten); rest = rest / ten) weight = weight * ten;
    number.first_digit = rest.numerator / rest.denominator;
    number.first_digit_weight = weight * factor;
}

}  // namespace

StatedNumber stated_number(const Quantity& quantity) {
    StatedNumber number;
    number.exact = fraction_of(quantity.printed);
    number.range = range_of(quantity.interval, Fraction{1, 1});
    number.half_up = number.range;
    const TiesSentAway ties = ties_sent_away(quantity);
    number.half_up.low_open = number.half_up.low_open || ties.low;
    number.half_up.high_open = number.half_up.high_open || ties.high;
    find_first_digit(quantity, number);
    return number;
}

bool PlainCheck::suits(const Report& report) {
    return std::all_of(report.relations.begin(), report.relations.end(),
                       [](const Relation& relation) {
                           return relation.strength == Strength::must && !relation.tolerance &&
                                  relation.allowances.empty() && is_plain(relation.condition);
                       }) &&
           std::all_of(
               report.quantities.begin(), report.quantities.end(), [](const Quantity& quantity) {
                   const bool has_grounds =
                       quantity.details &&
                       (!quantity.details->basis.empty() || !quantity.details->vintage.empty() ||
                        !quantity.details->same_as.empty());
                   return !has_grounds && (quantity.kind == QuantityKind::stated ||
                                           (quantity.kind == QuantityKind::derived &&
                                            is_plain(*quantity.definition)));
               });
}

PlainCheck::PlainCheck(const Network& network) : network_(network), values_(network) {
    const std::size_t count = network.report().quantities.size();
    stated_.resize(count);
    exact_.resize(count);
    half_up_.resize(count);
    enclosures_.resize(count);
    slippable_.resize(network.report().relations.size());
}

bool PlainCheck::evaluate_derived() {
    const Report& report = network_.report();
    for (VariableIndex v = 0; v < stated_.size(); ++v) {
        if (network_.kind(v) != QuantityKind::stated) continue;
        exact_[v] = stated_[v].exact;
        half_up_[v] = stated_[v].half_up;
        enclosures_[v] = enclose(stated_[v].range);
    }
    try {
        for (const VariableIndex v : report.derivation_order) {
            const Expression& definition = *report.quantities[v].definition;
            evaluate_exactly(definition);
            exact_[v] = exact_values_[definition.root()];
            evaluate_enclosed(definition);
            enclosures_[v] = enclosed_values_[definition.root()];
        }
    } catch (const FractionOverflow&) {
        return false;
    }
    return true;
}

void PlainCheck::evaluate_exactly(const Expression& expression) {
    evaluate_plainly<WideFraction>(
        expression, exact_, [](Fraction value) { return WideFraction(value); }, exact_values_);
}

void PlainCheck::evaluate_enclosed(const Expression& expression) {
    evaluate_plainly<Enclosure>(
        expression, enclosures_, [](Fraction value) { return brcheck::enclose(value); },
        enclosed_values_);
}

/// See agrees_as_printed() of decide_alone.cpp.
bool PlainCheck::holds_exactly(RelationIndex relation) try {
    const Expression& condition = network_.report().relations[relation].condition;
    evaluate_exactly(condition);
    for (std::size_t k = 0; k < condition.comparisons().size(); ++k) {
        const NodeIndex sides[] = {condition.sides()[k], condition.sides()[k + 1]};
        const WideFraction values[] = {exact_values_[sides[0]], exact_values_[sides[1]]};
        const Comparison comparison = condition.comparisons()[k];
        if (holds(comparison, values[0], values[1])) continue;
        if (comparison != Comparison::equal) return false;
        const auto is_in_printed = [&](std::size_t side) {
            const Node& node = condition.nodes()[sides[side]];
            return node.operation == Operation::variable &&
                   network_.kind(node.payload) == QuantityKind::stated &&
                   lies_in(values[1 - side], stated_[node.payload].range);
        };
        if (!is_in_printed(0) && !is_in_printed(1)) return false;
    }
    return true;
} catch (const FractionOverflow&) {
    return false;
}

bool PlainCheck::finds_values() try {
    return values_.find(exact_, half_up_);
} catch (const FractionOverflow&) {
    return false;
}

bool PlainCheck::has_power(RelationIndex relation) try {
    const Expression& condition = network_.report().relations[relation].condition;
    if (condition.comparisons().size() > 1) return true;  // of chains power is not exact
    const auto figures = slippable(relation);
    return std::any_of(figures.begin(), figures.end(),
                       [&](VariableIndex v) { return finds_slip(condition, v); });
} catch (const FractionOverflow&) {
    return false;
}

/// Figures in which a slip can be tried: nothing derived that the relation names rests on them.
std::span<const VariableIndex> PlainCheck::slippable(RelationIndex relation) {
    std::vector<VariableIndex>& list = slippable_[relation];
    if (!list.empty()) return list;
    const Expression& condition = network_.report().relations[relation].condition;
    std::vector<VariableIndex> derived;
    for (const VariableIndex v : condition.variables())
        if (network_.kind(v) == QuantityKind::derived) derived.push_back(v);
    const auto behind =
        derived.empty() ? std::vector<VariableIndex>{} : network_.printed_sources(derived);
    list.reserve(condition.variables().size());
    const auto add = [&](VariableIndex v) {
        if (network_.kind(v) == QuantityKind::stated &&
            !std::binary_search(behind.begin(), behind.end(), v) &&
            std::find(list.begin(), list.end(), v) == list.end())
            list.push_back(v);
    };
    // A figure with a side of its own is moved by its whole slip.
    for (const NodeIndex side : condition.sides()) {
        const Node& node = condition.nodes()[side];
        if (node.operation == Operation::variable) add(node.payload);
    }
    for (const VariableIndex v : condition.variables()) add(v);
    return list;
}

/// Another first digit, far away.
bool PlainCheck::finds_slip(const Expression& condition, VariableIndex v) {
    const StatedNumber& number = stated_[v];
    if (number.first_digit_weight.sign() == 0) return false;
    for (const std::int64_t other : {std::int64_t{9}, std::int64_t{1}}) {
        if (other == number.first_digit) continue;
        const Fraction move = number.first_digit_weight * Fraction{other - number.first_digit, 1};
        const Enclosure printed =
            std::exchange(enclosures_[v], enclosures_[v] + brcheck::enclose(move));
        evaluate_enclosed(condition);
        enclosures_[v] = printed;
        if (!can_hold(condition.comparisons()[0], enclosed_values_[condition.sides()[0]],
                      enclosed_values_[condition.sides()[1]]))
            return true;
    }
    return false;
}

bool PlainCheck::is_possible() try {
    if (finds_values()) return true;
    if (!lane_) {
        lane_.emplace();
        lane_->compile(network_);
        box_.assign(stated_.size(), Interval::all());
        quantities_.resize(stated_.size());
        std::iota(quantities_.begin(), quantities_.end(), VariableIndex{0});
        constraints_.resize(network_.constraints().size());
        std::iota(constraints_.begin(), constraints_.end(), ConstraintIndex{0});
    }
    for (VariableIndex v = 0; v < box_.size(); ++v)
        if (network_.kind(v) == QuantityKind::stated)
            box_[v] = network_.round_if_whole(v, interval_of(half_up_[v], Fraction{1, 1}));
    lane_->decide(box_, constraints_, quantities_, false);
    return lane_->all_decided() && !lane_->is_impossible();
} catch (const FractionOverflow&) {
    return false;
}

}  // namespace brcheck
