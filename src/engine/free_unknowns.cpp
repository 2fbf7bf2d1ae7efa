#include "engine/free_unknowns.hpp"

#include "engine/linear_form.hpp"

#include <algorithm>

namespace brcheck {

FreeUnknowns::FreeUnknowns(const Network& network)
    : network_(network),
      entries_(network.constraints().size()),
      is_open_(network.constraints().size(), false) {}

/// A sum in which nothing occurs twice: any of its quantities can make it what is needed. Whole
/// numbers cannot, nor can a figure without any value.
bool FreeUnknowns::is_suitable(const Constraint& constraint) const {
    const Expression& expression = network_.expression(constraint);
    const bool is_definition = constraint.kind == DerivationStep::Kind::definition;
    const auto variables = expression.variables();
    return (is_definition ? !network_.is_whole(constraint.index)
                          : expression.comparisons().size() == 1) &&
           !expression.has_repeated_variable() && is_sum(expression) &&
           std::none_of(variables.begin(), variables.end(), [&](VariableIndex v) {
               return network_.is_whole(v) ||
                      network_.report().quantities[v].interval.is_empty();
           });
}

const FreeUnknowns::Entry& FreeUnknowns::look_at(ConstraintIndex index) {
    Entry& entry = entries_[index];
    if (entry.is_looked_at) return entry;
    const Constraint& constraint = network_.constraints()[index];
    entry.is_looked_at = true;
    entry.begin = static_cast<std::uint32_t>(free_.size());
    for (const VariableIndex v : network_.expression(constraint).variables()) {
        const QuantityKind kind = network_.kind(v);
        if (kind == QuantityKind::unknown || kind == QuantityKind::derived) free_.push_back(v);
    }
    if (constraint.kind == DerivationStep::Kind::definition) free_.push_back(constraint.index);
    entry.count = static_cast<std::uint32_t>(free_.size()) - entry.begin;
    entry.is_suitable = entry.count > 0 && is_suitable(constraint);
    return entry;
}

bool FreeUnknowns::satisfy(std::span<const ConstraintIndex> constraints) {
    if (!std::all_of(constraints.begin(), constraints.end(),
                     [&](ConstraintIndex c) { return look_at(c).is_suitable; }))
        return false;
    uses_.resize(network_.report().quantities.size(), 0);
    agenda_.assign(constraints.begin(), constraints.end());
    for (const ConstraintIndex c : constraints) {
        is_open_[c] = true;
        for (const VariableIndex v : free_quantities(c)) ++uses_[v];
    }
    std::size_t satisfied = 0;
    while (!agenda_.empty()) {
        const ConstraintIndex c = agenda_.back();
        agenda_.pop_back();
        const auto quantities = free_quantities(c);
        const bool has_own = std::any_of(quantities.begin(), quantities.end(),
                                         [&](VariableIndex v) { return uses_[v] == 1; });
        if (!is_open_[c] || !has_own) continue;
        is_open_[c] = false;
        ++satisfied;
        for (const VariableIndex v : quantities) {
            if (--uses_[v] != 1) continue;
            for (const ConstraintIndex other : network_.constraints_of(v))
                if (is_open_[other]) agenda_.push_back(other);
        }
    }
    for (const ConstraintIndex c : constraints) {
        is_open_[c] = false;
        for (const VariableIndex v : free_quantities(c)) uses_[v] = 0;
    }
    return satisfied == constraints.size();
}

}  // namespace brcheck
