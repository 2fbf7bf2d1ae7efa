#include "engine/joint_search.hpp"

#include "base/sort_unique.hpp"
#include "engine/whole_rows.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// Values put in on the way to a solution.
constexpr std::size_t most_steps = 60;

/// In which an inner point looks for ends.
constexpr std::size_t few_directions = 4;
constexpr std::size_t many_directions = 40;

/// The quantities of a constraint that do not stand below a square root.
void add_outside_roots(const Network& network, ConstraintIndex index,
                       std::vector<VariableIndex>& quantities) {
    const Constraint& constraint = network.constraints()[index];
    const Expression& expression = network.expression(constraint);
    const auto nodes = expression.nodes();
    std::vector<bool> is_below(nodes.size(), false);
    std::vector<VariableIndex> below;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        if (is_below[i] && nodes[i].operation == Operation::variable)
            below.push_back(nodes[i].payload);
        if (is_below[i] || nodes[i].operation == Operation::sqrt)
            for (const NodeIndex a : expression.arguments(nodes[i])) is_below[a] = true;
    }
    for (const VariableIndex v : expression.variables())
        if (std::ranges::find(below, v) == below.end()) quantities.push_back(v);
    if (constraint.kind == DerivationStep::Kind::definition) quantities.push_back(constraint.index);
}

}  // namespace

std::vector<FactPool::Index> JointSolver::Search::rows_to_satisfy(const Core& core) {
    std::vector<FactPool::Index> rows = core.rows;
    for (const Core::Confined& confined : core.confined) rows.push_back(confined.equality);
    return rows;
}

std::vector<VariableIndex> JointSolver::Search::cover_products(const Core& core) const {
    std::vector<Monomial> products;
    std::vector<std::vector<VariableIndex>> equalities;  // what of each is not in the cover yet
    for (const FactPool::Index row : rows_to_satisfy(core)) {
        const PolynomialFact& fact = core.pool.fact(row);
        for (const auto& term : fact.polynomial.terms())
            if (term.monomial.size() > 1) products.push_back(term.monomial);
        if (fact.sign == Sign::zero) equalities.push_back(fact.polynomial.variables());
    }
    std::vector<VariableIndex> cover;
    while (!products.empty()) {
        std::vector<VariableIndex> all;
        for (const Monomial& m : products) {
            all.insert(all.end(), m.begin(), m.end());
            // A square needs its own root.
            if (const auto twice = std::adjacent_find(m.begin(), m.end()); twice != m.end())
                all.insert(all.end(), products.size(), *twice);
        }
        // An equality of which everything is given does not hold: what is left follows from it.
        std::vector<VariableIndex> last;
        for (const auto& open : equalities)
            if (open.size() == 1) last.push_back(open.front());
        std::vector<VariableIndex> others = all;
        std::erase_if(others, [&](VariableIndex v) { return std::ranges::count(last, v) != 0; });
        if (!others.empty()) all = std::move(others);
        std::sort(all.begin(), all.end());
        VariableIndex best = all.front();
        std::ptrdiff_t most = 0;
        for (auto i = all.begin(); i != all.end();) {
            const auto end = std::upper_bound(i, all.end(), *i);
            // With a value for what may be 0 the other factor is whatever is left.
            const bool is_better =
                end - i == most && box_[best].contains_zero() && !box_[*i].contains_zero();
            if (end - i > most || is_better) {
                most = end - i;
                best = *i;
            }
            i = end;
        }
        cover.push_back(best);
        for (Monomial& m : products) std::erase(m, best);
        std::erase_if(products, [](const Monomial& m) { return m.size() < 2; });
        for (auto& open : equalities) std::erase(open, best);
    }
    std::sort(cover.begin(), cover.end());
    return cover;
}

JointSolver::Search::Values JointSolver::Search::values_of(Relaxation& relaxation) {
    const auto columns = relaxation.simplex.concrete_values();
    Values values;
    for (const VariableIndex v : std::vector<VariableIndex>(relaxation.variables()))
        values.emplace_back(v, columns[relaxation.column(v)]);
    return values;
}

JointSolver::Search::Values JointSolver::Search::inner_point(Relaxation& relaxation,
                                                             std::size_t most_directions) {
    Values sum = values_of(relaxation);
    std::int64_t count = 1;
    const std::uint64_t before = relaxation.simplex.work_left;
    bool is_stopped = false;
    for (std::size_t i = 0; i < sum.size() && i < most_directions && !is_stopped; ++i) {
        for (const int direction : {1, -1}) {
            const auto optimum = relaxation.simplex.maximize(
                {{relaxation.column(sum[i].first), Rational(direction)}});
            is_stopped = optimum.status == Simplex::Status::stopped;
            if (is_stopped) break;
            const Values corner = values_of(relaxation);
            for (std::size_t k = 0; k < sum.size(); ++k) sum[k].second += corner[k].second;
            ++count;
        }
    }
    work_.spend(before - relaxation.simplex.work_left);
    for (auto& entry : sum) entry.second = entry.second / Rational(count);
    return sum;
}

