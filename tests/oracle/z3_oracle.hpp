/// The second solver. Everything here is built from oracle::System, nothing from brcheck.
#pragma once

#include "oracle/system.hpp"

#include <z3++.h>

#include <cstddef>
#include <vector>

namespace oracle {

enum class Answer : std::uint8_t { possible, impossible, unknown };

/// Which statements of a system count. Definitions and the flag `whole` always do.
struct Selection {
    std::vector<bool> figures;    ///< by quantity: its printed ends count
    std::vector<bool> relations;
    static Selection all(const System& system);
};

/// quantity comparison value.
struct Bound {
    std::size_t quantity = 0;
    Comparison comparison = Comparison::equal;
    Number value;
};

/// One context for all systems, each query with a limit in counted steps. Linear systems and those
/// with whole numbers go to one solver with push and pop, products of reals to nlsat; where the
/// former does not know, the whole numbers with a small range are tried one by one.
class Z3Oracle {
public:
    /// `always_incremental`: products of reals go to the solver with push and pop as well. Faster,
    /// but some questions (not those of the benchmark) then take minutes and heed no limit.
    explicit Z3Oracle(bool always_incremental = false);

    /// Makes the chosen part of the system what the next questions are about. What stays the same
    /// is told to the solver once.
    void state(const System& system, const Selection& selection);
    /// Can it hold, with one of the bounds (all of them together if `all`)?
    Answer ask(const std::vector<Bound>& bounds = {}, bool all = true);
    /// state() and ask() in one.
    Answer ask(const System& system, const Selection& selection);

    [[nodiscard]] std::size_t query_count() const { return queries_; }
    [[nodiscard]] std::size_t unknown_count() const { return unknowns_; }

private:
    struct Fraction;
    z3::expr number(const Number& value);
    z3::expr fresh();
    z3::expr encode(const Term& term);
    z3::expr multiply(const z3::expr& a, const z3::expr& b);
    Fraction encode_fraction(const Term& term);
    z3::expr encode_quotient(const z3::expr& top, const z3::expr& bottom);
    z3::expr encode_comparison(const Term& left, Comparison comparison, const Term& right,
                               const std::optional<Tolerance>& tolerance);
    z3::expr compare(const z3::expr& left, Comparison comparison, const z3::expr& right);
    void assert_now(const z3::expr& fact);
    Answer ask_otherwise(const z3::expr_vector& extra);
    Answer ask_split(z3::expr_vector facts, std::size_t next, int& budget);
    Answer ask_once(const z3::expr_vector& facts);

    bool always_incremental_;
    z3::context context_;
    z3::solver solver_;
    z3::expr_vector facts_;              ///< of the stated system, for the other solvers
    std::vector<z3::expr> values_;       ///< by quantity
    struct WholeRange { z3::expr variable; long low; long high; };
    std::vector<WholeRange> splits_;
    bool has_whole_ = false;
    bool is_linear_ = true;
    unsigned fresh_count_ = 0;
    std::size_t queries_ = 0;
    std::size_t unknowns_ = 0;
};

}  // namespace oracle
