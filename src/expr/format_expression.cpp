#include "brcheck/expr/format_expression.hpp"

#include "brcheck/number/decimal.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "expr/read_literal.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace brcheck {
namespace {

/// How tightly a text holds together, as in the grammar.
enum class Binding : std::uint8_t { sum, product, unary, power, primary };

struct Piece {
    std::string text;
    Binding binding = Binding::primary;
};

/// Places after the point that `value` needs as a decimal, or nothing.
std::optional<std::int64_t> find_places(const Rational& value) {
    constexpr std::int64_t most_places = 4000;
    Integer rest = value.denominator();
    std::int64_t places = 0;
    const Integer ten(10);
    for (; rest != Integer(1); ++places) {
        const Integer common = gcd(rest, ten);
        if (common == Integer(1) || places == most_places) {
            return std::nullopt;
        }
        rest = divide_exact(rest, common);
    }
    return places;
}

/// Long rows of zeros as an exponent, so that the limits of a number hold for what is written.
std::string format_number(const Rational& value, std::int64_t places) {
    constexpr std::size_t longest_plain = 40;
    std::string plain = format_decimal(value, places, Toward::nearest);
    if (plain.size() <= longest_plain) {
        return plain;
    }
    std::string digits = (value * power_of_ten(places)).numerator().to_string();
    const std::size_t kept = digits.find_last_not_of('0') + 1;
    const std::int64_t exponent = static_cast<std::int64_t>(digits.size() - kept) - places;
    digits.resize(kept);
    std::string with_exponent = digits + 'e' + std::to_string(exponent);
    return with_exponent.size() < plain.size() ? with_exponent : plain;
}

bool is_read_back(const std::string& symbol, const Unit& unit, const NameTable& names) {
    const Result<LiteralReading> reading =
        read_literal("1 " + symbol, Span{0, 1}, std::nullopt, names, {});
    return reading && reading->literal.unit == unit && reading->end == symbol.size() + 2;
}

/// The symbol, or a way to write it that is read as the same unit: nouns stand behind "per" and "每"
/// only, and powers of units that are not listed need their "^".
std::string format_unit(const Unit& unit, const NameTable& names) {
    const std::string& symbol = unit.symbol();
    const std::optional<UnitMatch> known = match_unit_after(symbol);
    if (symbol.empty() || (known && known->size_bytes == symbol.size()) ||
        is_read_back(symbol, unit, names)) {
        return symbol;
    }
    for (const bool with_sign : {false, true}) {
        for (const std::string_view fraction : {"/", " per ", "每"}) {
            std::string text;
            char before = ' ';
            for (const char c : symbol) {
                const bool is_exponent = is_ascii_digit(c) && is_ascii_letter(before);
                text += with_sign && is_exponent ? "^" : "";
                text += c == '/' ? fraction : std::string_view(&c, 1);
                before = c;
            }
            if (text.starts_with("1 per ")) {
                text.erase(0, 2);
            }
            if (is_read_back(text, unit, names)) {
                return text;
            }
        }
    }
    return symbol;
}

Piece format_literal(const Literal& literal, const NameTable& names) {
    const Rational value = literal.value / literal.unit.factor();
    const Rational size = abs(value);
    std::string unit = format_unit(literal.unit, names);
    if (!unit.empty()) {
        unit.insert(0, " ");
    }
    Piece out;
    if (const std::optional<std::int64_t> places = find_places(size)) {
        out.text = format_number(size, *places) + unit;
        // "5 m^2" are square metres, whatever the power was meant for.
        out.binding = unit.empty() ? Binding::primary : Binding::power;
    } else {
        out.text = size.numerator().to_string() + unit + " / " + size.denominator().to_string();
        out.binding = Binding::product;
    }
    if (value.sign() < 0) {
        out.text.insert(0, "-");
        out.binding = std::min(out.binding, Binding::unary);
    }
    return out;
}

std::string parenthesize(Piece piece, Binding least) {
    if (piece.binding >= least) {
        return std::move(piece.text);
    }
    piece.text.insert(0, "(");
    piece.text += ')';
    return std::move(piece.text);
}

class Formatter {
public:
    /// Formats the first `count` nodes.
    Formatter(const Expression& expression, const NameTable& names, std::size_t count)
        : expression_(expression), names_(names), pieces_(count) {
        for (std::size_t i = 0; i < count; ++i) {
            pieces_[i] = format_node(expression.nodes()[i]);
        }
    }

    [[nodiscard]] const std::string& text(NodeIndex node) const { return pieces_[node].text; }

private:
    Piece format_node(const Node& node) {
        switch (node.operation) {
            case Operation::literal: return format_literal(expression_.literal(node), names_);
            case Operation::variable: return {names_.name(node.payload), Binding::primary};
            case Operation::negate:
                return {"-" + take(node, 0, Binding::unary), Binding::unary};
            case Operation::add:
            case Operation::subtract:
                return format_binary(node, Binding::sum, Binding::sum, Binding::product);
            case Operation::multiply:
            case Operation::divide:
                return format_binary(node, Binding::product, Binding::product, Binding::unary);
            case Operation::power:
                return format_binary(node, Binding::power, Binding::primary, Binding::unary);
            default: return format_call(node);
        }
    }

    Piece format_binary(const Node& node, Binding binding, Binding left, Binding right) {
        std::string text = take(node, 0, left);
        const bool is_power = node.operation == Operation::power;
        text += is_power ? "" : " ";
        text += operation_info(node.operation).name;
        text += is_power ? "" : " ";
        text += take(node, 1, right);
        return {std::move(text), binding};
    }

    Piece format_call(const Node& node) {
        std::string text(operation_info(node.operation).name);
        text += '(';
        for (std::size_t i = 0; i < node.argument_count; ++i) {
            text += i == 0 ? "" : ", ";
            text += take(node, i, Binding::sum);
        }
        text += ')';
        return {std::move(text), Binding::primary};
    }

    std::string take(const Node& node, std::size_t argument, Binding least) {
        return parenthesize(std::move(pieces_[expression_.arguments(node)[argument]]), least);
    }

    const Expression& expression_;
    const NameTable& names_;
    std::vector<Piece> pieces_;  ///< one a node; empty where an operation has taken it
};

}  // namespace

std::string format_expression(const Expression& expression, const NameTable& names) {
    const Formatter formatter(expression, names, expression.nodes().size());
    const std::span<const NodeIndex> sides = expression.sides();
    std::string text = formatter.text(sides[0]);
    for (std::size_t i = 1; i < sides.size(); ++i) {
        text += ' ';
        text += format_comparison(expression.comparisons()[i - 1]);
        text += ' ';
        text += formatter.text(sides[i]);
    }
    return text;
}

std::string format_expression(const Expression& expression, NodeIndex node,
                              const NameTable& names) {
    return Formatter(expression, names, node + std::size_t{1}).text(node);
}

}  // namespace brcheck
