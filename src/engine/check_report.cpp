#include "brcheck/engine/check_report.hpp"

#include "engine/conflict_report.hpp"
#include "engine/decide_alone.hpp"
#include "engine/defined_unknowns.hpp"
#include "engine/joint_check.hpp"
#include "engine/network.hpp"
#include "engine/propagate.hpp"
#include "engine/remarks.hpp"
#include "report/printed_box.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>

namespace brcheck {
namespace {

bool is_blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

class Check {
public:
    Check(const Report& report, const CheckOptions& options)
        : report_(report),
          options_(options),
          network_(report),
          reviser_(network_),
          printed_(collect_printed_values(report)),
          tight_hull_(printed_.box) {}

    CheckResult run() && {
        decide_relations_alone();
        collect_values();
        decide_jointly();
        allow_joint_conflicts();
        find_witness_of_rest();
        mark_checked_quantities();
        warn_of_allowances();
        if (options_.with_remarks) add_readings(report_, printed_.box, tight_hull_, result_);
        note_relations();
        if (options_.with_remarks)
            add_remarks(network_, printed_.box, options_.with_power, result_);
        finish();
        return std::move(result_);
    }

private:
    void decide_relations_alone() {
        std::vector<RelationIndex> equalities;
        std::vector<RelationIndex> orders;
        auto constraint = static_cast<ConstraintIndex>(report_.derivation_order.size());
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const Relation& relation = report_.relations[r];
            AloneDecision decision = decide_alone(network_, r, printed_, reviser_, tight_hull_);
            RelationResult& outcome = decision.result;
            if (decision.is_quiet) network_.set_quiet(constraint);
            constraint += static_cast<ConstraintIndex>(relation.condition.comparisons().size());
            if (outcome.status == RelationStatus::fails) {
                Finding finding;
                finding.code = *decision.broken;
                finding.severity = severity_of(relation);
                finding.relation = r;
                finding.comparison = outcome.comparison;
                finding.quantities = network_.printed_sources(relation.condition.variables());
                finding.left = decision.left;
                finding.right = decision.right;
                finding.gap = outcome.gap;
                finding.steps = std::move(decision.steps);
                allow(finding);
                if (finding.allowed_by) outcome.status = RelationStatus::allowed;
                if (finding.allowed_by || relation.strength != Strength::must)
                    result_.findings.push_back(std::move(finding));
                else
                    alone_findings_.emplace(r, std::move(finding));
            } else if (outcome.status != RelationStatus::not_comparable &&
                       !decision.finds_whole_number) {
                const auto comparisons = relation.condition.comparisons();
                const bool has_equality =
                    std::ranges::find(comparisons, Comparison::equal) != comparisons.end();
                (has_equality ? equalities : orders).push_back(r);
            }
            result_.relations.push_back(std::move(outcome));
        }
        for (const RelationIndex r : defining_relations(network_, equalities, orders))
            result_.relations[r].status = RelationStatus::defines;
    }

    static Severity severity_of(const Relation& relation) {
        return relation.strength == Strength::indicative ? Severity::note : relation.severity;
    }

    void decide_jointly() {
        std::vector<RelationIndex> taking_part;
        std::vector<RelationIndex> failing;
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const RelationStatus status = result_.relations[r].status;
            if (report_.relations[r].strength != Strength::must ||
                status == RelationStatus::not_comparable || status == RelationStatus::allowed)
                continue;
            taking_part.push_back(r);
            if (status == RelationStatus::fails) failing.push_back(r);
        }
        JointResult joint = check_jointly(network_, taking_part, failing, options_.work_limit,
                                          options_.with_implied, printed_.box);
        fill_printed_box(report_, printed_.box);
        result_.conflicts = std::move(joint.conflicts);
        result_.conflicts_complete = joint.conflicts_complete;
        result_.groups = std::move(joint.groups);
        result_.witness = std::move(joint.witness);
        result_.implied_tight = joint.implied_tight;
        result_.narrowed = std::move(joint.narrowed);
        for (const RelationIndex r : joint.undecided)
            if (result_.relations[r].status != RelationStatus::fails)
                result_.relations[r].status = RelationStatus::undecided;
        undecided_ = std::move(joint.undecided);
        for (auto& [relations, figures] : joint.ties) {
            add_remark(RuleCode::holds_only_on_a_tie, Severity::note, relations.back());
            result_.findings.back().quantities = std::move(figures);
        }

