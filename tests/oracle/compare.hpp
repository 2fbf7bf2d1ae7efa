/// One system, decided by brcheck and by Z3, and where the two differ.
#pragma once

#include "oracle/random.hpp"
#include "oracle/system.hpp"
#include "oracle/z3_oracle.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace oracle {

/// What was compared; sums up over systems.
struct Tally {
    std::size_t systems = 0;
    std::size_t consistent = 0;
    std::size_t inconsistent = 0;
    std::size_t ends = 0;
    std::size_t witnesses = 0;
    std::size_t repairs = 0;
    std::size_t conflicts = 0;
    std::size_t proofs = 0;         ///< checked by brcheck::verify
    std::size_t variants = 0;       ///< reordered, scaled, with one relation more
    std::size_t disagreements = 0;
    std::size_t loose = 0;          ///< implied ends that brcheck does not claim to be the smallest
    std::size_t undecided = 0;      ///< BR903: no verdict
    std::size_t not_tight = 0;      ///< BR903: a verdict, but some implied interval may be too wide
    std::size_t z3_unknown = 0;     ///< questions that Z3 left open

    Tally& operator+=(const Tally& other);
};

/// A property that does not hold: "verdict", "implied", "repairs", ... and the facts.
struct Difference {
    std::string property;
    std::string what;
};

struct CompareOptions {
    /// Look for smallest repairs whatever it takes; else not where more than 1,100 sets of figures
    /// of one size would have to be tried. Conflicts are always counted up to eight relations only.
    bool thorough = false;
};

/// Adds to `tally`; returns what differs.
std::vector<Difference> compare(const System& system, Z3Oracle& z3, Random& random,
                                const CompareOptions& options, Tally& tally);

}  // namespace oracle
