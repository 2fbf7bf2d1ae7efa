#include "engine/conflicts.hpp"

#include "base/sort_unique.hpp"

#include <algorithm>
#include <deque>
#include <numeric>
#include <set>
#include <utility>

namespace brcheck {
namespace {

// More than these are told apart by nobody; what is left out is said.
constexpr std::size_t most_conflicts = 40;
constexpr std::size_t most_branches = 300;
// A figure too many in a conflict is no harm; a second of waiting is.
constexpr std::uint64_t most_work_for_a_figure = 5'000;
// Of a longer list every figure counts, as a rule, and asking for each costs the square of it.
constexpr std::size_t most_figures_asked = 64;
constexpr std::size_t few_figures = 12;

bool contains(std::span<const RelationIndex> sorted, RelationIndex r) {
    return std::binary_search(sorted.begin(), sorted.end(), r);
}

std::vector<RelationIndex> without(std::span<const RelationIndex> from,
                                   std::span<const RelationIndex> left_out) {
    std::vector<RelationIndex> rest;
    std::set_difference(from.begin(), from.end(), left_out.begin(), left_out.end(),
                        std::back_inserter(rest));
    return rest;
}

/// Bounds handed on from one relation to the next use more than the contradiction needs.
void shorten(JointSolver& solver, const RelationSets& sets, const Task& task,
             BriefRefutation& found) {
    const auto& steps = found.refutation.steps;
    const bool is_chain = std::any_of(steps.begin(), steps.end(), [](const ProofStep& step) {
        return step.kind == ProofStep::Kind::narrow;
    });
    if (!is_chain) return;
    const auto constraints = sets.constraints(found.refutation.relations);
    if (auto brief = solver.refute_at_once({constraints, task.released}))
        found = {std::move(*brief), false};
}

class Finder {
public:
    Finder(JointSolver& solver, const RelationSets& sets) : solver_(solver), sets_(sets) {}

    /// The relations of a refutation, made smaller until none can go.
    Conflict shrink(BriefRefutation found) {
        Refutation& refutation = found.refutation;
        std::size_t kept = 0;
        std::set<RelationIndex> needed;
        while (kept < refutation.relations.size()) {
            // Those that a larger set needed are needed by this one.
            if (needed.contains(refutation.relations[kept])) {
                ++kept;
                continue;
            }
            std::vector<RelationIndex> fewer = refutation.relations;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(kept));
            const auto constraints = sets_.constraints(fewer);
            BriefRefutation shorter;
            const Satisfiability answer =
                decide_briefly(solver_, sets_, {constraints, {}}, shorter);
            if (answer != Satisfiability::infeasible) {
                is_complete = is_complete && answer == Satisfiability::feasible;
                if (answer == Satisfiability::feasible && !shorter.is_by_rows) {
                    const auto whole = sets_.constraints(refutation.relations);
                    const auto more = solver_.needed_beside(whole, refutation.relations[kept]);
                    needed.insert(more.begin(), more.end());
                }
                ++kept;
                continue;
            }
            const RelationIndex next = kept > 0 ? refutation.relations[kept - 1] : 0;
            found = std::move(shorter);
            // Those before stay needed: they were needed by a larger set.
            kept = kept == 0 ? 0
                             : static_cast<std::size_t>(
                                   std::upper_bound(refutation.relations.begin(),
                                                    refutation.relations.end(), next) -
                                   refutation.relations.begin());
        }
        Conflict conflict;
        conflict.relations = refutation.relations;
        drop_figures(conflict, std::move(found));
        return conflict;
    }

    /// REQUIRES: the relation fails alone.
    Conflict explain(RelationIndex relation) {
        Conflict conflict;
        conflict.relations = {relation};
        const auto constraints = sets_.constraints(conflict.relations);
        BriefRefutation found;
        // Of few figures each is asked for, whatever the reason is that a first question gives.
        std::vector<VariableIndex> figures = sets_.printed_figures(constraints);
        if (figures.size() <= few_figures) {
            std::sort(figures.begin(), figures.end());
            found.refutation.figures = std::move(figures);
            found.is_by_rows = true;
            drop_figures(conflict, std::move(found));
            if (!conflict.refutation.steps.empty()) return conflict;
            conflict = {};
            conflict.relations = {relation};
        }
        if (decide_briefly(solver_, sets_, {constraints, {}}, found) == Satisfiability::infeasible)
            drop_figures(conflict, std::move(found));
        return conflict;
    }

