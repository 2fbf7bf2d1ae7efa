#include "brcheck/report/report.hpp"

#include "base/json_string.hpp"

#include <algorithm>
#include <cassert>

namespace brcheck {

std::optional<Rational> Quantity::stated_value() const {
    return kind == QuantityKind::stated ? std::optional(printed) : std::nullopt;
}

const std::string& Quantity::label() const noexcept {
    static const std::string no_label;
    return details ? details->label : no_label;
}

std::string Report::stated_text(VariableIndex quantity) const {
    const Quantity& q = quantities[quantity];
    if (q.kind != QuantityKind::stated) {
        return {};
    }
    const std::string_view raw =
        source_text->text().substr(q.value.begin, q.value.end - q.value.begin);
    return raw.starts_with('"') ? decode_json_string(raw, q.value.begin).text() : std::string(raw);
}

Figure Report::figure(VariableIndex quantity) const {
    const Quantity& q = quantities[quantity];
    Result<Figure> figure =
        parse_figure(stated_text(quantity), q.options ? *q.options : FigureOptions{});
    assert(figure.ok());  // it was read with the same options before
    figure->unit = q.unit;
    figure->options = q.options;
    return std::move(figure).value();
}

bool Report::is_of_template(VariableIndex quantity) const {
    if (!source_text) return false;
    const auto& pieces = source_text->pieces();
    return !pieces.empty() &&
           source_text->origin(quantities[quantity].value.begin) == pieces.front().source.get();
}

std::string Report::pointer(VariableIndex quantity) const {
    const Quantity& q = quantities[quantity];
    const bool is_derived = q.kind == QuantityKind::derived;
    std::string out = (is_derived ? "/derived/" : "/figures/") + names.name(quantity);
    if (!q.short_form && is_derived) {
        out += "/is";
    } else if (!q.short_form && q.kind == QuantityKind::stated &&
               (!source_text || source_text->pieces().empty() || is_of_template(quantity))) {
        out += "/stated";
    }
    return out;
}

std::string Report::relation_pointer(RelationIndex relation) const {
    const Relation& r = relations[relation];
    return "/relations/" + r.id + (r.short_form ? "" : "/holds");
}

std::optional<RelationIndex> Report::find_relation(std::string_view relation_id) const {
    const auto found = std::find_if(relations.begin(), relations.end(),
                                    [&](const Relation& r) { return r.id == relation_id; });
    if (found == relations.end()) {
        return std::nullopt;
    }
    return static_cast<RelationIndex>(found - relations.begin());
}

}  // namespace brcheck
