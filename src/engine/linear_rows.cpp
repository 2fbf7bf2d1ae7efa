#include "engine/linear_rows.hpp"

#include "base/sort_unique.hpp"
#include "brcheck/expr/evaluate.hpp"
#include "brcheck/report/certificate.hpp"
#include "engine/completion.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// One is a multiple of the other.
bool are_proportional(const Polynomial& a, const Polynomial& b) {
    if (a.terms().size() != b.terms().size() || a.is_zero()) return false;
    const Rational factor = b.terms()[0].coefficient / a.terms()[0].coefficient;
    return a * Polynomial(factor) == b;
}

}  // namespace

std::uint32_t LinearRows::place_of(VariableIndex variable) {
    if (places_[variable] == none) {
        if (network_.kind(variable) == QuantityKind::derived) add_ranges(variable);
        add_place(variable);
    }
    return places_[variable];
}

void LinearRows::add_place(VariableIndex variable) {
    places_[variable] = static_cast<std::uint32_t>(known_.size());
    const Quantity& quantity = network_.report().quantities[variable];
    const Interval given = network_.given_interval(variable);
    Rational start;
    if (!given.is_empty()) start = *choose_value(given, quantity.stated_value(), std::nullopt);
    box_[variable] = given;
    if (network_.kind(variable) == QuantityKind::derived) {
        std::vector<Interval> values;
        evaluate(*quantity.definition, box_, values);
        if (!values.back().is_empty()) box_[variable] = values.back();
    }
    known_.push_back({variable, given, std::move(start)});
    columns_.push_back(none);
}

void LinearRows::add_ranges(VariableIndex derived) {
    std::vector<VariableIndex> todo{derived};
    while (!todo.empty()) {
        const VariableIndex v = todo.back();
        if (places_[v] != none) {
            todo.pop_back();
            continue;
        }
        const std::size_t before = todo.size();
        if (network_.kind(v) == QuantityKind::derived)
            for (const VariableIndex needed :
                 network_.report().quantities[v].definition->variables())
                if (places_[needed] == none) todo.push_back(needed);
        if (todo.size() == before) add_place(v);
    }
}

void LinearRows::add_sources(const Polynomial& p, std::vector<VariableIndex>& list) const {
    const auto sources = network_.printed_sources(p.variables());
    list.insert(list.end(), sources.begin(), sources.end());
    sort_unique(list);
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
        const Constraint& own_constraint = network_.constraints()[constraint];
        Entry own = own_constraint.kind == DerivationStep::Kind::definition
                        ? make_entry_of_definition(constraint, own_constraint.index)
                        : make_entry(constraint);
        entry_of_[constraint] = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back(std::move(own));
    }
    return entries_[entry_of_[constraint]];
}

LinearRows::Entry LinearRows::make_entry_of_definition(ConstraintIndex index,
                                                       VariableIndex derived) {
    place_of(derived);
    // What is known of it rests on its definition, which says nothing more then.
    Interval range = std::exchange(box_[derived], Interval::all());
    Entry own = make_entry(index);
    box_[derived] = std::move(range);
    return own;
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
    if (reads_box(expression)) return result;
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
        add_sources(divisor, of_divisors);
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
    entry.rest = rest;
    entry.slope = slope;
    const Interval rate = known_[place_of(*entry.rate)].given;
    const auto add = [&](std::vector<Row> rows, std::vector<VariableIndex> rests_on,
                         const Polynomial& nonzero) {
        Reading reading{std::move(rows), std::move(rests_on), true};
        for (const Polynomial& divisor : divisors) {
            if (are_proportional(divisor, nonzero)) continue;
            reading.is_all = reading.is_all && sign_of(divisor) != 0;
            add_sources(divisor, reading.rests_on);
        }
        entry.readings.push_back(std::move(reading));
    };
    if (const int sign = sign_of(slope); sign != 0)
        add(*rows_at_ends(rest, slope, sign, rate), network_.printed_sources(slope.variables()),
            slope);
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
    add_sources(of_rest[0], rests_on);
    add(std::move(rows), std::move(rests_on), slope);
}

}  // namespace brcheck
