#include "cli/verify_result.hpp"

#include "brcheck/engine/verify.hpp"
#include "brcheck/report/comparable.hpp"
#include "render/certificate_json.hpp"
#include "render/fnv1a.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace brcheck::cli {
namespace {

std::size_t count_steps(const std::vector<ProofStep>& steps) {
    std::size_t count = steps.size();
    for (const ProofStep& step : steps) count += count_steps(step.below) + count_steps(step.above);
    return count;
}

constexpr const char* was_changed = "the certificate was changed after it was written";

std::string count_of(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string describe(const ProofError& error) {
    return error.place.empty() ? error.reason : error.place + ": " + error.reason;
}

class Verifier {
public:
    Verifier(const Report& report, const ClaimedResult& claimed, const std::string& today,
             bool quiet)
        : report_(report), claimed_(claimed), today_(today), quiet_(quiet),
          comparable_(find_comparable_relations(report)) {}

    Verification run() && {
        if (claimed_.verdict == Verdict::incomplete)
            return {"verdict incomplete: nothing was checked, so there is nothing to prove\n", 2};
        for (std::size_t i = 0; i < claimed_.conflicts.size(); ++i) check_conflict(i);
        if (claimed_.witness) check_witness();
        check_failures();
        const std::string_view verdict = format_verdict(claimed_.verdict);
        const std::string doubt = find_doubt();
        out_ += doubt.empty() ? fmt::format("verdict {}: proved\n", verdict)
                              : fmt::format("verdict {}: not proved, {}\n", verdict, doubt);
        return {std::move(out_), doubt.empty() ? 0 : 1};
    }

private:
    [[nodiscard]] std::string find_doubt() const {
        if (refused_ > 0) return count_of(refused_, "certificate") + " refused";
        if (claimed_.run_verdict == Verdict::consistent &&
            claimed_.verdict != Verdict::consistent)
            return "the result as a whole says that all is consistent";
        if (claimed_.verdict == Verdict::inconsistent)
            return has_weighty_conflict_
                       ? ""
                       : "the result has no conflict of relations that have to hold";
        return claimed_.witness ? "" : "the result has no witness";
    }

    void accept(const std::string& line) {
        if (!quiet_) out_ += line + " accepted\n";
    }
    void refuse(const std::string& line, const std::string& why) {
        ++refused_;
        out_ += line + " refused: " + why + "\n";
    }

    void check_conflict(std::size_t i) {
        const auto& conflict = claimed_.conflicts[i];
        std::string name = fmt::format("conflict {} (relation{} ", i + 1,
                                       conflict.relations.size() == 1 ? "" : "s");
        for (std::size_t k = 0; k < conflict.relations.size(); ++k)
            name += (k > 0 ? ", " : "") + report_.relations[conflict.relations[k]].id;
        name += "): ";
        if (!conflict.refutation) return refuse(name + "refutation", "there is none");
        const Refutation& refutation = *conflict.refutation;
        name += "refutation of " + count_of(count_steps(refutation.steps), "step");
        if (fnv1a_hex(refutation_json(refutation, report_)) != conflict.refutation_digest)
            return refuse(name, was_changed);
        const auto has_all = [](const auto& whole, const auto& part) {
            return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
        };
        if (!has_all(conflict.relations, refutation.relations) ||
            !has_all(conflict.figures, refutation.figures))
            return refuse(name, "it uses more than the relations and figures of the conflict");
        for (const RelationIndex r : conflict.relations)
            if (!must_hold(r))
                return refuse(name, fmt::format("the report does not demand {}",
                                                report_.relations[r].id));
        if (const auto error = verify(refutation, report_)) return refuse(name, describe(*error));
        for (const RelationIndex r : conflict.relations)
            if (says_right(claimed_.statuses[r]))
                return refuse(name, fmt::format("the result says elsewhere that {} holds",
                                                report_.relations[r].id));
        accept(name);
        // Definitions have to hold whatever is demanded.
        const bool is_weighty =
            (conflict.relations.empty() ||
             std::any_of(conflict.relations.begin(), conflict.relations.end(),
                         [&](RelationIndex r) {
                             return report_.relations[r].severity == Severity::error;
                         })) &&
            std::none_of(conflict.relations.begin(), conflict.relations.end(),
                         [&](RelationIndex r) { return is_allowed(r); });
        has_weighty_conflict_ = has_weighty_conflict_ || is_weighty;
    }

    void check_witness() {
        std::vector<bool> takes_part(report_.relations.size(), true);
        std::string left_out;
        for (RelationIndex r = 0; r < takes_part.size(); ++r) {
            const std::string_view reason = excuse(r);
            takes_part[r] = reason.empty();
            if (!reason.empty())
                left_out += fmt::format("{}{} ({})", left_out.empty() ? "left out: " : ", ",
                                        report_.relations[r].id, reason);
        }
        const std::string name =
            "witness of " + count_of(claimed_.witness->values.size(), "value");
        if (fnv1a_hex(witness_json(*claimed_.witness, report_)) != claimed_.witness_digest)
            refuse(name, was_changed);
        else if (const auto error = verify(*claimed_.witness, report_, takes_part))
            refuse(name, describe(*error));
        else
            accept(name);
        if (!left_out.empty()) out_ += left_out + "\n";
    }

    /// A relation that is said to fail is in some conflict, if it has to hold.
    void check_failures() {
        std::vector<bool> is_in_conflict(report_.relations.size(), false);
        for (const auto& conflict : claimed_.conflicts)
            for (const RelationIndex r : conflict.relations) is_in_conflict[r] = true;
        for (RelationIndex r = 0; r < is_in_conflict.size(); ++r)
            if (claimed_.statuses[r] == RelationStatus::fails && must_hold(r) &&
                report_.relations[r].severity == Severity::error && !is_in_conflict[r])
                refuse(fmt::format("status of {}", report_.relations[r].id),
                       "it is said to fail, but is in no conflict");
    }

    [[nodiscard]] static bool says_right(RelationStatus status) {
        return status == RelationStatus::holds || status == RelationStatus::holds_by_rounding ||
               status == RelationStatus::defines;
    }

    [[nodiscard]] bool must_hold(RelationIndex r) const {
        return report_.relations[r].strength == Strength::must && comparable_[r];
    }

    /// Why true values need not satisfy the relation; "" when they must.
    [[nodiscard]] std::string_view excuse(RelationIndex r) const {
        const Relation& relation = report_.relations[r];
        if (relation.strength == Strength::indicative) return "indicative";
        if (!comparable_[r]) return "not comparable";
        if (is_allowed(r)) return "allowed";
        if (claimed_.statuses[r] == RelationStatus::fails && relation.severity != Severity::error)
            return "no error";
        return "";
    }

    /// The result says so, and the report has a reason for it that has not expired.
    [[nodiscard]] bool is_allowed(RelationIndex r) const {
        const auto& allowances = report_.relations[r].allowances;
        return claimed_.statuses[r] == RelationStatus::allowed &&
               std::any_of(allowances.begin(), allowances.end(), [&](const Allowance& allowance) {
                   return allowance.reason.find_first_not_of(" \t\r\n") != std::string::npos &&
                          (allowance.until.empty() || allowance.until >= today_);
               });
    }

    const Report& report_;
    const ClaimedResult& claimed_;
    const std::string& today_;
    bool quiet_;
    std::vector<bool> comparable_;
    std::string out_;
    std::size_t refused_ = 0;
    bool has_weighty_conflict_ = false;
};

}  // namespace

Verification verify_result(const Report& report, const ClaimedResult& claimed,
                           const std::string& today, bool quiet) {
    return Verifier(report, claimed, today, quiet).run();
}

}  // namespace brcheck::cli
