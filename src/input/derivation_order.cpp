#include "input/derivation_order.hpp"

#include <algorithm>
#include <functional>
#include <queue>

namespace brcheck {

namespace {

using Item = std::uint32_t;
using Needs = std::vector<std::vector<Item>>;
constexpr Item unset = 0xffff'ffff;

/// Kahn's algorithm: items become ready once all that they need is placed.
std::vector<Item> order_ready(const Needs& needs) {
    std::vector<std::vector<Item>> needed_by(needs.size());
    std::vector<std::size_t> missing(needs.size());
    std::priority_queue<Item, std::vector<Item>, std::greater<>> ready;
    for (Item i = 0; i < needs.size(); ++i) {
        missing[i] = needs[i].size();
        for (const Item needed : needs[i]) {
            needed_by[needed].push_back(i);
        }
        if (missing[i] == 0) {
            ready.push(i);
        }
    }
    std::vector<Item> order;
    while (!ready.empty()) {
        const Item item = ready.top();
        ready.pop();
        order.push_back(item);
        for (const Item dependent : needed_by[item]) {
            if (--missing[dependent] == 0) {
                ready.push(dependent);
            }
        }
    }
    return order;
}

/// Tarjan's strongly connected components (SIAM J. Comput. 1, 1972), with a stack of its own in
/// place of recursion. Gives each item the number of its group.
class Groups {
public:
    explicit Groups(const Needs& needs)
        : needs_(needs),
          group_(needs.size(), unset),
          number_(needs.size(), unset),
          low_(needs.size(), 0) {
        for (Item i = 0; i < needs.size(); ++i) {
            if (number_[i] == unset) {
                visit(i);
            }
        }
    }

    [[nodiscard]] const std::vector<Item>& group() const { return group_; }

private:
    struct Visit {
        Item item;
        std::size_t next;  ///< position in what it needs
    };

    void enter(Item item) {
        number_[item] = low_[item] = count_++;
        open_.push_back(item);
        visits_.push_back({item, 0});
    }

    void visit(Item start) {
        enter(start);
        while (!visits_.empty()) {
            const Item item = visits_.back().item;
            if (visits_.back().next < needs_[item].size()) {
                const Item needed = needs_[item][visits_.back().next++];
                if (number_[needed] == unset) {
                    enter(needed);
                } else if (group_[needed] == unset) {
                    low_[item] = std::min(low_[item], number_[needed]);
                }
                continue;
            }
            visits_.pop_back();
            if (!visits_.empty()) {
                Item& low = low_[visits_.back().item];
                low = std::min(low, low_[item]);
            }
            if (low_[item] == number_[item]) {
                close_group(item);
            }
        }
    }

    void close_group(Item first) {
        Item member = unset;
        do {
            member = open_.back();
            open_.pop_back();
            group_[member] = first;
        } while (member != first);
    }

    const Needs& needs_;
    std::vector<Item> group_;
    std::vector<Item> number_;
    std::vector<Item> low_;
    std::vector<Item> open_;
    std::vector<Visit> visits_;
    Item count_ = 0;
};

/// A shortest way from `start` back to itself inside its group, breadth first; empty if none.
std::vector<Item> shortest_cycle(const Needs& needs, const std::vector<Item>& group, Item start,
                                 std::vector<Item>& came_from) {
    std::vector<Item> queue{start};
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const Item needed : needs[queue[i]]) {
            if (needed == start) {
                std::vector<Item> cycle;
                for (Item item = queue[i]; item != start; item = came_from[item]) {
                    cycle.push_back(item);
                }
                cycle.push_back(start);
                std::reverse(cycle.begin(), cycle.end());
                return cycle;
            }
            if (group[needed] == group[start] && came_from[needed] == unset) {
                came_from[needed] = queue[i];
                queue.push_back(needed);
            }
        }
    }
    return {};
}

}  // namespace

DerivationOrder order_derivations(const Needs& needs) {
    DerivationOrder result;
    result.order = order_ready(needs);
    if (result.order.size() == needs.size()) {
        return result;
    }
    const Groups groups(needs);
    std::vector<Item> came_from(needs.size(), unset);
    std::vector<bool> is_reported(needs.size(), false);  // by group
    for (Item i = 0; i < needs.size(); ++i) {
        const Item group = groups.group()[i];
        if (is_reported[group]) {
            continue;
        }
        is_reported[group] = true;
        std::vector<Item> cycle = shortest_cycle(needs, groups.group(), i, came_from);
        if (!cycle.empty()) {
            result.cycles.push_back(std::move(cycle));
        }
    }
    return result;
}

}  // namespace brcheck
