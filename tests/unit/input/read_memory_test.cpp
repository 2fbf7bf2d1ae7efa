#include "input/read_memory.hpp"

#include "support/catch.hpp"
#include "support/in_memory.hpp"

#include <random>
#include <string>
#include <vector>

using namespace brcheck;

TEST_CASE("what is read with a memory of reports before is what is read without") {
    std::mt19937 random(8);
    const auto one_of = [&](const std::vector<std::string>& all) {
        return all[random() % all.size()];
    };
    ReadMemory memory;
    ReadLimits limits;
    std::size_t read = 0, refused = 0;
    for (int i = 0; i < 600; ++i) {
        std::string figures;
        for (int k = 0; k < 6; ++k) {
            const std::string number = one_of({"1", "23.6", "0.05", "4,000", "1900", "7", "70.50"});
            const std::string text = one_of({"", "", "up ", "over ", "about ", "rose by ", "-"}) +
                                     number +
                                     one_of({"", " t", "%", " million people", " bogus/x"});
            const std::string more = one_of({"", "", "", R"(, "whole": true)", R"(, "unit": "kg")",
                                             R"(, "unit": "t")", R"(, "rounding": "truncated")",
                                             R"(, "decimal_mark": ",")", R"(, "label": "a")"});
            figures += (k > 0 ? ", \"f" : "\"f") + std::to_string(k) + "\": ";
            figures += random() % 8 == 0 ? one_of({"5", "2.25", "-1"})
                                         : R"({"stated": ")" + text + '"' + more + "}";
        }
        const std::string text = R"({"brcheck": 1, "figures": {)" + figures + "}}";
        INFO(text);
        // Once in a while with other limits.
        limits.numbers.max_digits = i % 50 < 5 ? 3 : 1000;
        const auto source = testing::make_source(text);
        const auto with = read_report(source, limits, memory);
        const auto without = read_report(source, limits);
        REQUIRE(with.ok() == without.ok());
        if (!with.ok()) {
            ++refused;
            CHECK(testing::describe_errors(with) == testing::describe_errors(without));
            continue;
        }
        ++read;
        REQUIRE(with->quantities.size() == without->quantities.size());
        for (VariableIndex v = 0; v < with->quantities.size(); ++v) {
            const Quantity& a = with->quantities[v];
            const Quantity& b = without->quantities[v];
            CHECK(a.kind == b.kind);
            CHECK(a.unit == b.unit);
            CHECK(a.interval == b.interval);
            CHECK(a.printed == b.printed);
            CHECK(a.qualifier == b.qualifier);
            CHECK(a.rounding == b.rounding);
            CHECK(a.value == b.value);
            CHECK((a.options == nullptr) == (b.options == nullptr));
            if (a.options && b.options) CHECK(*a.options == *b.options);
        }
    }
    CHECK(read > 50);
    CHECK(refused > 50);
}
