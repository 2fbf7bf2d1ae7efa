#include "brcheck/expr/parse_expression.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::dump_tree;
using brcheck::testing::parse_any;

namespace {

NameTable make_names() {
    NameTable names;
    for (const char* name : {"a", "b", "c", "t", "people", "exports_1", "exports_2", "exports_3",
                             "imports_2024"}) {
        names.add(name);
    }
    return names;
}

// "BR007 ..^^.. message | hint": one caret a byte, at least one.
std::string describe(const Error& error, const std::string& text) {
    std::string carets(text.size() + 1, '.');
    const Span span = error.location.span;
    for (std::size_t i = span.begin; i < std::max<std::size_t>(span.end, span.begin + 1); ++i) {
        carets[i] = '^';
    }
    return carets.substr(0, std::max<std::size_t>(text.size(), span.begin + 1)) + ' ' +
           format_code(static_cast<std::uint16_t>(error.code)) + ' ' + error.message + " | " +
           error.hint;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("operators bind as in arithmetic", "[parse_expression]") {
    const NameTable names = make_names();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"a", "a"},
        {" a\n+\tb ", "(+ a b)"},
        {"a - b - c", "(- (- a b) c)"},
        {"a / b * c", "(* (/ a b) c)"},
        {"a + b * c", "(+ a (* b c))"},
        {"(a + b) * c", "(* (+ a b) c)"},
        {"a ^ b ^ c", "(^ a (^ b c))"},
        {"-a ^ 2", "(- (^ a 2))"},
        {"2 ^ -1", "(^ 2 (- 1))"},
        {"a * -b", "(* a (- b))"},
        {"--a", "(- (- a))"},
        {"a − b × c ÷ 2 · 3", "(- a (* (/ (* b c) 2) 3))"},
        {"((a))", "a"},
        {"1.50 + 2e3 + 25e-1", "(+ (+ 3/2 2000) 5/2)"},
        {"a = b", "a = b"},
        {"a == b", "a = b"},
        {"a ≤ b ≥ c", "a <= b >= c"},
        {"a < b <= c > 1 >= 0", "a < b <= c > 1 >= 0"},
        {"a=-b", "a = (- b)"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto parsed = parse_any(text, names);
        REQUIRE(parsed);
        CHECK(dump_tree(*parsed, names) == expected);
        CHECK(parsed->text() == text);
    }
}

TEST_CASE("a number takes its unit", "[parse_expression]") {
    const NameTable names = make_names();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"50 %", "1/2[%]"},
        {"50%", "1/2[%]"},
        {"6.3 percent", "63/1000[%]"},
        {"2.5 pp", "1/40[pp]"},
        {"2 percentage points", "1/50[pp]"},
        {"2 points", "1/50[pp]"},
        {"1 trillion yuan", "1000000000000[CNY]"},
        {"23.6 trillion", "23600000000000"},
        {"5 million tonnes", "5000000000[t]"},
        {"$5 million", "5000000[USD]"},
        {"$5m", "5000000[USD]"},
        {"USD 5", "5[USD]"},
        {"5 m", "5[m]"},
        {"5 m yuan", "5000000[CNY]"},
        {"40 projects", "40[projects]"},
        {"5 万元", "50000[CNY]"},
        {"百分之5", "1/20[%]"},
        {"7 USD/kg", "7[USD/kg]"},
        {"7 USD/CNY * a", "(* 7[USD/CNY] a)"},
        {"7 USD per project", "7[USD/project]"},
        {"7 USD per tonne * a", "(* 7/1000[USD/t] a)"},
        {"$7/kg", "7[USD/kg]"},
        {"5 per 1,000", "1/200[per 1,000]"},
        {"mean(5 per 1,000, 2)", "(mean 1/200[per 1,000] 2)"},
        {"5 m^2", "5[m2]"},
        {"5^2", "(^ 5 2)"},
        // A slash before a known name, or with blanks, divides.
        {"7 USD/t", "(/ 7[USD] t)"},
        {"7 USD / a", "(/ 7[USD] a)"},
        {"100 % - a", "(- 1[%] a)"},
        {"2 %-points(a, b)", "(- 1/50[%] (points a b))"},
        {"2 % points", "1/50[pp]"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto parsed = parse_expression(text, names);
        REQUIRE(parsed);
        CHECK(dump_tree(*parsed, names) == expected);
    }
}