void JointSolver::Search::leave_zero(const Core& core) {
    const auto is_eliminated = [&](VariableIndex v) {
        return std::any_of(core.eliminations.begin(), core.eliminations.end(),
                           [&](const Elimination& e) { return e.variable == v; });
    };
    for (const ConstraintIndex c : core.hard) {
        for (const VariableIndex v : network_.expression(network_.constraints()[c]).variables()) {
            if (box_[v].is_point() || !box_[v].contains_zero() || is_eliminated(v)) continue;
            const auto usual = completion_.value_for(v, box_[v]);
            if (!usual || !usual->is_zero()) continue;
            for (const Interval& side :
                 {Interval::at_least({}, true), Interval::at_most({}, true)}) {
                const auto value = completion_.value_for(v, intersect(box_[v], side));
                if (!value) continue;
                box_[v] = Interval(*value);
                break;
            }
        }
    }
}

bool JointSolver::Search::try_point(Core& core, Relaxation& relaxation) {
    if (!relaxation.has_products() && core.confined.empty()) {
        for (const auto& [v, value] : values_of(relaxation))
            if (!box_[v].is_point()) box_[v] = Interval(value);
        leave_zero(core);
        return completion_.run(constraints_, core, box_, enclosed_);
    }
    const auto cover = cover_products(core);
    const std::vector<Interval> saved = save();
    for (int attempt = 0; attempt < 3; ++attempt) {
        // The inner point takes long to find.
        const Values values = attempt == 0   ? values_of(relaxation)
                              : attempt == 1 ? Values()
                                             : inner_point(relaxation, few_directions);
        if (fix_cover(core, cover, values) && solve_linear(core)) {
            leave_zero(core);
            if (completion_.run(constraints_, core, box_, enclosed_)) return true;
        }
        enclosed_.clear();
        restore(saved);
    }
    return false;
}

bool JointSolver::Search::fix_cover(const Core& core, const std::vector<VariableIndex>& cover,
                                    const Values& values) {
    // What the rows do not hold follows from values for the rest, as near as a number comes.
    std::vector<std::pair<VariableIndex, Interval>> roots;
    if (!values.empty()) {
        const std::vector<Interval> saved = save();
        for (const auto& [v, value] : values)
            if (box_[v].contains(value)) box_[v] = Interval(value);
        for (const Core::Confined& confined : core.confined)
            roots.emplace_back(confined.variable,
                               completion_.demand(confined.constraint, confined.variable, box_));
        restore(saved);
    }
    for (const VariableIndex v : cover) {
        Interval room = box_[v];
        const auto known = std::lower_bound(
            values.begin(), values.end(), v,
            [](const auto& entry, VariableIndex wanted) { return entry.first < wanted; });
        for (const ConstraintIndex c : core.opaque)
            if (std::ranges::binary_search(network_.constraints_of(v), c))
                room = intersect(room, completion_.demand(c, v, box_));
        std::optional<Rational> value;
        if (known != values.end() && known->first == v && room.contains(known->second)) {
            value = known->second;
        } else {
            for (const auto& [root, interval] : roots)
                if (root == v) room = intersect(room, interval);
            value = completion_.value_for(v, room);
        }
        if (!value || !box_[v].contains(*value)) return false;
        box_[v] = Interval(*value);
    }
    return true;
}

