#include "engine/joint_solver.hpp"

#include "engine/completion.hpp"
#include "engine/core.hpp"
#include "engine/fast_lane.hpp"
#include "engine/linear_form.hpp"
#include "engine/relaxation.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {
namespace {

// Propagation that has not settled by then is a cycle that closes in slowly: the linear program
// does not mind.
constexpr std::uint64_t revisions_per_constraint = 6;
constexpr std::size_t deepest_split = 60;
// Linear programs of more would take minutes.
constexpr std::size_t most_hard_quantities = 1000;

}  // namespace

Interval half_up_interval(const Quantity& quantity) {
    const Interval& interval = quantity.interval;
    const bool is_rounded = quantity.kind == QuantityKind::stated &&
                            quantity.rounding == Rounding::nearest &&
                            quantity.qualifier == Qualifier::none && !interval.is_point() &&
                            interval.has_low() && interval.has_high();
    if (!is_rounded) return interval;
    // Away from zero (number/rounding.hpp): a tie above a positive value is not sent to it.
    const int sign = quantity.stated_value()->sign();
    return Interval::between(interval.low(), interval.low_open() || sign <= 0, interval.high(),
                             interval.high_open() || sign >= 0);
}

class JointSolver::Search {
public:
    Search(const Network& network, std::uint64_t& work_left)
        : network_(network),
          report_(network.report()),
          work_left_(work_left),
          propagator_(network),
          peeling_(network),
          completion_(network),
          box_(report_.quantities.size()) {}

    Satisfiability decide(const Task& task) {
        start(task);
        const Satisfiability answer = ask_fast_lane(false);
        is_found_in_lane_ = answer == Satisfiability::feasible;
        return answer != Satisfiability::undecided ? answer : solve(0, nullptr);
    }

    Satisfiability find_witness(const Task& task, Witness& witness) {
        start(task);
        Satisfiability result = ask_fast_lane(false);
        if (result == Satisfiability::feasible)
            for (const VariableIndex v : quantities_) witness.values[v] = lane_.witness(v);
        if (result != Satisfiability::undecided) return result;
        result = solve(0, nullptr);
        if (result != Satisfiability::feasible) return result;
        for (const VariableIndex v : quantities_) {
            if (box_[v].is_point()) {
                witness.values[v] = box_[v].low();
            } else {
                witness.values[v] = *choose_value(box_[v], std::nullopt, std::nullopt);
            }
        }
        witness.enclosed.insert(witness.enclosed.end(), enclosed_.begin(), enclosed_.end());
        return result;
    }

    std::optional<Refutation> refute(const Task& task) {
        start(task);
        Refutation refutation;
        if (solve(0, &refutation.steps) != Satisfiability::infeasible) return std::nullopt;
        std::vector<VariableIndex> used;
        collect_statements(refutation.steps, refutation.relations, used);
        const auto sort_unique = [](auto& list) {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        };
        sort_unique(refutation.relations);
        sort_unique(used);
        for (const VariableIndex v : used) {
            const QuantityKind kind = report_.quantities[v].kind;
            const bool is_printed = kind == QuantityKind::stated || kind == QuantityKind::range;
            const bool is_released =
                std::binary_search(task.released.begin(), task.released.end(), v);
            if (is_printed && !is_released) refutation.figures.push_back(v);
        }
        return refutation;
    }

    bool find_implied(const Task& task, std::vector<Interval>& box) {
        start(task);
        std::vector<bool> known(quantities_.size(), false);
        if (ask_fast_lane(true) == Satisfiability::feasible) {
            bool all_known = true;
            for (std::size_t i = 0; i < quantities_.size(); ++i) {
                const auto implied = lane_.implied(quantities_[i]);
                known[i] = implied.has_value();
                all_known = all_known && known[i];
                if (implied) box_[quantities_[i]] = *implied;
            }
            if (all_known) {
                for (const VariableIndex v : quantities_) box[v] = box_[v];
                return true;
            }
        }
        const auto is_known = [&](VariableIndex v) {
            const auto place = std::lower_bound(quantities_.begin(), quantities_.end(), v);
            return known[static_cast<std::size_t>(place - quantities_.begin())];
        };
        const std::vector<Interval> start_box = save();
        std::vector<VariableIndex> hard;
        Core core(report_, box_);
        bool tight = propagate_and_peel(core, false).complete;
        for (const ConstraintIndex c : core.hard) {
            const Constraint& constraint = network_.constraints()[c];
            for (const VariableIndex v : network_.expression(constraint).variables())
                if (!box_[v].is_point() && !is_known(v)) hard.push_back(v);
            if (constraint.kind == DerivationStep::Kind::definition &&
                !box_[constraint.index].is_point() && !is_known(constraint.index))
                hard.push_back(constraint.index);
        }
        std::sort(hard.begin(), hard.end());
        hard.erase(std::unique(hard.begin(), hard.end()), hard.end());
        if (hard.size() > most_hard_quantities) {
            tight = false;
            hard.clear();
        }
        if (!hard.empty()) {
            const std::vector<Interval> settled_box = save();
            std::vector<Interval> hulls;
            LinearEnds ends(*this, core.hard);
            for (const VariableIndex v : hard) {
                Interval hull = box_[v];
                for (const bool is_low : {true, false}) {
                    if (is_end_taken(v, is_low, start_box)) continue;
                    restore(settled_box);
                    std::optional<End> end = ends.find(v, is_low);
                    if (!end) end = find_end(v, is_low);
                    restore(settled_box);
                    tight = tight && end->is_proved;
                    hull = narrowed(hull, *end, is_low);
                }
                hulls.push_back(std::move(hull));
            }
            for (std::size_t i = 0; i < hard.size(); ++i)
                if (!hulls[i].is_empty()) box_[hard[i]] = hulls[i];
            const std::uint64_t limit = 50 * core.set_aside.size() + 20;
            const Propagation leaves = propagator_.run(core.set_aside, box_, {limit, false, false});
            tight = tight && leaves.complete;
        }
        const bool is_possible =
            std::none_of(quantities_.begin(), quantities_.end(),
                         [&](VariableIndex v) { return box_[v].is_empty(); });
        if (!is_possible) return true;
        for (const VariableIndex v : quantities_) box[v] = box_[v];
        return tight;
    }

