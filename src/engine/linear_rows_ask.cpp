#include "engine/linear_rows.hpp"

#include "base/sort_unique.hpp"

#include <algorithm>

namespace brcheck {
namespace {

bool intersects(std::span<const VariableIndex> a, std::span<const VariableIndex> b) {
    return std::any_of(a.begin(), a.end(),
                       [&](VariableIndex v) { return std::binary_search(b.begin(), b.end(), v); });
}

}  // namespace

bool LinearRows::is_alone(VariableIndex variable, ConstraintIndex constraint,
                          std::span<const ConstraintIndex> constraints) const {
    const auto uses = network_.constraints_of(variable);
    return std::all_of(uses.begin(), uses.end(), [&](ConstraintIndex c) {
        return c == constraint || !std::binary_search(constraints.begin(), constraints.end(), c);
    });
}

Simplex::Column LinearRows::column_of(std::uint32_t place, Program& program,
                                      std::span<const VariableIndex> released) {
    std::uint32_t& column = columns_[place];
    if (column != none) return column;
    const Known& known = known_[place];
    column = program.simplex.add_column(known.start);
    program.places.push_back(place);
    if (std::binary_search(released.begin(), released.end(), known.variable)) return column;
    const Interval& x = known.given;
    if (x.has_low()) program.simplex.set_low(column, x.low(), x.low_open());
    if (x.has_high()) program.simplex.set_high(column, x.high(), x.high_open());
    return column;
}

bool LinearRows::are_linear(std::span<const ConstraintIndex> constraints) {
    if (constraints.size() > most_constraints) return false;
    std::size_t names = 0;
    for (const ConstraintIndex c : constraints)
        names += network_.expression(network_.constraints()[c]).variables().size();
    return names <= most_names &&
           std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
               const Entry& own = entry(c);
               return own.is_usable && (!own.rate || is_alone(*own.rate, c, constraints));
           });
}

bool LinearRows::is_large_tree(std::span<const ConstraintIndex> constraints) {
    constexpr std::size_t few_constraints = 12;
    if (constraints.size() <= few_constraints) return false;
    std::size_t incidences = 0;
    std::vector<std::uint32_t> named;
    for (const ConstraintIndex c : constraints) {
        const Entry& own = entry(c);
        incidences += own.places.size();
        named.insert(named.end(), own.places.begin(), own.places.end());
    }
    sort_unique(named);
    return incidences < named.size() + constraints.size();
}

