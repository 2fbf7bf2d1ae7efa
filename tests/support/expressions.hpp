// Expressions over a few names, and trees as text, for tests.
#pragma once

#include "brcheck/expr/parse_expression.hpp"
#include "brcheck/unit/parse_unit.hpp"

#include <string>
#include <utility>
#include <vector>

namespace brcheck::testing {

// "(+ a (* 2 b))"; a literal with a unit is 1/2[%]; the sides of a condition stand one after the
// other with the comparisons between them.
inline std::string dump_tree(const Expression& expression, const NameTable& names) {
    std::vector<std::string> texts;
    for (const Node& node : expression.nodes()) {
        std::string text;
        if (node.operation == Operation::literal) {
            const Literal& literal = expression.literal(node);
            text = literal.value.to_string();
            if (!literal.unit.symbol().empty()) {
                text += '[' + literal.unit.symbol() + ']';
            }
        } else if (node.operation == Operation::variable) {
            text = names.name(node.payload);
        } else {
            text = '(' + std::string(operation_info(node.operation).name);
            for (const NodeIndex argument : expression.arguments(node)) {
                text += ' ' + texts[argument];
            }
            text += ')';
        }
        texts.push_back(std::move(text));
    }
    std::string out = texts[expression.sides()[0]];
    for (std::size_t i = 0; i < expression.comparisons().size(); ++i) {
        out += ' ' + std::string(format_comparison(expression.comparisons()[i])) + ' ' +
               texts[expression.sides()[i + 1]];
    }
    return out;
}

// Names, each with a unit ("?" for an unknown without one).
struct Quantities {
    explicit Quantities(const std::vector<std::pair<std::string, std::string>>& list) {
        for (const auto& [name, unit] : list) {
            names.add(name);
            has_unit.push_back(unit != "?");
            units.push_back(unit == "?" ? Unit() : parse_unit(unit).value().unit);
        }
    }
    [[nodiscard]] const Unit* unit_of(VariableIndex variable) const {
        return has_unit[variable] ? &units[variable] : nullptr;
    }

    NameTable names;
    std::vector<Unit> units;
    std::vector<bool> has_unit;
};

// Text with a comparison as a condition, any other as an expression.
inline Result<Expression> parse_any(const std::string& text, const NameTable& names) {
    const bool is_condition = text.find_first_of("=<>") != std::string::npos ||
                              text.find("≤") != std::string::npos ||
                              text.find("≥") != std::string::npos;
    return is_condition ? parse_condition(text, names) : parse_expression(text, names);
}

}  // namespace brcheck::testing