    Interval find_range(const Task& task, VariableIndex quantity, ProvedEnds& proved) {
        start(task);
        proved = {};
        if (quantities_.size() > most_hard_quantities) {
            Interval range = box_[quantity];
            for (const ConstraintIndex c : network_.constraints_of(quantity))
                if (std::binary_search(constraints_.begin(), constraints_.end(), c))
                    range = intersect(range, completion_.demand(c, quantity, box_));
            return range;
        }
        const std::vector<Interval> start_box = save();
        Core core(report_, box_);
        const bool is_settled = propagate_and_peel(core, false, quantity).complete;
        const std::vector<Interval> settled = save();
        LinearEnds ends(*this, core.hard);
        Interval range = box_[quantity];
        for (const bool is_low : {true, false}) {
            bool is_proved = true;
            if (!is_end_taken(quantity, is_low, start_box)) {
                std::optional<End> end = ends.find(quantity, is_low);
                if (!end) end = find_end(quantity, is_low, few_boxes_for_an_end);
                restore(settled);
                range = narrowed(range, *end, is_low);
                is_proved = is_settled && end->is_proved;
            }
            (is_low ? proved.low : proved.high) = is_proved;
        }
        return range;
    }

    [[nodiscard]] Rational value_found(VariableIndex quantity) const {
        if (is_found_in_lane_) return lane_.witness(quantity);
        return *choose_value(box_[quantity], std::nullopt, std::nullopt);
    }

    [[nodiscard]] std::size_t count_places(std::span<const ConstraintIndex> constraints) const {
        std::size_t places = 0;
        for (const ConstraintIndex c : constraints)
            places += network_.expression(network_.constraints()[c]).variables().size();
        return places;
    }

    [[nodiscard]] bool is_convex(std::span<const ConstraintIndex> constraints) const {
        return std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
            const Constraint& constraint = network_.constraints()[c];
            const Expression& expression = network_.expression(constraint);
            const auto used = expression.variables();
            // Within 5 % of a value is a double cone.
            const bool is_cone = constraint.kind == DerivationStep::Kind::relation &&
                                 report_.relations[constraint.index].tolerance &&
                                 report_.relations[constraint.index].tolerance->is_relative;
            return !is_cone && is_sum(expression) &&
                   std::none_of(used.begin(), used.end(),
                                [&](VariableIndex v) { return network_.is_whole(v); });
        });
    }

    [[nodiscard]] std::optional<Rational> choose_free_value(VariableIndex quantity) const {
        return completion_.value_for(quantity, report_.quantities[quantity].interval);
    }

