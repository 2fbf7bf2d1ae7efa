#include "oracle/system.hpp"

#include <algorithm>

namespace oracle {

Number power_of_ten(int exponent) {
    mpz_class power;
    mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(std::abs(exponent)));
    return exponent >= 0 ? Number(power) : Number(1) / Number(power);
}

std::string to_string(const Number& value) { return value.get_str(); }

Number factor_of(Unit unit) {
    const bool is_rate = unit == Unit::percent || unit == Unit::points;
    return is_rate ? power_of_ten(-2) : Number(1);
}

bool Ends::contains(const Number& value) const {
    if (low && (value < *low || (low_open && value == *low))) return false;
    return !high || (value < *high || (!high_open && value == *high));
}

Number Printed::value() const {
    return Number(digits) * power_of_ten(scale - places) * factor_of(unit);
}

Number Printed::place() const {
    return power_of_ten(scale + (coarser > 0 ? coarser : -places)) * factor_of(unit);
}

namespace {

Ends rounded_ends(const Printed& printed) {
    const Number v = printed.value();
    const Number u = printed.place();
    const Number half = u / 2;
    const int sign = sgn(v);
    const auto toward_zero = [&](bool below, bool above) -> Ends {
        return {v - u, v + u, below, above};
    };
    switch (printed.rounding) {
        case Rounding::unsaid: {
            const bool counts = printed.unit == Unit::plain || printed.unit == Unit::people;
            if (counts && printed.places == 0 && printed.scale == 0 && printed.coarser == 0)
                return {v, v};
            return {v - half, v + half};
        }
        case Rounding::nearest: return {v - half, v + half};
        case Rounding::half_up: return {v - half, v + half, sign <= 0, sign >= 0};
        case Rounding::half_down: return {v - half, v + half, sign > 0, sign < 0};
        case Rounding::half_even: {
            const Number steps = v / u;
            const bool odd = steps.get_den() == 1 && mpz_odd_p(steps.get_num_mpz_t()) != 0;
            return {v - half, v + half, odd, odd};
        }
        case Rounding::truncated:
            if (sign == 0) return toward_zero(true, true);
            return sign > 0 ? Ends{v, v + u, false, true} : Ends{v - u, v, true, false};
        case Rounding::up:
            if (sign == 0) return {v, v};
            return sign > 0 ? Ends{v - u, v, true, false} : Ends{v, v + u, false, true};
        case Rounding::floor: return {v, v + u, false, true};
        case Rounding::ceiling: return {v - u, v, true, false};
        case Rounding::exact: return {v, v};
        case Rounding::unknown: return toward_zero(true, true);
    }
    return {};
}

}  // namespace

Ends Printed::ends() const {
    const Number v = value();
    switch (wording) {
        case Wording::bare: return rounded_ends(*this);
        case Wording::over: return {v, std::nullopt, true, false};
        case Wording::at_least: return {v, std::nullopt};
        case Wording::under: return {std::nullopt, v, false, true};
        case Wording::at_most: return {std::nullopt, v};
        case Wording::nearly: {
            // w1 = min(g/2, |v|/10), g the place of the last digit that is not 0.
            Number g = place();
            for (mpz_class d = digits; d != 0 && d % 10 == 0; d /= 10) g *= 10;
            const Number w1 = std::min<Number>(g / 2, abs(v) / 10);
            return {v - w1, v, false, true};
        }
    }
    return {};
}

Ends Quantity::ends() const {
    if (kind == QuantityKind::stated) return printed.ends();
    return kind == QuantityKind::range ? range : Ends{};
}

std::size_t System::figure_count() const {
    return static_cast<std::size_t>(
        std::count_if(quantities.begin(), quantities.end(),
                      [](const Quantity& q) { return q.kind != QuantityKind::derived; }));
}

