#include "engine/power_ends.hpp"

#include "engine/exact_equations.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <numeric>

namespace brcheck {
namespace {

/// Logarithms are told in these.
constexpr std::int64_t units = std::int64_t{1} << 48;

std::optional<Rational> logarithm(const Rational& value) {
    constexpr double largest = 10'000;
    const double log = std::log(value.to_double());
    if (!std::isfinite(log) || std::abs(log) > largest) return std::nullopt;
    return Rational(Integer(std::llround(log * static_cast<double>(units))), Integer(units));
}

/// Different for neighbours, from 64 to 127.
std::int64_t spread(std::size_t place) { return static_cast<std::int64_t>(64 + place * 29 % 64); }

/// How far a bound is moved outward, so that no more of them meet in a point than hold it: those
/// that meet exactly do so within that, too. One that is computed already, perhaps a root and
/// rounded, is moved further, so that what it was computed from meets instead.
Rational leeway(std::size_t place, bool is_computed) {
    return Rational(Integer(is_computed ? 1000 * spread(place) : spread(place)), Integer(units));
}

/// value^exponent as far as that is not too long to be worth it.
std::optional<Rational> short_power(const Rational& value, const Rational& exponent) {
    constexpr std::int64_t most_bits = 100'000;
    const Rational size = abs(exponent) * Rational(static_cast<std::int64_t>(value.bit_length()));
    if (!exponent.is_integer() || size > Rational(most_bits)) return std::nullopt;
    return power(value, exponent.numerator().to_int64());
}

}  // namespace

PowerEnds::PowerEnds(const Network& network, std::span<const ConstraintIndex> constraints,
                     std::span<const Interval> box)
    : network_(network), constraints_(constraints.begin(), constraints.end()), box_(box) {}

std::optional<std::size_t> PowerEnds::factor_of(const PowerFactor& factor) {
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        if (factors_[i].of == factor) return i;
        if (factors_[i].of.variable == factor.variable) return std::nullopt;
    }
    constexpr std::size_t most_factors = 60;
    if (factors_.size() == most_factors || network_.is_whole(factor.variable)) return std::nullopt;
    Interval range = box_[factor.variable] + Interval(factor.shift);
    const bool is_negative = range.is_negative();
    if (is_negative) range = -range;
    if (range.is_empty() || !range.is_positive()) return std::nullopt;
    factors_.push_back({factor, is_negative, std::move(range)});
    return factors_.size() - 1;
}

bool PowerEnds::add_row(const PowerEquation& equation) {
    const auto range_of = [&](const PowerFactor& f) { return box_[f.variable] + Interval(f.shift); };
    for (const PowerFactor& f : equation.positive)
        if (!range_of(f).is_positive()) return false;
    for (const PowerFactor& f : equation.nonzero)
        if (range_of(f).contains_zero()) return false;
    Row row{{}, equation.constant, 0};
    for (const auto& [power, exponent] : equation.exponents) {
        const auto factor = factor_of(power);
        if (!factor || (factors_[*factor].is_negative && !exponent.is_integer())) return false;
        const bool is_odd = !(exponent / Rational(2)).is_integer();
        if (factors_[*factor].is_negative && is_odd) row.constant = -row.constant;
        row.exponents.emplace_back(*factor, exponent);
    }
    if (row.constant.sign() <= 0) return false;
    rows_.push_back(std::move(row));
    return true;
}

bool PowerEnds::make() {
    for (const ConstraintIndex c : constraints_) {
        const auto equation = power_equation(network_, network_.constraints()[c]);
        if (!equation || !add_row(*equation)) return false;
    }
    for (std::size_t i = 0; i < factors_.size(); ++i)
        if (!add_factor_column(i)) return false;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const auto value = logarithm(rows_[i].constant);
        if (!value) return false;
        Simplex::Combination sum;
        for (const auto& [factor, exponent] : rows_[i].exponents)
            sum.emplace_back(static_cast<Simplex::Column>(factor), exponent);
        std::sort(sum.begin(), sum.end());
        rows_[i].column = simplex_.add_row(sum);
        simplex_.set_low(rows_[i].column, *value - leeway(5 * i + 1, false));
        simplex_.set_high(rows_[i].column, *value + leeway(5 * i + 3, false));
    }
    simplex_.work_left = work_left;
    const Simplex::Status status = simplex_.solve();
    work_left = simplex_.work_left;
    return status == Simplex::Status::feasible;
}

