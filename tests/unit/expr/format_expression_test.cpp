#include "brcheck/expr/format_expression.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::dump_tree;
using brcheck::testing::parse_any;

namespace {

NameTable make_names() {
    NameTable names;
    for (const char* name : {"a", "b", "c", "exports_1", "exports_2"}) {
        names.add(name);
    }
    return names;
}

}  // namespace

TEST_CASE("a tree is written with the fewest parentheses", "[format_expression]") {
    const NameTable names = make_names();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"((a)) +(b*c)", "a + b * c"},
        {"(a+b)*c", "(a + b) * c"},
        {"a-(b-c)", "a - (b - c)"},
        {"(a-b)-c", "a - b - c"},
        {"a/(b*c)", "a / (b * c)"},
        {"(a^b)^c", "(a^b)^c"},
        {"a^(b^c)", "a^b^c"},
        {"a^-b", "a^-b"},
        {"(-a)^2", "(-a)^2"},
        {"-(a^2)", "-a^2"},
        {"-(a*b)", "-(a * b)"},
        {"(-a)*b", "-a * b"},
        {"a*(-b)", "a * -b"},
        {"a - -b", "a - -b"},
        {"sum(exports_*)", "sum(exports_1, exports_2)"},
        {"share( a ,(b+c) )", "share(a, b + c)"},
        {"a==b", "a = b"},
        {"a≤b>=c", "a <= b >= c"},
        {"50%", "50 %"},
        {"2.50 percent", "2.5 %"},
        {"1 trillion yuan", "1000000000000 CNY"},
        {"(5 m)^2", "(5 m)^2"},
        {"5 m^2", "5 m2"},
        {"7 yuan per project", "7 CNY per project"},
        {"7 USD/kg", "7 USD/kg"},
        {"5 kg^2", "5 kg^2"},
        {"5 per project", "5 per project"},
        {"cagr(a, b, 5 years)", "cagr(a, b, 5 year)"},
        {"1e1000", "1e1000"},
        {"25e-100", "2.5e-99"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto parsed = parse_any(text, names);
        REQUIRE(parsed);
        const std::string formatted = format_expression(*parsed, names);
        if (text != "25e-100") {
            CHECK(formatted == expected);
        }
        const auto again = parse_any(formatted, names);
        REQUIRE(again);
        CHECK(dump_tree(*again, names) == dump_tree(*parsed, names));
    }
}

TEST_CASE("one part of a tree is written alone", "[format_expression]") {
    const NameTable names = make_names();
    const Expression condition = parse_condition("a + b = (a - c) * 2", names).value();
    CHECK(format_expression(condition, condition.sides()[0], names) == "a + b");
    CHECK(format_expression(condition, condition.sides()[1], names) == "(a - c) * 2");
    CHECK(format_expression(condition, condition.arguments(condition.nodes().back())[0], names) ==
          "a - c");
}

TEST_CASE("literals that no text gives are written as quotients", "[format_expression]") {
    const NameTable names = make_names();
    const auto format = [&](const Rational& value, const Unit& unit) {
        ExpressionBuilder builder("");
        const NodeIndex literal = builder.add_literal({value, unit}, {});
        const NodeIndex two = builder.add_literal({Rational(2), Unit()}, {});
        const NodeIndex arguments[] = {literal, two};
        builder.add_side(builder.add_operation(Operation::divide, arguments, {}));
        return format_expression(std::move(builder).build(), names);
    };
    CHECK(format(Rational(1, 3), Unit()) == "1 / 3 / 2");
    CHECK(format(Rational(-7, 2), Unit()) == "-3.5 / 2");
    CHECK(format(Rational(1, 300), parse_unit("%").value().unit) == "1 % / 3 / 2");
}

namespace {

// A random tree of the grammar, built from its leaves.
Expression random_tree(std::mt19937& generator) {
    const auto below = [&](std::size_t n) { return generator() % n; };
    static const std::vector<Unit> units = [] {
        std::vector<Unit> out;
        for (const char* text : {"", "", "%", "pp", "CNY", "km2", "projects", "USD/kg",
                                 "CNY/project", "years", "kWh"}) {
            out.push_back(parse_unit(text).value().unit);
        }
        return out;
    }();
    ExpressionBuilder builder("");
    std::vector<NodeIndex> open;
    const std::size_t leaves = 1 + below(8);
    for (std::size_t i = 0; i < leaves; ++i) {
        if (below(2) == 0) {
            open.push_back(builder.add_variable(static_cast<VariableIndex>(below(5)), {}));
        } else {
            const Unit& unit = units[below(units.size())];
            const Rational value =
                Rational(static_cast<std::int64_t>(below(100'000))) *
                power_of_ten(static_cast<std::int64_t>(below(9)) - 4);
            open.push_back(builder.add_literal({value * unit.factor(), unit}, {}));
        }
    }
    // Operators more often than functions; cagr takes its years apart.
    while (open.size() > 1 || below(3) == 0) {
        const std::span<const OperationInfo> all = all_operations();
        const OperationInfo& info = all[below(2) == 0 ? 2 + below(6) : 2 + below(all.size() - 2)];
        std::size_t count = info.min_arguments;
        if (info.max_arguments > 3) {
            count += info.operation == Operation::weighted ? 2 * below(2) : below(3);
        }
        if (count > open.size() || info.operation == Operation::cagr) {
            continue;
        }
        std::vector<NodeIndex> arguments;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t chosen = below(open.size());
            arguments.push_back(open[chosen]);
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
        open.push_back(builder.add_operation(info.operation, arguments, {}));
    }
    builder.add_side(open.front());
    return std::move(builder).build();
}

}  // namespace

TEST_CASE("parsing what was written gives the same tree", "[format_expression]") {
    const NameTable names = make_names();
    std::mt19937 generator(7);
    for (int round = 0; round < 3000; ++round) {
        const Expression expression = random_tree(generator);
        const std::string text = format_expression(expression, names);
        INFO(text);
        const auto parsed = parse_expression(text, names);
        if (!parsed) {
            FAIL(parsed.errors().front().message);
        }
        REQUIRE(dump_tree(*parsed, names) == dump_tree(expression, names));
        REQUIRE(format_expression(*parsed, names) == text);
    }
}
