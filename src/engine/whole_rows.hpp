/// What facts about whole quantities say beyond their letter.
#pragma once

#include "engine/fact_pool.hpp"

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// Rounds the facts that are sums of whole quantities alone (certificate.hpp, rounded_to_whole),
/// and adds one that cannot hold where no whole numbers satisfy all the equalities among them.
void round_whole_rows(const Report& report, std::span<const Interval> box, FactPool& pool,
                      std::vector<FactPool::Index>& rows);

/// Whole values for the quantities of the equalities among these facts, with which those hold,
/// whatever the others and the box say; not far from what `near` says of each, which solves them in
/// fractions. Nothing where there are none. REQUIRES: round_whole_rows() was called for the facts.
std::vector<std::pair<VariableIndex, Rational>> find_whole_values(
    const Report& report, std::span<const Interval> box, FactPool& pool,
    std::span<const FactPool::Index> rows,
    const std::function<Rational(VariableIndex)>& near);

/// All whole values of quantities with which the equalities among these facts hold, whatever the
/// box says of them: those of `one`, and what whole multiples of the moves make of it.
struct WholeValues {
    std::vector<VariableIndex> quantities;  ///< those of the facts, rising
    std::vector<Rational> one;              ///< by place among the quantities, in base units
    std::vector<std::vector<Rational>> moves;
};
/// Nothing where there are none, where a fact is no sum of whole quantities, or where more moves are
/// needed. REQUIRES: as for find_whole_values().
std::optional<WholeValues> find_all_whole_values(const Report& report,
                                                 std::span<const Interval> box, FactPool& pool,
                                                 std::span<const FactPool::Index> rows,
                                                 std::size_t most_moves);

}  // namespace brcheck
