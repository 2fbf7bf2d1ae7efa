#include "brcheck/report/report.hpp"

#include <algorithm>

namespace brcheck {

std::optional<Rational> Quantity::stated_value() const {
    if (!figure) {
        return std::nullopt;
    }
    return figure->value() * unit.factor();
}

const std::string& Quantity::label() const noexcept {
    static const std::string no_label;
    return details ? details->label : no_label;
}

std::string Report::pointer(VariableIndex quantity) const {
    const Quantity& q = quantities[quantity];
    const bool is_derived = q.kind == QuantityKind::derived;
    std::string out = (is_derived ? "/derived/" : "/figures/") + names.name(quantity);
    if (!q.short_form && is_derived) {
        out += "/is";
    } else if (!q.short_form && q.kind == QuantityKind::stated) {
        out += "/stated";
    }
    return out;
}

std::string Report::relation_pointer(RelationIndex relation) const {
    const Relation& r = relations[relation];
    return "/relations/" + r.id + (r.short_form ? "" : "/holds");
}

std::optional<RelationIndex> Report::find_relation(std::string_view id) const {
    const auto found = std::find_if(relations.begin(), relations.end(),
                                    [&](const Relation& relation) { return relation.id == id; });
    if (found == relations.end()) {
        return std::nullopt;
    }
    return static_cast<RelationIndex>(found - relations.begin());
}

}  // namespace brcheck
