#include "brcheck/expr/expression.hpp"

#include "base/sort_unique.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace brcheck {

std::string_view format_comparison(Comparison comparison) {
    switch (comparison) {
        case Comparison::equal: return "=";
        case Comparison::less: return "<";
        case Comparison::less_equal: return "<=";
        case Comparison::greater: return ">";
        case Comparison::greater_equal: return ">=";
    }
    return "";
}

namespace {

// What stands unused at the end of an array, at most: giving it back would cost a copy.
constexpr std::size_t most_unused = 8;

enum class Look : std::uint8_t { word, sign, separator };

constexpr std::array<Look, 256> make_looks() {
    std::array<Look, 256> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto c = static_cast<char>(i);
        const bool is_word = is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '.';
        const bool is_separator = c == ' ' || c == '(' || c == ')' || c == ',' || c == '=';
        out[i] = is_word ? Look::word : is_separator ? Look::separator : Look::sign;
    }
    return out;
}

constexpr std::array<Look, 256> looks = make_looks();

template <typename T>
void give_back_unused(std::vector<T>& values) {
    if (values.capacity() > values.size() + most_unused) {
        values.shrink_to_fit();
    }
}

}  // namespace

ExpressionBuilder::ExpressionBuilder(std::string text) {
    // Each word becomes a node, and each sign but those that only separate: mostly.
    std::size_t words = 0;
    std::size_t signs = 0;
    Look last = Look::separator;
    for (const char c : text) {
        const Look look = looks[static_cast<unsigned char>(c)];
        words += look == Look::word && last != Look::word ? 1 : 0;
        signs += look == Look::sign ? 1 : 0;
        last = look;
    }
    expression_.nodes_.reserve(words + signs);
    expression_.arguments_.reserve(words + signs);
    expression_.variables_.reserve(words);
    expression_.sides_.reserve(2);
    expression_.text_ = std::move(text);
}

NodeIndex ExpressionBuilder::add_literal(Literal literal, Span span) {
    Node node;
    node.operation = Operation::literal;
    node.payload = static_cast<std::uint32_t>(expression_.literals_.size());
    node.span = span;
    expression_.literals_.push_back(std::move(literal));
    expression_.nodes_.push_back(node);
    return expression_.root();
}

NodeIndex ExpressionBuilder::add_variable(VariableIndex variable, Span span) {
    Node node;
    node.operation = Operation::variable;
    node.payload = variable;
    node.span = span;
    expression_.variables_.push_back(variable);
    expression_.nodes_.push_back(node);
    return expression_.root();
}

NodeIndex ExpressionBuilder::add_operation(Operation operation,
                                           std::span<const NodeIndex> arguments, Span span) {
    [[maybe_unused]] const OperationInfo& info = operation_info(operation);
    assert(arguments.size() >= info.min_arguments && arguments.size() <= info.max_arguments);
    Node node;
    node.operation = operation;
    node.first_argument = static_cast<std::uint32_t>(expression_.arguments_.size());
    node.argument_count = static_cast<std::uint32_t>(arguments.size());
    node.span = span;
    expression_.arguments_.insert(expression_.arguments_.end(), arguments.begin(),
                                  arguments.end());
    expression_.nodes_.push_back(node);
    return expression_.root();
}

void ExpressionBuilder::add_side(NodeIndex side) { expression_.sides_.push_back(side); }

void ExpressionBuilder::add_comparison(Comparison comparison) {
    expression_.comparisons_.push_back(comparison);
}

Expression ExpressionBuilder::build() && {
    assert(expression_.sides_.size() == expression_.comparisons_.size() + 1);
    std::vector<VariableIndex>& variables = expression_.variables_;
    const std::size_t occurrences = variables.size();
    sort_unique(variables);
    expression_.repeats_ = variables.size() < occurrences;
    give_back_unused(expression_.nodes_);
    give_back_unused(expression_.arguments_);
    give_back_unused(variables);
    return std::move(expression_);
}

}  // namespace brcheck
