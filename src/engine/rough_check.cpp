#include "engine/rough_check.hpp"

namespace brcheck {

bool RoughCheck::may_hold(const Expression& condition, std::size_t comparison,
                          std::span<const Interval> box) {
    if (!is_plain(condition)) return true;
    enclosures_.resize(box.size());
    try {
        for (const VariableIndex v : condition.variables()) {
            if (box[v].is_empty()) return true;
            enclosures_[v] = enclose(box[v]);
        }
        evaluate_plainly<Enclosure>(
            condition, enclosures_, [](Fraction value) { return enclose(value); },
            values_);
    } catch (const FractionOverflow&) {
        return true;
    }
    return can_hold(condition.comparisons()[comparison], values_[condition.sides()[comparison]],
                    values_[condition.sides()[comparison + 1]]);
}

}  // namespace brcheck
