#include "engine/defined_unknowns.hpp"

#include "base/sort_unique.hpp"
#include "engine/symmetries.hpp"

#include <algorithm>
#include <iterator>

namespace brcheck {
namespace {

/// Holds one unknown for each way in which solutions move.
void hold_what_moves(const Network& network, std::span<const RelationIndex> relations,
                     DefinedUnknowns& defined) {
    std::vector<ConstraintIndex> constraints;
    std::vector<VariableIndex> named;
    for (ConstraintIndex c = 0; c < network.constraints().size(); ++c) {
        const Constraint& constraint = network.constraints()[c];
        if (constraint.kind == DerivationStep::Kind::relation &&
            !std::ranges::binary_search(relations, constraint.index))
            continue;
        constraints.push_back(c);
        const auto used = network.expression(constraint).variables();
        std::ranges::copy_if(used, std::back_inserter(named), [&](VariableIndex v) {
            return network.kind(v) == QuantityKind::unknown;
        });
    }
    sort_unique(named);
    Symmetries symmetries(network, constraints);
    for (const VariableIndex v : named) {
        if (!symmetries.can_shift(v) && !symmetries.can_scale(v) && !symmetries.can_grow(v))
            continue;
        symmetries.hold(v);
        defined.hold(v);
    }
}

}  // namespace

std::vector<RelationIndex> defining_relations(const Network& network,
                                              std::span<const RelationIndex> equalities,
                                              std::span<const RelationIndex> orders) {
    DefinedUnknowns defined(network);
    std::vector<RelationIndex> result;
    const auto define = [&](DefinedUnknowns& unknowns, std::span<const RelationIndex> relations) {
        std::ranges::copy_if(relations, std::back_inserter(result),
                             [&](RelationIndex r) { return unknowns.define(r); });
    };
    define(defined, equalities);
    define(defined, orders);
    if (result.empty() || result.size() < equalities.size() + orders.size()) return result;
    DefinedUnknowns fewer(network);
    hold_what_moves(network, equalities, fewer);
    result.assign(orders.begin(), orders.end());
    define(fewer, equalities);
    return result;
}

DefinedUnknowns::DefinedUnknowns(const Network& network) : network_(network) {
    const Report& report = network.report();
    const std::size_t size = report.quantities.size();
    is_open_.assign(size, false);
    for (VariableIndex v = 0; v < size; ++v) is_open_[v] = network.kind(v) == QuantityKind::unknown;
    if (std::ranges::find(is_open_, true) == is_open_.end()) return;
    for (const VariableIndex derived : report.derivation_order) {
        const auto needed = report.quantities[derived].definition->variables();
        is_open_[derived] =
            std::ranges::any_of(needed, [&](VariableIndex v) { return is_open_[v]; });
    }
    defined_by_.assign(size, none);
    reached_from_.assign(size, none);
    is_reached_.assign(size, false);
}

bool DefinedUnknowns::define(RelationIndex relation) {
    if (defined_by_.empty()) return false;
    const auto& relations = network_.report().relations;
    agenda_.clear();
    enter(relations[relation].condition.variables(), none);
    for (std::size_t next = 0; next < agenda_.size(); ++next) {
        const VariableIndex v = agenda_[next];
        if (network_.kind(v) == QuantityKind::derived) {
            enter(network_.report().quantities[v].definition->variables(), reached_from_[v]);
        } else if (defined_by_[v] == none) {
            take(v, relation);
            for (const VariableIndex reached : agenda_) is_reached_[reached] = false;
            return true;
        } else {
            enter(relations[defined_by_[v]].condition.variables(), v);
        }
    }
    // From what was reached now nothing free is ever reached again, so that it stays marked.
    return false;
}

void DefinedUnknowns::enter(std::span<const VariableIndex> variables, VariableIndex from) {
    for (const VariableIndex v : variables) {
        if (!is_open_[v] || is_reached_[v]) continue;
        is_reached_[v] = true;
        reached_from_[v] = from;
        agenda_.push_back(v);
    }
}

void DefinedUnknowns::take(VariableIndex free, RelationIndex relation) {
    for (VariableIndex v = free; v != none;) {
        const VariableIndex from = reached_from_[v];
        defined_by_[v] = from == none ? relation : defined_by_[from];
        v = from;
    }
}

}  // namespace brcheck