LinearRows::Program LinearRows::make_program(std::span<const ConstraintIndex> constraints,
                                             std::span<const VariableIndex> released) {
    Program program;
    for (const ConstraintIndex c : constraints) {
        const Entry& own = entry(c);
        const auto reading =
            std::find_if(own.readings.begin(), own.readings.end(),
                         [&](const Reading& r) { return !intersects(r.rests_on, released); });
        if (reading == own.readings.end()) {
            program.is_all = false;
            continue;
        }
        program.is_all = program.is_all && reading->is_all && !own.has_whole;
        const bool is_rate_released =
            own.rate && std::binary_search(released.begin(), released.end(), *own.rate);
        if (is_rate_released) continue;
        for (const Row& row : reading->rows) {
            Simplex::Combination sum;
            for (const auto& [place, factor] : row.sum)
                sum.emplace_back(column_of(place, program, released), factor);
            std::sort(sum.begin(), sum.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
            const Simplex::Column column = program.simplex.add_row(sum);
            program.simplex.set_low(column, row.end, row.sign == Sign::positive);
            if (row.sign == Sign::zero) program.simplex.set_high(column, row.end);
            program.rows.push_back({column, c, &own, &*reading});
        }
    }
    return program;
}

void LinearRows::forget_columns(const Program& program) {
    for (const std::uint32_t place : program.places) columns_[place] = none;
}

LinearRows::Reason LinearRows::reason_of(const Program& program) const {
    Reason reason;
    const auto conflict = program.simplex.conflict();
    for (const Simplex::ConflictPart& part : conflict) {
        const auto row = std::lower_bound(
            program.rows.begin(), program.rows.end(), part.column,
            [](const RowInUse& used, Simplex::Column c) { return used.column < c; });
        if (row == program.rows.end() || row->column != part.column) continue;
        const Constraint& constraint = network_.constraints()[row->constraint];
        if (constraint.kind == DerivationStep::Kind::relation)
            reason.relations.push_back(constraint.index);
        auto& figures = reason.figures;
        figures.insert(figures.end(), row->reading->rests_on.begin(), row->reading->rests_on.end());
        if (row->entry->rate) figures.push_back(*row->entry->rate);
    }
    for (const std::uint32_t place : program.places) {
        const bool is_used = std::any_of(conflict.begin(), conflict.end(), [&](const auto& part) {
            return part.column == columns_[place];
        });
        if (is_used) reason.figures.push_back(known_[place].variable);
    }
    std::erase_if(reason.figures, [&](VariableIndex v) {
        const QuantityKind kind = network_.kind(v);
        return kind == QuantityKind::derived || kind == QuantityKind::unknown;
    });
    sort_unique(reason.relations);
    sort_unique(reason.figures);
    return reason;
}

LinearRows::Answer LinearRows::ask(std::span<const ConstraintIndex> constraints,
                                   std::span<const VariableIndex> released,
                                   std::uint64_t& work_left, Reason& reason) {
    if (!are_linear(constraints) || is_large_tree(constraints)) return Answer::unknown;
    Program program = make_program(constraints, released);
    program.simplex.work_left = work_left;
    const Simplex::Status status = program.simplex.solve();
    work_left = program.simplex.work_left;
    if (status == Simplex::Status::infeasible) reason = reason_of(program);
    forget_columns(program);
    if (status == Simplex::Status::infeasible) return Answer::infeasible;
    return status == Simplex::Status::feasible && program.is_all ? Answer::feasible
                                                                 : Answer::unknown;
}

std::optional<Interval> LinearRows::find_range(std::span<const ConstraintIndex> constraints,
                                               std::span<const VariableIndex> released,
                                               VariableIndex variable, std::uint64_t& work_left) {
    if (!are_linear(constraints) || is_large_tree(constraints)) return std::nullopt;
    Program program = make_program(constraints, released);
    program.simplex.work_left = work_left;
    std::optional<Interval> range;
    if (program.is_all) range = range_in(program, constraints, released, variable);
    work_left = program.simplex.work_left;
    forget_columns(program);
    return range;
}

std::optional<Interval> LinearRows::range_in(Program& program,
                                             std::span<const ConstraintIndex> constraints,
                                             std::span<const VariableIndex> released,
                                             VariableIndex variable) {
    Polynomial numerator = Polynomial::variable(variable);
    Polynomial denominator(Rational(1));
    // Where no row was looked at yet there are no places either.
    const std::uint32_t place = variable < places_.size() ? places_[variable] : none;
    if (place == none) return std::nullopt;
    if (columns_[place] == none) {
        // A rate that was left out: rate = -rest / slope.
        const auto own = std::find_if(constraints.begin(), constraints.end(),
                                      [&](ConstraintIndex c) { return entry(c).rate == variable; });
        if (own == constraints.end()) return std::nullopt;
        const Entry& of_rate = entry(*own);
        const int sign = sign_of(of_rate.slope);
        if (sign == 0 || intersects(network_.printed_sources(of_rate.slope.variables()), released))
            return std::nullopt;
        numerator = of_rate.rest * Polynomial(Rational(-sign));
        denominator = of_rate.slope * Polynomial(Rational(sign));
    }
    const auto in_columns = [&](const Polynomial& p, const Rational& factor) {
        Simplex::Combination sum;
        for (const Polynomial::Term& term : p.terms())
            if (!term.monomial.empty())
                sum.emplace_back(column_of(place_of(term.monomial.front()), program, released),
                                 term.coefficient * factor);
        return sum;
    };
    const Simplex::Combination divisor = in_columns(denominator, Rational(1));
    in_columns(numerator, Rational(1));
    if (program.simplex.solve() != Simplex::Status::feasible) return std::nullopt;
    Interval range = Interval::all();
    for (const int direction : {-1, 1}) {
        const Simplex::Combination sum = in_columns(numerator, Rational(direction));
        const auto optimum = divisor.empty() ? program.simplex.maximize(sum)
                                             : program.simplex.maximize_quotient(
                                                   sum, numerator.constant() * Rational(direction),
                                                   divisor, denominator.constant());
        if (optimum.status == Simplex::Status::unbounded && divisor.empty()) continue;
        if (optimum.status != Simplex::Status::feasible) return std::nullopt;
        Rational end = optimum.value.value;
        if (divisor.empty())
            end = (end + numerator.constant() * Rational(direction)) / denominator.constant();
        end *= Rational(direction);
        const bool is_open = !optimum.value.infinitesimal.is_zero();
        range = intersect(range, direction < 0 ? Interval::at_least(end, is_open)
                                               : Interval::at_most(end, is_open));
    }
    return range;
}

}  // namespace brcheck
