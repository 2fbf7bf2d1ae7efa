// Quadratic rows by their squares: a linear program does not see how near to each other the two
// roots of an equation can come.
#include "base/sort_unique.hpp"
#include "engine/joint_search.hpp"

#include <algorithm>

namespace brcheck {

std::vector<FactPool::Index> JointSolver::Search::squared_rows(Core& core) {
    constexpr std::size_t most = 20;
    constexpr std::size_t most_tried = 60;
    std::size_t tried = 0;
    std::vector<FactPool::Index> squared;
    const auto polynomial = [&](FactPool::Index row) -> const Polynomial& {
        return core.pool.fact(row).polynomial;
    };
    const auto add_squared = [&](FactPool::Index row) {
        if (complete_square(polynomial(row))) squared.push_back(row);
    };
    for (const FactPool::Index row : core.rows) {
        if (polynomial(row).degree() != 2) continue;
        add_squared(row);
        std::vector<VariableIndex> factors;
        for (const auto& term : polynomial(row).terms())
            if (term.monomial.size() == 2)
                factors.insert(factors.end(), term.monomial.begin(), term.monomial.end());
        sort_unique(factors);
        for (const FactPool::Index equality : core.rows) {
            const PolynomialFact& fact = core.pool.fact(equality);
            if (fact.sign != Sign::zero || !fact.polynomial.is_linear()) continue;
            std::vector<VariableIndex> shared = fact.polynomial.variables();
            std::erase_if(shared, [&](VariableIndex v) {
                return !std::binary_search(factors.begin(), factors.end(), v);
            });
            if (shared.size() < 2) continue;
            for (const VariableIndex v : shared) {
                if (squared.size() >= most || ++tried > most_tried) return squared;
                const auto put_in = core.pool.substitute(row, v, equality);
                if (put_in) add_squared(*put_in);
            }
        }
    }
    return squared;
}

bool JointSolver::Search::try_zero_squares(Core& core,
                                           const std::vector<FactPool::Index>& squared) {
    const std::vector<Interval> saved = save();
    for (const FactPool::Index row : squared) {
        Relaxation relaxation(report_, core.pool, core.rows, box_);
        for (auto square = complete_square(core.pool.fact(row).polynomial); square;
             square = complete_square(square->rest)) {
            const Rational end = -square->root.constant();
            const auto own = relaxation.simplex.add_row(relaxation.combination(square->root));
            relaxation.simplex.set_low(own, end, false);
            relaxation.simplex.set_high(own, end);
        }
        relaxation.simplex.work_left = work_.left();
        const std::uint64_t before = relaxation.simplex.work_left;
        const Simplex::Status status = relaxation.simplex.solve();
        work_.spend(before - relaxation.simplex.work_left);
        if (status == Simplex::Status::feasible && try_point(core, relaxation)) return true;
        enclosed_.clear();
        restore(saved);
    }
    return false;
}

}  // namespace brcheck