    bool is_complete = true;  ///< false when a question whether something can go stayed open

private:
    /// Leaves only printed figures without which the relations could hold. Of several such sets the
    /// order of the ids decides, so that the order of the file does not matter.
    void drop_figures(Conflict& conflict, BriefRefutation found) {
        Refutation& refutation = found.refutation;
        const auto constraints = sets_.constraints(conflict.relations);
        std::vector<VariableIndex> released;
        std::vector<VariableIndex> figures = sets_.printed_figures(constraints);
        if (figures.size() > most_figures_asked) {
            figures.clear();
            conflict.figures_minimal = false;
        }
        const std::uint64_t work_before = solver_.work_per_question;
        solver_.work_per_question = std::min(work_before, most_work_for_a_figure);
        for (const VariableIndex figure : figures) {
            std::vector<VariableIndex> more = released;
            more.insert(std::upper_bound(more.begin(), more.end(), figure), figure);
            // What a refutation does without is superfluous.
            if (std::binary_search(refutation.figures.begin(), refutation.figures.end(), figure)) {
                const bool is_needed = conflict.relations.size() == 1 &&
                                       solver_.is_feasible_at_sight({constraints, more});
                if (is_needed) continue;
                BriefRefutation fewer;
                const Satisfiability answer =
                    decide_briefly(solver_, sets_, {constraints, more}, fewer);
                if (answer != Satisfiability::infeasible) {
                    if (answer == Satisfiability::undecided) conflict.figures_minimal = false;
                    continue;
                }
                found = std::move(fewer);
            }
            released = std::move(more);
        }
        solver_.work_per_question = work_before;
        if (!found.is_plain || found.is_by_rows)
            if (auto plain = solver_.refute({constraints, released})) found = {std::move(*plain)};
        if (found.is_by_rows)
            if (auto brief = solver_.refute_at_once({constraints, released}))
                found = {std::move(*brief), false};
        if (found.is_by_rows &&
            solver_.decide({constraints, {}}, refutation) == Satisfiability::infeasible)
            conflict.figures_minimal = false;
        conflict.figures = refutation.figures;
        conflict.refutation = std::move(refutation);
        conflict.refutation.relations = conflict.relations;
    }

    JointSolver& solver_;
    const RelationSets& sets_;
};

}  // namespace

Satisfiability decide_briefly(JointSolver& solver, const RelationSets& sets, const Task& task,
                              BriefRefutation& found, std::optional<Refutation> known) {
    found = {};
    Satisfiability answer = solver.decide_by_rows(task, found.refutation);
    found.is_by_rows = answer != Satisfiability::undecided;
    if (found.is_by_rows) return answer;
    if (known) {
        answer = Satisfiability::infeasible;
        found.refutation = std::move(*known);
    } else {
        answer = solver.decide(task, found.refutation);
    }
    if (answer == Satisfiability::infeasible) shorten(solver, sets, task, found);
    return answer;
}

RelationSets::RelationSets(const Network& network)
    : network_(network),
      first_constraint_(network.report().relations.size() + 1, 0),
      definition_of_(network.report().derivation_order.empty()
                         ? 0
                         : network.report().quantities.size(),
                     0) {
    const auto constraints = network.constraints();
    ConstraintIndex c = 0;
    for (; c < constraints.size() && constraints[c].kind == DerivationStep::Kind::definition; ++c)
        definition_of_[constraints[c].index] = c;
    for (RelationIndex r = 0; r < network.report().relations.size(); ++r) {
        first_constraint_[r] = c;
        while (c < constraints.size() && constraints[c].index == r) ++c;
    }
    first_constraint_.back() = c;
}

