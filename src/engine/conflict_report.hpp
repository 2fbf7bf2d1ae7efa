/// The finding that stands for one group of conflicts.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/network.hpp"

#include <map>

namespace brcheck {

class ConflictReporter {
public:
    /// `alone` are the findings of relations that fail alone. Marks the relations of all conflicts
    /// as failing. REQUIRES: everything outlives it.
    ConflictReporter(const Network& network, CheckResult& result,
                     const std::map<RelationIndex, Finding>& alone);

    /// Of the group's first conflict, over the printed figures of all of them, with the severity of
    /// the most severe. Fills the group's findings.
    Finding report(std::size_t group);

private:
    [[nodiscard]] Finding describe(const Conflict& conflict, bool with_steps) const;
    [[nodiscard]] Finding describe_joint(const Conflict& conflict) const;
    [[nodiscard]] Severity severity_of(const Conflict& conflict) const;

    const Network& network_;
    CheckResult& result_;
    const std::map<RelationIndex, Finding>& alone_;
};

}  // namespace brcheck
