#include "brcheck/expr/check_dimensions.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::parse_any;
using brcheck::testing::Quantities;

namespace {

const Quantities& quantities() {
    static const Quantities list({{"exports", "CNY"},
                                  {"imports", "CNY"},
                                  {"sales", "USD"},
                                  {"rate", "CNY/USD"},
                                  {"mass", "t"},
                                  {"mass2", "kg"},
                                  {"area", "m2"},
                                  {"growth1", "%"},
                                  {"share1", "%"},
                                  {"lead", "pp"},
                                  {"projects", "projects"},
                                  {"women", "women"},
                                  {"people", "people"},
                                  {"n", ""},
                                  {"period", "years"},
                                  {"x", "?"}});
    return list;
}

Result<std::vector<QuantityType>> check(const std::string& text) {
    const auto parsed = parse_any(text, quantities().names);
    REQUIRE(parsed);
    return check_dimensions(*parsed,
                            [](VariableIndex variable) { return quantities().unit_of(variable); });
}

std::string describe(const QuantityType& type) {
    if (!type.is_known) {
        return "?";
    }
    switch (type.kind) {
        case UnitKind::level: return type.dimension.to_string();
        case UnitKind::number: return "number";
        case UnitKind::percent: return "percent";
        case UnitKind::points: return "points";
    }
    return "";
}

}  // namespace

TEST_CASE("units that fit together give the unit of the whole", "[check_dimensions]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"exports", "CNY"},
        {"-exports", "CNY"},
        {"abs(exports)", "CNY"},
        {"exports + imports", "CNY"},
        {"mass + mass2", "mass"},
        {"mean(exports, imports)", "CNY"},
        {"max(exports, 5 yuan)", "CNY"},
        {"exports * imports", "CNY^2"},
        {"exports / sales", "CNY/USD"},
        {"exports - sales * rate", "CNY"},
        {"exports / imports", "number"},
        {"ratio(exports, imports)", "number"},
        {"ratio(share1, n)", "number"},
        {"per(exports, projects)", "CNY/#project"},
        {"exports + 0", "CNY"},
        // Percentages.
        {"share(exports, imports)", "percent"},
        {"share(women, people)", "percent"},
        {"growth(exports, imports)", "percent"},
        {"cagr(exports, imports, 5)", "percent"},
        {"cagr(exports, imports, 5 years)", "percent"},
        {"cagr(exports, imports, n)", "percent"},
        {"cagr(exports, imports, period)", "percent"},
        {"cagr(exports, imports, period / 1 year)", "percent"},
        {"index(exports, imports)", "number"},
        {"share1 * exports", "CNY"},
        {"exports / share1", "CNY"},
        {"share1 * share1", "percent"},
        {"share1 ^ 2", "percent"},
        {"share1 / growth1", "number"},
        {"share1 / 2", "percent"},
        {"1 + growth1", "number"},
        {"1 - share1", "number"},
        {"growth1 - growth1", "percent"},
        {"growth1 - lead", "percent"},
        {"lead + lead", "points"},
        {"1 + lead", "points"},
        {"2 * lead", "points"},
        {"lead / (1 + growth1)", "percent"},
        {"share1 * (1 - lead / (1 + growth1))", "percent"},
        {"points(share1, growth1)", "points"},
        {"change(share1, growth1)", "percent"},
        {"change(exports, imports)", "CNY"},
        {"exports * (1 + growth1)", "CNY"},
        // Counts.
        {"projects + projects", "#project"},
        {"women + projects", "number"},
        {"projects + 5", "number"},
        {"sum(women, people, projects)", "number"},
        {"women / people", "#woman/#person"},
        {"share1 + women / people", "number"},
        {"weighted(share1, women, growth1, people)", "percent"},
        {"weighted(exports, share1, imports, 1 - share1)", "CNY"},
        // Powers and roots.
        {"exports ^ 2", "CNY^2"},
        {"exports ^ -1", "1/CNY"},
        {"exports ^ 0", "number"},
        {"(1 + growth1) ^ n", "number"},
        {"(1 + growth1) ^ 0.5", "number"},
        {"sqrt(area)", "length"},
        {"sqrt(exports * imports)", "CNY"},
        {"sqrt(share1)", "number"},
        // An unknown takes any unit.
        {"x", "?"},
        {"x + exports", "CNY"},
        {"x * exports", "?"},
        {"share(x, exports)", "percent"},
        {"exports ^ 2 * x + sales", "USD"},
        {"x ^ 2", "?"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto types = check(text);
        if (!types) {
            FAIL(types.errors().front().message);
        }
        REQUIRE(types->size() == 1);
        CHECK(describe(types->front()) == expected);
    }
}