bool PowerEnds::add_factor_column(std::size_t place) {
    const Factor& factor = factors_[place];
    const Interval& range = factor.range;
    const auto low = factor.has_low() ? logarithm(range.low()) : std::nullopt;
    const auto high = range.has_high() ? logarithm(range.high()) : std::nullopt;
    if (factor.has_low() != low.has_value() || range.has_high() != high.has_value()) return false;
    has_open_bounds_ = has_open_bounds_ || (low && range.low_open()) || (high && range.high_open());

    const Interval& box = box_[factor.of.variable];
    const Interval given = network_.given_interval(factor.of.variable);
    const bool is_low_given = given.has_low() && box.has_low() && given.low() == box.low();
    const bool is_high_given = given.has_high() && box.has_high() && given.high() == box.high();
    const bool is_computed_below = !(factor.is_negative ? is_high_given : is_low_given);
    const bool is_computed_above = !(factor.is_negative ? is_low_given : is_high_given);
    const auto column = simplex_.add_column(low ? *low : high.value_or(Rational()));
    if (low) simplex_.set_low(column, *low - leeway(2 * place, is_computed_below));
    if (high) simplex_.set_high(column, *high + leeway(2 * place + 1, is_computed_above));
    return true;
}

Simplex::Combination PowerEnds::objective(std::size_t place, int direction) const {
    constexpr std::int64_t many = std::int64_t{1} << 40;
    Simplex::Combination sum;
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        std::int64_t weight = 0;
        if (factors_[i].range.has_high())
            weight = spread(i);
        else if (factors_[i].has_low())
            weight = -spread(i);
        if (i == place) weight += direction * many;
        if (weight != 0) sum.emplace_back(static_cast<Simplex::Column>(i), Rational(weight));
    }
    return sum;
}

std::vector<PowerEnds::Meeting> PowerEnds::meetings() const {
    std::vector<Meeting> result;
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        const auto column = static_cast<Simplex::Column>(i);
        const Interval& range = factors_[i].range;
        if (simplex_.is_at_low(column))
            result.push_back({i, 0, true, range.low()});
        else if (simplex_.is_at_high(column))
            result.push_back({i, 0, false, range.high()});
    }
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (simplex_.is_at_low(rows_[i].column) || simplex_.is_at_high(rows_[i].column))
            result.push_back({std::nullopt, i, false, rows_[i].constant});
    return result;
}

std::optional<std::vector<Rational>> PowerEnds::multiples_of(
    const std::vector<std::pair<std::size_t, Rational>>& sum,
    const std::vector<Meeting>& meetings) const {
    std::vector<Rational> wanted(factors_.size());
    for (const auto& [factor, multiple] : sum) wanted[factor] = multiple;
    std::vector<std::vector<std::pair<std::uint32_t, Rational>>> terms(factors_.size());
    for (std::uint32_t m = 0; m < meetings.size(); ++m) {
        if (meetings[m].factor) {
            terms[*meetings[m].factor].emplace_back(m, Rational(1));
            continue;
        }
        for (const auto& [factor, exponent] : rows_[meetings[m].row].exponents)
            terms[factor].emplace_back(m, exponent);
    }
    ExactEquations<Rational, Rational> equations;
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        equations.add_equation(-wanted[i]);
        for (const auto& [m, exponent] : terms[i]) equations.add_term(m, exponent);
    }
    std::vector<Rational> multiples(meetings.size());
    if (!equations.solve(multiples).all_hold) return std::nullopt;
    return multiples;
}

