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
/// definition holds, and so does every relation for which `takes_part` is true. Enclosed quantities
/// stand for their whole intervals, which need two ends each: all must be defined for every value
/// there, and all hold but the equalities that fix them, a definition or comparison "=" for each.
///
/// Those have a common solution by the theorem of Poincare and Miranda. A quantity counts as solved
/// for where it occurs once in its equality, under sums, differences, products and quotients alone
/// whose other factors and divisors are not 0, beside no quantity that is enclosed later in the list.
/// For each quantity, when it is put at an end of its interval, the solved ones after it follow, the
/// others are anything in theirs, and one side of its equality must not be above the other; at its
/// other end not below. Where the end is open they must not be equal either.
/// REQUIRES: one entry of `takes_part` for each relation.
std::optional<ProofError> verify(const Witness& witness, const Report& report,
                                 const std::vector<bool>& takes_part);

}  // namespace brcheck
