#include "brcheck/input/read_result.hpp"

#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/verify.hpp"
#include "brcheck/render/renderer.hpp"
#include "render/certificate_json.hpp"
#include "render/fnv1a.hpp"
#include "support/in_memory.hpp"
#include "support/proofs.hpp"

#include <cctype>

namespace brcheck {
namespace {

using testing::describe_errors;
using testing::Prover;
using testing::range;
using testing::Refuted;
using testing::report_of;

// The document that the program writes of a report, with these certificates in its entry.
std::string document_of(const Report& report, const std::string& conflicts,
                        const std::string& witness) {
    std::string out;
    const CheckResult result = check(report);
    const auto renderer =
        find_format("json")->make([&](std::string_view bytes) { out += bytes; }, {});
    renderer->begin();
    renderer->add({"report.json", &report, &result, {}});
    renderer->end(0);
    const std::size_t begin = out.find("      \"conflicts\":");
    const std::size_t end = out.find("\n    }\n  ],", begin);
    REQUIRE(end != std::string::npos);
    return out.replace(begin, end - begin,
                       "\"conflicts\": [" + conflicts + "], \"witness\": " + witness +
                           ", \"witness_digest\": \"" + fnv1a_hex(witness) + "\"");
}

std::string conflict_json(const Refuted& refuted) {
    const std::string refutation = refutation_json(refuted.refutation, refuted.report);
    const std::string lists = refutation.substr(1, refutation.find(", \"steps\"") - 1);
    return "{" + lists + ", \"repairs\": [], \"refutation\": " + refutation +
           ", \"refutation_digest\": \"" + fnv1a_hex(refutation) + "\"}";
}

Result<ClaimedResult> read_text(std::string text, const Report& report,
                                std::string_view path = "report.json") {
    return read_result(testing::make_source(std::move(text)), report, path);
}

bool is_same(const std::vector<ProofStep>& a, const std::vector<ProofStep>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const ProofStep& x = a[i];
        const ProofStep& y = b[i];
        if (x.kind != y.kind) return false;
        const bool is_narrow = x.kind == ProofStep::Kind::narrow;
        const bool is_fact = x.kind == ProofStep::Kind::fact || x.kind == ProofStep::Kind::round;
        if (is_narrow && (!(x.source == y.source) || !(x.interval == y.interval))) return false;
        if (!is_fact && x.quantity != y.quantity) return false;
        if (x.kind == ProofStep::Kind::cases && !(x.fact == y.fact)) return false;
        if (is_fact && (!(x.fact == y.fact) || !(x.factor == y.factor) || x.terms != y.terms))
            return false;
        if (x.at != y.at || !is_same(x.below, y.below) || !is_same(x.above, y.above)) return false;
    }
    return true;
}

TEST_CASE("refutations come back as they were written") {
    for (const Refuted& refuted : testing::refuted_reports()) {
        INFO(refuted.name);
        const auto claimed =
            read_text(document_of(refuted.report, conflict_json(refuted), "null"), refuted.report);
        REQUIRE(describe_errors(claimed) == std::vector<std::string>{});
        REQUIRE(claimed->conflicts.size() == 1);
        const auto& conflict = claimed->conflicts.front();
        CHECK(conflict.relations == refuted.refutation.relations);
        CHECK(conflict.figures == refuted.refutation.figures);
        REQUIRE(conflict.refutation.has_value());
        CHECK(conflict.refutation->relations == refuted.refutation.relations);
        CHECK(conflict.refutation->figures == refuted.refutation.figures);
        CHECK(is_same(conflict.refutation->steps, refuted.refutation.steps));
        CHECK_FALSE(verify(*conflict.refutation, refuted.report).has_value());
        const std::string again = refutation_json(*conflict.refutation, refuted.report);
        CHECK(again == refutation_json(refuted.refutation, refuted.report));
        CHECK(conflict.refutation_digest == fnv1a_hex(again));
        CHECK_FALSE(claimed->witness.has_value());
    }
}

TEST_CASE("numbers of any length survive the way through the document") {
    Refuted refuted{"long", report_of(range("x", "1", "2"), "", R"("r": "x > 1")"), {}};
    const Prover p{refuted.report};
    const Rational third(Integer(1), Integer::power_of_ten(1500) * Integer(3));
    ProofStep narrow = p.narrow(p.relation("r"), "x", "[1, 2]");
    narrow.interval = Interval::between(-third, true, third, false);
    ProofStep fact = p.conclude("x", Sign::nonnegative, {{p.low("x"), "1"}});
    fact.fact.polynomial = Polynomial(third) * Polynomial::variable(0) * Polynomial::variable(0);
    fact.terms[0].multiplier = Polynomial(-third);
    ProofStep split = p.split("x", "-1/3", {fact}, {});
    refuted.refutation = p.refutation({narrow, fact, split});
    const auto claimed =
        read_text(document_of(refuted.report, conflict_json(refuted), "null"), refuted.report);
    REQUIRE(describe_errors(claimed) == std::vector<std::string>{});
    CHECK(is_same(claimed->conflicts[0].refutation->steps, refuted.refutation.steps));
}

TEST_CASE("a changed number anywhere in a refutation is noticed by its digest") {
    for (const Refuted& refuted : testing::refuted_reports()) {
        const std::string written = refutation_json(refuted.refutation, refuted.report);
        const std::string whole = conflict_json(refuted);
        const std::size_t offset = whole.find(written);
        REQUIRE(offset != std::string::npos);
        std::size_t changed = 0;
        for (std::size_t i = written.find("\"steps\""); i < written.size(); ++i) {
            if (!std::isdigit(static_cast<unsigned char>(written[i]))) continue;
            for (const char digit : {'0', '1', '5'}) {
                if (digit == written[i]) continue;
                std::string other = whole;
                other[offset + i] = digit;
                INFO(refuted.name << ": " << other.substr(offset));
                const auto claimed =
                    read_text(document_of(refuted.report, other, "null"), refuted.report);
                ++changed;
                if (!claimed.ok()) continue;
                const auto& conflict = claimed->conflicts[0];
                CHECK(fnv1a_hex(refutation_json(*conflict.refutation, refuted.report)) !=
                      conflict.refutation_digest);
            }
        }
        CHECK(changed >= 4);
    }
}

TEST_CASE("a witness comes back, enclosures in their order") {
    const Report report = report_of(R"("x": {"unknown": true}, "n": "5 people")",
                                    R"json("d": "sqrt(x)")json",
                                    R"json("r": "x = sqrt(2)", "half": "n > 0")json");
    const Prover p{report};
    Witness witness;
    witness.values = {Rational(0), Rational(5), Rational(Integer(-1), Integer(3))};
    const auto write_and_read = [&] {
        return read_text(document_of(report, "", witness_json(witness, report)), report);
    };
    auto claimed = write_and_read();
    REQUIRE(describe_errors(claimed) == std::vector<std::string>{});
    CHECK(claimed->witness->values == witness.values);
    CHECK(claimed->witness->enclosed.empty());
    CHECK(claimed->witness_digest == fnv1a_hex(witness_json(*claimed->witness, report)));

    witness.enclosed = {{p.quantity("d"), p.definition("d"), testing::interval("(1.1, 1.2]")},
                        {p.quantity("x"), p.relation("r"), testing::interval("[1, inf)")}};
    claimed = write_and_read();
    REQUIRE(describe_errors(claimed) == std::vector<std::string>{});
    REQUIRE(claimed->witness->enclosed.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(claimed->witness->enclosed[i].quantity == witness.enclosed[i].quantity);
        CHECK(claimed->witness->enclosed[i].fixed_by == witness.enclosed[i].fixed_by);
        CHECK(claimed->witness->enclosed[i].interval == witness.enclosed[i].interval);
    }
    CHECK(claimed->witness->values[1] == Rational(5));
    CHECK(claimed->witness_digest == fnv1a_hex(witness_json(*claimed->witness, report)));
}

TEST_CASE("verdict and statuses are read") {
    const Report report = report_of(range("x", "1", "2"), "", R"("r": "x > 3", "s": "x > 0")");
    const auto claimed = read_text(document_of(report, "", "null"), report);
    REQUIRE(describe_errors(claimed) == std::vector<std::string>{});
    CHECK(claimed->verdict == Verdict::inconsistent);
    CHECK(claimed->statuses ==
          std::vector<RelationStatus>{RelationStatus::fails, RelationStatus::holds_by_rounding});
}

TEST_CASE("a result of another report is refused with the first difference") {
    const std::string figures = R"("x": "23.6 trillion yuan", "t": "a third", "u": {"unit": "kg"}, )" +
                                range("y", "1", "2.25");
    const Report report = report_of(figures, R"("d": "x / 2")", R"("r": "d > 0 yuan")");
    const std::string document = document_of(report, "", "null");
    CHECK(describe_errors(read_text(document, report)) == std::vector<std::string>{});
    const auto differs = [&](const std::string& from, const std::string& to) {
        std::string text = document;
        const std::size_t at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        const auto errors = describe_errors(read_text(text, report));
        REQUIRE(errors.size() == 1);
        return errors.front();
    };
    CHECK_THAT(differs("23.6 trillion", "23.7 trillion"),
               Catch::Contains("belongs to another report: \"stated\" is \"23.7 trillion yuan\" "
                               "here and \"23.6 trillion yuan\" in the report") &&
                   Catch::StartsWith("BR003 ") && Catch::Contains("/reports/0/figures/x/stated"));
    CHECK_THAT(differs("\"low\": \"1\"", "\"low\": \"0\""),
               Catch::Contains("the low end of \"y\""));
    CHECK_THAT(differs("\"high\": \"2.25\"", "\"high\": null"),
               Catch::Contains("the high end of \"y\""));
    CHECK_THAT(differs("x / 2", "x / 3"), Catch::Contains("\"is\" is"));
    CHECK_THAT(differs("d > 0 yuan", "d > 1 yuan"), Catch::Contains("\"holds\" is"));
    CHECK_THAT(differs("\"unit\": \"kg\"", "\"unit\": \"t\""), Catch::Contains("\"unit\" is"));
    CHECK_THAT(differs("\"t\": {", "\"tt\": {"), Catch::Contains("no such quantity as \"tt\""));
    CHECK_THAT(differs("\"r\": {", "\"q\": {"), Catch::Contains("no relation \"q\""));
    CHECK_THAT(differs("\"stated\": null", "\"stated\": \"1\""),
               Catch::Contains("has no printed text"));
    const Report more = report_of(figures + R"(, "z": "1.0")", R"("d": "x / 2")",
                                  R"("r": "d > 0 yuan")");
    CHECK_THAT(describe_errors(read_text(document, more)).front(),
               Catch::Contains("the report's \"z\" is missing here"));
    const Report other = report_of(figures, R"("d": "x / 2")",
                                   R"("r": "d > 0 yuan", "s": "d > 0 yuan")");
    CHECK_THAT(describe_errors(read_text(document, other)).front(),
               Catch::Contains("relation \"s\" is missing"));
}

TEST_CASE("the entry is chosen by its path where there are several") {
    const Report report = report_of(range("x", "1", "2"), "", R"("r": "x > 0")");
    std::string document = document_of(report, "", "null");
    CHECK(read_text(document, report, "elsewhere.json").ok());
    const std::string other = R"({"path": "other.json", "title": "", "verdict": "incomplete"}, )";
    document.insert(document.find("\"reports\": [") + 12, other);
    CHECK(read_text(document, report).ok());
    CHECK_THAT(describe_errors(read_text(document, report, "elsewhere.json")).front(),
               Catch::Contains("none of its 2 reports has the path \"elsewhere.json\""));
}

TEST_CASE("what is no result, or a damaged one, is refused with its place") {
    const Report report = report_of(range("x", "1", "2") + "," + range("y", "1", "2"), "",
                                    R"("r": "x > 3")");
    const auto first = [&](std::string text) {
        return describe_errors(read_text(std::move(text), report)).front();
    };
    CHECK_THAT(first("[1]"), Catch::Contains("this must be an object, found an array"));
    CHECK_THAT(first("{}"), Catch::Contains("\"reports\" is missing"));
    CHECK_THAT(first("{\"reports\": [1]}"), Catch::Contains("must be an object"));
    CHECK_THAT(first("{"), Catch::StartsWith("BR002"));
    const auto conflict = [&](const std::string& step) {
        return first(document_of(
            report,
            R"({"relations": ["r"], "figures": ["x"], "refutation": {"relations": ["r"], )"
            R"("figures": ["x"], "steps": [)" + step + "]}, \"refutation_digest\": \"\"}",
            "null"));
    };
    const std::string to = R"("to": {"low": null, "high": null, "low_open": true, "high_open": true})";
    CHECK_THAT(conflict("{}"), Catch::Contains("\"step\" is missing"));
    CHECK_THAT(conflict("7"), Catch::Contains("found a number"));
    CHECK_THAT(conflict(R"({"step": "guess"})"), Catch::Contains("narrow"));
    CHECK_THAT(conflict(R"({"step": "narrow", "by": {}, "quantity": "x", )" + to + "}"),
               Catch::Contains("a source is one of"));
    CHECK_THAT(conflict(R"({"step": "narrow", "by": {"relation": "q"}, "quantity": "x", )" + to + "}"),
               Catch::StartsWith("BR005") && Catch::Contains("no relation \"q\""));
    CHECK_THAT(conflict(R"({"step": "narrow", "by": {"low": "z"}, "quantity": "x", )" + to + "}"),
               Catch::Contains("no quantity \"z\""));
    CHECK_THAT(conflict(R"({"step": "narrow", "by": {"relation": "r", "comparison": 0.5}, )"
                        R"("quantity": "x", )" + to + "}"),
               Catch::Contains("whole number"));
    CHECK_THAT(conflict(R"({"step": "split", "quantity": "x", "at": "1.5", "below": [], "above": []})"),
               Catch::Contains("exact number"));
    CHECK_THAT(conflict(R"({"step": "split", "quantity": "x", "at": "1/0", "below": [], "above": []})"),
               Catch::Contains("exact number"));
    const auto polynomial = [&](const std::string& text) {
        return conflict(R"({"step": "fact", "polynomial": ")" + text +
                        R"(", "is": "= 0", "factor": "1", "terms": []})");
    };
    CHECK_THAT(polynomial("1 / x"), Catch::Contains("must be a polynomial"));
    CHECK_THAT(polynomial("abs(x)"), Catch::Contains("must be a polynomial"));
    CHECK_THAT(polynomial("x +"), Catch::StartsWith("BR007"));
    CHECK_THAT(polynomial("x + z"), Catch::StartsWith("BR005"));
    CHECK_THAT(first(document_of(report,
                                 R"({"relations": [], "figures": [], "refutation": )"
                                 R"({"relations": [], "figures": [], "steps": []}})",
                                 "null")),
               Catch::Contains("\"refutation_digest\" is missing"));
    std::string undigested = document_of(report, "", R"({"x": "1", "y": "1"})");
    undigested.replace(undigested.find("witness_digest"), 14, "digest_of_what");
    CHECK_THAT(first(undigested), Catch::Contains("\"witness_digest\" is missing"));
    CHECK_THAT(first(document_of(report, "", R"({"x": "1"})")),
               Catch::Contains("no value for \"y\""));
    CHECK_THAT(first(document_of(report, "", R"({"x": "1", "y": "1", "z": "1"})")),
               Catch::Contains("no quantity \"z\""));
    CHECK_THAT(first(document_of(report, "", R"({"x": "1", "x": "2", "y": "1"})")),
               Catch::StartsWith("BR004"));
}

}  // namespace
}  // namespace brcheck
