#include "brcheck/input/read_report.hpp"

#include "support/catch.hpp"
#include "support/in_memory.hpp"

#include <chrono>

namespace brcheck {
namespace {

using testing::read_errors;

// What an error line begins with, and what else it must hold.
struct Expected {
    std::string begin;
    std::string part;
};

void check_errors(const std::string& json, const std::vector<Expected>& expected,
                  const ReadLimits& limits = {}) {
    const std::vector<std::string> found = read_errors(json, limits);
    const std::string shown = json.substr(0, 1000);
    CAPTURE(shown, found);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i].starts_with(expected[i].begin));
        CHECK(found[i].find(expected[i].part) != std::string::npos);
    }
}

TEST_CASE("members that are wrong, missing or unheard of are errors of the format") {
    struct Row {
        const char* json;
        std::vector<Expected> errors;
    };
    const std::vector<Row> rows{
        {"[]", {{"BR003 1:1-3 ", "a report must be an object, found an array"}}},
        {"\"x\"", {{"BR003 1:1-4 ", "found a string"}}},
        {"{}",
         {{"BR010 1:1-2 ", "\"brcheck\" is missing (add \"brcheck\": 1)"},
          {"BR003 1:1-2 ", "a report without \"figures\""}}},
        {R"({"brcheck": 2, "figures": 5})",
         {{"BR010 1:13-14 /brcheck", "format version 2 is not known"}}},
        {R"({"brcheck": 1e99999, "figures": 5})",
         {{"BR010 1:13-20 /brcheck", "format version 1e99999 is not known"}}},
        {R"({"brcheck": "1", "figures": {"a": 5}})",
         {{"BR003 1:13-16 /brcheck", "\"brcheck\" must be a number, found a string"}}},
        {R"({"brcheck": 1, "figures": {}})",
         {{"BR003 1:27-28 /figures", "a report without figures"}}},
        {R"({"brcheck": 1, "derived": {}})",
         {{"BR003 1:27-28 /derived", "a report without figures"}}},
        {R"({"brcheck": 1, "figures": ["5"]})",
         {{"BR003 1:27-32 /figures", "\"figures\" must be an object, found an array"}}},
        {R"({"brcheck": 1, "title": 5, "source": "x", "$schema": null, "figures": {"a": 5}})",
         {{"BR003 1:25-26 /title", "\"title\" must be a string, found a number"},
          {"BR003 1:38-41 /source", "\"source\" must be an object, found a string"},
          {"BR003 1:54-58 /$schema", "\"$schema\" must be a string, found null"}}},
        {R"({"brcheck": 1, "source": {"publsher": "x", "date": 2026}, "figures": {"a": 5}})",
         {{"BR003 1:27-37 /source/publsher", "unknown key \"publsher\" (did you mean"},
          {"BR003 1:52-56 /source/date", "found a number"}}},
        {R"({"brcheck": 1, "figurs": {}, "figures": {"a": 5}, "x/y~z": 1})",
         {{"BR003 1:16-24 /figurs", "did you mean \"figures\"?"},
          {"BR003 1:51-58 /x~1y~0z", "unknown key \"x/y~z\" (known here: \"brcheck\", \"id\""}}},
    };
    for (const Row& row : rows) {
        check_errors(row.json, row.errors);
    }
}

