/// Facts about polynomials, each with its derivation, and how variables are eliminated from them.
#pragma once

#include "brcheck/report/certificate.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// Facts that hold wherever the statements of one box hold. A fact is a source of the report or a
/// combination of earlier ones; which, is kept, so that a refutation can be written from it.
class FactPool {
public:
    using Index = std::size_t;
    struct Part {
        std::optional<Index> fact;  ///< a fact of this pool, or
        ProofSource source;         ///< a source of the report
        Polynomial multiplier;
    };

    /// The `cases` looked at are its first facts, by the same index. REQUIRES: report and box
    /// outlive the pool; the box does not change.
    FactPool(const Report& report, std::span<const Interval> box,
             std::span<const PolynomialFact> cases = {});

    /// A source as a fact; nothing when it is none over this box (certificate.hpp, fact_of, also
    /// for `open_sign`).
    std::optional<Index> add_source(const ProofSource& source,
                                    std::optional<Polynomial>* open_sign = nullptr);
    /// The sum of the parts, divided by the factor. REQUIRES: the rules of ProofStep hold.
    Index add(PolynomialFact fact, std::vector<Part> parts, Polynomial factor = Rational(1));

    [[nodiscard]] const PolynomialFact& fact(Index index) const { return entries_[index].fact; }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    /// Is it known that `p` is not 0 wherever the statements hold?
    [[nodiscard]] bool is_nonzero(const Polynomial& p) const;
    /// 1 or -1 when `p` has that sign all over the box, else 0.
    [[nodiscard]] int sign(const Polynomial& p) const;

    /// Of so high a degree, or of one with such long ends, that products held to their factors would
    /// cost more than they tell: each factor is a column with all the digits of those before it.
    [[nodiscard]] bool is_unwieldy(const Polynomial& p) const;

    /// `target` with `variable` put in from `equality` = a + b * variable; the new fact's index.
    /// Nothing when the sign of b is needed and not known, or when it becomes unwieldy. REQUIRES: the
    /// equality is linear in the variable and not the target, in which the variable occurs.
    std::optional<Index> substitute(Index target, VariableIndex variable, Index equality);
    /// What the ends of the variable's interval say about the rest of `equality`, in which it may
    /// stand at any power: none, one or two facts. Nothing when the equality is not known to rise or
    /// to fall in the variable all over the box, and there is a finite end.
    std::optional<std::vector<Index>> bounds_through(VariableIndex variable, Index equality);

    /// An inequality between whole quantities with its constant moved to the next whole number;
    /// nothing when that changes nothing.
    std::optional<Index> round_whole(Index index);

    /// Appends the fact steps that derive `last`, the steps before it first. `numbers` holds the
    /// number of each fact that is written already, and is extended.
    void write(Index last, std::vector<ProofStep>& steps,
               std::vector<std::optional<std::uint32_t>>& numbers, std::uint32_t& next) const;
    /// The quantities on which `last` rests, those of its multipliers' signs included, and the
    /// sources that say of a factor that it is not 0, since they divide by it.
    void collect(Index last, std::vector<ProofSource>& divided_by,
                 std::vector<VariableIndex>& quantities) const;

    /// Of all polynomials made or looked at so far, about: what the pool's work is measured by.
    [[nodiscard]] std::uint64_t terms_handled() const noexcept { return terms_handled_; }

    /// Some source divides by what the box lets be 0. A linear program does not know of that.
    [[nodiscard]] bool has_open_divisor() const { return !open_divisors().empty(); }
    [[nodiscard]] std::vector<Polynomial> open_divisors() const;

private:
    struct Entry {
        PolynomialFact fact;
        std::optional<ProofSource> source;  ///< set for a plain source
        std::vector<Part> parts;
        Polynomial factor;
        bool is_rounded = false;
        /// That the factor is not 0 rests on what these have below a fraction line.
        std::vector<ProofSource> divided_by{};
    };
    /// Divides a common factor out where its sign is known.
    Index add_reduced(PolynomialFact fact, std::vector<Part> parts);

    const Report& report_;
    std::span<const Interval> box_;
    std::vector<PolynomialFact> cases_;
    std::vector<Entry> entries_;
    std::vector<Polynomial> nonzero_;  ///< denominators of the sources
    std::vector<ProofSource> nonzero_by_;           ///< whose they are
    mutable std::vector<std::size_t> nonzero_used_;  ///< by is_nonzero()
    mutable std::uint64_t terms_handled_ = 0;
};

/// Appends the quantities whose intervals have a say in what a source is as a fact: those of an
/// end, of denominators whose signs are read off the box, all of an expression that reads the box.
/// `cases` as for fact_of(). Of other facts nothing: their own sources have been looked at.
void add_quantities_read(const ProofSource& source, const Report& report,
                         std::span<const Interval> box, std::span<const PolynomialFact> cases,
                         std::vector<VariableIndex>& quantities);

}  // namespace brcheck