namespace {

bool holds(const Number& left, Comparison comparison, const Number& right) {
    switch (comparison) {
        case Comparison::equal: return left == right;
        case Comparison::less: return left < right;
        case Comparison::less_equal: return left <= right;
        case Comparison::greater: return left > right;
        case Comparison::greater_equal: return left >= right;
    }
    return false;
}

/// With the tolerance: the left side widened in both directions.
bool holds(const Number& left, Comparison comparison, const Number& right,
           const std::optional<Tolerance>& tolerance) {
    if (!tolerance) return holds(left, comparison, right);
    const Number amount = tolerance->amount.value();
    const Number slack = tolerance->is_relative() ? Number(abs(left) * amount) : amount;
    if (comparison == Comparison::equal) return abs(left - right) <= slack;
    const bool is_less = comparison == Comparison::less || comparison == Comparison::less_equal;
    return holds(is_less ? Number(left - slack) : Number(left + slack), comparison, right);
}

}  // namespace

std::optional<Number> evaluate(const System& system, const Term& term) {
    std::vector<Number> x;
    for (const TermRef& argument : term.arguments) {
        const std::optional<Number> value = evaluate(system, *argument);
        if (!value) return std::nullopt;
        x.push_back(*value);
    }
    const auto quotient = [&]() -> std::optional<Number> {
        if (x[1] == 0) return std::nullopt;
        return x[0] / x[1];
    };
    switch (term.op) {
        case Op::literal: return term.literal.value();
        case Op::quantity: return system.quantities[term.quantity].truth;
        case Op::negate: return -x[0];
        case Op::add: return x[0] + x[1];
        case Op::subtract:
        case Op::change:
        case Op::points: return x[0] - x[1];
        case Op::multiply: return x[0] * x[1];
        case Op::divide:
        case Op::share:
        case Op::ratio: return quotient();
        case Op::growth:
            if (x[1] == 0) return std::nullopt;
            return x[0] / x[1] - 1;
        case Op::index:
            if (x[1] == 0) return std::nullopt;
            return 100 * x[0] / x[1];
        case Op::power: {
            Number out = 1;
            for (unsigned i = 0; i < term.exponent; ++i) out *= x[0];
            return out;
        }
        case Op::sum:
        case Op::mean: {
            Number total = 0;
            for (const Number& value : x) total += value;
            return term.op == Op::sum ? total : Number(total / static_cast<long>(x.size()));
        }
        case Op::weighted: {
            Number total = 0;
            Number weights = 0;
            for (std::size_t i = 0; i < x.size(); i += 2) {
                total += x[i] * x[i + 1];
                weights += x[i + 1];
            }
            if (weights == 0) return std::nullopt;
            return total / weights;
        }
        case Op::min: return *std::min_element(x.begin(), x.end());
        case Op::max: return *std::max_element(x.begin(), x.end());
        case Op::abs: return abs(x[0]);
        case Op::sqrt: {
            if (x[0] < 0) return std::nullopt;
            const Number root(sqrt(x[0].get_num()), sqrt(x[0].get_den()));
            if (root * root != x[0]) return std::nullopt;
            return root;
        }
        case Op::cagr: return std::nullopt;
    }
    return std::nullopt;
}

bool holds_for_truth(const System& system) {
    for (const Quantity& quantity : system.quantities) {
        if (!quantity.ends().contains(quantity.truth)) return false;
        if (quantity.whole && quantity.truth.get_den() != 1) return false;
        if (quantity.definition && evaluate(system, *quantity.definition) != quantity.truth)
            return false;
    }
    for (const Relation& relation : system.relations) {
        for (std::size_t i = 0; i < relation.comparisons.size(); ++i) {
            const auto left = evaluate(system, *relation.sides[i]);
            const auto right = evaluate(system, *relation.sides[i + 1]);
            if (left && right &&
                !holds(*left, relation.comparisons[i], *right, relation.tolerance))
                return false;
        }
    }
    return true;
}

}  // namespace oracle
