/// Proofs of verdicts, as data: a refutation says step by step why statements cannot all be true, a
/// witness gives true values for all of them. engine/verify checks both without any search.
#pragma once

#include "brcheck/expr/polynomial.hpp"
#include "brcheck/report/report.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// What a step of a proof rests on.
struct ProofSource {
    enum class Kind : std::uint8_t {
        relation,    ///< `index` is a RelationIndex, `comparison` which of its comparisons
        definition,  ///< `index` is a derived quantity: it equals its definition
        low,         ///< quantity - its lower end >= 0 (> 0 for an open end), of the box so far;
                     ///< "= 0" where the box leaves one value
        high,        ///< its upper end - quantity >= 0 (> 0; = 0)
        fact,        ///< `index` is the number of a fact on the way here, from 0
        upper_slack, ///< a relation "=" with a tolerance: right - (left less the tolerance) >= 0 ...
        lower_slack, ///< ... and (left and the tolerance) - right >= 0, both times all denominators
    };
    Kind kind = Kind::relation;
    std::uint32_t index = 0;
    std::uint32_t comparison = 0;
    friend bool operator==(const ProofSource&, const ProofSource&) = default;
};

/// One summand of a combination. A source that is "= 0" takes any multiplier, one that is ">= 0" or
/// "> 0" only multipliers that are nowhere below 0 in the box.
struct ProofTerm {
    ProofSource source;
    Polynomial multiplier;
    friend bool operator==(const ProofTerm&, const ProofTerm&) = default;
};

/// The box of a proof starts with the printed intervals of the figures that the conflict rests on;
/// all other quantities are unbounded. Each step narrows the box or adds a fact. The steps of a
/// branch end when the box is empty or a fact cannot hold in it.
struct ProofStep {
    enum class Kind : std::uint8_t {
        narrow,  ///< `source` (relation or definition) and the box confine `quantity` to `interval`
        fact,    ///< factor * fact.polynomial is the sum of the terms
        round,   ///< `fact` is rounded_to_whole() of its only term's source
        split,   ///< quantity <= at: `below`; quantity > at: `above`; both are refuted
        cases,   ///< -fact.polynomial >= 0, as a fact: `below`; fact.polynomial > 0: `above`
    };
    Kind kind = Kind::narrow;
    ProofSource source;
    VariableIndex quantity = 0;
    Interval interval;            ///< empty in the last step of a branch
    PolynomialFact fact;
    /// Positive all over the box (not 0, if the fact is "= 0"). A divisor of the definitions and
    /// relations that the conflict uses counts as not 0 as well.
    Polynomial factor{Rational(1)};
    std::vector<ProofTerm> terms;
    Rational at;
    std::vector<ProofStep> below;
    std::vector<ProofStep> above;
};

constexpr bool has_branches(ProofStep::Kind kind) {
    return kind == ProofStep::Kind::split || kind == ProofStep::Kind::cases;
}

/// What a source says, as a fact over the box: a comparison times all its denominators, whose signs
/// the box must settle, unless it is an equality (its denominators then only have to differ from 0,
/// as they do where the comparison holds). Its denominators are appended to `denominators`: none of
/// them is 0 where the source holds. Of an equality between products and quotients of square roots
/// the sides are squared, where the box says that neither is below 0. Nothing when the source is no
/// polynomial (other roots), an end is infinite, a sign is open, or the indices do not exist. Which
/// of its values a min, max or abs is, and that weights are not below 0, the box has to settle, or
/// one of the `facts`, to the letter; else what is open goes to `open_sign`. `facts` are those on
/// the way here, of the fact steps and of the cases looked at.
std::optional<PolynomialFact> fact_of(const ProofSource& source, const Report& report,
                                      std::span<const Interval> box,
                                      std::span<const PolynomialFact> facts,
                                      std::vector<Polynomial>* denominators = nullptr,
                                      std::optional<Polynomial>* open_sign = nullptr);

/// Has operations of which the box (or a fact) has to settle what polynomial they are.
bool reads_box(const Expression& expression);
/// Has a square root: if fact_of() tells what it says, then of squares.
bool has_square_root(const Expression& expression);

/// What an inequality between whole quantities says beyond its letter: with whole coefficients (in
/// the quantities' own units) the sum of its terms is whole, so that "3a + 5 / 2 >= 0" is
/// "3a + 2 >= 0". `fact` is the inequality times `multiplier` > 0, which makes the coefficients whole
/// without common divisor, its constant rounded. Of an equality: itself, unless no whole numbers
/// satisfy it ("6a + 9b = 10"); then "-1 >= 0". Nothing for facts that are not linear in whole
/// quantities alone, or have no variables.
struct WholeFact {
    PolynomialFact fact;
    Rational multiplier;
};
std::optional<WholeFact> rounded_to_whole(const PolynomialFact& fact, const Report& report);

struct Refutation {
    std::vector<RelationIndex> relations;  ///< the only relations it uses, rising
    std::vector<VariableIndex> figures;    ///< the only printed figures it uses, rising
    std::vector<ProofStep> steps;
};

/// True values, by VariableIndex, that satisfy every statement. Quantities without a rational value
/// (roots) have the narrow intervals in which their values lie instead: the equalities that fix them,
/// one each, have a common solution there, and all else holds whatever they are there.
struct Witness {
    std::vector<Rational> values;
    struct Enclosed {
        VariableIndex quantity = 0;
        ProofSource fixed_by;
        Interval interval;
    };
    /// Mostly empty. The order matters to the proof: see engine/verify.
    std::vector<Enclosed> enclosed;
};

}  // namespace brcheck