bool JointSolver::Search::solve_linear(const Core& core) {
    Simplex simplex;
    std::vector<std::pair<VariableIndex, Simplex::Column>> columns;
    const auto column = [&](VariableIndex v) {
        const auto place = std::lower_bound(
            columns.begin(), columns.end(), v,
            [](const auto& entry, VariableIndex wanted) { return entry.first < wanted; });
        if (place != columns.end() && place->first == v) return place->second;
        const Interval& interval = box_[v];
        const Simplex::Column own = simplex.add_column(
            *choose_value(interval, report_.quantities[v].stated_value(), std::nullopt));
        columns.insert(place, {v, own});
        if (interval.has_low()) simplex.set_low(own, interval.low(), interval.low_open());
        if (interval.has_high()) simplex.set_high(own, interval.high(), interval.high_open());
        return own;
    };
    const auto add_row = [&](Polynomial polynomial, Sign sign) {
        for (const VariableIndex v : polynomial.variables())
            if (box_[v].is_point()) polynomial = polynomial.with_value(v, box_[v].low());
        if (!polynomial.is_linear()) return false;
        Simplex::Combination sum;
        for (const auto& term : polynomial.terms())
            if (!term.monomial.empty())
                sum.emplace_back(column(term.monomial.front()), term.coefficient);
        const Simplex::Column own = simplex.add_row(sum);
        const Rational end = -polynomial.constant();
        simplex.set_low(own, end, sign == Sign::positive);
        if (sign == Sign::zero) simplex.set_high(own, end);
        return true;
    };
    const auto solve = [&] {
        simplex.work_left = work_.left();
        const std::uint64_t before = simplex.work_left;
        const auto status = simplex.solve();
        work_.spend(before - simplex.work_left);
        return status == Simplex::Status::feasible;
    };
    for (const FactPool::Index row : rows_to_satisfy(core))
        if (!add_row(core.pool.fact(row).polynomial, core.pool.fact(row).sign)) return false;
    if (!solve()) return false;
    auto values = simplex.concrete_values();
    // What divides must not be 0, of which the rows say nothing; above 0 is as good as below.
    const std::vector<Polynomial> divisors = core.pool.open_divisors();
    const bool are_linear = std::ranges::all_of(
        divisors, [&](const Polynomial& p) { return add_row(p, Sign::positive); });
    if (!divisors.empty() && are_linear && solve()) values = simplex.concrete_values();
    for (const auto& [v, own] : columns) {
        if (own >= values.size()) continue;  // of a divisor alone
        if (report_.quantities[v].whole &&
            !(values[own] / report_.quantities[v].unit.factor()).is_integer())
            return false;
        box_[v] = Interval(values[own]);
    }
    return true;
}

bool JointSolver::Search::try_whole_values(Core& core, Relaxation& relaxation) {
    const auto& known = relaxation.variables();
    const auto near = [&](VariableIndex v) {
        return std::binary_search(known.begin(), known.end(), v)
                   ? relaxation.simplex.value(relaxation.column(v)).value
                   : completion_.value_for(v, box_[v]).value_or(Rational(0));
    };
    return is_solved_by(find_whole_values(report_, box_, core.pool, core.rows, near)) ||
           is_solved_by(large_whole_values(core, relaxation));
}

JointSolver::Search::Values JointSolver::Search::inner_point_of_rows(
    Core& core, std::size_t most_directions) {
    if (!propagate()) return {};
    Relaxation relaxation(report_, core.pool, core.rows, box_);
    relaxation.simplex.work_left = work_.left();
    const std::uint64_t before = relaxation.simplex.work_left;
    const auto status = relaxation.simplex.solve();
    work_.spend(before - relaxation.simplex.work_left);
    return status == Simplex::Status::feasible ? inner_point(relaxation, most_directions)
                                               : Values();
}

JointSolver::Search::Values JointSolver::Search::large_whole_values(Core& core,
                                                                    const Relaxation& relaxation) {
    constexpr std::int64_t large = 1'000'000;
    std::vector<VariableIndex> whole = relaxation.variables();
    std::erase_if(whole, [&](VariableIndex v) { return !report_.quantities[v].whole; });
    const bool are_endless = std::ranges::none_of(
        whole, [&](VariableIndex v) { return box_[v].is_empty() || box_[v].has_high(); });
    if (whole.empty() || !are_endless) return {};
    const std::vector<Interval> saved = save();
    for (const VariableIndex v : whole) {
        const Rational low = box_[v].has_low() ? box_[v].low() : Rational(0);
        box_[v] = Interval::closed(low, low + report_.quantities[v].unit.factor() * Rational(large));
    }
    // With a value for what stands in products the rest is linear.
    Values values = inner_point_of_rows(core, few_directions);
    const std::vector<VariableIndex> cover = cover_products(core);
    for (const auto& [v, value] : values)
        if (std::ranges::binary_search(cover, v) && box_[v].contains(value))
            box_[v] = Interval(value);
    if (!values.empty()) values = inner_point_of_rows(core, many_directions);
    restore(saved);
    std::erase_if(values, [&](const auto& e) { return !std::ranges::binary_search(whole, e.first); });
    for (auto& [v, value] : values) {
        const Rational factor = report_.quantities[v].unit.factor();
        value = Rational((value / factor).floor()) * factor;
    }
    return values;
}