TEST_CASE("a function that a figure has the name of is still one", "[parse_expression]") {
    NameTable names;
    for (const char* name : {"a", "b", "share"}) names.add(name);
    CHECK(parse_condition("share = share(a, b)", names));
    CHECK_FALSE(parse_condition("a = a(b)", names));
}

TEST_CASE("patterns stand for no more names than are left", "[parse_expression]") {
    const NameTable names = make_names();
    ExpressionOptions options;
    options.max_expanded = 6;
    CHECK(parse_expression("sum(exports_*) + sum(exports_*)", names, options));
    options.max_expanded = 5;
    const auto parsed = parse_expression("sum(exports_*) + sum(exports_*)", names, options);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.errors().front().code == ErrorCode::limit_exceeded);
    CHECK(parsed.errors().front().location.span == Span{21, 30});
}

TEST_CASE("functions take operands and patterns", "[parse_expression]") {
    const NameTable names = make_names();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"share(a, b)", "(share a b)"},
        {"growth (a, b + c)", "(growth a (+ b c))"},
        {"sum(a)", "(sum a)"},
        {"sum(exports_*)", "(sum exports_1 exports_2 exports_3)"},
        {"sum( exports_* , a)", "(sum exports_1 exports_2 exports_3 a)"},
        {"mean(*_2, a)", "error"},
        {"max(exports_*)", "(max exports_1 exports_2 exports_3)"},
        {"sum(e*1, a)", "error"},
        {"sum(a*b)", "(sum (* a b))"},
        {"sum(a*2, b)", "(sum (* a 2) b)"},
        {"sum(2*a)", "(sum (* 2 a))"},
        {"sum(*_*)", "(sum exports_1 exports_2 exports_3 imports_2024)"},
        {"max(1,234)", "(max 1 234)"},
        {"weighted(a, b, c, 2)", "(weighted a b c 2)"},
        {"cagr(a, b, 5)", "(cagr a b 5)"},
        {"cagr(a, b, 5 years)", "(cagr a b 5[year])"},
        {"sqrt(abs(min(a, max(b, c))))", "(sqrt (abs (min a (max b c))))"},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto parsed = parse_expression(text, names);
        CHECK((parsed ? dump_tree(*parsed, names) : "error") == expected);
    }
}

