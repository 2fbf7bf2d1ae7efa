/// Everything that is told about one finding, in the order in which it is read: words, numbers and
/// places without a layout. The formats for people differ only in how they lay it out.
#pragma once

#include "render/parts_view.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace brcheck {

/// A line of advice: "fits if", "or if", "base", "look at" and what follows. The label is empty
/// where the line goes on with the list above it.
struct Advice {
    Part label;
    Message message;
};

/// What would mend the conflicts of a group, and what else they break.
struct GroupContent {
    Message others_title;         ///< above `others`; empty when there are none
    std::vector<Message> others;  ///< the conflicts but for the one that is told in full; few
    Message introduction;         ///< instead of repairs, or above those of several figures
    std::vector<Advice> repairs;  ///< few; the last one says how many are left out
    Message suspects;
};

struct FindingContent {
    Severity severity = Severity::error;
    std::string code;         ///< "BR301"
    bool is_remark = false;   ///< the sentence, the reason and the advice are all there is
    Message title;            ///< what it is about; empty for remarks
    Message sentence;         ///< no final stop
    const Allowance* allowance = nullptr;   ///< the one that accepts it
    std::optional<RelationIndex> relation;  ///< at which it is shown
    Span place;               ///< in the source: the relation, or the definition that led to it

    TableRows statements;     ///< those that cannot all hold; empty for a relation alone
    TableRows parts;          ///< what the sides, or the statements, rest on
    const std::vector<DerivationStep>* steps = nullptr;  ///< null where they are not told
    Message remark_on_steps;  ///< why there are none, where a reader would miss them
    Message clash;            ///< "so a can only be ..., while b can only be ..."
    std::optional<Drawing> drawing;

    std::vector<Advice> hints;          ///< other readings that fit, a revised base
    std::optional<GroupContent> group;  ///< of conflicts
    Message next_step;                  ///< for findings without a group
};

/// REQUIRES: the finding is one of `result`, and both outlive the content.
FindingContent content_of(ReportView& view, const CheckResult& result, const Finding& finding);

/// Of the statements of a conflict: (name, condition, "line 12", label).
TableRows statement_rows(ReportView& view, const Conflict& conflict);
/// The printed figures that it rests on.
TableRows printed_rows(ReportView& view, const Conflict& conflict);
/// `shown_conflict`: the one that is told in full.
GroupContent content_of(const ConflictGroup& group, std::size_t shown_conflict,
                        const Report& report, const CheckResult& result);
/// Of the repairs of a group, those that change one figure.
std::vector<Advice> repairs_of(const ConflictGroup& group, VariableIndex figure,
                               const Report& report);

/// "accepted: the source leaves out packaging, by the desk, until 2999-12-31".
Message describe(const Allowance& allowance);

/// The message with a capital where it begins with words of ours, and with a final stop.
Message as_sentence(Message message);

}  // namespace brcheck