bool JointSolver::Search::is_solved_by(const Values& values) {
    const bool are_inside = !values.empty() &&
                            std::ranges::all_of(values, [&](const auto& entry) {
                                return box_[entry.first].contains(entry.second);
                            });
    if (!are_inside) return false;
    const std::vector<Interval> saved = save();
    for (const auto& [v, value] : values) box_[v] = Interval(value);
    if (solve(deepest_split, nullptr) == Satisfiability::feasible) return true;
    enclosed_.clear();
    restore(saved);
    return false;
}

bool JointSolver::Search::try_roots(const Core& core) {
    const std::vector<Interval> saved = save();
    const bool are_fixed = completion_.complete_fixed(core.set_aside, box_, enclosed_);
    root_search_.work_left = work_.left();
    const bool are_found = are_fixed && root_search_.run(core.hard, box_, enclosed_);
    work_.spend(work_.left() - root_search_.work_left);
    if (are_found || (are_fixed && !enclosed_.empty())) {
        Core rest(report_, box_);
        rest.set_aside = core.set_aside;
        rest.hard = core.hard;
        if (completion_.run(constraints_, rest, box_, enclosed_)) return true;
    }
    enclosed_.clear();
    restore(saved);
    return false;
}

bool JointSolver::Search::try_stepwise(const Core& core, bool backwards, bool does_go_back) {
    std::vector<VariableIndex> order = cover_products(core);
    for (const ConstraintIndex c : core.hard) {
        const Constraint& constraint = network_.constraints()[c];
        const auto used = network_.expression(constraint).variables();
        order.insert(order.end(), used.begin(), used.end());
    }
    if (backwards) std::reverse(order.begin(), order.end());
    // What stands outside of a root follows from what is below it; the other way round it is
    // seldom a number.
    std::vector<VariableIndex> roots;
    for (const ConstraintIndex c : core.hard)
        if (has_square_root(network_.expression(network_.constraints()[c])))
            add_outside_roots(network_, c, roots);
    std::stable_partition(order.begin(), order.end(), [&](VariableIndex v) {
        return std::ranges::find(roots, v) == roots.end();
    });
    // Of a few quantities to choose it costs little to try all that may do.
    constexpr std::size_t few = 4;
    std::vector<VariableIndex> open = order;
    sort_unique(open);
    std::erase_if(open, [&](VariableIndex v) { return box_[v].is_point(); });
    does_go_back = does_go_back || open.size() <= few;
    std::size_t steps_left = most_steps;
    return fix_in_order(core, order, does_go_back, steps_left);
}

bool JointSolver::Search::fix_in_order(const Core& core, std::span<const VariableIndex> order,
                                       bool does_go_back, std::size_t& steps_left) {
    Core rest(report_, box_);
    peeling_.run(constraints_, box_, rest);
    if (rest.hard.empty()) return completion_.run(constraints_, rest, box_, enclosed_);
    // What only hangs on the rest follows from it.
    const auto is_hard = [&](VariableIndex v) {
        const auto own = network_.constraints_of(v);
        return std::ranges::any_of(
            rest.hard, [&](ConstraintIndex c) { return std::ranges::binary_search(own, c); });
    };
    while (!order.empty() && (box_[order.front()].is_point() || !is_hard(order.front())))
        order = order.subspan(1);
    if (order.empty()) {
        Core completed(report_, box_);
        completed.set_aside = core.set_aside;
        completed.hard = core.hard;
        return completion_.run(constraints_, completed, box_, enclosed_);
    }
    if (steps_left < most_steps && try_roots(rest)) return true;
    const VariableIndex v = order.front();
    const std::vector<Interval> saved = save();
    for (const Rational& value : values_to_try(v)) {
        if (steps_left == 0) return false;
        --steps_left;
        box_[v] = Interval(value);
        if (propagate() && fix_in_order(core, order, does_go_back, steps_left)) return true;
        if (!does_go_back) return false;
        enclosed_.clear();
        restore(saved);
    }
    return false;
}

std::vector<Rational> JointSolver::Search::values_to_try(VariableIndex variable) const {
    std::vector<Rational> values;
    const Interval& interval = box_[variable];
    const auto add = [&](const Interval& part) {
        const auto value = completion_.value_for(variable, part);
        if (value && std::find(values.begin(), values.end(), *value) == values.end())
            values.push_back(*value);
    };
    add(interval);
    if (interval.has_low()) add(near_end(interval, interval.low(), interval.low_open(), true));
    if (interval.has_high()) add(near_end(interval, interval.high(), interval.high_open(), false));
    return values;
}

}  // namespace brcheck
