/// The second solver. Everything here is built from oracle::System, nothing from brcheck.
#pragma once

#include "oracle/system.hpp"

#include <z3++.h>

#include <cstddef>
#include <optional>
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

/// One context for all systems, each query with a limit in counted steps. Linear systems go to one
/// solver with push and pop, products of reals to nlsat. Whole numbers that stand in products are
/// tried one by one, in another solver with push and pop; where that does not tell, Z3's default.
class Z3Oracle {
public:
    /// `always_incremental`: products go to the solver with push and pop as well. Faster,
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
    struct Fraction {
        z3::expr top;
        z3::expr bottom;
    };
    z3::expr number(const Number& value);
    z3::expr fresh();
    z3::expr encode(const Term& term);
    z3::expr multiply(const z3::expr& a, const z3::expr& b);
    Fraction encode_fraction(const Term& term);
    z3::expr encode_quotient(const z3::expr& top, const z3::expr& bottom);
    z3::expr encode_comparison(const Term& left, Comparison comparison, const Term& right,
                               const std::optional<Tolerance>& tolerance);
    std::optional<z3::expr> encode_as_ratio(const Term& self, const Term& other);
    z3::expr compare_ratio(const Fraction& ratio, Comparison comparison, const Number& value);
    z3::expr compare(const z3::expr& left, Comparison comparison, const z3::expr& right);
    void assert_now(const z3::expr& fact);
    void add_whole(const z3::expr& variable, const Quantity& quantity, const Ends& ends);
    void mark_factors(const z3::expr& part);
    Answer ask_otherwise(const z3::expr_vector& extra);
    Answer ask_split(const z3::expr_vector& facts, std::size_t next, int& budget);
    Answer ask_once(const z3::expr_vector& facts);
    Answer ask_without_push(const z3::expr_vector& facts, unsigned steps);

    bool always_incremental_;
    z3::context context_;
    z3::solver solver_;
    z3::solver split_solver_;
    z3::expr_vector facts_;              ///< of the stated system, for the other solvers
    // By quantity:
    std::vector<z3::expr> values_;
    std::vector<Ends> ends_;
    std::vector<unsigned> uses_;                    ///< how often it stands in relations
    std::vector<std::optional<Fraction>> ratios_;   ///< rates that are not multiplied out
    /// Values of a whole quantity to be tried one by one; `all`: there are no others.
    struct WholeValues {
        z3::expr variable;
        std::vector<long> values;
        bool all;
    };
    std::vector<WholeValues> wholes_;    ///< those with few values, and those without ends
    std::vector<bool> is_factor_;        ///< by entry of wholes_: stands in a product
    bool has_whole_ = false;
    bool is_linear_ = true;
    unsigned fresh_count_ = 0;
    std::size_t queries_ = 0;
    std::size_t unknowns_ = 0;
};

}  // namespace oracle
