/// The JSON document of a check (data/schema/result.schema.json) back into what it claims of one
/// report, with its certificates, so that engine/verify can redo them.
#pragma once

#include "brcheck/input/read_report.hpp"
#include "brcheck/report/check_result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// What the document says; nothing of it is proved.
struct ClaimedResult {
    struct ClaimedConflict {
        std::vector<RelationIndex> relations;   ///< rising
        std::vector<VariableIndex> figures;     ///< rising
        std::optional<Refutation> refutation;   ///< nothing where the document has none
        std::string refutation_digest;          ///< of the refutation's text as it was written
    };
    Verdict verdict = Verdict::incomplete;
    std::optional<Verdict> run_verdict;         ///< of all its reports, where the document has it
    std::vector<RelationStatus> statuses;       ///< by RelationIndex
    std::vector<ClaimedConflict> conflicts;     ///< in the order of the document
    std::optional<Witness> witness;
    std::string witness_digest;                 ///< of its text as it was written
};

/// Takes the entry of "reports" whose path is `path`, or the only one. Unknown members are skipped.
/// Errors, each with its place in `source`: BR002 not JSON; BR003 a member that is missing or of
/// the wrong type or form, several reports of which none or two have that path, or a document that
/// belongs to another report (then only the first difference: ids, printed texts, units, intervals,
/// expressions); BR004 a key that stands twice; BR005 a name that the report does not know; BR007 a
/// polynomial that cannot be read; BR012 beyond a limit. A proof may be nested deeper and have
/// longer numbers and texts than the limits allow in a report.
Result<ClaimedResult> read_result(std::shared_ptr<const SourceText> source, const Report& report,
                                  std::string_view path, const ReadLimits& limits = {});

}  // namespace brcheck