TEST_CASE("the sides of a condition have their own units", "[check_dimensions]") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"exports = 5 yuan", "CNY CNY"},
        {"exports - imports > 0", "CNY number"},
        {"0 < exports < imports", "number CNY CNY"},
        {"share1 > 50 %", "percent percent"},
        {"share1 > 0.5", "percent number"},
        {"lead = growth1 - share1", "points percent"},
        {"share1 = women / people", "percent #woman/#person"},
        {"projects > women", "#project #woman"},
        {"projects > 150", "#project number"},
        {"x = exports", "? CNY"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto types = check(text);
        if (!types) {
            FAIL(types.errors().front().message);
        }
        std::string described;
        for (const QuantityType& type : *types) {
            described += (described.empty() ? "" : " ") + describe(type);
        }
        CHECK(described == expected);
    }
}

TEST_CASE("units that clash are both named, at the operand", "[check_dimensions]") {
    struct Case {
        std::string text;
        std::string at;
        std::string message;
        std::string hint;
    };
    const std::string share_hint =
        "share(part, whole) makes a share of two levels; a share times a level is a level";
    const std::string points_hint = "if the figure is a rate of change, state it in percent";
    const std::vector<Case> cases = {
        {"exports + sales", "sales", "\"exports\" is in CNY but \"sales\" is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
        {"exports = sales", "sales", "\"exports\" is in CNY but \"sales\" is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
        {"exports = imports = mass", "mass", "\"exports\" is in CNY but \"mass\" is in t", ""},
        {"0 < exports < mass", "mass", "\"exports\" is in CNY but \"mass\" is in t", ""},
        {"x = exports < mass", "mass", "\"exports\" is in CNY but \"mass\" is in t", ""},
        {"sum(exports, imports, sales)", "sales", "\"exports\" is in CNY but \"sales\" is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
        {"exports > 5", "5", "\"exports\" is in CNY but \"5\" is a bare number",
         "say its unit, as in \"5 CNY\""},
        {"exports / projects + mass", "mass",
         "\"exports / projects\" is in CNY/project but \"mass\" is in t", ""},
        {"share1 > exports", "exports", "\"share1\" is in % but \"exports\" is in CNY", share_hint},
        {"exports + growth1", "growth1",
         "\"exports\" is in CNY but \"growth1\" is in %", share_hint},
        {"share1 = projects", "projects", "\"share1\" is in % but \"projects\" counts projects",
         share_hint},
        {"growth(exports, growth1)", "growth1", "\"exports\" is in CNY but \"growth1\" is in %",
         share_hint},
        {"(1 + lead) * exports", "1 + lead",
         "percentage points cannot multiply a level: \"1 + lead\" is in pp but "
         "\"exports\" is in CNY",
         points_hint},
        {"exports * lead", "lead",
         "percentage points cannot multiply a level: \"lead\" is in pp but \"exports\" is in CNY",
         points_hint},
        {"exports / (1 + lead)", "1 + lead",
         "percentage points cannot multiply a level: \"1 + lead\" is in pp but "
         "\"exports\" is in CNY",
         points_hint},
        {"points(exports, imports)", "exports",
         "points() is a difference of percentages, but \"exports\" is in CNY",
         "use change(new, old) for levels"},
        {"cagr(exports, imports, sales)", "sales",
         "cagr() takes a number of years, but \"sales\" is in USD", ""},
        {"cagr(exports, sales, 5)", "sales", "\"exports\" is in CNY but \"sales\" is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
        {"2 ^ exports", "exports", "an exponent is a bare number, but \"exports\" is in CNY",
         "divide it by its unit, as in \"n / (1 year)\""},
        {"exports ^ n", "n", "\"exports\" is in CNY: its exponent must be a whole number", ""},
        {"exports ^ 0.5", "0.5", "\"exports\" is in CNY: its exponent must be a whole number",
         "sqrt(x) takes the root of a unit, too"},
        {"sqrt(exports)", "exports", "\"exports\" is in CNY, and that unit is no square",
         "divide by one of the unit where a mere number is meant, as in \"n / (1 person)\""},
        {"weighted(exports, n, sales, n)", "sales",
         "\"exports\" is in CNY but \"sales\" is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
        {"weighted(share1, n, growth1, exports)", "exports",
         "\"n\" is a bare number but \"exports\" is in CNY", ""},
        {"sum(*s)", "*s", "of \"*s\" one is in CNY but another is in USD",
         "join them by a stated rate (unit \"CNY/USD\")"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        const auto types = check(c.text);
        REQUIRE_FALSE(types);
        REQUIRE(types.errors().size() == 1);
        const Error& error = types.errors().front();
        CHECK(error.code == ErrorCode::unit_mismatch);
        CHECK(c.text.substr(error.location.span.begin,
                            error.location.span.end - error.location.span.begin) == c.at);
        CHECK(error.message == c.message);
        CHECK(error.hint == c.hint);
    }
}

TEST_CASE("each clash is reported, none that follows from another", "[check_dimensions]") {
    const auto types = check("(exports + sales) * mass + (mass + share1) > 5 yuan");
    REQUIRE_FALSE(types);
    CHECK(types.errors().size() == 2);
}

TEST_CASE("exponents that grow without end do not overflow", "[check_dimensions]") {
    CHECK(check("((((exports ^ 1000) ^ 1000) ^ 1000) ^ 1000) ^ 1000"));
    CHECK_FALSE(check("exports ^ 1001"));
}
