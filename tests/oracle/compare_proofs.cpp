// Certificates, by the checker that ships with brcheck.
#include "oracle/case.hpp"

#include <brcheck/engine/verify.hpp>

namespace oracle {

void compare_proofs(Case& c) {
    if (c.result.witness) {
        const std::vector<bool> all(c.report.relations.size(), true);
        if (const auto error = brcheck::verify(*c.result.witness, c.report, all))
            c.differ("proof of the witness", error->place + ": " + error->reason);
        ++c.tally.proofs;
    }
    for (const brcheck::Conflict& conflict : c.result.conflicts) {
        if (const auto error = brcheck::verify(conflict.refutation, c.report))
            c.differ("proof of a conflict", error->place + ": " + error->reason);
        if (conflict.refutation.relations != conflict.relations ||
            conflict.refutation.figures != conflict.figures)
            c.differ("proof of a conflict", "is about other relations or figures");
        ++c.tally.proofs;
    }
}

}  // namespace oracle
