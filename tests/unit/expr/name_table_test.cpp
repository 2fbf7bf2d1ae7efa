#include "brcheck/expr/name_table.hpp"

#include "support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace brcheck;

TEST_CASE("identifiers are ASCII letters, digits and underscores, no digit first", "[name_table]") {
    for (const char* text : {"a", "_", "exports_2024", "A9"}) {
        CHECK(is_identifier(text));
    }
    for (const char* text : {"", "9a", "a-b", "a b", "é", "a*"}) {
        CHECK_FALSE(is_identifier(text));
    }
}

TEST_CASE("names count up from 0 and each is there once", "[name_table]") {
    NameTable names;
    CHECK(names.add("a") == 0U);
    CHECK(names.add("b") == 1U);
    CHECK_FALSE(names.add("a"));
    CHECK(names.size() == 2);
    CHECK(names.find("b") == 1U);
    CHECK_FALSE(names.find("B"));
    CHECK(names.name(1) == "b");
    const NameTable moved = std::move(names);
    CHECK(moved.name(0) == "a");
}

TEST_CASE("a pattern gives the names that fit, in the order of declaration", "[name_table]") {
    NameTable names;
    for (const char* name : {"b_2", "a_1", "b_1", "ab_1", "b_", "xaaab", "b"}) {
        names.add(name);
    }
    using Indices = std::vector<VariableIndex>;
    const std::vector<std::pair<std::string, Indices>> cases = {
        {"b_*", {0, 2, 4}}, {"*_1", {1, 2, 3}},  {"*", {0, 1, 2, 3, 4, 5, 6}}, {"b_", {4}},
        {"b**", {0, 2, 4, 6}}, {"*b*1", {2, 3}}, {"x*aab", {5}},  {"x*ab*b", {}},
        {"c*", {}},         {"", {}},            {"*a*a*b", {5}},
    };
    for (const auto& [pattern, expected] : cases) {
        INFO(pattern);
        CHECK(names.match(pattern) == expected);
    }
    names.add("b_3");
    CHECK(names.match("b_*") == Indices{0, 2, 4, 7});
}

TEST_CASE("a near name is suggested, also among very many", "[name_table]") {
    NameTable names;
    names.add("exports_2024");
    CHECK(names.did_you_mean("exprots_2024") == "did you mean \"exports_2024\"?");
    CHECK(names.did_you_mean("population").empty());
    for (int i = 0; i < 5000; ++i) {
        names.add("v" + std::to_string(i));
    }
    CHECK(names.did_you_mean("exports_2O24") == "did you mean \"exports_2024\"?");
}

TEST_CASE("a pattern looks at the names that share its beginning or its end", "[name_table]") {
    constexpr VariableIndex rows = 250;
    constexpr VariableIndex columns = 400;
    NameTable names;
    names.reserve(rows * columns);
    for (VariableIndex row = 0; row < rows; ++row) {
        for (VariableIndex column = 0; column < columns; ++column) {
            names.add("r" + std::to_string(row) + "_c" + std::to_string(column));
        }
    }
    // All rows and columns together cost two looks a name, and no more.
    std::size_t looks = 0;
    for (VariableIndex row = 0; row < rows; ++row) {
        looks += names.candidate_count("r" + std::to_string(row) + "_*");
    }
    for (VariableIndex column = 0; column < columns; ++column) {
        looks += names.candidate_count("*_c" + std::to_string(column));
    }
    CHECK(looks == 2 * names.size());
    CHECK(names.candidate_count("r*_c7") == rows);
    CHECK(names.candidate_count("r7_*7") == columns);
    CHECK(names.candidate_count("r7_c7") == 1);
    CHECK(names.candidate_count("*_c400") == 0);

    std::vector<VariableIndex> expected;
    for (VariableIndex row = 0; row < rows; ++row) {
        expected.push_back(row * columns + 7);
    }
    CHECK(names.match("*_c7") == expected);
    // A name that comes later takes its place in every order.
    names.add("total_c7");
    expected.push_back(rows * columns);
    CHECK(names.match("*_c7") == expected);
}

TEST_CASE("the order by ends agrees with the names' ends, whatever their length", "[name_table]") {
    NameTable names;
    std::vector<std::string> all;
    for (int i = 0; i < 2000; ++i) {
        std::string name = "n";
        for (int bits = i; bits > 0; bits /= 3) {
            name += static_cast<char>('a' + bits % 3);
        }
        name += i % 2 == 0 ? "_long_common_ending" : "";
        if (names.add(name)) {
            all.push_back(name);
        }
    }
    for (const std::string end : {"a", "ab", "c_long_common_ending", "_ending", "na", "bcabc"}) {
        INFO(end);
        std::vector<VariableIndex> expected;
        for (VariableIndex i = 0; i < all.size(); ++i) {
            if (all[i].ends_with(end)) {
                expected.push_back(i);
            }
        }
        CHECK(names.match("*" + end) == expected);
        CHECK(names.candidate_count("*" + end) == expected.size());
    }
}
