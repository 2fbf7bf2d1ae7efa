#include "expr/continuity.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/parse_expression.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <string>

namespace brcheck {
namespace {

struct OverBox {
    NameTable names;
    Expression expression;
    std::vector<Interval> values;

    OverBox(const std::string& text, const char* x, const char* y) : expression(parse(text)) {
        evaluate(expression, std::vector<Interval>{testing::interval(x), testing::interval(y)},
                 values);
    }
    [[nodiscard]] bool is_one_to_one_in_x() const {
        return is_one_to_one(expression, expression.root(), 0, values);
    }

private:
    Expression parse(const std::string& text) {
        names.add("x");
        names.add("y");
        auto parsed = parse_expression(text, names);
        if (!parsed) FAIL(parsed.errors().front().message);
        return std::move(parsed).value();
    }
};

TEST_CASE("an expression is continuous where no part of it has a pole or an edge") {
    for (const char* text : {"y / x", "growth(y, x)", "sqrt(x)", "x ^ -1", "x ^ 0.5",
                             "cagr(x, 1, 2)", "weighted(y, x, 6, 1)"}) {
        INFO(text);
        CHECK(is_continuous(OverBox(text, "[1, 2]", "[1, 2]").expression,
                            OverBox(text, "[1, 2]", "[1, 2]").values));
        const OverBox edge(text, "[-1, 2]", "[1, 2]");
        CHECK_FALSE(is_continuous(edge.expression, edge.values));
    }
    const OverBox never("1 / (x - x)", "[1, 1]", "[1, 1]");
    CHECK_FALSE(is_continuous(never.expression, never.values));
}

TEST_CASE("one occurrence under sums, products and quotients tells values apart") {
    for (const char* text : {"x", "-x + y", "y - 3 * x", "x * y", "x / y", "y / x", "mean(y, x)",
                             "growth(x, y)", "growth(y, x)", "change(x, y)", "sum(y, x, 2)",
                             "share(y, x)", "index(x, y)", "2 / (y / (x + 1) - 7)"}) {
        INFO(text);
        CHECK(OverBox(text, "[1, 2]", "[1, 2]").is_one_to_one_in_x());
    }
    for (const char* text : {"x - x", "x * x", "y", "x ^ 2", "abs(x)", "min(x, y)", "sqrt(x)",
                             "weighted(x, y, 1, 1)"}) {
        INFO(text);
        CHECK_FALSE(OverBox(text, "[1, 2]", "[1, 2]").is_one_to_one_in_x());
    }
    for (const char* text : {"x * y", "y * x", "y / x", "share(y, x)"}) {
        INFO(text);
        CHECK_FALSE(OverBox(text, "[1, 2]", "[0, 2]").is_one_to_one_in_x());
    }
    CHECK(OverBox("x + y", "[-1, 2]", "[-1, 2]").is_one_to_one_in_x());
}

}  // namespace
}  // namespace brcheck