TEST_CASE("what is not understood is pointed at", "[parse_expression]") {
    struct Case {
        std::string text;
        std::string carets;
        std::string code;
        std::string message;  // a part of "message | hint"
    };
    const std::vector<Case> cases = {
        {"", "^", "BR007", "the expression is empty"},
        {"  ", "..^", "BR007", "the expression is empty"},
        {"a +", "...^", "BR007", "ends where a number or a name should follow"},
        {"+a", "^.", "BR007", "a number or a name is missing before \"+\""},
        {"a * / b", "....^..", "BR007", "missing before \"/\""},
        {"a b", "..^", "BR007", "an operator is missing between \"a\" and \"b\""},
        {"2 a", "..^", "BR007", "write \"2 * a\""},
        {"40 people", "...^^^^^^", "BR007", "a unit cannot have the name of a figure"},
        {"2 x_1", "..^^^", "BR007", "an operator is missing between \"2\" and \"x_1\""},
        {"2 x", "..^", "BR007", "an operator is missing between \"2\" and \"x\""},
        {"50 % of a", ".....^^..", "BR007", "write \"*\" for \"of\""},
        {"a (b)", "..^..", "BR007", "an operator is missing between \"a\" and \"(\""},
        {"(a) $5", "....^.", "BR007", "an operator is missing between \")\" and \"$\""},
        {"((a)", "^...", "BR007", "this parenthesis is not closed"},
        {"sum(a, b", "...^....", "BR007", "this parenthesis is not closed"},
        {"a)", ".^", "BR007", "this parenthesis was never opened"},
        {"a = (b = c)", ".......^...", "BR007", "a comparison cannot stand in parentheses"},
        {"a = b and c = a", "......^^^......", "BR007", "two relations, or a chain"},
        {"a => b", "..^^..", "BR007", "\"=>\" is no comparison | write \">=\""},
        {"a =< b", "..^^..", "BR007", "write \"<=\""},
        {"a != b", "..^^..", "BR007", "one of = < <= > >="},
        {"a <> b", "..^^..", "BR007", "one of = < <= > >="},
        {"a && b = c", "..^.......", "BR007", "a chain a < b < c"},
        {"a ** b", "..^^..", "BR007", "write \"^\""},
        {"a %", "..^", "BR007", "\"%\" is not understood | only a number takes a unit"},
        {"a + #", "....^", "BR007", "\"#\" is not understood"},
        {"1,234 + a", "^^^^^....", "BR007", "write 1234"},
        {"(1,234)", ".^^^^^.", "BR007", "write 1234"},
        {"a + 100,0 %", "....^^^^^..", "BR007", "write 100.0"},
        {"a, b", ".^..", "BR007", "between the operands of a function"},
        {"23.6.1", "^^^^^^", "BR007", "\"23.6.1\" is no number"},
        {"5. + a", "^^....", "BR007", "write a digit after the point"},
        {".5", "^^", "BR007", "write a digit before the point"},
        {"share", "^^^^^", "BR007", "write share(part, whole)"},
        {"share(a)", "^^^^^^^^", "BR007", "share() takes 2 operands, not 1 | write share(part,"},
        {"share()", "^^^^^^^", "BR007", "share() takes 2 operands, not 0"},
        {"sum()", "^^^^^", "BR007", "sum() takes at least 1 operand, not 0"},
        {"min(a)", "^^^^^^", "BR007", "min() takes at least 2 operands, not 1"},
        {"cagr(a, b)", "^^^^^^^^^^", "BR007", "cagr(new, old, years)"},
        {"weighted(a, b, c)", "^^^^^^^^^^^^^^^^^", "BR007", "an even number of operands, not 3"},
        {"sum(a,)", "......^", "BR007", "missing before \")\""},
        {"share(exports_*, a)", "......^^^^^^^^^....", "BR007", "share() takes no pattern"},
        {"12 trilion yuan", "...^^^^^^^.....", "BR008", "did you mean \"trillion\"?"},
        {"5 pesos", "..^^^^^", "BR008", "\"pesos\" names several units"},
        {"imports_2023", "^^^^^^^^^^^^", "BR005", "did you mean \"imports_2024\"?"},
        {"a / yuan", "....^^^^", "BR005", "a unit stands behind a number, as in \"1 yuan\""},
        {"shar(a, b)", "^^^^......", "BR005", "no function \"shar\" | did you mean \"share\"?"},
        {"SUM(a)", "^^^...", "BR005", "did you mean \"sum\"?"},
        {"sum(exprts_*)", "....^^^^^^^^.", "BR005",
         "no name fits \"exprts_*\" | did you mean \"exports_*\"?"},
        {"sum(imports_*)", "....^^^^^^^^^.", "BR005",
         "only \"imports_2024\" fits \"imports_*\""},
        {"a + 1e1001", "....^^^^^^", "BR012", "an exponent beyond 1000"},
    };
    const NameTable names = make_names();
    for (const Case& c : cases) {
        INFO(c.text);
        const auto parsed = parse_any(c.text, names);
        REQUIRE_FALSE(parsed);
        REQUIRE(parsed.errors().size() == 1);
        const std::string described = describe(parsed.errors().front(), c.text);
        INFO(described);
        CHECK(described.starts_with(c.carets + ' ' + c.code + ' '));
        CHECK(contains(described, c.message));
    }
}

