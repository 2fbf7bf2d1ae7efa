#include "brcheck/base/suggest.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace brcheck {
namespace {

TEST_CASE("the nearest known name is suggested, none that is too far", "[suggest]") {
    struct Case {
        std::string word;
        std::vector<std::string> candidates;
        std::string expected;
    };
    const std::vector<Case> table{
        {"trilion", {"million", "trillion", "billion"}, "trillion"},
        {"revnue", {"revenue", "avenue"}, "revenue"},
        {"reveune", {"revenue"}, "revenue"},  // neighbours swapped: one step
        {"cots", {"cost", "cuts"}, "cost"},   // tie: the first
        {"cots", {"cuts", "cost"}, "cuts"},
        {"REVENUE", {"revenues", "revenue"}, "revenue"},  // case counts nothing
        {"ab", {"cd", "ax"}, "ax"},                       // one step is always allowed
        {"a", {"b"}, "b"},
        {"abcde", {"abxyz"}, ""},                      // 3 steps of 5
        {"abcdef", {"abcdxy"}, "abcdxy"},              // 2 steps of 6
        {"abcdef", {"abcxyz"}, ""},                    // 3 steps of 6
        {"abcdefghi", {"abcdefxyz"}, "abcdefxyz"},     // 3 steps of 9
        {"abcdefghijklmno", {"abcdefghijkwxyz"}, ""},  // 4 are never allowed
        {"\u00e9\u00e9\u00e9", {"\u00e9\u00e9\u00e8"}, "\u00e9\u00e9\u00e8"},
        {"\u4e2d\u6587", {"\u65e5\u672c"}, ""},  // code points, not bytes
        {"", {"a", "bc"}, "a"},
        {"x", {}, ""},
    };
    for (const auto& [word, candidates, expected] : table) {
        CAPTURE(word);
        CHECK(suggest(word, candidates) == expected);
    }
}

TEST_CASE("what is no text is near to no name", "[suggest]") {
    CHECK(suggest("expor\xff", std::vector<std::string>{"export"}).empty());
}

TEST_CASE("a word longer than any name is not compared", "[suggest]") {
    const std::string long_name(100, 'x');
    CHECK(suggest(long_name, std::vector<std::string>{long_name}) == long_name);
    CHECK(suggest(long_name + "x", std::vector<std::string>{long_name}).empty());
}

TEST_CASE("hints quote the name or say nothing", "[suggest]") {
    const std::vector<std::string> names{"total", "share"};
    CHECK(did_you_mean("totl", names) == "did you mean \"total\"?");
    CHECK(did_you_mean("completely else", names).empty());
}

// The textbook recurrence, whole table, to compare with.
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

TEST_CASE("suggestions agree with the plain edit distance", "[suggest][property]") {
    std::mt19937 random(5);
    const auto word = [&] {
        std::string text;
        for (std::size_t n = random() % 14; text.size() < n;) {
            text += static_cast<char>('a' + random() % 3);
        }
        return text;
    };
    for (int round = 0; round < 3000; ++round) {
        const std::string typed = word();
        const std::vector<std::string> names{word(), word(), word()};
        std::string expected;
        std::size_t best = 4;
        for (const std::string& name : names) {
            const std::size_t longer = std::max(typed.size(), name.size());
            const std::size_t allowed = std::clamp<std::size_t>(longer / 3, 1, 3);
            const std::size_t steps = distance(typed, name);
            if (steps <= allowed && steps < best) {
                best = steps;
                expected = name;
            }
        }
        CAPTURE(typed, names);
        REQUIRE(suggest(typed, names) == expected);
    }
}

}  // namespace
}  // namespace brcheck