void RelationSets::add_definitions(std::span<const VariableIndex> variables,
                                   std::vector<ConstraintIndex>& out) const {
    const auto& quantities = network_.report().quantities;
    std::vector<VariableIndex> todo;
    for (const VariableIndex v : variables)
        if (quantities[v].kind == QuantityKind::derived) todo.push_back(v);
    while (!todo.empty()) {
        const VariableIndex v = todo.back();
        todo.pop_back();
        const Quantity& quantity = quantities[v];
        if (quantity.kind != QuantityKind::derived) continue;
        const auto place = std::lower_bound(out.begin(), out.end(), definition_of_[v]);
        if (place != out.end() && *place == definition_of_[v]) continue;
        out.insert(place, definition_of_[v]);
        const auto needed = quantity.definition->variables();
        todo.insert(todo.end(), needed.begin(), needed.end());
    }
}

std::vector<ConstraintIndex> RelationSets::constraints(
    std::span<const RelationIndex> relations) const {
    std::vector<ConstraintIndex> result;
    if (!network_.report().derivation_order.empty())
        for (const RelationIndex r : relations)
            add_definitions(network_.report().relations[r].condition.variables(), result);
    for (const RelationIndex r : relations)
        for (ConstraintIndex c = first_constraint_[r]; c < first_constraint_[r + 1]; ++c)
            result.push_back(c);
    return result;
}

std::vector<VariableIndex> RelationSets::printed_figures(
    std::span<const ConstraintIndex> constraints) const {
    const Report& report = network_.report();
    std::vector<VariableIndex> figures;
    for (const ConstraintIndex c : constraints)
        for (const VariableIndex v : network_.expression(network_.constraints()[c]).variables()) {
            const QuantityKind kind = report.quantities[v].kind;
            if (kind == QuantityKind::stated || kind == QuantityKind::range) figures.push_back(v);
        }
    sort_unique(figures);
    std::sort(figures.begin(), figures.end(), [&](VariableIndex a, VariableIndex b) {
        return report.names.name(a) < report.names.name(b);
    });
    return figures;
}

std::vector<ConstraintIndex> Component::with_relations(
    const Network& network, const std::vector<RelationIndex>& kept) const {
    std::vector<ConstraintIndex> result;
    for (const ConstraintIndex c : constraints) {
        const Constraint& constraint = network.constraints()[c];
        if (constraint.kind == DerivationStep::Kind::definition ||
            contains(kept, constraint.index))
            result.push_back(c);
    }
    return result;
}

std::vector<Component> RelationSets::components(std::span<const RelationIndex> relations) const {
    const Report& report = network_.report();
    std::vector<VariableIndex> parent(report.quantities.size());
    std::iota(parent.begin(), parent.end(), VariableIndex{0});
    const auto root = [&](VariableIndex v) {
        while (parent[v] != v) v = parent[v] = parent[parent[v]];
        return v;
    };
    const auto join = [&](VariableIndex a, std::span<const VariableIndex> more) {
        for (const VariableIndex b : more) parent[root(b)] = root(a);
    };
    for (const VariableIndex derived : report.derivation_order)
        join(derived, report.quantities[derived].definition->variables());
    for (const RelationIndex r : relations) {
        const auto used = report.relations[r].condition.variables();
        if (!used.empty()) join(used.front(), used.subspan(1));
    }
    std::vector<Component> result;
    std::vector<std::size_t> place(report.quantities.size(), SIZE_MAX);
    const auto component_of = [&](VariableIndex v) -> Component& {
        std::size_t& index = place[root(v)];
        if (index == SIZE_MAX) {
            index = result.size();
            result.emplace_back();
        }
        return result[index];
    };
    for (const VariableIndex derived : report.derivation_order)
        component_of(derived).constraints.push_back(definition_of_[derived]);
    for (const RelationIndex r : relations) {
        const auto used = report.relations[r].condition.variables();
        Component& component = used.empty() ? result.emplace_back() : component_of(used.front());
        component.relations.push_back(r);
        for (ConstraintIndex c = first_constraint_[r]; c < first_constraint_[r + 1]; ++c)
            component.constraints.push_back(c);
    }
    return result;
}