TEST_CASE("figures that are wrong are told with their place") {
    struct Row {
        const char* figure;  // stands at line 1, column 33
        std::vector<Expected> errors;
    };
    const std::vector<Row> rows{
        {"[5]", {{"BR003 1:34-37 /figures/a", "a figure must be a string, a number or an object"}}},
        {"null", {{"BR003 1:34-38 /figures/a", "found null"}}},
        {R"({"staed": "5"})",
         {{"BR003 1:34-48 /figures/a", "neither \"stated\" nor \"range\""},
          {"BR003 1:35-42 /figures/a/staed", "did you mean \"stated\"?"}}},
        {R"({"stated": true})",
         {{"BR003 1:45-49 /figures/a/stated",
          "must be a string or a number, found true or false"}}},
        {R"({"label": "x"})", {{"BR003 1:34-48 /figures/a", "\"unknown\": true"}}},
        {R"({"unknown": false})", {{"BR003 1:34-52 /figures/a", "\"unknown\": true"}}},
        {R"({"stated": "5", "unknown": true})",
         {{"BR003 1:61-65 /figures/a/unknown", "a figure with \"stated\" is not unknown"}}},
        {R"({"stated": "5", "range": {"low": 1}})",
         {{"BR003 1:59-69 /figures/a/range", "not both"}}},
        {R"({"range": 5})", {{"BR003 1:44-45 /figures/a/range", "must be an object"}}},
        {R"({"range": {}})", {{"BR003 1:44-46 /figures/a/range", "needs \"low\" or \"high\""}}},
        {R"({"range": {"low": "abc", "high": [1], "lo": 2}})",
         {{"BR003 1:52-57 /figures/a/range/low", "plain decimal number, found \"abc\""},
          {"BR003 1:67-70 /figures/a/range/high", "found an array"},
          {"BR003 1:72-76 /figures/a/range/lo", "did you mean \"low\"?"}}},
        {R"({"range": {"low": "5", "high": "3"}})",
         {{"BR006 1:44-69 /figures/a/range", "no value lies between \"5\" and \"3\" (low is "
          "above"}}},
        {R"({"range": {"low": 3, "high": "3.0", "low_open": true}})",
         {{"BR006 1:44-87 /figures/a/range", "no value lies between"}}},
        {R"({"range": {"low": 3.2, "high": 3.8}, "whole": true})",
         {{"BR006 1:44-69 /figures/a/range", "no whole number"}}},
        {R"({"range": {"low": 1e9999}})",
         {{"BR012 1:52-58 /figures/a/range/low", "1000 digits or an exponent beyond 1000"}}},
        {R"({"stated": "5", "whole": "yes", "fixed": 1})",
         {{"BR003 1:59-64 /figures/a/whole", "\"whole\" must be true or false, found a string"},
          {"BR003 1:75-76 /figures/a/fixed", "\"fixed\" must be true or false, found a number"}}},
        {R"({"stated": "5", "rounding": "half_up"})",
         {{"BR003 1:62-71 /figures/a/rounding", "did you mean \"half-up\"?"}}},
        {R"({"stated": "5", "decimal_mark": ";"})",
         {{"BR003 1:66-69 /figures/a/decimal_mark", "must be \".\" or \",\", found \";\""}}},
        {R"({"stated": "5", "rounded_to": "0"})",
         {{"BR003 1:64-67 /figures/a/rounded_to", "must be above 0"}}},
        {R"({"unknown": true, "rounding": "up"})",
         {{"BR003 1:64-68 /figures/a/rounding", "has no \"stated\""}}},
        {R"({"stated": "5", "label": 1, "period": 2, "at": 3, "note": 4, "basis": 5, )"
         R"("vintage": 6})",
         {{"BR003 1:59-60 /figures/a/label", "must be a string"},
          {"BR003 1:72-73 /figures/a/period", "must be a string"},
          {"BR003 1:81-82 /figures/a/at", "must be a string"},
          {"BR003 1:92-93 /figures/a/note", "must be a string"},
          {"BR003 1:104-105 /figures/a/basis", "must be a string"},
          {"BR003 1:118-119 /figures/a/vintage", "must be a string"}}},
        {R"({"stated": "5 kg", "unit": "yuan"})", {{"BR008 1:", ""}}},
        {R"("")", {{"BR006 1:35-35 /figures/a", ""}}},
        {R"("12 trilion yuan")", {{"BR006 1:38-45 /figures/a", "trillion"}}},
        {R"("12 tril\u0069on yuan")", {{"BR006 1:38-50 /figures/a", "trillion"}}},
        {R"({"stated": "\u4e07 --5"})", {{"BR006 1:", ""}}},
        {R"("NaN")", {{"BR006 1:35-38 /figures/a", ""}}},
        {"1e999999", {{"BR012 1:35-42 /figures/a", "exponent"}}},
        {R"("1.234.567")", {{"BR011 1:35-44 /figures/a", ""}}},
    };
    for (const Row& row : rows) {
        INFO(row.figure);
        const std::vector<std::string> found =
            read_errors(R"({"brcheck": 1, "figures": {"a":  )" + std::string(row.figure) + "}}");
        CAPTURE(found);
        CHECK(found.size() == row.errors.size());
        for (std::size_t i = 0; i < std::min(found.size(), row.errors.size()); ++i) {
            CHECK(found[i].starts_with(row.errors[i].begin));
            CHECK(found[i].find(row.errors[i].part) != std::string::npos);
        }
    }
}

