#include "brcheck/engine/verify.hpp"

#include "support/proofs.hpp"

namespace brcheck {
namespace {

using testing::Prover;
using testing::range;
using testing::report_of;
using Steps = std::vector<ProofStep>;

// "" when it is accepted, else the place and the reason.
std::string refusal(const Refutation& refutation, const Report& report) {
    const auto error = verify(refutation, report);
    return error ? error->place + ": " + error->reason : "";
}

std::string refusal(const Prover& prover, Steps steps) {
    return refusal(prover.refutation(std::move(steps)), prover.report);
}

TEST_CASE("a proof of each kind of step is accepted") {
    for (const auto& [name, report, refutation] : testing::refuted_reports()) {
        INFO(name);
        CHECK(refusal(refutation, report) == "");
    }
}

TEST_CASE("a proof may use only the relations and figures that it lists") {
    for (const auto& [name, report, refutation] : testing::refuted_reports()) {
        INFO(name);
        for (std::size_t i = 0; i < refutation.relations.size(); ++i) {
            Refutation fewer = refutation;
            fewer.relations.erase(fewer.relations.begin() + static_cast<std::ptrdiff_t>(i));
            CHECK(refusal(fewer, report) != "");
        }
        for (std::size_t i = 0; i < refutation.figures.size(); ++i) {
            const Quantity& quantity = report.quantities[refutation.figures[i]];
            if (quantity.kind != QuantityKind::range || name == "facts before a split") continue;
            Refutation fewer = refutation;
            fewer.figures.erase(fewer.figures.begin() + static_cast<std::ptrdiff_t>(i));
            CHECK(refusal(fewer, report) != "");
        }
        Refutation unsorted = refutation;
        unsorted.relations.push_back(0);
        CHECK(refusal(unsorted, report) != "");
        Refutation foreign = refutation;
        foreign.figures.push_back(static_cast<VariableIndex>(report.quantities.size()));
        CHECK(refusal(foreign, report) != "");
    }
}

TEST_CASE("every step has to be there, and what follows the end has to be right") {
    for (const auto& [name, report, refutation] : testing::refuted_reports()) {
        INFO(name);
        Refutation longer = refutation;
        longer.steps.push_back(longer.steps.back());
        CHECK(refusal(longer, report) == "");
        ProofStep wrong;
        wrong.kind = ProofStep::Kind::fact;
        wrong.fact.polynomial = Polynomial::variable(0);
        longer.steps.push_back(wrong);
        CHECK_THAT(refusal(longer, report), Catch::Contains("do not add up"));
        Refutation shorter = refutation;
        shorter.steps.pop_back();
        CHECK_THAT(refusal(shorter, report), Catch::Contains("nothing is contradicted"));
        for (auto branch : {&ProofStep::below, &ProofStep::above}) {
            Refutation open = refutation;
            if (open.steps.back().kind != ProofStep::Kind::split) continue;
            (open.steps.back().*branch).clear();
            CHECK_THAT(refusal(open, report), Catch::Contains("nothing is contradicted"));
        }
    }
}

TEST_CASE("a narrowed interval has to hold all that its source leaves, and may hold more") {
    const Report report = report_of(range("x", "1", "2") + "," + range("y", "4", "5"),
                                    R"("d": "x + 1")", R"("same": "y = d")");
    const Prover p{report};
    const auto with = [&](const char* claim) {
        return refusal(p, {p.narrow(p.definition("d"), "d", claim),
                           p.narrow(p.relation("same"), "y", "empty")});
    };
    for (const char* wrong : {"[2, 3)", "(2, 3]", "[2, 2.9]", "[2.1, 3]", "[2.1, 4]", "[4, 5]",
                              "[3, inf)", "(-inf, 2]", "empty"}) {
        INFO(wrong);
        CHECK_THAT(with(wrong), Catch::StartsWith("step 1: the interval has to hold [2, 3], which"));
    }
    for (const char* wider : {"[2, 3]", "[2, 3.1]", "[1, 3]", "(-inf, 3]", "(1, 4)"}) {
        INFO(wider);
        CHECK(with(wider) == "");
    }
    // What a claim gives away cannot be used any more.
    for (const char* too_wide : {"[2, 4]", "[2, inf)", "(-inf, inf)"}) {
        INFO(too_wide);
        CHECK_THAT(with(too_wide), Catch::StartsWith("step 2: the interval has to hold [4, "));
    }
    CHECK_THAT(refusal(p, {p.narrow(p.relation("same"), "y", "empty")}),
               Catch::Contains("has to hold [4, 5]"));
}

TEST_CASE("a claim that reaches out of the box makes nothing wider") {
    const Report report = report_of(range("x", "1", "2"), "", R"("r": "x > 0", "s": "x > 2.5")");
    const Prover p{report};
    CHECK(refusal(p, {p.narrow(p.relation("r"), "x", "(0, 9]"),
                      p.narrow(p.relation("s"), "x", "empty")}) == "");
}

TEST_CASE("what leaves nothing ends a branch, whatever it claims, and later steps may rest on that") {
    const Report report = report_of(range("x", "1", "2") + "," + range("y", "4", "5") +
                                        R"(, "z": {"unknown": true})",
                                    "", R"("same": "x = y", "next": "z = x + 1")");
    const Prover p{report};
    CHECK(refusal(p, {p.narrow(p.relation("same"), "x", "[1, 2]")}) == "");
    CHECK(refusal(p, {p.narrow(p.relation("same"), "x", "[1.5, 2]"),
                      p.narrow(p.relation("next"), "z", "[2.5, 3]")}) == "");
    CHECK(refusal(p, {p.narrow(p.relation("same"), "x", "[1.5, 2]"),
                      p.narrow(p.relation("next"), "z", "[2.6, 3]")}) != "");
}

TEST_CASE("a quantity that does not occur in the source is not narrowed by it") {
    // What the checker of the prototype once accepted: nothing is known of z, so it is not empty.
    const Report report =
        report_of(range("x", "1", "2") + "," + range("y", "2", "3") + "," + range("z", "0", "1"),
                  R"("d": "x + 1")", R"("next": "y = x + 1", "chain": "x < y < 9")");
    const Prover p{report};
    CHECK_THAT(refusal(p, {p.narrow(p.relation("next"), "z", "empty")}),
               Catch::Contains("does not occur in the relation"));
    CHECK_THAT(refusal(p, {p.narrow(p.definition("d"), "z", "empty")}),
               Catch::Contains("does not occur in the definition"));
    CHECK_THAT(refusal(p, {p.narrow(p.definition("x"), "x", "empty")}),
               Catch::Contains("no such definition"));
    CHECK_THAT(refusal(p, {p.narrow(p.relation("chain", 2), "x", "empty")}),
               Catch::Contains("no such comparison"));
    CHECK_THAT(refusal(p, {p.narrow(p.low("x"), "x", "empty")}), Catch::Contains("only a relation"));
}

TEST_CASE("numbers that contradict each other leave nothing of any quantity") {
    const Report wrong = report_of(range("x", "1", "2"), "", R"("root": "sqrt(4) = 3")");
    CHECK(refusal(Prover{wrong}, {Prover{wrong}.narrow(Prover{wrong}.relation("root"), "x",
                                                       "empty")}) == "");
    const Report right = report_of(range("x", "1", "2"), "", R"("root": "sqrt(4) = 2")");
    CHECK(refusal(Prover{right}, {Prover{right}.narrow(Prover{right}.relation("root"), "x",
                                                       "empty")}) != "");
    CHECK(refusal(Prover{right}, {Prover{right}.narrow(Prover{right}.relation("root"), "x",
                                                       "[1, 2]")}) != "");
}

TEST_CASE("intervals that touch are told from those that do not") {
    const auto clash = [](const char* left, const char* right, const char* comparison) {
        const Report report =
            report_of(R"("x": {"range": )" + std::string(left) + R"(}, "y": {"range": )" + right +
                          "}",
                      "", std::string(R"("r": "x )") + comparison + " y\"");
        const Prover p{report};
        return refusal(p, {p.narrow(p.relation("r"), "x", "empty")}) == "";
    };
    const char* closed_low = R"({"low": "1", "high": "2"})";
    const char* open_low = R"({"low": "1", "high": "2", "high_open": true})";
    const char* high = R"({"low": "2", "high": "3"})";
    CHECK_FALSE(clash(closed_low, high, "="));
    CHECK(clash(open_low, high, "="));
    CHECK_FALSE(clash(closed_low, high, ">="));
    CHECK(clash(closed_low, high, ">"));
    CHECK(clash(open_low, high, ">="));
}

TEST_CASE("an inequality that only touches needs a strict term") {
    for (const bool is_open : {false, true}) {
        const Report report =
            report_of(range("x", "1", "2") + R"(, "y": {"range": {"low": "2", "low_open": )" +
                          (is_open ? "true" : "false") + "}}",
                      "", R"("limit": "x + y <= 3")");
        const Prover p{report};
        const Prover::Terms terms{{p.relation("limit"), "1"}, {p.low("x"), "1"}, {p.low("y"), "1"}};
        CHECK((refusal(p, {p.conclude("0", Sign::positive, terms)}) == "") == is_open);
        CHECK_THAT(refusal(p, {p.conclude("0", Sign::nonnegative, terms)}),
                   Catch::Contains("nothing is contradicted"));
        CHECK_THAT(refusal(p, {p.conclude("0", Sign::zero, terms)}),
                   Catch::Contains("do not add up to an equality"));
        // A strict term that may vanish makes nothing strict.
        CHECK_THAT(refusal(p, {p.conclude("(x - 1) * (y - 2)", Sign::positive,
                                          {{p.low("y"), "x - 1"}})}),
                   Catch::Contains("strict"));
    }
}

TEST_CASE("multipliers of inequalities are nowhere negative") {
    const Report report =
        report_of(range("x", "1", "2") + "," + range("y", "-1", "5"), "", R"("order": "x <= y")");
    const Prover p{report};
    CHECK_THAT(refusal(p, {p.conclude("x - y", Sign::nonnegative, {{p.relation("order"), "-1"}})}),
               Catch::Contains("may be below 0"));
    CHECK_THAT(refusal(p, {p.conclude("y * (y - x)", Sign::nonnegative,
                                      {{p.relation("order"), "y"}})}),
               Catch::Contains("may be below 0"));
    CHECK_THAT(refusal(p, {p.conclude("x * (y - x)", Sign::nonnegative,
                                      {{p.relation("order"), "x"}})}),
               Catch::Contains("nothing is contradicted"));
    CHECK_THAT(refusal(p, {p.conclude("y - x - 1", Sign::nonnegative,
                                      {{p.relation("order"), "1"}})}),
               Catch::Contains("do not add up"));
}

TEST_CASE("a factor that may be 0 or of either sign is not divided by") {
    const Report report = report_of(R"("x": {"unknown": true}, "y": {"unknown": true}, )" +
                                        range("z", "-1", "1"),
                                    "", R"("two": "x = 2 * y", "three": "x = 3 * y")");
    const Prover p{report};
    const Prover::Terms difference{{p.relation("two"), "1"}, {p.relation("three"), "-1"}};
    CHECK_THAT(refusal(p, {p.conclude("1", Sign::zero, difference, "y")}),
               Catch::Contains("the factor may be 0"));
    CHECK_THAT(refusal(p, {p.conclude("1", Sign::zero, {}, "0")}),
               Catch::Contains("the factor may be 0"));
    CHECK_THAT(refusal(p, {p.conclude("-1", Sign::nonnegative, {{p.low("z"), "0"}}, "0")}),
               Catch::Contains("may be 0 or below"));
    CHECK_THAT(refusal(p, {p.conclude("-z - 1", Sign::nonnegative, {{p.low("z"), "1"}}, "-1")}),
               Catch::Contains("may be 0 or below"));
}

TEST_CASE("divisors of the listed statements are not 0, whatever the box") {
    const Report report = report_of(
        R"("x": {"unknown": true}, "y": {"unknown": true}, "z": {"unknown": true})",
        R"r("d": "x / (y * z)")r", R"("product": "y * z * z = 0", "quotient": "1 / (x + y) = 1")");
    const Prover p{report};
    CHECK(refusal(p, {p.conclude("1", Sign::zero, {{p.relation("product"), "1"}}, "y * z * z")}) ==
          "");
    CHECK(refusal(p, {p.conclude("z", Sign::zero, {{p.relation("product"), "1"}}, "y * z"),
                      p.conclude("1", Sign::zero, {{Prover::fact(0), "1"}}, "z")}) == "");
    Refutation with_both = p.refutation({p.conclude(
        "1", Sign::zero, {{p.relation("product"), "x + y"}}, "y * z * z * (x + y)")});
    CHECK(refusal(with_both, report) == "");
    with_both.relations = {*report.find_relation("product")};
    CHECK_THAT(refusal(with_both, report), Catch::Contains("the factor may be 0"));
    CHECK_THAT(refusal(p, {p.conclude("1", Sign::zero, {{p.relation("product"), "x"}},
                                      "x * y * z * z")}),
               Catch::Contains("the factor may be 0"));
}

TEST_CASE("an inequality with a divisor of open sign says nothing") {
    const Report report = report_of(
        R"("x": {"unknown": true}, )" + range("y", "-1", "1") + "," + range("p", "1", "2"), "",
        R"("more": "x / y > 1", "positive": "x / p > 1")");
    const Prover p{report};
    CHECK_THAT(refusal(p, {p.conclude("x - y", Sign::positive, {{p.relation("more"), "1"}})}),
               Catch::Contains("says nothing"));
    CHECK_THAT(refusal(p, {p.conclude("x - p", Sign::positive, {{p.relation("positive"), "1"}})}),
               Catch::Contains("nothing is contradicted"));
    CHECK_THAT(refusal(p, {p.conclude("x", Sign::nonnegative, {{p.low("x"), "1"}})}),
               Catch::Contains("says nothing"));
    CHECK_THAT(refusal(p, {p.conclude("x", Sign::nonnegative, {{Prover::fact(0), "1"}})}),
               Catch::Contains("says nothing"));
}

TEST_CASE("equations are refuted by divisors for whole quantities only, in their own units") {
    const auto report_with = [](const char* first, const char* second, const char* total = "1000") {
        return report_of(std::string(R"("a": {"unknown": true)") + first +
                             R"(}, "b": {"unknown": true)" + second + "}",
                         "", std::string(R"("count": "6 * a + 9 * b = )") + total + "\"");
    };
    const auto is_refuted = [](const Report& report, const char* multiplier) {
        const Prover p{report};
        return refusal(p, {p.round("-1", Sign::nonnegative, p.relation("count"), multiplier)}) == "";
    };
    const char* whole = R"(, "whole": true)";
    CHECK(is_refuted(report_with(whole, whole), "1/3"));
    CHECK_FALSE(is_refuted(report_with(whole, ""), "1/3"));
    CHECK_FALSE(is_refuted(report_with(whole, whole), "1/6"));
    CHECK_FALSE(is_refuted(report_with(whole, whole, "999"), "1/3"));
    // In whole percent the coefficients are hundredths.
    for (const char* total : {"1", "3", "4"}) {
        const Report percent = report_of(R"("a": {"unit": "%", "whole": true})", "",
                                         std::string(R"("count": "2 * a = )") + total + " %\"");
        CHECK(is_refuted(percent, "50") == (total[0] != '4'));
        CHECK_FALSE(is_refuted(percent, "1/2"));
    }
}

TEST_CASE("inequalities between whole quantities are rounded, and nothing else is") {
    const Report report = report_of(
        R"("a": {"unknown": true, "whole": true}, "b": {"unknown": true, "whole": true},
           "x": {"unknown": true})",
        "", R"("least": "2 * a + 4 * b >= 5", "more": "2 * a + 4 * b > 6", "real": "2 * a + x >= 5",
               "square": "a * a >= 5", "even": "2 * a = 8")");
    const Prover p{report};
    const auto with = [&](const ProofStep& step) { return refusal(p, {step}); };
    const auto round = [&](const char* relation, const char* text, const char* multiplier,
                           Sign sign = Sign::nonnegative) {
        return with(p.round(text, sign, p.relation(relation), multiplier));
    };
    const auto nothing_wrong = Catch::Contains("nothing is contradicted");
    CHECK_THAT(round("least", "a + 2 * b - 3", "1/2"), nothing_wrong);
    CHECK_THAT(round("more", "a + 2 * b - 4", "1/2"), nothing_wrong);
    CHECK_THAT(round("even", "a - 4", "1/2", Sign::zero), nothing_wrong);
    CHECK_THAT(round("least", "a + 2 * b - 4", "1/2"), Catch::Contains("not the rounded source"));
    CHECK_THAT(round("more", "a + 2 * b - 5", "1/2"), Catch::Contains("not the rounded source"));
    CHECK_THAT(round("least", "a + 2 * b - 3", "1/2", Sign::positive),
               Catch::Contains("not the rounded source"));
    CHECK_THAT(round("least", "a + 2 * b - 3", "1"), Catch::Contains("the multiplier is not"));
    CHECK_THAT(round("real", "2 * a + x - 5", "1"), Catch::Contains("whole quantities alone"));
    CHECK_THAT(round("square", "a * a - 5", "1"), Catch::Contains("whole quantities alone"));
    CHECK_THAT(with(p.round("a", Sign::nonnegative, p.low("a"), "1")),
               Catch::Contains("says nothing"));
    ProofStep other = p.round("a + 2 * b - 3", Sign::nonnegative, p.relation("least"), "1/2");
    other.factor = Polynomial(Rational(2));
    CHECK_THAT(with(other), Catch::Contains("the multiplier is not"));
    other.factor = Polynomial(Rational(1));
    other.terms.push_back(other.terms.front());
    CHECK_THAT(with(other), Catch::Contains("one source"));
    other.terms.clear();
    CHECK_THAT(with(other), Catch::Contains("one source"));
}

TEST_CASE("ends of whole quantities move inward, listed or not") {
    const Report report = report_of(R"("n": {"unknown": true, "whole": true}, )" +
                                        range("x", "1.2", "1.8"),
                                    "", R"("same": "n = x", "half": "2 * n = 3")");
    const Prover p{report};
    CHECK(refusal(p, {p.narrow(p.relation("same"), "n", "empty")}) == "");
    CHECK(refusal(p, {p.narrow(p.relation("half"), "n", "empty")}) == "");
    // A split at 1.5 leaves n <= 1 and n >= 2.
    const Report wide = report_of(R"("n": {"unknown": true, "whole": true}, )" +
                                      range("x", "1.2", "1.8"),
                                  "", R"("a": "n > x - 1", "b": "n < x", "c": "n * n >= 2")");
    const Prover q{wide};
    CHECK(refusal(q, {q.split("n", "1.5",
                              {q.narrow(q.relation("a"), "n", "1"),
                               q.narrow(q.relation("c"), "n", "empty")},
                              {q.narrow(q.relation("b"), "n", "empty")})}) == "");
    // The part above 1 begins at 2, and that end belongs to it.
    const Report between = report_of(range("n", "1", "2", R"(, "whole": true)"), "",
                                     R"("a": "n > 1", "b": "n < 2")");
    const Prover r{between};
    CHECK(refusal(r, {r.split("n", "1", {r.narrow(r.relation("a"), "n", "empty")},
                              {r.conclude("0", Sign::positive,
                                          {{r.relation("b"), "1"}, {r.low("n"), "1"}})})}) == "");
}

TEST_CASE("tolerances widen the left side, absolute and relative") {
    const auto is_refuted = [](const char* tolerance) {
        const Report report =
            report_of(range("x", "1", "2") + "," + range("y", "4", "5"), "",
                      std::string(R"("near": {"holds": "x = y", "tolerance": ")") + tolerance +
                          "\"}");
        const Prover p{report};
        return refusal(p, {p.narrow(p.relation("near"), "x", "empty")}) == "";
    };
    CHECK(is_refuted("1.9"));
    CHECK_FALSE(is_refuted("2"));
    CHECK(is_refuted("99 %"));
    CHECK_FALSE(is_refuted("100 %"));
    const Report report = report_of(range("x", "1", "2") + "," + range("y", "4", "5"), "",
                                    R"("near": {"holds": "x = y", "tolerance": "2.5"})");
    const Prover p{report};
    CHECK_THAT(refusal(p, {p.narrow(p.relation("near"), "x", "empty")}),
               Catch::Contains("has to hold [1.5, 2]"));
    CHECK_THAT(refusal(p, {p.conclude("x - y", Sign::zero, {{p.relation("near"), "1"}})}),
               Catch::Contains("says nothing"));
}

TEST_CASE("an end of many digits may be claimed wider in short, never narrower") {
    const std::string digits(500, '7');
    const Report report = report_of(range("x", "1." + digits, "2") + "," + range("y", "1", "3"), "",
                                    R"("same": "y = x", "apart": "x > 2")");
    const Prover p{report};
    const auto with = [&](const std::string& low) {
        return refusal(p, {p.narrow(p.relation("same"), "y", "[" + low + ", 2]"),
                           p.narrow(p.relation("apart"), "x", "empty")});
    };
    CHECK(with("1." + digits) == "");
    CHECK(with("1.7") == "");
    CHECK(with("1.8") != "");
    CHECK(refusal(p, {p.narrow(p.relation("same"), "y", "(-inf, 2]"),
                      p.narrow(p.relation("apart"), "x", "empty")}) == "");
    CHECK(refusal(p, {p.narrow(p.relation("same"), "y", "(1.7, 2)"),
                      p.narrow(p.relation("apart"), "x", "empty")}) != "");
}

TEST_CASE("what one branch finds does not hold in the other") {
    // x = 0.5, y = 1.5 is a solution.
    const Report report = report_of(range("x", "-1", "1") + R"(, "y": {"unknown": true})", "",
                                    R"("sum": "y = x + 1", "right": "x > 0.2", "above": "y > 1.1")");
    const Prover p{report};
    const ProofStep end = p.narrow(p.relation("right"), "x", "empty");
    CHECK_THAT(refusal(p, {p.split("x", "0", {p.narrow(p.relation("sum"), "y", "[0, 1]"), end},
                                   {p.narrow(p.relation("above"), "y", "empty")})}),
               Catch::Equals("step 1, above, step 1: the interval has to hold (1.1, inf), which "
                             "empty does not"));
    const ProofStep fact = p.conclude("-x", Sign::nonnegative, {{p.high("x"), "1"}});
    CHECK_THAT(refusal(p, {p.split("x", "0", {fact, end},
                                   {p.conclude("0", Sign::positive,
                                               {{Prover::fact(0), "1"}, {p.low("x"), "1"}})})}),
               Catch::StartsWith("step 1, above, step 1: a source says nothing"));
}

TEST_CASE("which value a max or abs is has to be settled by the box or, to the letter, by a case") {
    // a = 5, b = 2 is a solution.
    const Report report = report_of(R"("a": {"unknown": true}, "b": {"unknown": true})", "",
                                    R"r("apart": "abs(a - b) = 3", "order": "a - b >= 1")r");
    const Prover p{report};
    const ProofStep wrong = p.conclude("-4", Sign::nonnegative,
                                       {{p.relation("apart"), "1"}, {p.relation("order"), "-1"}});
    const ProofStep right = p.conclude("-4", Sign::nonnegative,
                                       {{p.relation("apart"), "-1"}, {p.relation("order"), "1"}});
    CHECK_THAT(refusal(p, {right}), Catch::Contains("a source says nothing"));
    CHECK_THAT(refusal(p, {p.cases("b - a", {right}, {right})}),
               Catch::StartsWith("step 1, below, step 1: a source says nothing"));
    // b > a is refuted, a >= b is not.
    CHECK_THAT(refusal(p, {p.cases("2 * b - 2 * a", {}, {right})}),
               Catch::StartsWith("step 1, below, the end"));
    CHECK_THAT(refusal(p, {p.cases("2 * b - 2 * a", {right}, {right})}),
               Catch::StartsWith("step 1, below, step 1: the terms do not add up"));
    CHECK_THAT(refusal(p, {p.cases("2 * b - 2 * a", {wrong}, {right})}),
               Catch::StartsWith("step 1, below, step 1: a multiplier of an inequality"));
    CHECK_THAT(refusal(p, {p.cases("2 * b - 2 * a",
                                   {p.conclude("-1", Sign::nonnegative, {{Prover::fact(1), "1"}})},
                                   {right})}),
               Catch::StartsWith("step 1, below, step 1: a source says nothing"));
    // By the box.
    const Report boxed = report_of(range("a", "1", "2") + "," + range("b", "3", "4"), "",
                                   R"r("least": "min(a, b) = 2.5")r");
    const Prover q{boxed};
    CHECK(refusal(q, {q.conclude("-0.5", Sign::nonnegative,
                                 {{q.relation("least"), "1"}, {q.high("a"), "1"}})}) == "");
    Refutation without_b = q.refutation(
        {q.conclude("-0.5", Sign::nonnegative, {{q.relation("least"), "1"}, {q.high("a"), "1"}})});
    without_b.figures.pop_back();
    CHECK_THAT(refusal(without_b, boxed), Catch::Contains("a source says nothing"));
}

TEST_CASE("a case is a fact of its branch, and so are the divisors there") {
    // a = 0, b = 1, x = 1 is a solution.
    const Report report =
        report_of(R"("a": {"unknown": true}, "b": {"unknown": true}, "x": {"unknown": true})", "",
                  R"r("quotient": "x / max(a, b) = 1", "zero": "a = 0", "more": "b >= 1")r");
    const Prover p{report};
    const ProofStep divided = p.conclude("1", Sign::zero, {{p.relation("zero"), "1"}}, "a");
    CHECK_THAT(refusal(p, {p.cases("b - a", {divided}, {divided})}),
               Catch::StartsWith("step 1, above, step 1: the factor may be 0"));
    CHECK_THAT(refusal(p, {p.cases("b - a", {divided}, {}), divided}),
               Catch::StartsWith("step 1, above, the end"));
    const ProofStep by_case =
        p.conclude("-1", Sign::nonnegative,
                   {{Prover::fact(0), "1"}, {p.relation("zero"), "-1"}, {p.relation("more"), "1"}});
    CHECK_THAT(refusal(p, {p.cases("b - a", {by_case}, {by_case})}),
               Catch::StartsWith("step 1, above, step 1: the terms do not add up"));
    CHECK_THAT(refusal(p, {by_case}), Catch::StartsWith("step 1: a source says nothing"));
}

TEST_CASE("weighted means are quotients where no weight is below 0") {
    const std::string levels = R"("u": {"unknown": true}, "v": {"unknown": true}, )";
    const Report report = report_of(levels + range("m", "4.5", "4.6"), "",
                                    R"r("mean": "m = weighted(3, u, 5, v)", "ratio": "v = u")r");
    const Prover p{report};
    const ProofStep signs = p.narrow(p.relation("mean"), "u", "[0, inf)");
    const ProofStep others = p.narrow(p.relation("mean"), "v", "[0, inf)");
    const ProofStep end = p.conclude(
        "m - 4", Sign::zero, {{p.relation("mean"), "1"}, {p.relation("ratio"), "5 - m"}}, "2 * u");
    CHECK_THAT(refusal(p, {signs, end}), Catch::Contains("a source says nothing"));
    CHECK_THAT(refusal(p, {signs, others, end}), Catch::Contains("the factor may be 0"));
}

TEST_CASE("sides with square roots are squared where the box says that neither is below 0") {
    const Report report = report_of(range("y", "8", "9") + R"(, "x": {"unknown": true})", "",
                                    R"r("root": "x = 2 * sqrt(y) / 3", "large": "x * x >= 5")r");
    const Prover p{report};
    // 9 x^2 = 4 y: 9 x^2 - 45 >= 0, and 4 y <= 36.
    const ProofStep end =
        p.conclude("-9", Sign::nonnegative,
                   {{p.relation("large"), "9"}, {p.relation("root"), "-9"}, {p.high("y"), "4"}});
    CHECK_THAT(refusal(p, {end}), Catch::Contains("a source says nothing"));
    const ProofStep sign = p.narrow(p.relation("root"), "x", "[0, inf)");
    CHECK(refusal(p, {sign, end}) == "");
    const ProofStep wrong =
        p.conclude("-9", Sign::nonnegative,
                   {{p.relation("large"), "9"}, {p.relation("root"), "-8"}, {p.high("y"), "4"}});
    CHECK_THAT(refusal(p, {sign, wrong}), Catch::Contains("do not add up"));

    const Report defined = report_of(range("a", "2", "3") + "," + range("y", "4", "5"),
                                     R"r("d": "a / sqrt(y)")r", R"r("large": "d * d >= 2.5")r");
    const Prover q{defined};
    // d^2 y = a^2.
    const ProofStep below = q.conclude(
        "-1", Sign::nonnegative,
        {{q.relation("large"), "y"}, {q.definition("d"), "-1"}, {q.low("y"), "2.5"},
         {q.high("a"), "a + 3"}});
    CHECK_THAT(refusal(q, {below}), Catch::Contains("a source says nothing"));
    CHECK(refusal(q, {q.narrow(q.definition("d"), "d", "[0, inf)"), below}) == "");
    // A sum of roots is no such product.
    const Report sum = report_of(range("y", "4", "5") + "," + range("z", "4", "5"), "",
                                 R"r("r": "y = sqrt(z) + 1")r");
    const Prover s{sum};
    CHECK_THAT(refusal(s, {s.conclude("-1", Sign::nonnegative, {{s.relation("r"), "1"}})}),
               Catch::Contains("a source says nothing"));
}

TEST_CASE("a definition is used in both directions") {
    const Report report = report_of(range("x", "1", "2"), R"("d": "x + 1")",
                                    R"("high": "d > 2.5", "low": "x < 1.5")");
    const Prover p{report};
    CHECK(refusal(p, {p.narrow(p.relation("high"), "d", "(2.5, inf)"),
                      p.narrow(p.definition("d"), "x", "(1.5, 2]"),
                      p.narrow(p.relation("low"), "x", "empty")}) == "");
}

TEST_CASE("splits stop at a depth, in the checker too") {
    const Report report = report_of(range("x", "1", "2"), "", R"("r": "x > 3")");
    const Prover p{report};
    const auto nested = [&](int depth) {
        Steps steps{p.narrow(p.relation("r"), "x", "empty")};
        for (int i = 0; i < depth; ++i) {
            ProofStep split = p.split("x", "0", {}, {});
            split.above = std::move(steps);
            steps.clear();
            steps.push_back(std::move(split));
        }
        return refusal(p, std::move(steps));
    };
    CHECK(nested(1000) == "");
    CHECK_THAT(nested(1001), Catch::Contains("too deep"));
}

TEST_CASE("indices that do not exist are refused") {
    const Report report = report_of(range("x", "1", "2"), "", R"("r": "x > 3")");
    const Prover p{report};
    ProofStep narrow = p.narrow(p.relation("r"), "x", "empty");
    narrow.quantity = 7;
    CHECK(refusal(p, {narrow}) != "");
    ProofStep split = p.split("x", "0", {}, {});
    split.quantity = 7;
    CHECK(refusal(p, {split}) != "");
    ProofStep fact = p.conclude("x - 3", Sign::positive, {{p.relation("r"), "1"}});
    CHECK(refusal(p, {fact}) == "");
    fact.factor = Polynomial::variable(7);
    CHECK(refusal(p, {fact}) != "");
    fact = p.conclude("x - 3", Sign::positive, {{p.relation("r"), "1"}});
    fact.terms[0].multiplier = Polynomial::variable(7);
    CHECK(refusal(p, {fact}) != "");
    fact.terms = {{{ProofSource::Kind::low, 7, 0}, Polynomial(Rational(1))}};
    CHECK(refusal(p, {fact}) != "");
    fact.terms = {{{ProofSource::Kind::definition, 0, 0}, Polynomial(Rational(1))}};
    CHECK(refusal(p, {fact}) != "");
}

}  // namespace
}  // namespace brcheck
