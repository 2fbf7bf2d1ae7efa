#include "report/printed_box.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "expr/tight_hull.hpp"

namespace brcheck {

void fill_printed_box(const Report& report, std::vector<Interval>& box) {
    box.clear();
    box.reserve(report.quantities.size());
    for (const Quantity& quantity : report.quantities) box.push_back(quantity.interval);
    std::vector<Interval> values;
    for (const VariableIndex derived : report.derivation_order) {
        const Expression& definition = *report.quantities[derived].definition;
        evaluate(definition, box, values);
        if (values.back().is_empty()) continue;
        box[derived] = values.back();
        if (!definition.has_repeated_variable()) continue;
        const auto tight = TightHull::range_in(box, definition, definition.root(), std::nullopt);
        if (tight) box[derived] = intersect(box[derived], *tight);
    }
}

}  // namespace brcheck