private:
    /// What is proved at once. A large task is only worth a look if nothing is released without
    /// bounds: what the rest says of a released figure is put in first.
    Satisfiability ask_fast_lane(bool want_implied) {
        if (quantities_.size() > most_hard_quantities)
            for (const VariableIndex v : released_)
                for (const ConstraintIndex c : network_.constraints_of(v))
                    if (std::binary_search(constraints_.begin(), constraints_.end(), c))
                        box_[v] = intersect(box_[v], completion_.demand(c, v, box_));
        decide_in_lane(want_implied);
        return lane_.is_impossible()  ? Satisfiability::infeasible
               : lane_.all_decided() ? Satisfiability::feasible
                                     : Satisfiability::undecided;
    }

    void decide_in_lane(bool want_implied) {
        if (!std::exchange(lane_is_ready_, true)) lane_.compile(network_);
        lane_.decide(box_, constraints_, quantities_, want_implied);
        spend(lane_.work());
    }

    void start(const Task& task) {
        constraints_ = task.constraints;
        released_ = task.released;
        enclosed_.clear();
        if (!std::equal(constraints_.begin(), constraints_.end(), started_.begin(),
                        started_.end()))
            collect_quantities();
        for (const VariableIndex v : quantities_) {
            const Quantity& quantity = report_.quantities[v];
            const bool is_open = quantity.kind == QuantityKind::derived ||
                                 quantity.kind == QuantityKind::unknown ||
                                 std::binary_search(released_.begin(), released_.end(), v);
            box_[v] = is_open         ? Interval::all()
                      : task.half_up ? half_up_interval(quantity)
                                     : quantity.interval;
            if (task.instead && task.instead->first == v) box_[v] = task.instead->second;
            if (quantity.whole) {
                const Interval factor(quantity.unit.factor());
                box_[v] = round_to_whole(box_[v] / factor) * factor;
            }
        }
    }

    void collect_quantities() {
        started_.assign(constraints_.begin(), constraints_.end());
        quantities_.clear();
        const bool is_much_of_all = count_places(constraints_) * 4 > box_.size();
        std::vector<bool> is_used(is_much_of_all ? box_.size() : 0, false);
        const auto add = [&](VariableIndex v) {
            if (is_much_of_all)
                is_used[v] = true;
            else
                quantities_.push_back(v);
        };
        for (const ConstraintIndex c : constraints_) {
            const Constraint& constraint = network_.constraints()[c];
            for (const VariableIndex v : network_.expression(constraint).variables()) add(v);
            if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
        }
        if (is_much_of_all) {
            for (VariableIndex v = 0; v < is_used.size(); ++v)
                if (is_used[v]) quantities_.push_back(v);
        } else {
            std::sort(quantities_.begin(), quantities_.end());
            quantities_.erase(std::unique(quantities_.begin(), quantities_.end()),
                              quantities_.end());
        }
    }

    bool spend(std::uint64_t steps) {
        if (work_left_ < steps) {
            work_left_ = 0;
            return false;
        }
        work_left_ -= steps;
        return true;
    }

    [[nodiscard]] std::vector<Interval> save() const {
        std::vector<Interval> saved;
        saved.reserve(quantities_.size());
        for (const VariableIndex v : quantities_) saved.push_back(box_[v]);
        return saved;
    }

    void restore(const std::vector<Interval>& saved) {
        for (std::size_t i = 0; i < quantities_.size(); ++i) box_[quantities_[i]] = saved[i];
    }

    /// Propagates all constraints, in haste, then those that are set aside, to their end.
    Propagation propagate_and_peel(Core& core, bool keep_trail,
                                   std::optional<VariableIndex> keep = std::nullopt) {
        PropagationOptions options{revisions_per_constraint * constraints_.size() + 20, keep_trail,
                                   true};
        Propagation result = propagator_.run(constraints_, box_, options);
        if (!result.conflict) {
            peeling_.run(constraints_, box_, core, keep);
            result.complete = true;
            options = {50 * core.set_aside.size() + 20, keep_trail, false};
            propagator_.run(core.set_aside, box_, options, result);
        }
        spend(result.work);
        return result;
    }

    /// False on a contradiction.
    bool propagate() {
        const Propagation propagation = propagator_.run(
            constraints_, box_,
            {revisions_per_constraint * constraints_.size() + 20, false, true});
        spend(propagation.work);
        return !propagation.conflict;
    }

    static ProofStep narrow_step(const DerivationStep& step) {
        ProofStep proof;
        proof.kind = ProofStep::Kind::narrow;
        proof.source = {step.kind == DerivationStep::Kind::definition
                            ? ProofSource::Kind::definition
                            : ProofSource::Kind::relation,
                        step.index, step.comparison};
        proof.quantity = step.quantity;
        proof.interval = step.after;
        return proof;
    }

    static void write_steps(const std::vector<DerivationStep>& chain,
                            std::vector<ProofStep>& proof) {
        for (const DerivationStep& step : chain) proof.push_back(narrow_step(step));
    }

    /// One box: feasible leaves the true values in box_.
    Satisfiability solve(std::size_t depth, std::vector<ProofStep>* proof) {
        if (!spend(5)) return Satisfiability::undecided;
        Core core(report_, box_);
        const Propagation propagation = propagate_and_peel(core, proof != nullptr);
        if (propagation.conflict) {
            if (proof != nullptr) write_steps(conflict_chain(propagation), *proof);
            return Satisfiability::infeasible;
        }
        const std::vector<Interval> settled = save();
        if (core.hard.empty()) {
            if (completion_.run(constraints_, core, box_, enclosed_))
                return Satisfiability::feasible;
            enclosed_.clear();
            restore(settled);
            return search_further(depth, propagation, proof, nullptr, {});
        }
        if (is_too_large(core)) return Satisfiability::undecided;
        make_rows(network_, box_, core, std::nullopt);
        for (const FactPool::Index row : core.rows)
            if (!may_hold(core.pool.fact(row), box_))
                return contradict(row, core, propagation, proof);

        Relaxation relaxation(report_, core.pool, core.rows, box_);
        relaxation.simplex.work_left = work_left_;
        const std::uint64_t work_before = relaxation.simplex.work_left;
        const Simplex::Status status = relaxation.simplex.solve();
        spend(work_before - relaxation.simplex.work_left);
        if (status == Simplex::Status::stopped) return Satisfiability::undecided;
        if (status == Simplex::Status::infeasible)
            return contradict(relaxation.contradiction(), core, propagation, proof);

        const auto fraction = find_fraction(relaxation);
        if (!fraction) {
            if (try_point(core, relaxation)) return Satisfiability::feasible;
            enclosed_.clear();
            restore(settled);
            if (core.has_opaque || relaxation.has_products() || !core.confined.empty()) {
                for (const bool backwards : {false, true}) {
                    if (try_stepwise(core, backwards)) return Satisfiability::feasible;
                    enclosed_.clear();
                    restore(settled);
                }
            }
        }
        return search_further(depth, propagation, proof, &relaxation, fraction);
    }

    [[nodiscard]] bool is_too_large(const Core& core) const {
        return count_places(core.hard) > 10 * most_hard_quantities;
    }

    struct SplitPoint {
        VariableIndex variable = 0;
        Rational at;
    };

    /// A whole quantity that the linear program gives a value between two whole ones.
    std::optional<SplitPoint> find_fraction(Relaxation& relaxation) {
        const std::vector<VariableIndex> variables = relaxation.variables();
        for (const VariableIndex v : variables) {
            const Quantity& quantity = report_.quantities[v];
            if (!quantity.whole) continue;
            const NearRational& value = relaxation.simplex.value(relaxation.column(v));
            const Rational in_units = value.value / quantity.unit.factor();
            if (in_units.is_integer() && value.infinitesimal.is_zero()) continue;
            Rational at(in_units.floor());
            if (in_units.is_integer() && value.infinitesimal.sign() < 0) at -= Rational(1);
            return SplitPoint{v, at * quantity.unit.factor()};
        }
        return std::nullopt;
    }

    /// The rows that true values have to satisfy.
    static std::vector<FactPool::Index> rows_to_satisfy(const Core& core) {
        std::vector<FactPool::Index> rows = core.rows;
        for (const Core::Confined& confined : core.confined) rows.push_back(confined.equality);
        return rows;
    }

    /// The quantities whose values make every product of the rows linear, few.
    static std::vector<VariableIndex> cover_products(const Core& core) {
        std::vector<Monomial> products;
        for (const FactPool::Index row : rows_to_satisfy(core))
            for (const auto& term : core.pool.fact(row).polynomial.terms())
                if (term.monomial.size() > 1) products.push_back(term.monomial);
        std::vector<VariableIndex> cover;
        while (!products.empty()) {
            std::vector<VariableIndex> all;
            for (const Monomial& m : products) {
                all.insert(all.end(), m.begin(), m.end());
                // A square needs its own root.
                if (const auto twice = std::adjacent_find(m.begin(), m.end()); twice != m.end())
                    all.insert(all.end(), products.size(), *twice);
            }
            std::sort(all.begin(), all.end());
            VariableIndex best = all.front();
            std::ptrdiff_t most = 0;
            for (auto i = all.begin(); i != all.end();) {
                const auto end = std::upper_bound(i, all.end(), *i);
                if (end - i > most) {
                    most = end - i;
                    best = *i;
                }
                i = end;
            }
            cover.push_back(best);
            for (Monomial& m : products) std::erase(m, best);
            std::erase_if(products, [](const Monomial& m) { return m.size() < 2; });
        }
        std::sort(cover.begin(), cover.end());
        return cover;
    }

    using Values = std::vector<std::pair<VariableIndex, Rational>>;

    static Values values_of(Relaxation& relaxation) {
        const auto columns = relaxation.simplex.concrete_values();
        Values values;
        for (const VariableIndex v : std::vector<VariableIndex>(relaxation.variables()))
            values.emplace_back(v, columns[relaxation.column(v)]);
        return values;
    }

    /// The middle of the corners in which one quantity after the other is least and greatest: a point
    /// away from all bounds that leave room.
    Values inner_point(Relaxation& relaxation) {
        constexpr std::size_t most_directions = 12;
        Values sum = values_of(relaxation);
        std::int64_t count = 1;
        const std::uint64_t before = relaxation.simplex.work_left;
        for (std::size_t i = 0; i < sum.size() && i < most_directions; ++i) {
            for (const int direction : {1, -1}) {
                const auto optimum = relaxation.simplex.maximize(
                    {{relaxation.column(sum[i].first), Rational(direction)}});
                if (optimum.status == Simplex::Status::stopped) return sum;
                const Values corner = values_of(relaxation);
                for (std::size_t k = 0; k < sum.size(); ++k) sum[k].second += corner[k].second;
                ++count;
            }
        }
        spend(before - relaxation.simplex.work_left);
        for (auto& entry : sum) entry.second = entry.second / Rational(count);
        return sum;
    }

    /// Puts the linear program's point in; where products are in the way, values for their cover.
    bool try_point(Core& core, Relaxation& relaxation) {
        if (!relaxation.has_products() && core.confined.empty()) {
            for (const auto& [v, value] : values_of(relaxation))
                if (!box_[v].is_point()) box_[v] = Interval(value);
            return completion_.run(constraints_, core, box_, enclosed_);
        }
        const auto cover = cover_products(core);
        const std::vector<Interval> saved = save();
        for (int attempt = 0; attempt < 3; ++attempt) {
            const Values values = attempt == 0   ? values_of(relaxation)
                                  : attempt == 1 ? inner_point(relaxation)
                                                 : Values();
            if (fix_cover(core, cover, values) && solve_linear(core) &&
                completion_.run(constraints_, core, box_, enclosed_))
                return true;
            enclosed_.clear();
            restore(saved);
        }
        return false;
    }

    bool fix_cover(const Core& core, const std::vector<VariableIndex>& cover,
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
            std::optional<Rational> value;
            if (known != values.end() && known->first == v) {
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

    /// With the cover's values fixed in the box, the rows are linear: solves them into the box.
    bool solve_linear(const Core& core) {
        Simplex simplex;
        std::vector<std::pair<VariableIndex, Simplex::Column>> columns;
        const auto column = [&](VariableIndex v) {
            const auto place = std::lower_bound(
                columns.begin(), columns.end(), v,
                [](const auto& entry, VariableIndex wanted) { return entry.first < wanted; });
            if (place != columns.end() && place->first == v) return place->second;
            const Interval& interval = box_[v];
            const Simplex::Column own = simplex.add_column(*choose_value(
                interval, report_.quantities[v].stated_value(), std::nullopt));
            columns.insert(place, {v, own});
            if (interval.has_low()) simplex.set_low(own, interval.low(), interval.low_open());
            if (interval.has_high()) simplex.set_high(own, interval.high(), interval.high_open());
            return own;
        };
        for (const FactPool::Index row : rows_to_satisfy(core)) {
            PolynomialFact fact = core.pool.fact(row);
            for (const VariableIndex v : fact.polynomial.variables())
                if (box_[v].is_point())
                    fact.polynomial = fact.polynomial.with_value(v, box_[v].low());
            if (!fact.polynomial.is_linear()) return false;
            Simplex::Combination sum;
            for (const auto& term : fact.polynomial.terms())
                if (!term.monomial.empty())
                    sum.emplace_back(column(term.monomial.front()), term.coefficient);
            const Simplex::Column own = simplex.add_row(sum);
            const Rational end = -fact.polynomial.constant();
            simplex.set_low(own, end, fact.sign == Sign::positive);
            if (fact.sign == Sign::zero) simplex.set_high(own, end);
        }
        simplex.work_left = work_left_;
        const std::uint64_t before = simplex.work_left;
        const auto status = simplex.solve();
        spend(before - simplex.work_left);
        if (status != Simplex::Status::feasible) return false;
        const auto values = simplex.concrete_values();
        for (const auto& [v, own] : columns) {
            if (report_.quantities[v].whole &&
                !(values[own] / report_.quantities[v].unit.factor()).is_integer())
                return false;
            box_[v] = Interval(values[own]);
        }
        return true;
    }

    /// Fixes one quantity after the other, each inside what is left for it, until the rest follows.
    /// What comes last may be a root, which is no number to choose: so the order may matter.
    bool try_stepwise(const Core& core, bool backwards) {
        std::vector<VariableIndex> order = cover_products(core);
        for (const ConstraintIndex c : core.hard) {
            const Constraint& constraint = network_.constraints()[c];
            const auto used = network_.expression(constraint).variables();
            order.insert(order.end(), used.begin(), used.end());
        }
        if (backwards) std::reverse(order.begin(), order.end());
        constexpr std::size_t most_steps = 60;
        std::size_t steps = 0;
        for (const VariableIndex v : order) {
            if (box_[v].is_point()) continue;
            if (++steps > most_steps) return false;
            Core rest(report_, box_);
            peeling_.run(constraints_, box_, rest);
            if (rest.hard.empty()) return completion_.run(constraints_, rest, box_, enclosed_);
            const auto value = completion_.value_for(v, box_[v]);
            if (!value) return false;
            box_[v] = Interval(*value);
            if (!propagate()) return false;
        }
        Core completed(report_, box_);
        completed.set_aside = core.set_aside;
        completed.hard = core.hard;
        return completion_.run(constraints_, completed, box_, enclosed_);
    }

    /// No contradiction and no true values yet: two halves.
    Satisfiability search_further(std::size_t depth, const Propagation& propagation,
                                  std::vector<ProofStep>* proof, Relaxation* relaxation,
                                  std::optional<SplitPoint> split) {
        if (depth == deepest_split) return Satisfiability::undecided;
        if (!split) split = choose_split(relaxation);
        if (!split) return Satisfiability::undecided;
        ProofStep step;
        step.kind = ProofStep::Kind::split;
        step.quantity = split->variable;
        step.at = split->at;
        const std::vector<Interval> saved = save();
        bool undecided = false;
        for (const bool is_below : {true, false}) {
            Interval& interval = box_[split->variable];
            interval = intersect(interval, is_below ? Interval::at_most(split->at)
                                                    : Interval::at_least(split->at, true));
            const Quantity& quantity = report_.quantities[split->variable];
            if (quantity.whole) {
                const Interval factor(quantity.unit.factor());
                interval = round_to_whole(interval / factor) * factor;
            }
            Satisfiability half = Satisfiability::infeasible;
            std::vector<ProofStep>* const branch =
                proof == nullptr ? nullptr : is_below ? &step.below : &step.above;
            if (!interval.is_empty()) half = solve(depth + 1, branch);
            if (half == Satisfiability::feasible) return half;
            undecided = undecided || half == Satisfiability::undecided;
            restore(saved);
        }
        if (undecided) return Satisfiability::undecided;
        if (proof != nullptr) {
            write_steps(propagation.trail, *proof);
            proof->push_back(std::move(step));
        }
        return Satisfiability::infeasible;
    }

    std::optional<SplitPoint> choose_split(Relaxation* relaxation) {
        std::vector<VariableIndex> candidates;
        if (relaxation != nullptr)
            for (const Monomial& m : relaxation->broken_products())
                candidates.insert(candidates.end(), m.begin(), m.end());
        if (candidates.empty()) {
            candidates = quantities_;
        } else {
            std::sort(candidates.begin(), candidates.end());
            candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
        }
        std::optional<SplitPoint> best;
        std::optional<Rational> best_width;  // relative; nothing stands for unbounded
        for (const VariableIndex v : candidates) {
            const Interval& interval = box_[v];
            if (interval.is_point()) continue;
            const auto at = middle(v);
            if (!at) continue;
            if (!interval.has_low() || !interval.has_high()) {
                if (!best || best_width) best = SplitPoint{v, *at};
                best_width.reset();
                continue;
            }
            const Rational size = std::max(abs(interval.low()), abs(interval.high()));
            const Rational width = (interval.high() - interval.low()) / size;
            if (best && (!best_width || width <= *best_width)) continue;
            best = SplitPoint{v, *at};
            best_width = width;
        }
        return best;
    }

    [[nodiscard]] std::optional<Rational> middle(VariableIndex v) const {
        const Interval& interval = box_[v];
        Rational at;
        if (!interval.has_low() && !interval.has_high()) {
            at = Rational(0);
        } else if (!interval.has_high()) {
            at = interval.low() + std::max(Rational(1), abs(interval.low()));
        } else if (!interval.has_low()) {
            at = interval.high() - std::max(Rational(1), abs(interval.high()));
        } else if (interval.low().sign() < 0 && interval.high().sign() > 0) {
            at = Rational(0);
        } else {
            at = *choose_value(interval, std::nullopt, std::nullopt);
        }
        const Quantity& quantity = report_.quantities[v];
        if (quantity.whole)
            at = Rational((at / quantity.unit.factor()).floor()) * quantity.unit.factor();
        // Both halves have to be smaller.
        if (interval.has_high() && at >= interval.high()) return std::nullopt;
        if (interval.has_low() && at < interval.low()) return std::nullopt;
        return at;
    }

    Satisfiability contradict(FactPool::Index fact, Core& core, const Propagation& propagation,
                              std::vector<ProofStep>* proof) {
        if (proof == nullptr) return Satisfiability::infeasible;
        std::vector<ProofSource> sources;
        std::vector<VariableIndex> needed;
        core.pool.collect(fact, sources, needed);
        // The range of the last fact is read off the box as well.
        for (const VariableIndex v : core.pool.fact(fact).polynomial.variables())
            needed.push_back(v);
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
        std::uint32_t next = 0;
        core.pool.write(fact, *proof, numbers, next);
        return Satisfiability::infeasible;
    }

    void collect_statements(const std::vector<ProofStep>& steps,
                            std::vector<RelationIndex>& relations,
                            std::vector<VariableIndex>& quantities) const {
        const auto use = [&](const Polynomial& p) {
            if (p.is_constant()) return;
            const auto used = p.variables();
            quantities.insert(quantities.end(), used.begin(), used.end());
        };
        const auto use_source = [&](const ProofSource& source) {
            switch (source.kind) {
                case ProofSource::Kind::definition: break;
                case ProofSource::Kind::fact: return;
                case ProofSource::Kind::low:
                case ProofSource::Kind::high: quantities.push_back(source.index); return;
                default: relations.push_back(source.index); break;
            }
            if (source.kind != ProofSource::Kind::definition) {
                const Expression& condition = report_.relations[source.index].condition;
                const auto nodes = condition.nodes();
                if (std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
                        return node.operation == Operation::cagr;
                    }))
                    quantities.insert(quantities.end(), condition.variables().begin(),
                                      condition.variables().end());
            }
            std::vector<Polynomial> denominators;
            fact_of(source, report_, box_, {}, &denominators);
            for (const Polynomial& p : denominators) use(p);
        };
        for (const ProofStep& step : steps) {
            switch (step.kind) {
                case ProofStep::Kind::narrow: {
                    quantities.push_back(step.quantity);
                    const bool is_definition = step.source.kind == ProofSource::Kind::definition;
                    if (!is_definition) relations.push_back(step.source.index);
                    const Expression& expression =
                        is_definition ? *report_.quantities[step.source.index].definition
                                      : report_.relations[step.source.index].condition;
                    const auto used = expression.variables();
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
                    collect_statements(step.below, relations, quantities);
                    collect_statements(step.above, relations, quantities);
                    break;
            }
        }
    }

    // Implied intervals.

    struct End {
        bool is_set = false;     ///< false: no bound on that side
        Rational value;
        bool is_open = false;
        bool is_proved = false;  ///< nothing narrower would do
    };

    static Interval narrowed(const Interval& interval, const End& end, bool is_low) {
        if (!end.is_set) return interval;
        return intersect(interval, is_low ? Interval::at_least(end.value, end.is_open)
                                          : Interval::at_most(end.value, end.is_open));
    }

    /// Where all hard constraints together are linear, one linear program knows the ends of all
    /// quantities in it, each a few steps from the one before. Keeps the box it was made for.
    class LinearEnds {
    public:
        /// REQUIRES: the box is settled, and so it is again whenever this is asked.
        LinearEnds(Search& search, const std::vector<ConstraintIndex>& hard)
            : search_(search), core_(search.report_, search.box_) {
            core_.hard = hard;
        }

        /// Nothing where it is not for this to say. A quantity without an end there is not `is_set`.
        std::optional<End> find(VariableIndex variable, bool is_low) {
            if (!std::exchange(is_made_, true)) make();
            if (!relaxation_) return std::nullopt;
            const auto& variables = relaxation_->variables();
            if (!std::binary_search(variables.begin(), variables.end(), variable))
                return std::nullopt;
            const Rational direction(is_low ? -1 : 1);
            Simplex::Optimum optimum;
            run([&] {
                optimum = relaxation_->simplex.maximize({{relaxation_->column(variable), direction}});
                return optimum.status;
            });
            if (optimum.status == Simplex::Status::unbounded) return End{false, {}, false, true};
            if (optimum.status != Simplex::Status::feasible) return std::nullopt;
            return End{true, direction * optimum.value.value,
                       optimum.value.infinitesimal.sign() < 0, true};
        }

    private:
        void make() {
            if (search_.is_too_large(core_)) return;
            make_rows(search_.network_, search_.box_, core_, std::nullopt);
            if (core_.has_opaque || !core_.confined.empty()) return;
            relaxation_.emplace(search_.report_, core_.pool, core_.rows, search_.box_);
            const auto& variables = relaxation_->variables();
            const bool is_linear =
                !relaxation_->has_products() && !core_.pool.has_open_divisor() &&
                std::none_of(variables.begin(), variables.end(), [&](VariableIndex v) {
                    return search_.report_.quantities[v].whole;
                });
            if (!is_linear || run([&] { return relaxation_->simplex.solve(); }) !=
                                  Simplex::Status::feasible)
                relaxation_.reset();
        }

        template <typename Work>
        Simplex::Status run(const Work& work) {
            Simplex& simplex = relaxation_->simplex;
            simplex.work_left = search_.work_left_;
            const Simplex::Status status = work();
            search_.spend(search_.work_left_ - simplex.work_left);
            return status;
        }

        Search& search_;
        Core core_;
        std::optional<Relaxation> relaxation_;
        bool is_made_ = false;
    };

    /// Is the end of the box's own interval one that solutions have? The quick answer, from where
    /// the task started, since ends computed on the way are long; false says nothing.
    bool is_end_taken(VariableIndex variable, bool is_low,
                      const std::vector<Interval>& start_box) {
        const Interval& whole = box_[variable];
        if (is_low ? !whole.has_low() : !whole.has_high()) return false;
        const bool is_open = is_low ? whole.low_open() : whole.high_open();
        const Interval end = near_end(whole, is_low ? whole.low() : whole.high(), is_open, is_low);
        const std::vector<Interval> settled = save();
        restore(start_box);
        box_[variable] = end;
        decide_in_lane(false);
        restore(settled);
        return lane_.all_decided();
    }

    /// The end, or what is a hair's breadth inside of it.
    static Interval near_end(const Interval& interval, const Rational& end, bool is_open,
                             bool is_low) {
        if (!is_open) return intersect(interval, Interval(end));
        const Rational size = std::max(abs(end), Rational(Integer(1), Integer(1'000'000)));
        const Rational breadth = size * power(Rational(2), -40);
        return intersect(interval, is_low ? Interval::between(end, true, end + breadth, true)
                                          : Interval::between(end - breadth, true, end, true));
    }

    struct Best {
        bool is_set = false;
        NearRational value;
    };

    /// The least or greatest value of a quantity over the box, by branch and bound.
    End find_end(VariableIndex variable, bool is_low,
                 std::size_t boxes_left = most_boxes_for_an_end) {
        Best best;
        std::optional<NearRational> outer;  // of what was not searched to the end
        bool unbounded = false;
        search_end(variable, is_low ? -1 : 1, 0, boxes_left, best, outer, unbounded);
        End end;
        if (unbounded) {
            end.is_proved = best.is_set;
            return end;
        }
        NearRational value = best.value;
        end.is_set = best.is_set || outer.has_value();
        end.is_proved = best.is_set && (!outer || *outer <= best.value);
        if (outer && (!best.is_set || *outer > best.value)) value = *outer;
        if (!end.is_set) return end;
        end.value = is_low ? -value.value : value.value;
        end.is_open = value.infinitesimal.sign() < 0;
        return end;
    }

    static constexpr std::size_t most_boxes_for_an_end = 12;
    static constexpr std::size_t few_boxes_for_an_end = 3;
    static constexpr std::size_t splits_for_an_end = 3;

    void search_end(VariableIndex variable, int direction, std::size_t depth, std::size_t& boxes_left,
                    Best& best, std::optional<NearRational>& outer, bool& unbounded) {
        const auto give_up = [&](const std::optional<NearRational>& bound) {
            if (!bound) {
                unbounded = true;
                best.is_set = false;  // that there is no bound is not proved
            } else if (!outer || *bound > *outer)
                outer = bound;
        };
        const auto end_of_box = [&]() -> std::optional<NearRational> {
            const Interval& x = box_[variable];
            if (direction > 0) {
                if (!x.has_high()) return std::nullopt;
                return NearRational{x.high(), Rational(x.high_open() ? -1 : 0)};
            }
            if (!x.has_low()) return std::nullopt;
            return NearRational{-x.low(), Rational(x.low_open() ? -1 : 0)};
        };
        if (unbounded) return;
        if (boxes_left == 0 || depth == deepest_split || !spend(5))
            return give_up(end_of_box());
        --boxes_left;
        Core core(report_, box_);
        if (propagate_and_peel(core, false, variable).conflict) return;
        const auto from_box = end_of_box();
        if (best.is_set && from_box && *from_box <= best.value) return;
        if (core.hard.empty()) {
            if (!from_box) {
                unbounded = true;
                best.is_set = true;
                return;
            }
            take(best, *from_box);
            return;
        }
        if (is_too_large(core)) return give_up(from_box);
        make_rows(network_, box_, core, variable);
        for (const FactPool::Index row : core.rows)
            if (!may_hold(core.pool.fact(row), box_)) return;
        Relaxation relaxation(report_, core.pool, core.rows, box_);
        const Simplex::Optimum optimum = optimize(variable, direction, core, relaxation);
        if (optimum.status == Simplex::Status::infeasible) return;
        if (optimum.status == Simplex::Status::stopped) return give_up(from_box);
        std::optional<NearRational> bound = from_box;
        if (optimum.status == Simplex::Status::feasible && (!bound || optimum.value < *bound))
            bound = optimum.value;
        if (bound && best.is_set && *bound <= best.value) return;

        const std::vector<Interval> saved = save();
        auto split = find_fraction(relaxation);
        const bool fits = !split && !core.has_opaque && core.confined.empty() &&
                          !core.pool.has_open_divisor() &&
                          relaxation.broken_products().empty();
        if (fits) {
            if (!bound) {
                unbounded = true;
                best.is_set = !relaxation.has_products() && !core.kept;
                return;
            }
            // A quotient may stay within bounds where its parts do not.
            if (optimum.status == Simplex::Status::feasible && optimum.value <= *bound) {
                take(best, *bound);
                return;
            }
        }
        if (bound && is_reached(variable, direction, *bound)) {
            restore(saved);
            take(best, *bound);
            return;
        }
        restore(saved);
        if (!split) split = choose_split(&relaxation);
        if (!split || is_close(best, bound)) return give_up(bound);
        // The half nearer to the end first: what it finds rules out most of the other.
        const bool above_first = direction > 0;
        for (const bool is_above : {above_first, !above_first}) {
            Interval& interval = box_[split->variable];
            interval = intersect(interval, is_above ? Interval::at_least(split->at, true)
                                                    : Interval::at_most(split->at));
            const Quantity& quantity = report_.quantities[split->variable];
            if (quantity.whole) {
                const Interval factor(quantity.unit.factor());
                interval = round_to_whole(interval / factor) * factor;
            }
            if (!interval.is_empty())
                search_end(variable, direction, depth + 1, boxes_left, best, outer, unbounded);
            restore(saved);
            if (unbounded) return;
        }
    }

    /// Can the quantity have this value, or come as near to it as one likes?
    bool is_reached(VariableIndex variable, int direction, const NearRational& bound) {
        Interval& interval = box_[variable];
        interval = near_end(interval, bound.value * Rational(direction),
                            !bound.infinitesimal.is_zero(), direction < 0);
        if (interval.is_empty()) return false;
        const bool result =
            solve(deepest_split - splits_for_an_end, nullptr) == Satisfiability::feasible;
        enclosed_.clear();
        return result;
    }

    /// Nothing to gain any more that anyone could see.
    static bool is_close(const Best& best, const std::optional<NearRational>& bound) {
        if (!best.is_set || !bound) return false;
        const Rational gap = bound->value - best.value.value;
        return gap * power(Rational(10), 12) <= abs(bound->value);
    }

    static void take(Best& best, const NearRational& value) {
        if (!best.is_set || value > best.value) best = {true, value};
    }

    /// The linear program's greatest value of direction * variable.
    Simplex::Optimum optimize(VariableIndex variable, int direction, Core& core,
                              Relaxation& relaxation) {
        Simplex& simplex = relaxation.simplex;
        Simplex::Combination numerator;
        Simplex::Combination denominator;
        if (core.kept) {
            numerator = relaxation.combination(core.kept->first);
            denominator = relaxation.combination(core.kept->second);
        } else {
            numerator = {{relaxation.column(variable), Rational(1)}};
        }
        for (auto& entry : numerator) entry.second *= Rational(direction);
        simplex.work_left = work_left_;
        const std::uint64_t before = simplex.work_left;
        Simplex::Optimum optimum;
        optimum.status = simplex.solve();
        if (optimum.status == Simplex::Status::feasible)
            optimum = core.kept
                          ? maximize_quotient(
                                simplex, numerator,
                                core.kept->first.constant() * Rational(direction), denominator,
                                core.kept->second.constant())
                          : simplex.maximize(numerator);
        spend(before - simplex.work_left);
        return optimum;
    }

    /// Dinkelbach (On Nonlinear Fractional Programming, Management Science 13, 1967): the greatest
    /// value of n - t d is 0 where t is the greatest n / d. REQUIRES: d > 0, and a feasible program.
    static Simplex::Optimum maximize_quotient(Simplex& simplex,
                                              const Simplex::Combination& numerator,
                                              const Rational& n_constant,
                                              const Simplex::Combination& denominator,
                                              const Rational& d_constant) {
        const auto value_of = [&](const Simplex::Combination& sum, const Rational& constant) {
            Rational total = constant;
            for (const auto& [column, factor] : sum) total += factor * simplex.value(column).value;
            return total;
        };
        constexpr int most_rounds = 50;
        for (int round = 0; round < most_rounds; ++round) {
            const Rational d = value_of(denominator, d_constant);
            if (d.sign() <= 0) break;
            const Rational ratio = value_of(numerator, n_constant) / d;
            Simplex::Combination objective = numerator;
            for (const auto& [column, factor] : denominator)
                objective.emplace_back(column, -(ratio * factor));
            const auto optimum = simplex.maximize(objective);
            if (optimum.status != Simplex::Status::feasible)
                return optimum;
            const Rational rest = optimum.value.value + n_constant - ratio * d_constant;
            if (rest.sign() <= 0)
                return {Simplex::Status::feasible,
                        {ratio, Rational(optimum.value.infinitesimal.sign())}};
        }
        return {};
    }

    const Network& network_;
    const Report& report_;
    std::uint64_t& work_left_;
    Propagator propagator_;
    Peeling peeling_;
    Completion completion_;
    std::vector<Interval> box_;  ///< by variable; of the task's quantities only
    std::vector<VariableIndex> quantities_;
    std::span<const ConstraintIndex> constraints_;
    std::span<const VariableIndex> released_;
    std::vector<Witness::Enclosed> enclosed_;
    FastLane lane_;
    bool lane_is_ready_ = false;
    bool is_found_in_lane_ = false;
    std::vector<ConstraintIndex> started_;  ///< the constraints whose quantities are quantities_
};