TEST_CASE("where one figure has a decimal comma, others have to tell what their marks are") {
    const auto with = [](const std::string& others) {
        return R"({"brcheck": 1, "figures": {"a": "1.234,5 EUR",)" "\n" + others + "}}";
    };
    check_errors(with(R"("b": "2.345 EUR", "c": {"stated": "over 2,345 EUR"})"),
                 {{"BR011 2:7-12 /figures/b",
                   "2.345 with a decimal point, 2345 with a decimal comma, as a has it "
                   "(\"1.234,5 EUR\") (say which:"},
                  {"BR011 2:41-46 /figures/c/stated", "2345 with a decimal point, 2.345 with"}});
    check_errors(with(R"("b": "2 to 2,345 EUR")"),
                 {{"BR011 2:7-17 /figures/b", "this is 2345 with a decimal point, 2.345 with"}});
    // By what it says, too, and wherever it stands.
    check_errors(R"({"brcheck": 1, "figures": {"b": "2.345 EUR", "a": {"stated": "5 EUR", )"
                 R"("decimal_mark": ","}}})",
                 {{"BR011 1:34-39 /figures/b", "as a has it (\"5 EUR\")"}});
    for (const char* others : {
             R"("b": "2.34 EUR", "c": "0.345 EUR", "d": "12,345,678 EUR", "e": "2.345,0 EUR")",
             R"("b": {"stated": "2,345 EUR", "decimal_mark": "."})",
             R"("b": {"stated": "2,345 EUR", "decimal_mark": ","}, "c": 2.345)",
             R"("b": {"range": {"low": "2.345"}}, "c": {"unit": "EUR"})"}) {
        INFO(others);
        CHECK(read_report("r.json", with(others)).ok());
    }
    CHECK(read_report("r.json", R"({"brcheck": 1, "figures": {"a": "2.345", "b": "2,345"}})").ok());
}

TEST_CASE("ids follow their grammar and are given once") {
    check_errors(R"({"brcheck": 1, "figures": {
  "my trade": "5", "2025_x": "5", "\u0062 c": "5", "": "5", "growth": "5 %", "贸易": "5"}})",
                 {{"BR003 2:3-13 /figures/my trade", "(write \"my_trade\")"},
                  {"BR003 2:20-28 /figures/2025_x", "(write \"_2025_x\")"},
                  {"BR003 2:35-45 /figures/b c", "\"b c\" is no id"},
                  {"BR003 2:52-54 /figures/", "\"\" is no id"},
                  {"BR003 2:61-69 /figures/growth", "\"growth\" is the name of a function"},
                  {"BR003 2:78-82 /figures/贸易", "is no id"}});
    check_errors(R"({"brcheck": 1,
"figures": {"a": "5",
            "a": "6"},
"derived": {"a": "5", "b": "a", "b": "a"},
"relations": {"r": "a = 5", "r": "a = 6"},
"title": "x", "title": "y"})",
                 {{"BR004 3:13-16 /figures/a", "the key \"a\" stands twice, first in line 2"},
                  {"BR004 4:13-16 /derived/a", "the id of the figure in line 2"},
                  {"BR004 4:33-36 /derived/b", "first in line 4"},
                  {"BR004 5:29-32 /relations/r", "first in line 5"},
                  {"BR004 6:15-22 /title", "first in line 6"}});
    check_errors(R"({"brcheck": 1, "figures": {"a": "5"}, "relations": {"a-b": "a = 5", "sum": )"
     R"("a = 5"}})",
                 {{"BR003 1:53-58 /relations/a-b", "(write \"a_b\")"}});
}