TEST_CASE("every unknown name is reported, each once, then the first other error",
          "[parse_expression]") {
    const NameTable names = make_names();
    const std::string text = "k + sum(l, k) * zz(m) +";
    const auto parsed = parse_expression(text, names);
    REQUIRE_FALSE(parsed);
    std::vector<std::pair<Span, ErrorCode>> found;
    for (const Error& error : parsed.errors()) {
        found.emplace_back(error.location.span, error.code);
    }
    CHECK(found == std::vector<std::pair<Span, ErrorCode>>{
                       {{0, 1}, ErrorCode::unknown_name},
                       {{8, 9}, ErrorCode::unknown_name},
                       {{16, 18}, ErrorCode::unknown_name},
                       {{19, 20}, ErrorCode::unknown_name},
                       {{23, 23}, ErrorCode::unreadable_expression}});
}

TEST_CASE("a comparison is needed in a condition and refused elsewhere", "[parse_expression]") {
    const NameTable names = make_names();
    const auto value = parse_expression("a = b", names);
    REQUIRE_FALSE(value);
    CHECK(value.errors().front().location.span == Span{2, 3});
    const auto condition = parse_condition("a + b", names);
    REQUIRE_FALSE(condition);
    CHECK(condition.errors().front().code == ErrorCode::unreadable_expression);
    CHECK(condition.errors().front().location.span == Span{0, 5});
}

TEST_CASE("deep and long texts meet a limit, never the end of the stack", "[parse_expression]") {
    const NameTable names = make_names();
    std::string powers = "2";
    std::string calls;
    for (int i = 0; i < 1000; ++i) {
        powers += "^2";
        calls += "abs(";
    }
    for (const std::string& text : {std::string(4096, '('), std::string(4096, '-'), powers, calls,
                                    std::string(4097, 'a'), std::string(1001, '9')}) {
        INFO(text.substr(0, 20));
        const auto parsed = parse_expression(text, names);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.errors().front().code == ErrorCode::limit_exceeded);
    }
    const auto at_depth = [&](std::size_t depth) {
        return parse_expression(std::string(depth, '(') + 'a' + std::string(depth, ')'), names);
    };
    CHECK(at_depth(64));
    CHECK_FALSE(at_depth(65));
    std::string sum = "a";
    for (int i = 0; i < 1023; ++i) {
        sum += " + b";
    }
    CHECK(parse_expression(sum, names));
    CHECK_FALSE(parse_expression(sum + "+b+b", names, {.limits = {}, .max_characters = 4096}));
    // Characters are counted, not bytes.
    CHECK(parse_expression("a − b", names, {.limits = {}, .max_characters = 5}));
}

TEST_CASE("invalid UTF-8 is refused", "[parse_expression]") {
    const NameTable names = make_names();
    const auto parsed = parse_expression("a + \xC3", names);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.errors().front().code == ErrorCode::unreadable_expression);
}

TEST_CASE("any text is parsed or refused with spans inside it", "[parse_expression]") {
    const NameTable names = make_names();
    const std::vector<std::string> parts = {"a",  "exports_*", "sum(", "(",  ")", ",", "1",
                                            ".",  "e5",        "%",    " ",  "=", "<", "*",
                                            "-",  "−",         "元",   "$",  "^", "/", "per",
                                            "kg", "million",   "pp",   "\t", "²", "0", "zz"};
    std::uint32_t state = 1;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            state = state * 1664525U + 1013904223U;
            text += parts[(state >> 16U) % parts.size()];
        }
        INFO(text);
        const auto parsed = round % 2 == 0 ? parse_expression(text, names)
                                           : parse_condition(text, names);
        const auto is_inside = [&](Span span) {
            return span.begin <= span.end && span.end <= text.size();
        };
        if (!parsed) {
            for (const Error& error : parsed.errors()) {
                REQUIRE(is_inside(error.location.span));
                REQUIRE_FALSE(error.message.empty());
            }
        } else {
            for (const Node& node : parsed->nodes()) {
                REQUIRE(is_inside(node.span));
            }
        }
    }
}
