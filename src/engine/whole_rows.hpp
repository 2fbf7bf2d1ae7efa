/// What facts about whole quantities say beyond their letter.
#pragma once

#include "engine/fact_pool.hpp"

#include <span>
#include <vector>

namespace brcheck {

/// Rounds the facts that are sums of whole quantities alone (certificate.hpp, rounded_to_whole),
/// and adds one that cannot hold where no whole numbers satisfy all the equalities among them.
void round_whole_rows(const Report& report, std::span<const Interval> box, FactPool& pool,
                      std::vector<FactPool::Index>& rows);

}  // namespace brcheck