TEST_CASE("derived quantities that are wrong are told with their place") {
    const auto with_derived = [](const std::string& derived) {
        return "{\"brcheck\": 1, \"figures\": {\"a\": \"5 yuan\", \"k\": \"5 "
         "kg\"},\n\"derived\": {" +
               derived + "}}";
    };
    struct Row {
        const char* derived;  // stands at line 2, column 13
        std::vector<Expected> errors;
    };
    const std::vector<Row> rows{
        {R"("b": 5)", {{"BR003 2:18-19 /derived/b", "must be a string or an object"}}},
        {R"("b": {"iss": "a"})",
         {{"BR003 2:18-30 /derived/b", "without \"is\""},
          {"BR003 2:19-24 /derived/b/iss", "unknown key \"iss\""}}},
        {R"("b": {"is": 5})", {{"BR003 2:25-26 /derived/b/is", "must be a string"}}},
        {R"("b": "a +")", {{"BR007 2:2", ""}}},
        {R"("b": "a = 5")", {{"BR007 2:", ""}}},
        {R"("b": "aa + k * c")",
         {{"BR005 2:19-21 /derived/b", ""}, {"BR005 2:28-29 /derived/b", ""}}},
        {R"("b": "a + k")", {{"BR008 2:", "CNY"}}},
        {R"("b": {"is": "a \u002b k"})", {{"BR008 2:", "CNY"}}},
        {R"("b": {"is": "a / k", "unit": "yuan"})",
         {{"BR008 2:42-48 /derived/b/unit", "the unit is CNY, but the expression gives CNY/kg"}}},
        {R"("b": {"is": "a / a", "unit": "yuan"})", {{"BR008 2:42-48 /derived/b/unit",
         "bare number"}}},
        {R"("b": "b + a")", {{"BR013 2:18-25 /derived/b", "b needs itself: b -> b"}}},
        {R"("b": "c", "c": "d", "d": "b")",
         {{"BR013 2:18-21 /derived/b", "b needs itself: b -> c -> d -> b"}}},
        {R"("b": "c", "c": "b", "e": "b + a + k", "f": "zz")",
         {{"BR013 2:18-21 /derived/b", "b -> c -> b"}, {"BR005 2:57-59 /derived/f", ""}}},
        {R"json("x_1": "a", "x_all": "sum(x_*)")json",
         {{"BR013 2:34-44 /derived/x_all", "the pattern fits its own name"}}},
    };
    for (const Row& row : rows) {
        INFO(row.derived);
        const std::vector<std::string> found = read_errors(with_derived(row.derived));
        CAPTURE(found);
        CHECK(found.size() == row.errors.size());
        for (std::size_t i = 0; i < std::min(found.size(), row.errors.size()); ++i) {
            CHECK(found[i].starts_with(row.errors[i].begin));
            CHECK(found[i].find(row.errors[i].part) != std::string::npos);
        }
    }
}

TEST_CASE("relations that are wrong are told with their place") {
    struct Row {
        const char* relation;  // stands at line 2, column 20
        std::vector<Expected> errors;
    };
    const std::vector<Row> rows{
        {"5", {{"BR003 2:20-21 /relations/r", "must be a string or an object"}}},
        {R"({"holds": ["a = 5"]})", {{"BR003 2:30-39 /relations/r/holds", "must be a string"}}},
        {R"({"label": "x"})", {{"BR003 2:20-34 /relations/r", "without \"holds\""}}},
        {R"("a")", {{"BR007 2:", ""}}},
        {R"("a = 5 kg")", {{"BR008 2:", ""}}},
        {R"({"holds": "p = q", "severity": "fatal", "strength": "maybe", "label": 1, "note": 2})",
         {{"BR003 2:51-58 /relations/r/severity", "must be \"error\", \"warning\" or \"note\""},
          {"BR003 2:72-79 /relations/r/strength", "must be \"must\" or \"indicative\""},
          {"BR003 2:90-91 /relations/r/label", "must be a string"},
          {"BR003 2:101-102 /relations/r/note", "must be a string"}}},
        {R"({"holds": "p = q", "tolerance": 0.1})",
         {{"BR003 2:52-55 /relations/r/tolerance", "must be a string"}}},
        {R"({"holds": "p = q", "tolerance": "abc"})",
         {{"BR008 2:52-57 /relations/r/tolerance", "a number and its unit, found \"abc\""}}},
        {R"({"holds": "p = q", "tolerance": "-1 pp"})",
         {{"BR008 2:52-59 /relations/r/tolerance", "below 0"}}},
        {R"({"holds": "p = q", "tolerance": "2 kg"})",
         {{"BR008 2:52-58 /relations/r/tolerance", "does not fit the sides, which are %"}}},
        {R"({"holds": "p = q", "tolerance": "0.5"})",
         {{"BR008 2:52-57 /relations/r/tolerance", "has no unit"}}},
        {R"({"holds": "a = a + 0 yuan", "tolerance": "1 pp"})",
         {{"BR008 2:61-67 /relations/r/tolerance", "which are CNY"}}},
        {R"({"holds": "a = a + 0 yuan", "tolerance": "5"})",
         {{"BR008 2:61-64 /relations/r/tolerance", "which are CNY"}}},
        {R"({"holds": "a = b", "allow": {}})",
         {{"BR005 2:35-36 /relations/r/holds", ""},
          {"BR003 2:48-50 /relations/r/allow", "must be an array"}}},
        {R"({"holds": "p = q", "allow": ["x", {"code": "BR101"}, {"reason": "x"}]})",
         {{"BR003 2:49-52 /relations/r/allow/0", "must be an object"},
          {"BR003 2:54-71 /relations/r/allow/1", "without \"reason\""},
          {"BR003 2:73-88 /relations/r/allow/2", "without \"code\""}}},
        {R"({"holds": "p = q", "allow": [{"code": "BR999", "reason": "x", "until": )"
         R"("2027-02-29", "untill": 1}]})",
         {{"BR003 2:58-65 /relations/r/allow/0/code", "no rule is called \"BR999\""},
          {"BR003 2:91-103 /relations/r/allow/0/until", "must be a date, found \"2027-02-29\""},
          {"BR003 2:105-113 /relations/r/allow/0/untill", "did you mean \"until\"?"}}},
        {R"({"holds": "p = q", "allow": [{"code": "growth-mismach", "reason": "x", "until": )"
         R"("27-1-1"}]})",
         {{"BR003 2:58-74 /relations/r/allow/0/code", "did you mean \"growth-mismatch\"?"},
          {"BR003 2:100-108 /relations/r/allow/0/until", "must be a date"}}},
    };
    for (const Row& row : rows) {
        INFO(row.relation);
        const std::vector<std::string> found = read_errors(
            "{\"brcheck\": 1, \"figures\": {\"a\": \"5 yuan\", \"p\": \"5 %\", \"q\": \"5 %\"},\n"
            "\"relations\": {\"r\": " + std::string(row.relation) + "}}");
        CAPTURE(found);
        CHECK(found.size() == row.errors.size());
        for (std::size_t i = 0; i < std::min(found.size(), row.errors.size()); ++i) {
            CHECK(found[i].starts_with(row.errors[i].begin));
            CHECK(found[i].find(row.errors[i].part) != std::string::npos);
        }
    }
}

