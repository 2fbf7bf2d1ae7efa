#include "cli/verify_result.hpp"

#include "render/certificate_json.hpp"
#include "render/fnv1a.hpp"
#include "support/proofs.hpp"

namespace brcheck::cli {
namespace {

using testing::Prover;
using testing::range;
using testing::report_of;

// One conflict: x is 1 to 2, and must be more than 3.
struct Claim {
    explicit Claim(const std::string& relation, Verdict verdict = Verdict::inconsistent)
        : report(report_of(range("x", "1", "2"), "", "\"r\": {" + relation + "}, \"s\": \"x > 0\"")) {
        result.verdict = verdict;
        result.statuses = {RelationStatus::fails, RelationStatus::holds};
        const Prover p{report};
        Refutation refutation = p.refutation({p.narrow(p.relation("r"), "x", "empty")});
        refutation.relations = {0};
        result.conflicts.push_back({{0}, {0}, std::move(refutation), {}});
        seal();
    }
    // As it is when the certificates are the ones that were written.
    void seal() {
        for (auto& conflict : result.conflicts)
            if (conflict.refutation)
                conflict.refutation_digest = fnv1a_hex(refutation_json(*conflict.refutation, report));
        if (result.witness) result.witness_digest = fnv1a_hex(witness_json(*result.witness, report));
    }
    Verification verify(bool quiet = false) const {
        return verify_result(report, result, "2026-11-24", quiet);
    }

    Report report;
    ClaimedResult result;
};

constexpr const char* more_than_3 = R"("holds": "x > 3")";

TEST_CASE("an inconsistent verdict is proved by a refutation of each conflict") {
    Claim claim(more_than_3);
    CHECK(claim.verify().text ==
          "conflict 1 (relation r): refutation of 1 step accepted\nverdict inconsistent: proved\n");
    CHECK(claim.verify().exit_code == 0);
    CHECK(claim.verify(true).text == "verdict inconsistent: proved\n");

    Claim changed(more_than_3);
    changed.result.conflicts[0].refutation->steps[0].source.index = 1;
    changed.result.conflicts[0].refutation->relations = {1};
    changed.result.conflicts[0].relations = {0, 1};
    changed.seal();
    CHECK(changed.verify().text ==
          "conflict 1 (relations r, s): refutation of 1 step refused: step 1: the interval has to "
          "hold [1, 2], which empty does not\n"
          "verdict inconsistent: not proved, 1 certificate refused\n");
    CHECK(changed.verify().exit_code == 1);

    Claim without(more_than_3);
    without.result.conflicts[0].refutation.reset();
    CHECK(without.verify().exit_code == 1);
    without.result.conflicts.clear();
    CHECK(without.verify().exit_code == 1);
}

TEST_CASE("a certificate that was changed after it was written is refused, even a valid one") {
    Claim claim(more_than_3);
    claim.result.conflicts[0].refutation->steps[0].interval = Interval(Rational(2));
    CHECK(claim.verify().text ==
          "conflict 1 (relation r): refutation of 1 step refused: the certificate was changed after "
          "it was written\nverdict inconsistent: not proved, 1 certificate refused\n");
    CHECK(claim.verify().exit_code == 1);
    claim.seal();
    CHECK(claim.verify().exit_code == 0);

    Claim fine(R"("holds": "x > 0.5")", Verdict::consistent);
    fine.result.conflicts.clear();
    fine.result.statuses[0] = RelationStatus::holds;
    fine.result.witness = Witness{{Rational(1)}, {}};
    fine.seal();
    CHECK(fine.verify().exit_code == 0);
    fine.result.witness->values[0] = Rational(2);
    CHECK_THAT(fine.verify().text,
               Catch::StartsWith("witness of 1 value refused: the certificate was changed after"));
    CHECK(fine.verify().exit_code == 1);
}

TEST_CASE("a refutation may not use more than its conflict names") {
    Claim claim(more_than_3);
    claim.result.conflicts[0].figures.clear();
    CHECK(claim.verify().exit_code == 1);
    Claim other(more_than_3);
    other.result.conflicts[0].relations = {1};
    CHECK(other.verify().exit_code == 1);
}

TEST_CASE("what the report does not demand makes nothing inconsistent") {
    CHECK(Claim(R"("holds": "x > 3", "strength": "indicative")").verify().exit_code == 1);
    CHECK(Claim(R"("holds": "x > 3", "severity": "warning")").verify().exit_code == 1);
    Claim allowed(R"("holds": "x > 3", "allow": [{"code": "BR105", "reason": "known"}])");
    CHECK(allowed.verify().exit_code == 0);
    allowed.result.statuses[0] = RelationStatus::allowed;
    CHECK(allowed.verify().exit_code == 1);
}

TEST_CASE("a consistent verdict needs a witness for all that the report demands") {
    const auto exit_code = [](const std::string& relation, RelationStatus status) {
        Claim claim(relation, Verdict::consistent);
        claim.result.conflicts.clear();
        claim.result.statuses[0] = status;
        claim.result.witness = Witness{{Rational(1)}, {}};
        claim.seal();
        return claim.verify().exit_code;
    };
    CHECK(exit_code(R"("holds": "x > 0.5")", RelationStatus::holds) == 0);
    CHECK(exit_code(more_than_3, RelationStatus::fails) == 1);
    CHECK(exit_code(more_than_3, RelationStatus::allowed) == 1);
    CHECK(exit_code(more_than_3, RelationStatus::not_comparable) == 1);
    CHECK(exit_code(R"("holds": "x > 3", "strength": "indicative")", RelationStatus::holds) == 0);
    CHECK(exit_code(R"("holds": "x > 3", "severity": "warning")", RelationStatus::fails) == 0);
    CHECK(exit_code(R"("holds": "x > 3", "severity": "warning")", RelationStatus::holds) == 1);
    const auto allowed = [](const std::string& more) {
        return R"("holds": "x > 3", "allow": [{"code": "BR106", "reason": "known")" + more + "}]";
    };
    CHECK(exit_code(allowed(""), RelationStatus::allowed) == 0);
    CHECK(exit_code(allowed(""), RelationStatus::holds) == 1);
    CHECK(exit_code(allowed(R"(, "until": "2026-11-24")"), RelationStatus::allowed) == 0);
    CHECK(exit_code(allowed(R"(, "until": "2026-11-23")"), RelationStatus::allowed) == 1);

    Claim claim(R"("holds": "x > 3", "strength": "indicative")", Verdict::consistent);
    claim.result.conflicts.clear();
    CHECK(claim.verify().text == "verdict consistent: not proved, the result has no witness\n");
    claim.result.witness = Witness{{Rational(1)}, {}};
    claim.seal();
    CHECK(claim.verify().text == "witness of 1 value accepted\nleft out: r (indicative)\n"
                                 "verdict consistent: proved\n");
}

TEST_CASE("an incomplete result has nothing to prove") {
    Claim claim(more_than_3, Verdict::incomplete);
    CHECK(claim.verify().exit_code == 2);
}

}  // namespace
}  // namespace brcheck::cli