JointSolver::JointSolver(const Network& network)
    : search_(std::make_unique<Search>(network, work_left)) {}

JointSolver::~JointSolver() = default;

template <typename Question>
auto JointSolver::within_limit(const Question& question) {
    const std::uint64_t kept = work_left - std::min(work_left, work_per_question);
    work_left -= kept;
    auto answer = question();
    work_left += kept;
    return answer;
}

Satisfiability JointSolver::decide(const Task& task) {
    return within_limit([&] { return search_->decide(task); });
}

Satisfiability JointSolver::find_witness(const Task& task, Witness& witness) {
    return within_limit([&] { return search_->find_witness(task, witness); });
}

std::optional<Refutation> JointSolver::refute(const Task& task) {
    // Mostly the same way once more, which decide() found to end.
    constexpr std::uint64_t most_work = 3'000'000;
    const std::uint64_t kept = std::exchange(work_left, most_work);
    std::optional<Refutation> refutation = search_->refute(task);
    work_left = kept;
    return refutation;
}

Interval JointSolver::find_range(const Task& task, VariableIndex quantity, ProvedEnds& proved) {
    return within_limit([&] { return search_->find_range(task, quantity, proved); });
}

Rational JointSolver::value_found(VariableIndex quantity) const {
    return search_->value_found(quantity);
}

bool JointSolver::is_convex(std::span<const ConstraintIndex> constraints) const {
    return search_->is_convex(constraints);
}

std::size_t JointSolver::count_places(std::span<const ConstraintIndex> constraints) const {
    return search_->count_places(constraints);
}

std::optional<Rational> JointSolver::choose_free_value(VariableIndex quantity) const {
    return search_->choose_free_value(quantity);
}

bool JointSolver::find_implied(const Task& task, std::vector<Interval>& box) {
    return within_limit([&] { return search_->find_implied(task, box); });
}

}  // namespace brcheck