TEST_CASE("a figure that cannot be read gives one error, whatever rests on it") {
    check_errors(R"({"brcheck": 1,
"figures": {"a": "5 trilion", "b": "5 yuan", "c": "6 kg", "d": {"unit": "kg//", "stated": "5"}},
"derived": {"e": "a * b", "f": "e + c", "g": {"is": "a", "unit": "kg"}, "h": "nope + 1",
            "i": "h * b", "j": "d + b"},
"relations": {"r": "a = c", "s": "e = c", "t": "g = c", "u": "i = c", "v": "a + e = b"}})",
                 {{"BR006 2:21-28 /figures/a", ""},
                  {"BR008 2:76-77 /figures/d/unit", ""},
                  {"BR005 3:79-83 /derived/h", "\"nope\""}});
}

TEST_CASE("all errors of a file come in the order of place, in lines of any kind") {
    for (const char* line_end : {"\n", "\r\n", "\r"}) {
        std::string json = R"({"brcheck": 1, "relations": {"r": "x = a"},|  "figures": {|)";
        json += "\t\"ä\": 1, \"贸\\n\": 5,|\t\"a\": \"--5\", \"b\": {\"stated\": false},|";
        json += "  \"c\": \"5 %%\"}, \"titel\": 1}";
        for (std::size_t bar = json.find('|'); bar != std::string::npos; bar = json.find('|')) {
            json.replace(bar, 1, line_end);
        }
        check_errors(json, {{"BR005 1:36-37 /relations/r", ""},
                            {"BR003 3:2-5 /figures/ä", "is no id"},
                            {"BR003 3:10-15 /figures/贸\n", "is no id"},
                            {"BR006 4:8", ""},
                            {"BR003 4:30-35 /figures/b/stated", ""},
                            {"BR006 5:", ""},
                            {"BR003 5:17-24 /titel", "did you mean \"title\"?"}});
    }
}

