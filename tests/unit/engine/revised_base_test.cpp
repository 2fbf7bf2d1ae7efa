#include "engine/revised_base.hpp"

#include "checked_report.hpp"
#include "brcheck/render/message.hpp"
#include "render/hint_message.hpp"
#include "support/interval_text.hpp"

#include <string>

using namespace brcheck;
using namespace brcheck::testing;

TEST_CASE("a base revised by a few percent is found in every form of growth") {
    struct Row {
        std::string old, holds, base;
    };
    const std::string needed = "consistent with a base of 22.1438 to 22.2589 trillion CNY (o)";
    const Row rows[] = {
        {"22.0 trillion yuan", "g = growth(n, o)", needed},
        {"22.0 trillion yuan", "growth(n, o) = g", needed},
        {"22.0 trillion yuan", "g = n / o - 1", needed},
        {"22.0 trillion yuan", "g = (n - o) / o", needed},
        {"22.0 trillion yuan", "o * (1 + g) = n", needed},
        {"22.0 trillion yuan", "n = (1 + g) * o", needed},
        {"22.0 trillion yuan", "o = n / (1 + g)", needed},
        {"23.3 trillion yuan", "g = growth(n, o)", needed},
        // More than 5 % away.
        {"20.9 trillion yuan", "g = growth(n, o)", ""},
        {"23.6 trillion yuan", "g = growth(n, o)", ""},
        // No growth: the difference of two levels has no base.
        {"22.0 trillion yuan", "n - o = 1.4 trillion yuan", ""},
    };
    for (const Row& row : rows) {
        INFO(row.old << "  " << row.holds);
        const CheckedReport checked =
            check_parts(R"("n": "23.6 trillion yuan", "g": "6.3 %", "o": ")" + row.old + "\"",
                        "\"rel\": \"" + row.holds + "\"");
        const Finding& finding = checked.result.findings.front();
        CHECK(finding.severity == Severity::error);
        CHECK((finding.revised_base
                   ? to_plain_text(describe(*finding.revised_base, checked.report))
                   : "") == row.base);
    }
}

TEST_CASE("a fixed or an indirect base is not revised") {
    const CheckedReport fixed = check_parts(
        R"("n": "23.6 trillion yuan", "g": "6.3 %",
           "o": {"stated": "22.0 trillion yuan", "fixed": true})",
        R"j("rel": "g = growth(n, o)")j");
    CHECK_FALSE(fixed.result.findings.front().revised_base);
    const CheckedReport sum = check_parts(
        R"("n": "23.6 kg", "g": "6.3 %", "a": "11.0 kg", "b": "11.0 kg")",
        R"j("rel": "g = growth(n, a + b)")j");
    CHECK_FALSE(sum.result.findings.front().revised_base);
}

TEST_CASE("a derived base stands for the figure that it is") {
    const CheckedReport checked = check_parts(
        R"("n": "23.6 kg", "g": "6.3 %", "printed": "22.0 kg")", R"j("rel": "g = growth(n, base)")j",
        R"("base": "printed")");
    const auto& base = checked.result.findings.front().revised_base;
    REQUIRE(base);
    CHECK(checked.name(base->base) == "printed");
    CHECK(base->needed == Interval::closed(rational("23.55") / rational("1.0635"),
                                           rational("23.65") / rational("1.0625")));
}
