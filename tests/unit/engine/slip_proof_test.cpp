#include "engine/slip_proof.hpp"

#include "checked_report.hpp"

#include <random>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

bool has_power(const std::string& figures, const std::string& relation,
               const std::string& derived = "") {
    const auto report =
        read_report("r.json", report_text(figures, derived, "\"r\": \"" + relation + '"'));
    REQUIRE(report.ok());
    const Network network(*report);
    SlipProof slips(network);
    slips.enter_report();
    return slips.has_power(0);
}

}  // namespace

TEST_CASE("a slip that parts the sides is seen") {
    const std::string figures = R"("a": "12 t", "b": "0.5 t", "c": "12.5 t")";
    CHECK(has_power(figures, "c = a + b"));
    CHECK(has_power(figures, "a < c"));
    CHECK(has_power(figures, "c < twice", R"("twice": "2 * b + a")"));
    // No digit of b makes it as large as a.
    CHECK_FALSE(has_power(R"("a": "over 100 t", "b": "0.5 t")", "b < a"));
    CHECK_FALSE(has_power(R"("a": "12 t", "b": {"unit": "t"})", "a = b"));
    CHECK(has_power(R"("a": "12 t", "b": {"unit": "t", "range": {"low": "11", "high": "20"}})",
                    "a = b"));
    CHECK_FALSE(has_power(R"("a": "0 t", "b": "0 t")", "a = b"));
    // What is computed from the figure moves with it.
    CHECK_FALSE(has_power(figures, "a = same", R"("same": "a")"));
    // More than words, or more than sums, products and quotients.
    CHECK_FALSE(
        has_power(R"("a": "12345678901234567890 t", "b": "12345678901234567890 t")", "a = b"));
    CHECK_FALSE(has_power(R"("a": "12 t", "b": "12 t")", "a = max(b, b / 2)"));
}

TEST_CASE("weak checks are the same whether power is wanted or not") {
    std::mt19937 random(3);
    const auto number = [&](int least, int most) {
        return std::to_string(least +
                              static_cast<int>(random() % static_cast<unsigned>(most - least + 1)));
    };
    const std::vector<std::string> relations{
        "a < c",           "a + b = c", "a + b < 2 * c", "u = c - a",  "u < c",
        "s = share(a, c)", "w = a + b", "d = c",         "d < 1000 t", "a < b < c",
        "max(a, b) < c",   "b * s < c", "c / a > 1",     "r > a"};
    std::size_t weak = 0, others = 0;
    for (int i = 0; i < 1500; ++i) {
        const int a = 1 + static_cast<int>(random() % 60), b = 1 + static_cast<int>(random() % 60);
        const std::string figures =
            "\"a\": \"" + std::to_string(a) + " t\", \"b\": \"" + std::to_string(b) +
            ".0 t\", \"c\": \"" + std::to_string(a + b) +
            " t\", \"u\": {\"unit\": \"t\"}, \"s\": \"" + std::to_string(100 * a / (a + b)) +
            "%\", \"w\": \"about " + std::to_string(a + b) +
            " t\", \"r\": {\"unit\": \"t\", \"range\": {\"low\": \"" + number(1, 90) + "\"}}";
        std::string chosen;
        for (int k = 0; k < 3; ++k) {
            const std::string holds = relations[random() % relations.size()];
            chosen += (k > 0 ? ", \"r" : "\"r") + std::to_string(k) + "\": {\"holds\": \"" + holds +
                      '"' + (random() % 6 == 0 ? ", \"tolerance\": \"20 %\"}" : "}");
        }
        const auto read = read_report("r.json", report_text(figures, R"("d": "a + b")", chosen));
        REQUIRE(read.ok());
        const CheckResult with = check(*read);
        const CheckResult without = check(*read, {.today = "", .with_power = false});
        const auto weak_ones = [](const CheckResult& result) {
            std::vector<RelationIndex> out;
            for (const Finding& finding : result.findings)
                if (finding.code == RuleCode::weak_check) out.push_back(*finding.relation);
            return out;
        };
        INFO(read->source_text->text());
        CHECK(weak_ones(with) == weak_ones(without));
        weak += weak_ones(with).size();
        others += 3 - weak_ones(with).size();
    }
    CHECK(weak > 300);
    CHECK(others > 1000);
}