TEST_CASE("what goes beyond a limit is told with its place") {
    ReadLimits limits;
    limits.max_figures = 2;
    limits.max_relations = 1;
    check_errors(R"({"brcheck": 1, "figures": {"a": 1, "b": 2}, "derived": {"c": "a"}})",
                 {{"BR012 1:57-60 /derived/c", "more than 2 figures and derived quantities"}},
                  limits);
    check_errors(R"({"brcheck": 1, "figures": {"a": 1, "b": 2}, "relations": {"c": "a < b", )"
     R"("d": "a < b"}})",
                 {{"BR012 1:73-76 /relations/d", "more than 1 relations"}}, limits);
    CHECK(read_errors(R"({"brcheck": 1, "figures": {"a": 1}, "derived": {"c": "a"}, )"
     R"("relations": {"c": "a < 5"}})",
                      limits).empty());

    ReadLimits small;
    small.max_characters = 10;
    small.numbers = {5, 10};
    check_errors(
        R"({"brcheck": 1, "figures": {"a": "5 percent and", "b": 123456, "c": 1e11,)"
        R"("d": {"unknown": true, "unit": "abcdefghijk"}, "abcdefghijk": 1},)"
        R"("derived": {"e": "1 + 1 + 1 + 1"}, "relations": {"r": "c = 1 + 1 + 1"}})",
        {{"BR012 1:34-34", "/figures/a"}, {"BR012 1:55-61", "/figures/b"},
         {"BR012 1:69-72", "/figures/c"},
         {"BR012 1:", "/figures/d/unit"}, {"BR012 1:", "an id of more than 10"},
         {"BR012 1:", "/derived/e"}, {"BR012 1:", "/relations/r"}},
        small);
}

TEST_CASE("hostile files are refused quickly") {
    const std::string head = "{\"brcheck\": 1, \"figures\": {\"a\": ";
    const std::string long_text(10'000'000, 'x');
    const std::string digits(1'000'000, '7');
    std::string many;
    for (int i = 0; i < 200'000; ++i) {
        many += "\"k\": 1, ";
    }
    struct Row {
        std::string json;
        std::string first;  // of its first error
    };
    const std::vector<Row> rows{
        {head + '"' + long_text + "\"}}", "BR012 1:"},
        {head + digits + "}}", "BR012 1:"},
        {head + '"' + digits + "\"}}", "BR012 1:"},
        {head + "{\"range\": {\"low\": " + digits + "}}}}", "BR012 1:"},
        {head + "{\"range\": {\"low\": \"" + digits + "\"}}}}", "BR012 1:"},
        {head + "{\"range\": {\"low\": \"" + long_text + "\"}}}}", "BR003 1:"},
        {head + "1e999999999999999999999}}", "BR012 1:"},
        {head + "{\"stated\": 5, \"rounding\": \"" + long_text + "\"}}}", "BR003 1:"},
        {head + "{\"stated\": 5, \"unit\": \"" + long_text + "\"}}}", "BR012 1:"},
        {head + "{\"stated\": 5, \"" + long_text + "\": 1}}}", "BR003 1:"},
        {head + "1, \"" + long_text + "\": 1}}", "BR012 1:"},
        {head + "1, \"" + long_text + "\": {" + many + "\"k\": 1}}}", "BR012 1:"},
        {head + "1}, \"" + long_text + "\": 1}", "BR003 1:"},
        {head + "1}, \"derived\": {\"b\": \"" + long_text + "\"}}", "BR012 1:"},
        {head + "1}, \"relations\": {\"b\": {\"holds\": \"a = 1\", \"tolerance\": \"" + digits +
             " kg\"}}}", "BR012 1:"},
        {head + "1}, \"relations\": {\"b\": {\"holds\": \"a = 1\", \"allow\": [{\"code\": \"" +
             long_text + "\", \"reason\": \"x\", \"until\": \"" + long_text + "\"}]}}}",
         "BR003 1:"},
        {head + many + "1}", "BR002 1:"},
        {"{" + many + "\"k\": 1}", "BR010 1:"},
    };
    for (const Row& row : rows) {
        INFO(row.json.substr(0, 100));
        const auto begin = std::chrono::steady_clock::now();
        Result<Report> report = read_report("report.json", row.json);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        REQUIRE_FALSE(report.ok());
        const std::vector<Error> errors = report.errors();
        CHECK(errors.size() <= 10'000);
        CHECK(testing::describe(errors.front()).starts_with(row.first));
        CHECK(errors.front().message.size() < 500);
        CHECK(errors.front().hint.size() < 500);
        CHECK(taken.count() < 5.0);
    }
}

}  // namespace
}  // namespace brcheck
