#include "engine/decide_alone.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "engine/classify_mismatch.hpp"
#include "expr/evaluate_nodes.hpp"
#include "report/leeway.hpp"
#include "report/printed_box.hpp"

#include <algorithm>

namespace brcheck {
namespace {

/// Figures of different basis or vintage are not the same measure, so comparing them proves nothing.
bool is_comparable(const Network& network, const Relation& relation) {
    const Report& report = network.report();
    const std::string* basis = nullptr;
    const std::string* vintage = nullptr;
    const auto differs = [](const std::string*& first, const std::string& value) {
        if (value.empty()) return false;
        if (first == nullptr) first = &value;
        return *first != value;
    };
    for (const VariableIndex v : network.printed_sources(relation.condition.variables())) {
        const auto& details = report.quantities[v].details;
        if (!details) continue;
        if (differs(basis, details->basis) || differs(vintage, details->vintage)) return false;
    }
    return true;
}

bool names_printed_only(const Network& network, const Expression& condition) {
    const auto used = condition.variables();
    return std::all_of(used.begin(), used.end(), [&](VariableIndex v) {
        const QuantityKind kind = network.kind(v);
        return kind == QuantityKind::stated || kind == QuantityKind::range;
    });
}

/// The quantity that a side consists of, and nothing else.
const Quantity* lone_quantity(const Report& report, const Expression& condition, NodeIndex side) {
    const Node& node = condition.nodes()[side];
    return node.operation == Operation::variable ? &report.quantities[node.payload] : nullptr;
}

/// The printed numbers, taken as exact, agree once rounded to the printed place.
bool agrees_as_printed(const Report& report, const Expression& condition, std::size_t comparison,
                       const std::vector<Interval>& nominal_values) {
    const NodeIndex sides[2] = {condition.sides()[comparison], condition.sides()[comparison + 1]};
    const std::optional<Rational> left = point_value(nominal_values[sides[0]]);
    const std::optional<Rational> right = point_value(nominal_values[sides[1]]);
    if (!left || !right) return false;
    const Comparison kind = condition.comparisons()[comparison];
    if (holds_for_all(kind, Interval(*left), Interval(*right))) return true;
    if (kind != Comparison::equal) return false;
    for (int i = 0; i < 2; ++i) {
        const Quantity* quantity = lone_quantity(report, condition, sides[i]);
        if (quantity != nullptr && quantity->kind != QuantityKind::derived &&
            quantity->interval.contains(i == 0 ? *right : *left))
            return true;
    }
    return false;
}

/// What the revision cannot see, since it takes each occurrence of a name for itself.
bool can_hold_with_repeats(const Relation& relation, std::size_t comparison,
                           const std::vector<SideResult>& sides, TightHull& tight_hull) {
    const Expression& condition = relation.condition;
    const Comparison kind = condition.comparisons()[comparison];
    const Leeway leeway(relation.tolerance);
    Interval left = leeway.widen(sides[comparison].interval);
    Interval right = sides[comparison + 1].interval;
    narrow_comparison(kind, left, right);
    if (left.is_empty()) return false;
    if (leeway.is_relative()) return true;
    auto difference = tight_hull.range(condition, condition.sides()[comparison],
                                       condition.sides()[comparison + 1]);
    if (!difference) return true;
    left = leeway.widen(*difference);
    right = Interval(Rational(0));
    narrow_comparison(kind, left, right);
    return !left.is_empty();
}

}  // namespace

std::optional<Rational> point_value(const Interval& nominal) {
    if (nominal.is_empty() || !nominal.has_low() || !nominal.has_high()) return std::nullopt;
    if (nominal.is_point()) return nominal.low();
    const Rational width = nominal.high() - nominal.low();
    const Rational size = std::max(abs(nominal.low()), abs(nominal.high()));
    if (width * power(Rational(2), 60) > size) return std::nullopt;
    return (nominal.low() + nominal.high()) / Rational(2);
}

Interval nominal_value(const Network& network, const PrintedValues& printed,
                       VariableIndex quantity) {
    if (!printed.nominal.empty()) return printed.nominal[quantity];
    const Quantity& own = network.report().quantities[quantity];
    return network.kind(quantity) == QuantityKind::stated ? Interval(own.printed) : own.interval;
}

PrintedValues collect_printed_values(const Report& report) {
    PrintedValues printed;
    fill_printed_box(report, printed.box);
    if (report.derivation_order.empty()) return printed;
    printed.nominal.reserve(report.quantities.size());
    for (const Quantity& quantity : report.quantities) {
        const auto value = quantity.stated_value();
        printed.nominal.push_back(value ? Interval(*value) : quantity.interval);
    }
    std::vector<Interval> values;
    for (const VariableIndex derived : report.derivation_order) {
        evaluate(*report.quantities[derived].definition, printed.nominal, values);
        printed.nominal[derived] = values.back().is_empty() ? Interval::all() : values.back();
    }
    return printed;
}

std::optional<Rational> gap_between(Comparison comparison, const Interval& left,
                                    const Interval& right) {
    if (left.is_empty() || right.is_empty()) return std::nullopt;
    Interval a = left;
    Interval b = right;
    narrow_comparison(comparison, a, b);
    if (!a.is_empty()) return std::nullopt;
    if (comparison != Comparison::greater && comparison != Comparison::greater_equal &&
        left.has_low() && right.has_high() && left.low() >= right.high())
        return left.low() - right.high();
    if (left.has_high() && right.has_low()) return abs(right.low() - left.high());
    return std::nullopt;
}

AloneDecision decide_alone(const Network& network, RelationIndex index,
                           const PrintedValues& printed, Reviser& reviser, TightHull& tight_hull) {
    const Report& report = network.report();
    const Relation& relation = report.relations[index];
    const Expression& condition = relation.condition;
    AloneDecision decision;
    RelationResult& result = decision.result;

    std::vector<Interval> nominal_values;
    evaluate_nodes(
        condition, [&](VariableIndex v) { return nominal_value(network, printed, v); },
        [&](VariableIndex v) { return &report.quantities[v].printed; }, nominal_values);
    const bool repeats = condition.has_repeated_variable();
    const bool is_revised = !repeats && condition.comparisons().size() == 1;
    std::vector<Interval> values;
    if (is_revised)
        reviser.revise({DerivationStep::Kind::relation, index, 0}, printed.box);
    else
        evaluate(condition, printed.box, values);
    for (const NodeIndex side : condition.sides()) {
        Interval range = !is_revised                         ? values[side]
                         : side == condition.sides().front() ? reviser.left()
                                                             : reviser.right();
        if (repeats)
            if (const auto tight = tight_hull.range(condition, side, std::nullopt))
                range = intersect(range, *tight);
        result.sides.push_back({point_value(nominal_values[side]), std::move(range)});
    }
    if (network.has_grounds() && !is_comparable(network, relation)) {
        result.status = RelationStatus::not_comparable;
        return decision;
    }

    bool as_printed = true;
    for (std::uint32_t k = 0; k < condition.comparisons().size(); ++k) {
        const Constraint constraint{DerivationStep::Kind::relation, index, k};
        const auto& narrowings =
            is_revised ? reviser.narrowings() : reviser.revise(constraint, printed.box);
        if (reviser.impossible()) {
            if (!narrowings.empty() && narrowings.back().by_whole) {
                const Reviser::Narrowing& last = narrowings.back();
                decision.steps.push_back({constraint.kind, index, k, last.variable, true,
                                          printed.box[last.variable], last.after, last.demanded});
            }
            result.status = RelationStatus::fails;
            result.comparison = k;
            decision.left = reviser.left();
            decision.right = reviser.right();
            result.gap = gap_between(condition.comparisons()[k], decision.left, decision.right);
            decision.broken = decision.steps.empty() ? classify_mismatch(relation, k)
                                                     : RuleCode::impossible_for_whole_numbers;
            return decision;
        }
        decision.is_quiet = is_revised && narrowings.empty() &&
                            reviser.work(constraint) == Reviser::ordinary_work &&
                            names_printed_only(network, condition);
        for (const Reviser::Narrowing& narrowing : narrowings) {
            const Quantity& quantity = report.quantities[narrowing.variable];
            const Interval& range = narrowing.demanded;
            decision.finds_whole_number =
                decision.finds_whole_number ||
                (quantity.kind == QuantityKind::unknown && quantity.whole && range.has_low() &&
                 range.has_high() && range.high() - range.low() < quantity.unit.factor());
        }
        if (repeats &&
            !can_hold_with_repeats(relation, k, result.sides, tight_hull)) {
            result.status = RelationStatus::fails;
            result.comparison = k;
            decision.left = result.sides[k].interval;
            decision.right = result.sides[k + 1].interval;
            result.gap = gap_between(condition.comparisons()[k], decision.left, decision.right);
            decision.broken = classify_mismatch(relation, k);
            return decision;
        }
        as_printed = as_printed && agrees_as_printed(report, condition, k, nominal_values);
    }
    result.status = as_printed ? RelationStatus::holds : RelationStatus::holds_by_rounding;
    return decision;
}

}  // namespace brcheck