        ConflictReporter reporter(network_, result_, alone_findings_);
        for (std::size_t g = 0; g < result_.groups.size(); ++g)
            result_.findings.push_back(reporter.report(g));
        if (options_.keep_derivation) keep_derivation(taking_part);
    }

    void keep_derivation(const std::vector<RelationIndex>& taking_part) {
        std::vector<ConstraintIndex> active;
        for (ConstraintIndex c = 0; c < network_.constraints().size(); ++c) {
            const Constraint& constraint = network_.constraints()[c];
            if (constraint.kind == DerivationStep::Kind::definition ||
                (std::binary_search(taking_part.begin(), taking_part.end(), constraint.index) &&
                 result_.relations[constraint.index].status != RelationStatus::fails))
                active.push_back(c);
        }
        std::vector<Interval> box = printed_.box;
        const std::uint64_t limit = 50 * static_cast<std::uint64_t>(active.size()) + 1000;
        result_.derivation = Propagator(network_).run(active, box, {limit, true}).trail;
    }

    void mark_checked_quantities() {
        std::vector<bool> is_checked(report_.quantities.size(), false);
        std::vector<VariableIndex> todo;
        const auto check_all = [&](std::span<const VariableIndex> used) {
            for (const VariableIndex v : used) {
                if (is_checked[v]) continue;
                is_checked[v] = true;
                const QuantityKind kind = network_.kind(v);
                if (kind == QuantityKind::derived || kind == QuantityKind::unknown)
                    todo.push_back(v);
            }
        };
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const RelationStatus status = result_.relations[r].status;
            if (status != RelationStatus::defines && status != RelationStatus::not_comparable)
                check_all(report_.relations[r].condition.variables());
        }
        while (!todo.empty()) {
            const VariableIndex v = todo.back();
            todo.pop_back();
            if (network_.kind(v) == QuantityKind::derived) {
                check_all(report_.quantities[v].definition->variables());
                continue;
            }
            // What checks an unknown checks the figures that gave it its value.
            for (const ConstraintIndex c : network_.constraints_of(v)) {
                const Constraint& constraint = network_.constraints()[c];
                if (constraint.kind == DerivationStep::Kind::relation &&
                    result_.relations[constraint.index].status == RelationStatus::defines)
                    check_all(network_.expression(constraint).variables());
            }
        }
        result_.checked = std::move(is_checked);
    }

    /// Marks the finding as allowed if its relation says so in time and with a reason.
    void allow(Finding& finding) {
        if (!finding.relation) return;
        const auto& allowances = report_.relations[*finding.relation].allowances;
        for (std::size_t a = 0; a < allowances.size(); ++a) {
            if (allowances[a].code != static_cast<std::uint16_t>(finding.code)) continue;
            used_allowances_.emplace(*finding.relation, a);
            if (is_blank(allowances[a].reason) || is_expired(allowances[a])) continue;
            finding.allowed_by = a;
            return;
        }
    }

    /// A joint conflict is allowed where one of its relations is. Others of its group would stay.
    void allow_joint_conflicts() {
        for (Finding& finding : result_.findings) {
            if (!finding.group || finding.code != RuleCode::joint_conflict) continue;
            const ConflictGroup& group = result_.groups[*finding.group];
            const auto relations = result_.conflicts[group.conflicts.front()].relations;
            const auto own = finding.relation;
            for (const RelationIndex r : relations) {
                finding.relation = r;
                allow(finding);
                if (finding.allowed_by && group.conflicts.size() > 1) finding.allowed_by.reset();
                if (!finding.allowed_by) continue;
                for (const RelationIndex other : relations)
                    result_.relations[other].status = RelationStatus::allowed;
                break;
            }
            if (!finding.allowed_by) finding.relation = own;
        }
    }

    void warn_of_allowances() {
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const auto& allowances = report_.relations[r].allowances;
            for (std::size_t a = 0; a < allowances.size(); ++a) {
                if (is_blank(allowances[a].reason))
                    warn_of_allowance(RuleCode::allow_without_reason, r, a);
                else if (is_expired(allowances[a]))
                    warn_of_allowance(RuleCode::expired_allow, r, a);
                else if (!used_allowances_.contains({r, a}))
                    warn_of_allowance(RuleCode::unused_allow, r, a);
            }
        }
    }

    [[nodiscard]] bool is_expired(const Allowance& allowance) const {
        // Both are YYYY-MM-DD, so that the order of the texts is that of the days.
        return !allowance.until.empty() && !options_.today.empty() &&
               allowance.until < options_.today;
    }

    void warn_of_allowance(RuleCode code, RelationIndex relation, std::size_t allowance) {
        add_remark(code, Severity::warning, relation);
        result_.findings.back().allowance = allowance;
    }

    void add_remark(RuleCode code, Severity severity, std::optional<RelationIndex> relation) {
        Finding finding;
        finding.code = code;
        finding.severity = severity;
        finding.relation = relation;
        result_.findings.push_back(std::move(finding));
    }

    void note_relations() {
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const RelationResult& outcome = result_.relations[r];
            if (auto note = note_on_rounding(network_, r, outcome))
                result_.findings.push_back(*std::move(note));
            else if (outcome.status == RelationStatus::not_comparable)
                result_.findings.push_back(
                    note_on_sides(network_, RuleCode::not_comparable, r, outcome));
        }
        if (!undecided_.empty())
            add_remark(RuleCode::undecided, Severity::warning, undecided_.front());
        else if (!result_.implied_tight)
            add_remark(RuleCode::undecided, Severity::note, std::nullopt);
    }

    void collect_values() {
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v) {
            if (network_.kind(v) == QuantityKind::stated) continue;
            if (auto value = point_value(nominal_value(network_, printed_, v)))
                result_.recomputed.emplace_back(v, std::move(*value));
        }
        // A report of a million figures has better use for the memory.
        std::vector<Interval>().swap(printed_.nominal);
    }

    void finish() {
        sort_findings(result_.findings, report_);
        const bool is_right = result_.is_anything_decided(report_) && undecided_.empty();
        result_.verdict = has_contradiction() ? Verdict::inconsistent
                          : is_right          ? Verdict::consistent
                                              : Verdict::incomplete;
    }

    [[nodiscard]] bool has_contradiction() const {
        return std::any_of(result_.findings.begin(), result_.findings.end(),
                           [](const Finding& finding) {
                               return finding.severity == Severity::error && !finding.allowed_by;
                           });
    }

    /// Of all that has to hold for the verdict, where what fails is allowed or no error. Without true
    /// values for it nothing is called right.
    void find_witness_of_rest() {
        if (result_.witness || !undecided_.empty() || has_contradiction()) return;
        std::vector<RelationIndex> rest;
        for (RelationIndex r = 0; r < report_.relations.size(); ++r)
            if (!is_excused(r)) rest.push_back(r);
        result_.witness =
            check_jointly(network_, rest, {}, options_.work_limit, false, printed_.box).witness;
        fill_printed_box(report_, printed_.box);
        if (result_.witness) return;
        for (const RelationIndex r : rest) {
            // One that fails together with what is no error may still hold by itself, or not.
            RelationStatus& status = result_.relations[r].status;
            if (status != RelationStatus::fails && status != RelationStatus::allowed)
                status = RelationStatus::undecided;
            undecided_.push_back(r);
        }
    }

    [[nodiscard]] bool is_excused(RelationIndex r) const {
        const Relation& relation = report_.relations[r];
        const RelationStatus status = result_.relations[r].status;
        if (relation.strength != Strength::must || status == RelationStatus::not_comparable ||
            (status == RelationStatus::fails && relation.severity != Severity::error))
            return true;
        return status == RelationStatus::allowed &&
               std::any_of(relation.allowances.begin(), relation.allowances.end(),
                           [&](const Allowance& allowance) {
                               return !is_blank(allowance.reason) && !is_expired(allowance);
                           });
    }

    const Report& report_;
    const CheckOptions& options_;
    Network network_;
    Reviser reviser_;
    PrintedValues printed_;
    TightHull tight_hull_;
    std::map<RelationIndex, Finding> alone_findings_;  ///< of relations that fail alone
    std::set<std::pair<RelationIndex, std::size_t>> used_allowances_;
    std::vector<RelationIndex> undecided_;
    CheckResult result_;
};

}  // namespace

CheckResult check(const Report& report, const CheckOptions& options) {
    return Check(report, options).run();
}

}  // namespace brcheck
