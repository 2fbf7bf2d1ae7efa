#include "brcheck/engine/check_report.hpp"

#include "engine/classify_mismatch.hpp"
#include "engine/decide_alone.hpp"
#include "engine/network.hpp"
#include "engine/propagate.hpp"
#include "engine/remarks.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace brcheck {
namespace {

// Each conflict costs two propagations. A report with more independent ones than this has been
// told enough; the first are reported.
constexpr int max_joint_conflicts = 50;

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
        mark_checked_quantities();
        if (options_.with_remarks)
            add_readings(report_, printed_.box, tight_hull_, result_.findings);
        apply_allowances();
        note_relations();
        if (options_.with_remarks) add_remarks(report_, printed_.box, result_);
        collect_implied();
        finish();
        return std::move(result_);
    }

private:
    void decide_relations_alone() {
        find_open_quantities();
        usable_.assign(network_.constraints().size(), true);
        std::vector<bool> usable_relation(report_.relations.size(), true);
        std::vector<bool> defined(report_.quantities.size(), false);
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const Relation& relation = report_.relations[r];
            AloneDecision decision = decide_alone(network_, r, printed_, reviser_, tight_hull_);
            RelationResult& outcome = decision.result;
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
                result_.findings.push_back(std::move(finding));
            } else if (outcome.status != RelationStatus::not_comparable &&
                       !decision.finds_whole_number && defines_unknown(relation, defined)) {
                outcome.status = RelationStatus::defines;
            }
            usable_relation[r] = outcome.status != RelationStatus::fails &&
                                 outcome.status != RelationStatus::not_comparable &&
                                 relation.strength == Strength::must;
            result_.relations.push_back(std::move(outcome));
        }
        for (ConstraintIndex c = 0; c < usable_.size(); ++c) {
            const Constraint& constraint = network_.constraints()[c];
            if (constraint.kind == DerivationStep::Kind::relation)
                usable_[c] = usable_relation[constraint.index];
        }
    }

    static Severity severity_of(const Relation& relation) {
        return relation.strength == Strength::indicative ? Severity::note : relation.severity;
    }

    /// Derived quantities that rest on an unknown, and the unknowns themselves.
    void find_open_quantities() {
        is_open_.assign(report_.quantities.size(), false);
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v) {
            const Quantity& quantity = report_.quantities[v];
            is_open_[v] = quantity.kind == QuantityKind::unknown;
        }
        for (const VariableIndex derived : report_.derivation_order) {
            const auto needed = report_.quantities[derived].definition->variables();
            is_open_[derived] = std::any_of(needed.begin(), needed.end(),
                                            [&](VariableIndex v) { return is_open_[v]; });
        }
    }

    /// True when the relation still has an unknown that nothing before it has pinned down: then it
    /// gives that unknown its value and checks nothing.
    bool defines_unknown(const Relation& relation, std::vector<bool>& defined) const {
        std::vector<VariableIndex> todo;
        const auto add_open = [&](std::span<const VariableIndex> variables) {
            for (const VariableIndex v : variables)
                if (is_open_[v] && !defined[v]) todo.push_back(v);
        };
        add_open(relation.condition.variables());
        while (!todo.empty()) {
            const VariableIndex v = todo.back();
            todo.pop_back();
            const Quantity& quantity = report_.quantities[v];
            if (quantity.kind == QuantityKind::derived) {
                const std::size_t before = todo.size();
                add_open(quantity.definition->variables());
                // Everything below is defined by now, and stays so.
                if (todo.size() == before) defined[v] = true;
                continue;
            }
            const auto comparisons = relation.condition.comparisons();
            // An order leaves the unknown free, so that the next relation may still define it.
            defined[v] = std::find(comparisons.begin(), comparisons.end(), Comparison::equal) !=
                         comparisons.end();
            return true;
        }
        return false;
    }

    [[nodiscard]] PropagationOptions propagation_options(bool keep_trail) const {
        const auto constraints = static_cast<std::uint64_t>(network_.constraints().size());
        return {constraints * options_.steps_per_relation + 1000, keep_trail};
    }

    void decide_jointly() {
        for (int found = 0; found < max_joint_conflicts; ++found) {
            Propagation propagation =
                propagate(network_, printed_.box, usable_,
                          propagation_options(options_.keep_derivation));
            if (!propagation.conflict) {
                result_.propagation_complete = propagation.complete;
                result_.derivation = std::move(propagation.trail);
                implied_ = std::move(propagation.box);
                return;
            }
            if (!options_.keep_derivation)
                propagation = propagate(network_, printed_.box, usable_, propagation_options(true));
            report_conflict(propagation);
        }
        result_.propagation_complete = false;
        implied_ = printed_.box;
    }

    void report_conflict(const Propagation& propagation) {
        Finding finding;
        finding.code = RuleCode::joint_conflict;
        finding.severity = Severity::error;
        finding.left = propagation.clash_left;
        finding.right = propagation.clash_right;
        finding.steps = conflict_chain(propagation);

        std::vector<VariableIndex> variables;
        const auto use = [&](const Constraint& constraint) {
            const auto used = network_.expression(constraint).variables();
            variables.insert(variables.end(), used.begin(), used.end());
            if (constraint.kind == DerivationStep::Kind::relation) {
                RelationResult& outcome = result_.relations[constraint.index];
                outcome.status = RelationStatus::fails;
                finding.severity = std::min(finding.severity,
                                            report_.relations[constraint.index].severity);
            }
        };
        const Constraint& clash = network_.constraints()[propagation.clash];
        use(clash);
        for (const DerivationStep& step : finding.steps) use({step.kind, step.index, step.comparison});
        finding.quantities = network_.printed_sources(variables);

        // The message stands at the relation that could not hold any more, or, where a definition
        // clashed, at the last relation that led there.
        if (clash.kind == DerivationStep::Kind::relation) {
            finding.relation = clash.index;
            finding.comparison = clash.comparison;
            const Comparison kind =
                report_.relations[clash.index].condition.comparisons()[clash.comparison];
            finding.gap = gap_between(kind, finding.left, finding.right);
        } else {
            finding.gap = gap_between(Comparison::equal, finding.left, finding.right);
            for (const DerivationStep& step : finding.steps)
                if (step.kind == DerivationStep::Kind::relation) finding.relation = step.index;
        }
        for (ConstraintIndex c = 0; c < usable_.size(); ++c) {
            const Constraint& constraint = network_.constraints()[c];
            const bool in_chain =
                c == propagation.clash ||
                std::any_of(finding.steps.begin(), finding.steps.end(), [&](const auto& step) {
                    return step.kind == constraint.kind && step.index == constraint.index;
                });
            // Definitions stay: what they compute is wanted. Unless there is nothing else to blame.
            if (in_chain && (constraint.kind == DerivationStep::Kind::relation || !finding.relation))
                usable_[c] = false;
        }
        blame_single_relation(finding);
        result_.findings.push_back(std::move(finding));
    }

    /// A conflict to which one relation leads all by itself is that relation's own failure, though
    /// it took more than one step to see.
    void blame_single_relation(Finding& finding) const {
        const bool alone =
            finding.relation &&
            std::all_of(finding.steps.begin(), finding.steps.end(), [&](const auto& step) {
                return step.kind == DerivationStep::Kind::relation &&
                       step.index == *finding.relation;
            });
        if (!alone) return;
        const bool by_whole = std::any_of(finding.steps.begin(), finding.steps.end(),
                                          [](const auto& step) { return step.by_whole; });
        finding.code = by_whole ? RuleCode::impossible_for_whole_numbers
                                : classify_mismatch(report_.relations[*finding.relation],
                                                    finding.comparison);
        if (by_whole && finding.steps.back().by_whole)
            finding.steps.erase(finding.steps.begin(), finding.steps.end() - 1);
        else
            finding.steps.clear();
    }

    void mark_checked_quantities() {
        std::vector<VariableIndex> todo;
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const RelationStatus status = result_.relations[r].status;
            if (status == RelationStatus::defines || status == RelationStatus::not_comparable)
                continue;
            const auto used = report_.relations[r].condition.variables();
            todo.insert(todo.end(), used.begin(), used.end());
        }
        while (!todo.empty()) {
            const VariableIndex v = todo.back();
            todo.pop_back();
            if (std::exchange(result_.quantities[v].checked, true)) continue;
            if (report_.quantities[v].kind == QuantityKind::derived) {
                const auto used = report_.quantities[v].definition->variables();
                todo.insert(todo.end(), used.begin(), used.end());
            } else if (report_.quantities[v].kind == QuantityKind::unknown) {
                // What checks an unknown checks the figures that gave it its value.
                for (const ConstraintIndex c : network_.constraints_of(v)) {
                    const Constraint& constraint = network_.constraints()[c];
                    if (constraint.kind != DerivationStep::Kind::relation ||
                        result_.relations[constraint.index].status != RelationStatus::defines)
                        continue;
                    const auto used = network_.expression(constraint).variables();
                    todo.insert(todo.end(), used.begin(), used.end());
                }
            }
        }
    }

    void apply_allowances() {
        std::vector<std::vector<bool>> used(report_.relations.size());
        for (RelationIndex r = 0; r < report_.relations.size(); ++r)
            used[r].assign(report_.relations[r].allowances.size(), false);

        for (Finding& finding : result_.findings) {
            if (!finding.relation) continue;
            const auto& allowances = report_.relations[*finding.relation].allowances;
            for (std::size_t a = 0; a < allowances.size(); ++a) {
                if (allowances[a].code != static_cast<std::uint16_t>(finding.code)) continue;
                used[*finding.relation][a] = true;
                if (is_blank(allowances[a].reason) || is_expired(allowances[a])) continue;
                finding.allowed_by = a;
                result_.relations[*finding.relation].status = RelationStatus::allowed;
                break;
            }
        }
        for (RelationIndex r = 0; r < report_.relations.size(); ++r) {
            const auto& allowances = report_.relations[r].allowances;
            for (std::size_t a = 0; a < allowances.size(); ++a) {
                if (is_blank(allowances[a].reason))
                    warn_of_allowance(RuleCode::allow_without_reason, r, a);
                else if (is_expired(allowances[a]))
                    warn_of_allowance(RuleCode::expired_allow, r, a);
                else if (!used[r][a])
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
            const bool values_known =
                std::all_of(outcome.sides.begin(), outcome.sides.end(),
                            [](const SideResult& side) { return side.value.has_value(); });
            std::optional<RuleCode> code;
            // With a tolerance it may be that, not the rounding, which makes it hold.
            if (outcome.status == RelationStatus::holds_by_rounding && values_known &&
                !report_.relations[r].tolerance)
                code = RuleCode::holds_only_by_rounding;
            else if (outcome.status == RelationStatus::not_comparable)
                code = RuleCode::not_comparable;
            if (!code) continue;
            add_remark(*code, Severity::note, r);
            Finding& finding = result_.findings.back();
            finding.comparison = outcome.comparison;
            finding.quantities =
                network_.printed_sources(report_.relations[r].condition.variables());
            finding.left = outcome.sides[outcome.comparison].interval;
            finding.right = outcome.sides[outcome.comparison + 1].interval;
        }
        if (!result_.propagation_complete)
            add_remark(RuleCode::undecided, Severity::warning, std::nullopt);
    }

    void collect_values() {
        result_.quantities.resize(report_.quantities.size());
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v)
            result_.quantities[v].value = point_value(printed_.nominal[v]);
        printed_.nominal = {};  // a report of a million figures has better use for the memory
    }

    void collect_implied() {
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v)
            result_.quantities[v].implied = std::move(implied_[v]);
    }

    void finish() {
        const auto place = [&](const Finding& finding) {
            return finding.relation ? report_.relations[*finding.relation].value.begin : UINT32_MAX;
        };
        std::stable_sort(result_.findings.begin(), result_.findings.end(),
                         [&](const Finding& a, const Finding& b) {
                             return std::tuple(b.severity, place(a), a.code) <
                                    std::tuple(a.severity, place(b), b.code);
                         });
        const bool anything_decided = std::any_of(
            result_.relations.begin(), result_.relations.end(), [](const RelationResult& outcome) {
                return outcome.status != RelationStatus::defines &&
                       outcome.status != RelationStatus::not_comparable;
            });
        const bool contradiction = std::any_of(
            result_.findings.begin(), result_.findings.end(), [](const Finding& finding) {
                return finding.severity == Severity::error && !finding.allowed_by;
            });
        result_.verdict = contradiction      ? Verdict::inconsistent
                          : anything_decided ? Verdict::consistent
                                             : Verdict::incomplete;
    }

    const Report& report_;
    const CheckOptions& options_;
    Network network_;
    Reviser reviser_;
    PrintedValues printed_;
    TightHull tight_hull_;
    std::vector<bool> is_open_;  ///< by variable: rests on an unknown without printed value
    std::vector<bool> usable_;  ///< by constraint: takes part in the propagation
    std::vector<Interval> implied_;
    CheckResult result_;
};

}  // namespace

CheckResult check(const Report& report, const CheckOptions& options) {
    return Check(report, options).run();
}

}  // namespace brcheck
