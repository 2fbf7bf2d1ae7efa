#include "engine/power_equation.hpp"

#include "engine/growth_form.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

/// scale * product of powers + offset; a number alone has scale 0.
struct Value {
    Rational scale;
    std::map<PowerFactor, Rational> powers;
    Rational offset;
    std::set<PowerFactor> positive = {};  ///< as in PowerEquation
    std::set<PowerFactor> nonzero = {};

    [[nodiscard]] bool is_number() const { return scale.is_zero(); }
};

/// Brought to offset 0: a (x + s) + b = a (x + s + b/a). False where it is no such product.
bool make_product(Value& value) {
    if (value.is_number()) {
        value.scale = std::exchange(value.offset, Rational());
        return !value.scale.is_zero();
    }
    if (value.offset.is_zero()) return true;
    if (value.powers.size() != 1 || value.powers.begin()->second != Rational(1)) return false;
    PowerFactor factor = value.powers.begin()->first;
    factor.shift += std::exchange(value.offset, Rational()) / value.scale;
    value.powers = {{std::move(factor), Rational(1)}};
    return true;
}

/// Whatever becomes of the factors later.
void keep_conditions(Value& value, const Value& of) {
    value.positive.insert(of.positive.begin(), of.positive.end());
    value.nonzero.insert(of.nonzero.begin(), of.nonzero.end());
}

/// A product without factors is a number again.
void settle_number(Value& value) {
    if (value.powers.empty()) value.offset += std::exchange(value.scale, Rational());
}

bool add(Value& sum, const Value& more, const Rational& multiple) {
    sum.offset += multiple * more.offset;
    keep_conditions(sum, more);
    if (more.is_number()) return true;
    if (sum.is_number())
        sum.powers = more.powers;
    else if (sum.powers != more.powers)
        return false;
    sum.scale += multiple * more.scale;
    if (sum.scale.is_zero()) sum.powers.clear();
    return true;
}

bool multiply(Value& product, Value by, const Rational& exponent) {
    if (!make_product(product) || !make_product(by)) return false;
    keep_conditions(product, by);
    product.scale = exponent.sign() > 0 ? product.scale * by.scale : product.scale / by.scale;
    for (const auto& [factor, power] : by.powers) {
        Rational& own = product.powers[factor];
        own += exponent * power;
        if (!own.is_zero()) continue;
        product.powers.erase(factor);
        product.nonzero.insert(factor);
    }
    settle_number(product);
    return true;
}

bool raise(Value& base, const Rational& exponent) {
    constexpr std::int64_t most = 200;
    constexpr std::size_t most_bits = 200;  // of what is raised: powers of powers get long
    if (!make_product(base) || exponent.is_zero() || abs(exponent) > Rational(most)) return false;
    if (base.scale.bit_length() > most_bits) return false;
    if (exponent.is_integer())
        base.scale = power(base.scale, exponent.numerator().to_int64());
    else if (base.scale != Rational(1))
        return false;
    for (auto& [factor, power] : base.powers) {
        if (!exponent.is_integer()) base.positive.insert(factor);
        power *= exponent;
    }
    settle_number(base);
    return true;
}

bool apply(const Node& node, std::vector<Value> arguments, Value& out) {
    if (is_difference(node.operation) || node.operation == Operation::negate) {
        const bool has_two = arguments.size() == 2;
        return (!has_two || add(out, arguments[0], Rational(1))) &&
               add(out, arguments.back(), Rational(-1));
    }
    if (node.operation == Operation::add || node.operation == Operation::sum)
        return std::all_of(arguments.begin(), arguments.end(), [&](const Value& argument) {
            return add(out, argument, Rational(1));
        });
    out = std::move(arguments[0]);
    if (is_quotient(node.operation)) return multiply(out, arguments[1], Rational(-1));
    switch (node.operation) {
        case Operation::multiply: return multiply(out, arguments[1], Rational(1));
        case Operation::index:
            if (!multiply(out, arguments[1], Rational(-1))) return false;
            out.scale *= Rational(100);
            out.offset *= Rational(100);
            return true;
        case Operation::growth:
            if (!multiply(out, arguments[1], Rational(-1))) return false;
            out.offset -= Rational(1);
            return true;
        case Operation::cagr: {
            const Value& years = arguments[2];
            if (!years.is_number() || years.offset.is_zero() ||
                !multiply(out, arguments[1], Rational(-1)) ||
                !raise(out, Rational(1) / years.offset))
                return false;
            out.offset -= Rational(1);
            return true;
        }
        case Operation::power:
            return arguments[1].is_number() && raise(out, arguments[1].offset);
        case Operation::sqrt: return raise(out, Rational(Integer(1), Integer(2)));
        default: return false;
    }
}

std::optional<Value> value_of(const Expression& expression, NodeIndex root) {
    const auto nodes = expression.nodes();
    std::vector<std::optional<Value>> values(root + std::size_t{1});
    for (NodeIndex i = 0; i <= root; ++i) {
        const Node& node = nodes[i];
        Value value;
        if (node.operation == Operation::literal) {
            value.offset = expression.literal(node).value;
        } else if (node.operation == Operation::variable) {
            value.scale = Rational(1);
            value.powers.emplace(PowerFactor{node.payload, Rational()}, Rational(1));
        } else {
            std::vector<Value> arguments;
            for (const NodeIndex argument : expression.arguments(node))
                if (values[argument]) arguments.push_back(*values[argument]);
            const bool are_known = arguments.size() == node.argument_count;
            if (!are_known || !apply(node, std::move(arguments), value)) continue;
        }
        values[i] = std::move(value);
    }
    return values[root];
}

/// What is added on one side is taken over by the other.
bool move_offset(Value& from, Value& to) {
    to.offset -= std::exchange(from.offset, Rational());
    return !from.is_number() && make_product(to);
}

/// left = right, as one product.
std::optional<PowerEquation> equation_between(Value left, Value right) {
    const Value left_as_it_was = left;
    const Value right_as_it_was = right;
    if (!make_product(left) || !make_product(right)) {
        left = left_as_it_was;
        right = right_as_it_was;
        if (!move_offset(right, left)) {
            left = left_as_it_was;
            right = right_as_it_was;
            if (!move_offset(left, right)) return std::nullopt;
        }
    }
    settle_number(right);
    if (!multiply(left, right, Rational(-1)) || left.is_number()) return std::nullopt;
    return PowerEquation{std::move(left.powers), Rational(1) / left.scale,
                         std::move(left.positive), std::move(left.nonzero)};
}

}  // namespace

std::optional<PowerEquation> power_equation(const Network& network, const Constraint& constraint) {
    const Expression& expression = network.expression(constraint);
    if (constraint.kind == DerivationStep::Kind::definition) {
        auto value = value_of(expression, expression.root());
        if (!value) return std::nullopt;
        Value defined{Rational(1), {{PowerFactor{constraint.index, Rational()}, Rational(1)}}, {}};
        return equation_between(std::move(defined), *std::move(value));
    }
    if (network.report().relations[constraint.index].tolerance ||
        expression.comparisons()[constraint.comparison] != Comparison::equal)
        return std::nullopt;
    auto left = value_of(expression, expression.sides()[constraint.comparison]);
    auto right = value_of(expression, expression.sides()[constraint.comparison + 1]);
    if (!left || !right) return std::nullopt;
    return equation_between(*std::move(left), *std::move(right));
}

}  // namespace brcheck