ConflictSearch find_conflicts(JointSolver& solver, const RelationSets& sets,
                              std::span<const RelationIndex> relations,
                              std::span<const RelationIndex> known,
                              std::optional<Refutation> refutation) {
    ConflictSearch search;
    Finder finder(solver, sets);
    for (const RelationIndex r : known) search.conflicts.push_back(finder.explain(r));

    // Reiter's hitting-set tree (A Theory of Diagnosis from First Principles, Artificial
    // Intelligence 32, 1987): each branch leaves out one relation of every conflict met so far.
    const std::vector<RelationIndex> all = without(relations, known);
    std::deque<std::vector<RelationIndex>> branches{{}};
    std::set<std::vector<RelationIndex>> seen{{}};
    std::vector<std::vector<RelationIndex>> mended;
    std::size_t asked = 0;
    std::vector<Conflict> found;
    while (!branches.empty()) {
        const std::vector<RelationIndex> left_out = std::move(branches.front());
        branches.pop_front();
        const bool is_known = std::any_of(mended.begin(), mended.end(), [&](const auto& m) {
            return std::includes(left_out.begin(), left_out.end(), m.begin(), m.end());
        });
        if (is_known) continue;
        const Conflict* conflict = nullptr;
        for (const Conflict& old : found) {
            const bool is_hit = std::any_of(left_out.begin(), left_out.end(), [&](RelationIndex r) {
                return contains(old.relations, r);
            });
            if (!is_hit) {
                conflict = &old;
                break;
            }
        }
        if (conflict == nullptr) {
            if (asked++ == most_branches || found.size() == most_conflicts) {
                search.is_complete = false;
                break;
            }
            const std::vector<RelationIndex> rest = without(all, left_out);
            // A part of what cannot do without any of its relations is feasible.
            const bool is_part = std::any_of(found.begin(), found.end(), [&](const Conflict& old) {
                return finder.is_complete && rest.size() < old.relations.size() &&
                       std::includes(old.relations.begin(), old.relations.end(), rest.begin(),
                                     rest.end());
            });
            if (is_part) {
                mended.push_back(left_out);
                continue;
            }
            const auto constraints = sets.constraints(rest);
            const Task task{constraints, {}};
            const bool is_refuted =
                refutation && left_out.empty() && known.empty() && !refutation->relations.empty();
            BriefRefutation why;
            // On the first question beside a few slips it hangs what is said of all other relations.
            constexpr std::uint64_t times_as_long = 8;
            constexpr std::size_t few = 8;
            const std::uint64_t usual = solver.work_per_question;
            const bool is_first = left_out.empty() && !known.empty() && known.size() <= few;
            if (is_first && usual < UINT64_MAX / times_as_long)
                solver.work_per_question = usual * times_as_long;
            const Satisfiability answer =
                decide_briefly(solver, sets, task, why,
                               is_refuted ? std::exchange(refutation, std::nullopt) : std::nullopt);
            solver.work_per_question = usual;
            if (answer == Satisfiability::feasible) {
                mended.push_back(left_out);
                continue;
            }
            if (answer == Satisfiability::undecided) {
                search.is_complete = false;
                search.is_decided = search.is_decided && !left_out.empty();
                continue;
            }
            found.push_back(finder.shrink(std::move(why)));
            conflict = &found.back();
        }
        for (const RelationIndex r : conflict->relations) {
            std::vector<RelationIndex> more = left_out;
            more.insert(std::upper_bound(more.begin(), more.end(), r), r);
            if (seen.insert(more).second) branches.push_back(std::move(more));
        }
    }
    search.is_complete = search.is_complete && finder.is_complete;
    search.conflicts.insert(search.conflicts.end(), std::make_move_iterator(found.begin()),
                            std::make_move_iterator(found.end()));
    std::stable_sort(search.conflicts.begin(), search.conflicts.end(),
                     [](const Conflict& a, const Conflict& b) {
                         return a.relations.size() != b.relations.size()
                                    ? a.relations.size() < b.relations.size()
                                    : a.relations < b.relations;
                     });
    return search;
}

}  // namespace brcheck
