#include "engine/joint_search.hpp"

#include "base/sort_unique.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

std::optional<Refutation> JointSolver::Search::refute(const Task& task) {
    start(task);
    std::vector<ProofStep> steps;
    if (solve(0, &steps) != Satisfiability::infeasible) return std::nullopt;
    return refutation_by(std::move(steps));
}

std::optional<Refutation> JointSolver::Search::refute_at_once(const Task& task) {
    start(task);
    Core core(report_, box_);
    core.hard.assign(constraints_.begin(), constraints_.end());
    if (is_too_large(core)) return std::nullopt;
    make_rows(network_, box_, core, std::nullopt, work_);
    Relaxation relaxation(report_, core.pool, core.rows, box_);
    relaxation.simplex.work_left = work_.left();
    const std::uint64_t work_before = relaxation.simplex.work_left;
    const Simplex::Status status = relaxation.simplex.solve();
    work_.spend(work_before - relaxation.simplex.work_left);
    if (status != Simplex::Status::infeasible) return std::nullopt;
    std::vector<ProofStep> steps;
    contradict(relaxation.contradiction(), core, {}, &steps);
    return refutation_by(std::move(steps));
}

Refutation JointSolver::Search::refutation_by(std::vector<ProofStep> steps) const {
    Refutation refutation;
    refutation.steps = std::move(steps);
    std::vector<VariableIndex> used;
    collect_statements(refutation.steps, refutation.relations, used);
    refutation.relations.insert(refutation.relations.end(), divided_by_.begin(), divided_by_.end());
    sort_unique(refutation.relations);
    sort_unique(used);
    for (const VariableIndex v : used) {
        const QuantityKind kind = report_.quantities[v].kind;
        const bool is_printed = kind == QuantityKind::stated || kind == QuantityKind::range;
        const bool is_released = std::binary_search(released_.begin(), released_.end(), v);
        if (is_printed && !is_released) refutation.figures.push_back(v);
    }
    return refutation;
}

ProofStep JointSolver::Search::narrow_step(const DerivationStep& step) {
    ProofStep proof;
    proof.kind = ProofStep::Kind::narrow;
    proof.source = {step.kind == DerivationStep::Kind::definition ? ProofSource::Kind::definition
                                                                  : ProofSource::Kind::relation,
                    step.index, step.comparison};
    proof.quantity = step.quantity;
    proof.interval = step.after;
    return proof;
}

void JointSolver::Search::write_steps(const std::vector<DerivationStep>& chain,
                                      std::vector<ProofStep>& proof) {
    for (const DerivationStep& step : chain) proof.push_back(narrow_step(step));
}

void JointSolver::Search::write_clash(const Propagation& propagation,
                                      std::vector<ProofStep>& proof) const {
    const Constraint& clash = network_.constraints()[propagation.clash];
    if (!network_.expression(clash).variables().empty() || !propagation.trail.empty())
        return write_steps(conflict_chain(propagation), proof);
    // Numbers alone: nothing is left of any quantity.
    ProofStep step;
    step.kind = ProofStep::Kind::narrow;
    step.source = {ProofSource::Kind::relation, clash.index, clash.comparison};
    step.interval = Interval::empty();
    proof.push_back(std::move(step));
}

Satisfiability JointSolver::Search::contradict(FactPool::Index fact, Core& core,
                                               const Propagation& propagation,
                                               std::vector<ProofStep>* proof) {
    if (proof == nullptr) return Satisfiability::infeasible;
    std::vector<ProofSource> divided_by;
    std::vector<VariableIndex> needed;
    core.pool.collect(fact, divided_by, needed);
    for (const ProofSource& source : divided_by)
        if (source.kind == ProofSource::Kind::relation) divided_by_.push_back(source.index);
    // The range of the last fact is read off the box as well.
    for (const VariableIndex v : core.pool.fact(fact).polynomial.variables()) needed.push_back(v);
    std::sort(needed.begin(), needed.end());
    std::vector<bool> marked(propagation.trail.size(), false);
    std::vector<VariableIndex> seen;
    for (std::size_t i = marked.size(); i-- > 0;) {
        const VariableIndex v = propagation.trail[i].quantity;
        if (!std::binary_search(needed.begin(), needed.end(), v)) continue;
        if (std::find(seen.begin(), seen.end(), v) != seen.end()) continue;
        seen.push_back(v);
        marked[i] = true;
    }
    write_steps(derivation_of(propagation, std::move(marked)), *proof);
    std::vector<std::optional<std::uint32_t>> numbers;
    auto next = static_cast<std::uint32_t>(core.case_count);
    core.pool.write(fact, *proof, numbers, next);
    return Satisfiability::infeasible;
}

void JointSolver::Search::collect_statements(const std::vector<ProofStep>& steps,
                                             std::vector<RelationIndex>& relations,
                                             std::vector<VariableIndex>& quantities) const {
    const auto use = [&](const Polynomial& p) {
        if (p.is_constant()) return;
        const auto used = p.variables();
        quantities.insert(quantities.end(), used.begin(), used.end());
    };
    const auto use_source = [&](const ProofSource& source) {
        if (source.kind == ProofSource::Kind::relation ||
            source.kind == ProofSource::Kind::upper_slack ||
            source.kind == ProofSource::Kind::lower_slack)
            relations.push_back(source.index);
        add_quantities_read(source, report_, box_, {}, quantities);
    };
    for (const ProofStep& step : steps) {
        switch (step.kind) {
            case ProofStep::Kind::narrow: {
                const bool is_definition = step.source.kind == ProofSource::Kind::definition;
                if (!is_definition) relations.push_back(step.source.index);
                const Expression& expression =
                    is_definition ? *report_.quantities[step.source.index].definition
                                  : report_.relations[step.source.index].condition;
                const auto used = expression.variables();
                if (is_definition || !used.empty()) quantities.push_back(step.quantity);
                quantities.insert(quantities.end(), used.begin(), used.end());
                break;
            }
            case ProofStep::Kind::fact:
            case ProofStep::Kind::round:
                use(step.factor);
                use(step.fact.polynomial);
                for (const ProofTerm& term : step.terms) {
                    use(term.multiplier);
                    use_source(term.source);
                }
                break;
            case ProofStep::Kind::split:
                quantities.push_back(step.quantity);
                break;
            case ProofStep::Kind::cases:
                break;
        }
        collect_statements(step.below, relations, quantities);
        collect_statements(step.above, relations, quantities);
    }
}

}  // namespace brcheck
