#include "engine/joint_check.hpp"

#include "base/sort_unique.hpp"
#include "engine/repairs.hpp"
#include "engine/work.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace brcheck {
namespace {

template <typename T>
std::vector<T> difference(const std::vector<T>& from, const std::vector<T>& left_out) {
    std::vector<T> rest;
    std::set_difference(from.begin(), from.end(), left_out.begin(), left_out.end(),
                        std::back_inserter(rest));
    return rest;
}

class JointCheck {
public:
    JointCheck(const Network& network, std::uint64_t work_limit, bool want_implied,
               std::vector<Interval>& room)
        : network_(network),
          sets_(network),
          solver_(network, room),
          work_limit_(work_limit),
          wants_implied_(want_implied) {
        touched_.assign(network.report().quantities.size(), false);
    }

    JointResult run(const std::vector<RelationIndex>& relations,
                    const std::vector<RelationIndex>& failing) && {
        const auto components = sets_.components(relations);
        // What one part needs is not taken from another.
        const std::uint64_t share =
            work_limit_ / std::max<std::uint64_t>(1, std::min<std::size_t>(components.size(), 8));
        solver_.work_in_all = 4 * work_limit_;
        for (const Component& component : components) {
            solver_.work_left = share;
            // Nor is an easy part left open for the hard ones before it.
            const std::uint64_t little = Work::little / 10 * (component.constraints.size() + 1);
            solver_.work_in_all = std::max(solver_.work_in_all, std::min(share, little));
            std::vector<RelationIndex> known;
            std::set_intersection(component.relations.begin(), component.relations.end(),
                                  failing.begin(), failing.end(), std::back_inserter(known));
            check(component, known);
        }
        finish_witness();
        std::sort(result_.narrowed.begin(), result_.narrowed.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        // What several parts share has one value, and each of them says so.
        const auto twice =
            std::unique(result_.narrowed.begin(), result_.narrowed.end(),
                        [](const auto& a, const auto& b) { return a.first == b.first; });
        result_.narrowed.erase(twice, result_.narrowed.end());
        order();
        return std::move(result_);
    }

private:
    void check(const Component& component, const std::vector<RelationIndex>& known) {
        touch(component.constraints);
        std::vector<RelationIndex> usable = component.relations;
        Satisfiability answer = Satisfiability::infeasible;
        std::optional<Refutation> refutation;
        if (known.empty()) {
            witness_.values.resize(touched_.size());
            answer = find_witness(component, refutation);
        }
        if (answer == Satisfiability::undecided) give_up(component.relations);
        if (answer == Satisfiability::feasible) find_ties(component);
        if (answer == Satisfiability::infeasible) {
            is_possible_ = false;
            // Many questions: one that is hard must not take what the others need.
            solver_.work_per_question = std::max<std::uint64_t>(work_limit_ / 30, 1000);
            // A definition that no relation needs is no part of a conflict.
            if (component.constraints != sets_.constraints(component.relations)) refutation.reset();
            usable = find_conflicts_of(component, known, std::move(refutation));
            solver_.work_per_question = UINT64_MAX;
        }
        if (!wants_implied_) return;
        const auto constraints = component.with_relations(network_, usable);
        solver_.work_left = std::max(solver_.work_left, work_limit_ / 8);
        for (const auto& part : network_.independent_parts(constraints))
            if (!solver_.find_implied({part, {}}, result_.narrowed)) result_.implied_tight = false;
    }

    Satisfiability find_witness(const Component& component,
                                std::optional<Refutation>& refutation) {
        Satisfiability answer = Satisfiability::feasible;
        for (const auto& part : network_.independent_parts(component.constraints)) {
            const auto of_part = solver_.find_witness({part, {}}, witness_, refutation);
            if (of_part == Satisfiability::infeasible) return of_part;
            if (of_part == Satisfiability::undecided) answer = of_part;
        }
        return answer;
    }

    /// A solution off all ties settles it; else the question is put again without them.
    void find_ties(const Component& component) {
        if (component.relations.empty()) return;
        const Report& report = network_.report();
        bool is_on_tie = false;
        for (const ConstraintIndex c : component.constraints) {
            const Constraint& constraint = network_.constraints()[c];
            for (const VariableIndex v : network_.expression(constraint).variables()) {
                const Quantity& quantity = report.quantities[v];
                is_on_tie =
                    is_on_tie || (quantity.kind == QuantityKind::stated &&
                                  !half_up_interval(quantity).contains(witness_.values[v]));
            }
        }
        if (!is_on_tie) return;
        const Task task{component.constraints, {}, std::nullopt, true};
        if (solver_.decide(task) != Satisfiability::infeasible) return;
        const auto refutation = solver_.refute(task);
        if (refutation && !refutation->relations.empty())
            result_.ties.emplace_back(refutation->relations, refutation->figures);
    }

    void give_up(const std::vector<RelationIndex>& relations) {
        is_possible_ = false;
        result_.undecided.insert(result_.undecided.end(), relations.begin(), relations.end());
    }

    /// The relations that are in no conflict.
    std::vector<RelationIndex> find_conflicts_of(const Component& component,
                                                 const std::vector<RelationIndex>& known,
                                                 std::optional<Refutation> refutation) {
        ConflictSearch search =
            find_conflicts(solver_, sets_, component.relations, known, std::move(refutation));
        if (!search.is_decided) give_up(component.relations);
        result_.conflicts_complete = result_.conflicts_complete && search.is_complete;
        std::vector<ConstraintIndex> definitions;
        if (search.conflicts.empty() && search.is_decided) {
            // No relation is needed for it: a definition has no value.
            definitions = component.with_relations(network_, {});
            if (!find_undefined(component, definitions, search)) give_up(component.relations);
        }
        std::vector<RelationIndex> left_out;
        for (const Conflict& conflict : search.conflicts)
            left_out.insert(left_out.end(), conflict.relations.begin(), conflict.relations.end());
        sort_unique(left_out);

        auto groups =
            find_repairs(solver_, sets_, network_.report(), component.relations, definitions,
                         search.conflicts);
        const std::size_t first_conflict = result_.conflicts.size();
        const std::size_t first_group = result_.groups.size();
        for (ConflictGroup& group : groups) {
            for (std::size_t& i : group.conflicts) i += first_conflict;
            result_.groups.push_back(std::move(group));
        }
        for (Conflict& conflict : search.conflicts) {
            conflict.group += first_group;
            result_.conflicts.push_back(std::move(conflict));
        }
        return difference(component.relations, left_out);
    }

    /// Definitions that have no value, each with the figures that it rests on. False where none is
    /// found by itself.
    bool find_undefined(const Component& component, std::span<const ConstraintIndex> definitions,
                        ConflictSearch& search) {
        const auto add = [&](const std::vector<ConstraintIndex>& constraints) {
            auto why = solver_.refute({constraints, {}});
            if (!why) return false;
            Conflict conflict;
            conflict.refutation = std::move(*why);
            conflict.relations = conflict.refutation.relations;
            conflict.figures = conflict.refutation.figures;
            search.conflicts.push_back(std::move(conflict));
            return true;
        };
        constexpr std::size_t most_definitions = 1000;
        if (definitions.size() > most_definitions) return add(component.constraints);
        // What rests on one without a value has none either, and is not to blame.
        std::vector<bool> has_none(network_.report().quantities.size(), false);
        std::vector<ConstraintIndex> right;
        for (const ConstraintIndex c : definitions) {
            const VariableIndex own = network_.constraints()[c].index;
            const auto needed = network_.expression(network_.constraints()[c]).variables();
            has_none[own] =
                std::ranges::any_of(needed, [&](VariableIndex v) { return has_none[v]; });
            if (has_none[own]) continue;
            right.push_back(c);
            if (solver_.decide({right, {}}) != Satisfiability::infeasible) continue;
            if (!add(right)) return false;
            has_none[own] = true;
            right.pop_back();
        }
        return !search.conflicts.empty() || add(component.constraints);
    }

    void touch(const std::vector<ConstraintIndex>& constraints) {
        for (const ConstraintIndex c : constraints) {
            const Constraint& constraint = network_.constraints()[c];
            for (const VariableIndex v : network_.expression(constraint).variables())
                touched_[v] = true;
            if (constraint.kind == DerivationStep::Kind::definition)
                touched_[constraint.index] = true;
        }
    }

    /// Figures that nothing touches may have any of their values.
    void finish_witness() {
        if (!is_possible_) return;
        witness_.values.resize(touched_.size());
        for (VariableIndex v = 0; v < touched_.size(); ++v) {
            if (touched_[v]) continue;
            const auto value = solver_.choose_free_value(v);
            if (!value) return;
            witness_.values[v] = *value;
        }
        result_.witness = std::move(witness_);
    }

    /// Conflicts shortest first over all parts, groups by their shortest conflicts.
    void order() {
        std::vector<std::size_t> sequence(result_.conflicts.size());
        std::iota(sequence.begin(), sequence.end(), std::size_t{0});
        std::stable_sort(sequence.begin(), sequence.end(), [&](std::size_t a, std::size_t b) {
            const auto& x = result_.conflicts[a].relations;
            const auto& y = result_.conflicts[b].relations;
            return x.size() != y.size() ? x.size() < y.size() : x < y;
        });
        std::vector<Conflict> conflicts;
        std::vector<std::size_t> new_place(sequence.size());
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            new_place[sequence[i]] = i;
            conflicts.push_back(std::move(result_.conflicts[sequence[i]]));
        }
        result_.conflicts = std::move(conflicts);
        for (ConflictGroup& group : result_.groups) {
            for (std::size_t& i : group.conflicts) i = new_place[i];
            std::sort(group.conflicts.begin(), group.conflicts.end());
        }
        std::stable_sort(result_.groups.begin(), result_.groups.end(),
                         [](const ConflictGroup& a, const ConflictGroup& b) {
                             return a.conflicts.front() < b.conflicts.front();
                         });
        for (std::size_t g = 0; g < result_.groups.size(); ++g)
            for (const std::size_t i : result_.groups[g].conflicts) result_.conflicts[i].group = g;
    }

    const Network& network_;
    RelationSets sets_;
    JointSolver solver_;
    std::uint64_t work_limit_;
    bool wants_implied_;
    std::vector<bool> touched_;
    Witness witness_;          ///< of the parts that are possible
    bool is_possible_ = true;  ///< all parts so far
    JointResult result_;
};

}  // namespace

JointResult check_jointly(const Network& network, const std::vector<RelationIndex>& relations,
                          const std::vector<RelationIndex>& failing, std::uint64_t work_limit,
                          bool want_implied, std::vector<Interval>& room) {
    return JointCheck(network, work_limit, want_implied, room).run(relations, failing);
}

}  // namespace brcheck
