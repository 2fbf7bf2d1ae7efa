/// The independent checker of certificates: redoes each step of a proof, or puts a witness into every
/// statement, and searches for nothing. It shares numbers, expressions and the report's model with
/// the solver, and none of the solver's own files, so that a slip of the solver cannot pass here.
#pragma once

#include "brcheck/report/certificate.hpp"

#include <optional>
#include <string>
#include <vector>

namespace brcheck {

/// Why a certificate proves nothing.
struct ProofError {
    std::string place;   ///< "step 2, below, step 1"; "relation total"; "" for the whole
    std::string reason;  ///< a sentence part without final stop
};

/// Nothing when the steps prove that no true values satisfy all definitions of the report, the
/// listed relations and the printed intervals of the listed figures.
///
/// The box starts with those intervals, (-inf, inf) for every other quantity; the ends of a whole
/// quantity are always moved inward to multiples of its unit. A `narrow` step has to give all that
/// its source leaves of the box and may give more. A branch needs a step that contradicts: one whose
/// source leaves a quantity nothing, a split with two such branches, or a fact that cannot hold in
/// the box. Steps behind it are needless, but must be right. Splits may be nested 1,000 deep. Takes
/// one evaluation or one product of polynomials per term of a step.
std::optional<ProofError> verify(const Refutation& refutation, const Report& report);

/// Nothing when every quantity has a value in its printed interval, whole if it must be, every
/// definition holds, and so does every relation for which `takes_part` is true. An enclosed
/// quantity stands for its whole interval: all but the source that fixes it must be defined and
/// hold for every value there. Enclosed quantities may rest on those before them in the list.
/// REQUIRES: one entry of `takes_part` for each relation.
std::optional<ProofError> verify(const Witness& witness, const Report& report,
                                 const std::vector<bool>& takes_part);

}  // namespace brcheck
