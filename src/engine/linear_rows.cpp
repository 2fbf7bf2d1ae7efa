#include "engine/linear_rows.hpp"

#include "brcheck/report/certificate.hpp"
#include "engine/completion.hpp"

#include <algorithm>

namespace brcheck {
namespace {

template <typename T>
void sort_unique(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

bool intersects(std::span<const VariableIndex> a, std::span<const VariableIndex> b) {
    return std::any_of(a.begin(), a.end(),
                       [&](VariableIndex v) { return std::binary_search(b.begin(), b.end(), v); });
}

/// One is a multiple of the other.
bool are_proportional(const Polynomial& a, const Polynomial& b) {
    if (a.terms().size() != b.terms().size() || a.is_zero()) return false;
    const Rational factor = b.terms()[0].coefficient / a.terms()[0].coefficient;
    return a * Polynomial(factor) == b;
}

void add_variables(const Polynomial& p, std::vector<VariableIndex>& list) {
    const auto variables = p.variables();
    list.insert(list.end(), variables.begin(), variables.end());
    sort_unique(list);
}

}  // namespace

std::uint32_t LinearRows::place_of(VariableIndex variable) {
    if (places_[variable] == none) {
        places_[variable] = static_cast<std::uint32_t>(known_.size());
        const Interval given = network_.given_interval(variable);
        Rational start;
        if (!given.is_empty())
            start = *choose_value(given, network_.report().quantities[variable].stated_value(),
                                  std::nullopt);
        box_[variable] = given;
        known_.push_back({variable, given, std::move(start)});
        columns_.push_back(none);
    }
    return places_[variable];
}

int LinearRows::sign_of(const Polynomial& p) const {
    const Interval range = p.range(box_);
    if (range.is_empty()) return 0;
    return range.is_positive() ? 1 : range.is_negative() ? -1 : 0;
}

LinearRows::Row LinearRows::make_row(const Polynomial& p, Sign sign) {
    Row row{{}, -p.constant(), sign};
    for (const Polynomial::Term& term : p.terms())
        if (!term.monomial.empty())
            row.sum.emplace_back(place_of(term.monomial.front()), term.coefficient);
    return row;
}

const LinearRows::Entry& LinearRows::entry(ConstraintIndex constraint) {
    if (entry_of_.empty()) {
        entry_of_.assign(network_.constraints().size(), none);
        places_.assign(network_.report().quantities.size(), none);
        box_.resize(places_.size());
    }
    if (entry_of_[constraint] == none) {
        Entry own = make_entry(constraint);
        entry_of_[constraint] = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back(std::move(own));
    }
    return entries_[entry_of_[constraint]];
}

LinearRows::Entry LinearRows::make_entry(ConstraintIndex index) {
    const Constraint& constraint = network_.constraints()[index];
    const Expression& expression = network_.expression(constraint);
    const bool is_definition = constraint.kind == DerivationStep::Kind::definition;
    Entry result;
    for (const VariableIndex v : expression.variables()) result.places.push_back(place_of(v));
    if (is_definition) result.places.push_back(place_of(constraint.index));
    sort_unique(result.places);
    result.has_whole = (is_definition && network_.is_whole(constraint.index)) ||
                       std::any_of(expression.variables().begin(), expression.variables().end(),
                                   [&](VariableIndex v) { return network_.is_whole(v); });
    if (std::any_of(expression.variables().begin(), expression.variables().end(),
                    [&](VariableIndex v) { return box_[v].is_empty(); }))
        return result;
    const auto nodes = expression.nodes();
    // A polynomial only where the box says so.
    if (std::any_of(nodes.begin(), nodes.end(),
                    [](const Node& node) { return node.operation == Operation::cagr; }))
        return result;
    std::vector<ProofSource::Kind> kinds{is_definition ? ProofSource::Kind::definition
                                                       : ProofSource::Kind::relation};
    if (!is_definition) {
        const Relation& relation = network_.report().relations[constraint.index];
        if (relation.tolerance && relation.tolerance->is_relative) return result;
        const bool is_equal =
            relation.condition.comparisons()[constraint.comparison] == Comparison::equal;
        if (relation.tolerance && is_equal)
            kinds = {ProofSource::Kind::upper_slack, ProofSource::Kind::lower_slack};
    }
    result.is_usable = true;
    for (const ProofSource::Kind kind : kinds) {
        std::vector<Polynomial> divisors;
        const auto fact = fact_of({kind, constraint.index, constraint.comparison},
                                  network_.report(), box_, {}, &divisors);
        result.is_usable = result.is_usable && fact.has_value();
        if (!result.is_usable) break;
        add_readings(*fact, divisors, result);
    }
    return result;
}

void LinearRows::add_readings(const PolynomialFact& fact, const std::vector<Polynomial>& divisors,
                              Entry& entry) {
    if (!fact.polynomial.is_linear()) {
        const bool is_one_equality = fact.sign == Sign::zero && entry.readings.empty();
        if (is_one_equality)
            add_rate_readings(fact.polynomial, divisors, entry);
        else
            entry.is_usable = false;
        return;
    }
    std::vector<VariableIndex> of_divisors;
    bool are_nonzero = true;
    for (const Polynomial& divisor : divisors) {
        add_variables(divisor, of_divisors);
        are_nonzero = are_nonzero && sign_of(divisor) != 0;
    }
    Row row = make_row(fact.polynomial, fact.sign);
    if (!entry.readings.empty()) {
        // The other half of a pair: both count.
        Reading& reading = entry.readings.front();
        reading.rows.push_back(std::move(row));
        reading.rests_on.insert(reading.rests_on.end(), of_divisors.begin(), of_divisors.end());
        sort_unique(reading.rests_on);
        return;
    }
    // The signs of its divisors made an inequality of them; an equality is one without.
    entry.readings.push_back({{row}, of_divisors, are_nonzero});
    if (fact.sign == Sign::zero && !of_divisors.empty())
        entry.readings.push_back({{std::move(row)}, {}, false});
}

std::optional<VariableIndex> LinearRows::find_rate(const Polynomial& p) const {
    std::vector<VariableIndex> candidates = p.variables();
    for (const Polynomial::Term& term : p.terms()) {
        if (term.monomial.size() < 2) continue;
        if (term.monomial.size() > 2) return std::nullopt;
        std::erase_if(candidates, [&](VariableIndex v) {
            return std::count(term.monomial.begin(), term.monomial.end(), v) != 1;
        });
    }
    // What has few uses is alone in most questions; of a short slope the sign is known in more.
    const auto key = [&](VariableIndex v) {
        return std::pair(network_.constraints_of(v).size(), p.coefficients_of(v)[1].terms().size());
    };
    std::erase_if(candidates, [&](VariableIndex v) { return network_.is_whole(v); });
    const auto best =
        std::min_element(candidates.begin(), candidates.end(),
                         [&](VariableIndex a, VariableIndex b) { return key(a) < key(b); });
    return best == candidates.end() ? std::nullopt : std::optional(*best);
}

/// rest + slope * rate = 0 for some value of the rate.
std::optional<std::vector<LinearRows::Row>> LinearRows::rows_at_ends(const Polynomial& rest,
                                                                     const Polynomial& slope,
                                                                     int sign_of_slope,
                                                                     const Interval& rate) {
    std::vector<Row> rows;
    if (rate.is_point()) {
        rows.push_back(make_row(rest + slope * Polynomial(rate.low()), Sign::zero));
        return rows;
    }
    if (sign_of_slope == 0) return std::nullopt;
    for (const bool is_low : {true, false}) {
        if (is_low ? !rate.has_low() : !rate.has_high()) continue;
        const Polynomial at_end = rest + slope * Polynomial(is_low ? rate.low() : rate.high());
        const bool is_open = is_low ? rate.low_open() : rate.high_open();
        // Below its solution a rising side is negative.
        const bool is_negative = is_low == (sign_of_slope > 0);
        rows.push_back(
            make_row(is_negative ? -at_end : at_end, is_open ? Sign::positive : Sign::nonnegative));
    }
    return rows;
}

void LinearRows::add_rate_readings(const Polynomial& p, const std::vector<Polynomial>& divisors,
                                   Entry& entry) {
    entry.rate = find_rate(p);
    entry.is_usable = entry.rate.has_value();
    if (!entry.is_usable) return;
    const auto parts = p.coefficients_of(*entry.rate);
    const Polynomial& rest = parts[0];
    const Polynomial& slope = parts[1];
    const Interval& rate = box_[*entry.rate];
    const auto add = [&](std::vector<Row> rows, std::vector<VariableIndex> rests_on,
                         const Polynomial& nonzero) {
        Reading reading{std::move(rows), std::move(rests_on), true};
        for (const Polynomial& divisor : divisors) {
            if (are_proportional(divisor, nonzero)) continue;
            reading.is_all = reading.is_all && sign_of(divisor) != 0;
            add_variables(divisor, reading.rests_on);
        }
        entry.readings.push_back(std::move(reading));
    };
    if (const int sign = sign_of(slope); sign != 0)
        add(*rows_at_ends(rest, slope, sign, rate), slope.variables(), slope);
    // Where the slope is a multiple of one quantity, its sign follows from the others, too:
    // rest = others + x * factor, so that x * (factor + slope / x * rate) = -others.
    if (slope.terms().size() != 1 || slope.is_constant()) return;
    const VariableIndex x = slope.terms()[0].monomial.front();
    const Rational& multiple = slope.terms()[0].coefficient;
    const auto of_rest = rest.coefficients_of(x);
    const Polynomial factor = (of_rest.size() > 1 ? of_rest[1] : Polynomial()) +
                              Polynomial::variable(*entry.rate) * Polynomial(multiple);
    const int sign_of_factor = sign_of(factor);
    const int sign_of_others = sign_of(of_rest[0]);
    if (sign_of_factor == 0 || sign_of_others == 0) return;
    const int sign_of_x = -sign_of_others * sign_of_factor;
    auto rows = *rows_at_ends(rest, slope, sign_of_x * multiple.sign(), rate);
    rows.push_back(
        make_row(Polynomial::variable(x) * Polynomial(Rational(sign_of_x)), Sign::positive));
    std::vector<VariableIndex> rests_on{*entry.rate};
    add_variables(of_rest[0], rests_on);
    add(std::move(rows), std::move(rests_on), slope);
}

bool LinearRows::is_alone(VariableIndex variable, ConstraintIndex constraint,
                          std::span<const ConstraintIndex> constraints) const {
    const auto uses = network_.constraints_of(variable);
    return std::all_of(uses.begin(), uses.end(), [&](ConstraintIndex c) {
        return c == constraint || !std::binary_search(constraints.begin(), constraints.end(), c);
    });
}

Simplex::Column LinearRows::column_of(std::uint32_t place, Simplex& simplex,
                                      std::span<const VariableIndex> released) {
    std::uint32_t& column = columns_[place];
    if (column != none) return column;
    const Known& known = known_[place];
    column = simplex.add_column(known.start);
    if (std::binary_search(released.begin(), released.end(), known.variable)) return column;
    const Interval& x = known.given;
    if (x.has_low()) simplex.set_low(column, x.low(), x.low_open());
    if (x.has_high()) simplex.set_high(column, x.high(), x.high_open());
    return column;
}

bool LinearRows::are_linear(std::span<const ConstraintIndex> constraints) {
    return constraints.size() <= most_constraints &&
           std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
               const Entry& own = entry(c);
               return own.is_usable && (!own.rate || is_alone(*own.rate, c, constraints));
           });
}