std::optional<PowerEnds::Root> PowerEnds::product_of(const std::vector<Meeting>& meetings,
                                                     const std::vector<Rational>& multiples) {
    constexpr std::int64_t most = 1000;
    Root root;
    for (const Rational& multiple : multiples) {
        if (!multiple.denominator().fits_int64() || multiple.denominator().to_int64() > most)
            return std::nullopt;
        root.degree = std::lcm(root.degree, multiple.denominator().to_int64());
        if (root.degree > most) return std::nullopt;
    }
    for (std::size_t m = 0; m < meetings.size(); ++m) {
        const auto part = short_power(meetings[m].value, multiples[m] * Rational(root.degree));
        if (!part) return std::nullopt;
        root.power *= *part;
    }
    return root;
}

Interval PowerEnds::enclose(const Root& root, const Factor& factor) {
    constexpr std::size_t bits = 101;
    const auto degree = static_cast<std::uint64_t>(root.degree);
    bool is_exact = false;
    const Rational below =
        brcheck::root(root.power, degree, bits, Toward::minus_infinity, &is_exact);
    const Rational above =
        is_exact ? below : brcheck::root(root.power, degree, bits, Toward::plus_infinity);
    const Interval value = Interval::closed(below, above);
    return (factor.is_negative ? -value : value) - Interval(factor.of.shift);
}

std::optional<std::vector<std::pair<VariableIndex, Interval>>> PowerEnds::point_of(
    const std::vector<Meeting>& meetings) const {
    const auto compare = [](const Root& root,
                            const Rational& value) -> std::optional<std::strong_ordering> {
        const auto other = short_power(value, Rational(root.degree));
        if (!other) return std::nullopt;
        return root.power <=> *other;
    };
    std::vector<std::pair<VariableIndex, Interval>> point;
    for (std::size_t i = 0; i < factors_.size(); ++i) {
        const auto multiples = multiples_of({{i, Rational(1)}}, meetings);
        const auto root = multiples ? product_of(meetings, *multiples) : std::nullopt;
        if (!root) return std::nullopt;
        const Interval& range = factors_[i].range;
        if (factors_[i].has_low()) {
            const auto above = compare(*root, range.low());
            if (!above || *above < 0) return std::nullopt;
        }
        if (range.has_high()) {
            const auto below = compare(*root, range.high());
            if (!below || *below > 0) return std::nullopt;
        }
        point.emplace_back(factors_[i].of.variable, enclose(*root, factors_[i]));
    }
    for (const Row& row : rows_) {
        const auto multiples = multiples_of(row.exponents, meetings);
        const auto root = multiples ? product_of(meetings, *multiples) : std::nullopt;
        const auto at = root ? compare(*root, row.constant) : std::nullopt;
        if (!at || *at != 0) return std::nullopt;
    }
    return point;
}

std::optional<LocatedEnd> PowerEnds::find(VariableIndex variable, bool is_low) {
    if (!std::exchange(is_made_, true)) is_usable_ = make();
    if (!is_usable_) return std::nullopt;
    const auto factor = std::find_if(factors_.begin(), factors_.end(),
                                     [&](const Factor& f) { return f.of.variable == variable; });
    if (factor == factors_.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(factor - factors_.begin());
    const int direction = is_low == factor->is_negative ? 1 : -1;
    simplex_.work_left = work_left;
    const auto status = simplex_.maximize(objective(place, direction)).status;
    work_left = simplex_.work_left;
    if (status != Simplex::Status::feasible) return std::nullopt;

    const std::vector<Meeting> met = meetings();
    const auto multiples = multiples_of({{place, Rational(1)}}, met);
    if (!multiples) return std::nullopt;
    LocatedEnd end{{}, false, has_open_bounds_, false, {}};
    for (std::size_t m = 0; m < met.size(); ++m) {
        const int sign = (*multiples)[m].sign() * direction;
        if (!met[m].factor || sign == 0) continue;
        // Where a bound could be left for more, the guess was not the greatest.
        if ((sign > 0) == met[m].is_low) return std::nullopt;
        const Interval& range = factors_[*met[m].factor].range;
        end.is_open = end.is_open || (met[m].is_low ? range.low_open() : range.high_open());
    }
    auto point = point_of(met);
    if (!point) return std::nullopt;
    end.enclosure = (*point)[place].second;
    end.solution = *std::move(point);
    return end;
}

}  // namespace brcheck
