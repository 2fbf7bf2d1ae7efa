#include "engine/network.hpp"

#include "base/sort_unique.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace brcheck {

ProofSource source_of(const Constraint& constraint) {
    const bool is_definition = constraint.kind == DerivationStep::Kind::definition;
    return {is_definition ? ProofSource::Kind::definition : ProofSource::Kind::relation,
            constraint.index, constraint.comparison};
}

Network::Network(const Report& report) : report_(&report) {
    for (const VariableIndex derived : report.derivation_order)
        constraints_.push_back({DerivationStep::Kind::definition, derived, 0});
    for (RelationIndex r = 0; r < report.relations.size(); ++r) {
        const auto comparisons = report.relations[r].condition.comparisons().size();
        for (std::uint32_t k = 0; k < comparisons; ++k)
            constraints_.push_back({DerivationStep::Kind::relation, r, k});
    }
    is_quiet_.assign(constraints_.size(), false);

    is_whole_.reserve(report.quantities.size());
    kinds_.reserve(report.quantities.size());
    for (const Quantity& quantity : report.quantities) {
        is_whole_.push_back(quantity.whole);
        kinds_.push_back(quantity.kind);
        has_grounds_ = has_grounds_ || (quantity.details && (!quantity.details->basis.empty() ||
                                                             !quantity.details->vintage.empty()));
    }

    const auto for_each_touch = [&](auto&& visit) {
        for (ConstraintIndex c = 0; c < constraints_.size(); ++c) {
            for (const VariableIndex variable : expression(constraints_[c]).variables())
                visit(variable, c);
            if (constraints_[c].kind == DerivationStep::Kind::definition)
                visit(constraints_[c].index, c);
        }
    };
    touching_begin_.assign(report.quantities.size() + 1, 0);
    for_each_touch([&](VariableIndex variable, ConstraintIndex) { ++touching_begin_[variable + 1]; });
    for (std::size_t i = 1; i < touching_begin_.size(); ++i)
        touching_begin_[i] += touching_begin_[i - 1];
    touching_.resize(touching_begin_.back());
    auto next = touching_begin_;
    for_each_touch([&](VariableIndex variable, ConstraintIndex c) {
        touching_[next[variable]++] = c;
    });
}

const Expression& Network::expression(const Constraint& constraint) const {
    return constraint.kind == DerivationStep::Kind::definition
               ? *report_->quantities[constraint.index].definition
               : report_->relations[constraint.index].condition;
}

std::span<const ConstraintIndex> Network::constraints_of(VariableIndex variable) const {
    const auto begin = touching_begin_[variable];
    return {touching_.data() + begin, touching_begin_[variable + 1] - begin};
}

Interval Network::given_interval(VariableIndex variable) const {
    const bool is_open =
        kinds_[variable] == QuantityKind::derived || kinds_[variable] == QuantityKind::unknown;
    return round_if_whole(variable,
                          is_open ? Interval::all() : report_->quantities[variable].interval);
}

std::vector<std::vector<ConstraintIndex>> Network::independent_parts(
    const std::vector<ConstraintIndex>& constraints) const {
    constexpr std::size_t most = 1000;
    if (constraints.size() > most) return {constraints};
    std::map<VariableIndex, std::size_t> parts_of;  // where it stood first
    std::vector<std::size_t> parent(constraints.size());
    std::iota(parent.begin(), parent.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        const Constraint& constraint = constraints_[constraints[i]];
        const auto join = [&](VariableIndex v) {
            if (given_interval(v).is_point()) return;
            const std::size_t first = root(parts_of.try_emplace(v, i).first->second);
            parent[std::max(first, root(i))] = std::min(first, root(i));
        };
        for (const VariableIndex v : expression(constraint).variables()) join(v);
        if (constraint.kind == DerivationStep::Kind::definition) join(constraint.index);
    }
    std::map<std::size_t, std::vector<ConstraintIndex>> parts;
    for (std::size_t i = 0; i < constraints.size(); ++i)
        parts[root(i)].push_back(constraints[i]);
    std::vector<std::vector<ConstraintIndex>> result;
    for (auto& [first, part] : parts) result.push_back(std::move(part));
    return result;
}

Interval Network::round_if_whole(VariableIndex variable, Interval interval) const {
    if (!is_whole_[variable]) return interval;
    const Interval factor(report_->quantities[variable].unit.factor());
    return round_to_whole(interval / factor) * factor;
}

std::vector<VariableIndex> Network::printed_sources(
    std::span<const VariableIndex> variables) const {
    const bool are_printed = std::all_of(variables.begin(), variables.end(), [&](VariableIndex v) {
        return kind(v) == QuantityKind::stated || kind(v) == QuantityKind::range;
    });
    std::vector<VariableIndex> sources;
    if (are_printed || report_->derivation_order.empty()) {
        sources.assign(variables.begin(), variables.end());
        if (!are_printed)
            std::erase_if(sources,
                          [&](VariableIndex v) { return kind(v) == QuantityKind::unknown; });
        sort_unique(sources);
        return sources;
    }
    seen_.resize(report_->quantities.size(), 0);
    ++walk_;
    std::vector<VariableIndex>& todo = todo_;
    todo.assign(variables.begin(), variables.end());
    sources.reserve(2 * variables.size());
    while (!todo.empty()) {
        const VariableIndex variable = todo.back();
        todo.pop_back();
        if (std::exchange(seen_[variable], walk_) == walk_) continue;
        const Quantity& quantity = report_->quantities[variable];
        if (quantity.kind == QuantityKind::derived) {
            const auto needed = quantity.definition->variables();
            todo.insert(todo.end(), needed.begin(), needed.end());
        } else if (quantity.kind != QuantityKind::unknown) {
            sources.push_back(variable);
        }
    }
    std::sort(sources.begin(), sources.end());
    return sources;
}

}  // namespace brcheck
