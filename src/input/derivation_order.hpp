/// In which order derived quantities can be computed, and which of them need themselves.
/// Private to input/read_report.
#pragma once

#include <cstdint>
#include <vector>

namespace brcheck {

struct DerivationOrder {
    /// Every item that neither is on a cycle nor needs one that is, after all that it needs;
    /// among those that are ready the one with the smallest index comes first.
    std::vector<std::uint32_t> order;
    /// For every group of items that need each other (or one that needs itself) a shortest cycle
    /// through its first item, which stands first and needs the second, and so on; the last needs
    /// the first. In the order of their first items.
    std::vector<std::vector<std::uint32_t>> cycles;
};

/// `needs[i]` are the items that item i needs, each once.
DerivationOrder order_derivations(const std::vector<std::vector<std::uint32_t>>& needs);

}  // namespace brcheck
