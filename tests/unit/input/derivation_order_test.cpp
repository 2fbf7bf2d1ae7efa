#include "input/derivation_order.hpp"

#include "support/catch.hpp"

#include <string>

namespace brcheck {
namespace {

using Needs = std::vector<std::vector<std::uint32_t>>;

std::string dump(const DerivationOrder& result) {
    std::string out;
    for (const std::uint32_t item : result.order) {
        out += std::to_string(item) + ' ';
    }
    for (const auto& cycle : result.cycles) {
        out += "| ";
        for (const std::uint32_t item : cycle) {
            out += std::to_string(item) + ' ';
        }
    }
    return out;
}

TEST_CASE("derivations come after what they need, and each group of cycles is told once") {
    struct Row {
        Needs needs;
        const char* expected;
    };
    const std::vector<Row> rows{
        {{}, ""},
        {{{}, {}, {}}, "0 1 2 "},
        {{{1}, {2}, {}}, "2 1 0 "},
        {{{2}, {}, {}}, "1 2 0 "},
        {{{0}}, "| 0 "},
        {{{1}, {0}}, "| 0 1 "},
        {{{1}, {0}, {0}, {}}, "3 | 0 1 "},               // 2 only needs the cycle
        {{{1}, {2}, {0}, {1}}, "| 0 1 2 "},
        {{{1, 2}, {2}, {0}}, "| 0 2 "},                  // the shorter of two
        {{{1}, {0}, {3}, {2}}, "| 0 1 | 2 3 "},
        {{{1}, {0, 2}, {3}, {2}}, "| 0 1 | 2 3 "},       // one group needs the other
        {{{1}, {2}, {1}}, "| 1 2 "},
    };
    for (const Row& row : rows) {
        CHECK(dump(order_derivations(row.needs)) == row.expected);
    }
}

TEST_CASE("long chains and long cycles of derivations take neither stack nor time") {
    constexpr std::uint32_t size = 300'000;
    Needs needs(size);
    for (std::uint32_t i = 0; i + 1 < size; ++i) {
        needs[i].push_back(i + 1);
    }
    CHECK(order_derivations(needs).order.front() == size - 1);
    needs[size - 1].push_back(0);
    const DerivationOrder result = order_derivations(needs);
    REQUIRE(result.cycles.size() == 1);
    CHECK(result.cycles[0].size() == size);
    CHECK(result.order.empty());
}

}  // namespace
}  // namespace brcheck
