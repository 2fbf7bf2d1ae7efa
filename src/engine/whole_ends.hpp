/// Ends of whole quantities that are related by sums alone. In fractions such sums leave more, and
/// halving the box of the quantities hardly helps; halving the whole multiples of moves between
/// solutions does (Aardal, Hurkens and Lenstra, Solving a System of Linear Diophantine Equations
/// with Lower and Upper Bounds on the Variables, Mathematics of Operations Research 25, 2000).
#pragma once

#include "engine/simplex.hpp"
#include "engine/whole_rows.hpp"
#include "engine/work.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

class WholeEnds {
public:
    /// Nothing where the rows are more than sums of whole quantities, have no solutions of any
    /// size, or too many moves between them. REQUIRES: round_whole_rows() was called for the rows;
    /// pool and work outlive this.
    static std::optional<WholeEnds> of(const Report& report, std::span<const Interval> box,
                                       FactPool& pool, std::span<const FactPool::Index> rows,
                                       Work& work);

    struct End {
        bool is_set = false;  ///< false: there is no end to what solutions it has
        Rational value;
    };
    /// The least or greatest value that the quantity has in any solution within the box. Nothing
    /// where it is in no row, there is no solution, or that takes too long to find.
    std::optional<End> find(VariableIndex quantity, bool is_low);

private:
    WholeEnds(WholeValues values, Work& work) : values_(std::move(values)), work_(&work) {}

    void add_rows(std::span<const Interval> box, FactPool& pool,
                  std::span<const FactPool::Index> rows);
    /// A sum over the quantities as one over the multiples of the moves, its constant left out.
    [[nodiscard]] Simplex::Combination in_moves(const Polynomial& sum) const;
    [[nodiscard]] std::size_t place_of(VariableIndex quantity) const;

    struct Search {
        Simplex::Combination objective;
        Rational unit;  ///< of which the objective is a whole multiple
        int programs_left = 0;
        std::optional<Rational> best;
        bool is_endless = false;
    };
    /// Puts the best solution of the program into the search, if it is better than what is there.
    /// False where that takes too long, or the program has no end.
    bool run(Simplex program, Search& search);

    WholeValues values_;
    std::vector<Rational> units_;  ///< by place among the quantities
    Work* work_;
    Simplex program_;  ///< over the multiples of the moves, which are its first columns
    bool is_impossible_ = false;
};

}  // namespace brcheck
