#include "brcheck/report/comparable.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace brcheck {
namespace {

class Grounds {
public:
    explicit Grounds(const Report& report) : report_(report), seen_(report.quantities.size(), 0) {}

    bool are_equal(const Relation& relation) {
        const auto used = relation.condition.variables();
        std::vector<VariableIndex> todo(used.begin(), used.end());
        const std::string* basis = nullptr;
        const std::string* vintage = nullptr;
        ++walk_;
        while (!todo.empty()) {
            const VariableIndex v = todo.back();
            todo.pop_back();
            if (std::exchange(seen_[v], walk_) == walk_) continue;
            const Quantity& quantity = report_.quantities[v];
            if (quantity.definition) {
                const auto needed = quantity.definition->variables();
                todo.insert(todo.end(), needed.begin(), needed.end());
            } else if (quantity.details && quantity.kind != QuantityKind::unknown &&
                       (differs(basis, quantity.details->basis) ||
                        differs(vintage, quantity.details->vintage))) {
                return false;
            }
        }
        return true;
    }

private:
    static bool differs(const std::string*& first, const std::string& value) {
        if (value.empty()) return false;
        if (first == nullptr) first = &value;
        return *first != value;
    }

    const Report& report_;
    std::vector<std::uint32_t> seen_;  ///< by quantity: the last walk that came by
    std::uint32_t walk_ = 0;
};

}  // namespace

std::vector<bool> find_comparable_relations(const Report& report) {
    std::vector<bool> result(report.relations.size(), true);
    const bool any = std::any_of(
        report.quantities.begin(), report.quantities.end(), [](const Quantity& quantity) {
            return quantity.details &&
                   !(quantity.details->basis.empty() && quantity.details->vintage.empty());
        });
    if (!any) return result;
    Grounds grounds(report);
    for (RelationIndex r = 0; r < result.size(); ++r)
        result[r] = grounds.are_equal(report.relations[r]);
    return result;
}

}  // namespace brcheck