LinearRows::Answer LinearRows::ask(std::span<const ConstraintIndex> constraints,
                                   std::span<const VariableIndex> released,
                                   std::uint64_t& work_left, Reason& reason) {
    if (!are_linear(constraints)) return Answer::unknown;
    std::size_t incidences = 0;
    std::vector<std::uint32_t> named;
    for (const ConstraintIndex c : constraints) {
        const Entry& own = entry(c);
        incidences += own.places.size();
        named.insert(named.end(), own.places.begin(), own.places.end());
    }
    sort_unique(named);
    // What hangs together without a cycle is quickly decided without a program.
    constexpr std::size_t few_constraints = 12;
    const bool is_tree = incidences < named.size() + constraints.size();
    if (is_tree && constraints.size() > few_constraints) return Answer::unknown;

    // Which reading, and of what rows.
    struct Use {
        ConstraintIndex constraint;
        const Entry* entry;
        const Reading* reading;
    };
    bool is_all = true;
    std::vector<Use> uses;
    for (const ConstraintIndex c : constraints) {
        const Entry& own = entry(c);
        const auto reading =
            std::find_if(own.readings.begin(), own.readings.end(),
                         [&](const Reading& r) { return !intersects(r.rests_on, released); });
        if (reading == own.readings.end()) {
            is_all = false;
            continue;
        }
        is_all = is_all && reading->is_all && !own.has_whole;
        const bool is_rate_released =
            own.rate && std::binary_search(released.begin(), released.end(), *own.rate);
        if (!is_rate_released) uses.push_back({c, &own, &*reading});
    }
    Simplex simplex;
    simplex.work_left = work_left;
    std::vector<std::pair<Simplex::Column, const Use*>> rows;
    for (const Use& use : uses) {
        for (const Row& row : use.reading->rows) {
            Simplex::Combination sum;
            for (const auto& [place, factor] : row.sum)
                sum.emplace_back(column_of(place, simplex, released), factor);
            std::sort(sum.begin(), sum.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
            const Simplex::Column own = simplex.add_row(sum);
            simplex.set_low(own, row.end, row.sign == Sign::positive);
            if (row.sign == Sign::zero) simplex.set_high(own, row.end);
            rows.emplace_back(own, &use);
        }
    }
    const Simplex::Status status = simplex.solve();
    work_left = simplex.work_left;
    if (status == Simplex::Status::infeasible) {
        reason = {};
        for (const Simplex::ConflictPart& part : simplex.conflict()) {
            const auto row = std::lower_bound(
                rows.begin(), rows.end(), part.column,
                [](const auto& entry, Simplex::Column c) { return entry.first < c; });
            if (row == rows.end() || row->first != part.column) continue;
            const Use& use = *row->second;
            const Constraint& constraint = network_.constraints()[use.constraint];
            if (constraint.kind == DerivationStep::Kind::relation)
                reason.relations.push_back(constraint.index);
            auto& figures = reason.figures;
            figures.insert(figures.end(), use.reading->rests_on.begin(),
                           use.reading->rests_on.end());
            if (use.entry->rate) figures.push_back(*use.entry->rate);
        }
        for (const std::uint32_t place : named) {
            if (columns_[place] == none) continue;
            const bool is_used =
                std::any_of(simplex.conflict().begin(), simplex.conflict().end(),
                            [&](const auto& part) { return part.column == columns_[place]; });
            if (is_used) reason.figures.push_back(known_[place].variable);
        }
        std::erase_if(reason.figures, [&](VariableIndex v) {
            const QuantityKind kind = network_.kind(v);
            return kind == QuantityKind::derived || kind == QuantityKind::unknown;
        });
        sort_unique(reason.relations);
        sort_unique(reason.figures);
    }
    for (const std::uint32_t place : named) columns_[place] = none;
    if (status == Simplex::Status::infeasible) return Answer::infeasible;
    return status == Simplex::Status::feasible && is_all ? Answer::feasible : Answer::unknown;
}

}  // namespace brcheck
