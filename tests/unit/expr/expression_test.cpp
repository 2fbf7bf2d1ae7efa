#include "brcheck/expr/expression.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::dump_tree;

TEST_CASE("a tree is put together leaves first", "[expression]") {
    NameTable names;
    names.add("a");
    names.add("b");
    ExpressionBuilder builder("b + 2 < a");
    const NodeIndex b = builder.add_variable(1, {0, 1});
    const NodeIndex two = builder.add_literal({Rational(2), Unit()}, {4, 5});
    const NodeIndex both[] = {b, two};
    builder.add_side(builder.add_operation(Operation::add, both, {0, 5}));
    builder.add_comparison(Comparison::less);
    builder.add_side(builder.add_variable(0, {8, 9}));
    const Expression expression = std::move(builder).build();

    CHECK(dump_tree(expression, names) == "(+ b 2) < a");
    CHECK(expression.text() == "b + 2 < a");
    CHECK(expression.root() == 3);
    CHECK(expression.nodes()[2].span == Span{0, 5});
    CHECK(std::vector<VariableIndex>(expression.variables().begin(),
                                     expression.variables().end()) ==
          std::vector<VariableIndex>{0, 1});
    CHECK_FALSE(expression.has_repeated_variable());
}

TEST_CASE("a variable that occurs twice is listed once and told", "[expression]") {
    NameTable names;
    names.add("a");
    const Expression expression = parse_expression("a / (a + 1)", names).value();
    CHECK(expression.variables().size() == 1);
    CHECK(expression.has_repeated_variable());
}

TEST_CASE("comparisons are written in ASCII", "[expression]") {
    CHECK(format_comparison(Comparison::equal) == "=");
    CHECK(format_comparison(Comparison::less) == "<");
    CHECK(format_comparison(Comparison::less_equal) == "<=");
    CHECK(format_comparison(Comparison::greater) == ">");
    CHECK(format_comparison(Comparison::greater_equal) == ">=");
}
