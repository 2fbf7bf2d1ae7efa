#include "input/read_derived.hpp"

#include "brcheck/expr/check_dimensions.hpp"
#include "brcheck/expr/parse_expression.hpp"
#include "input/derivation_order.hpp"

#include <fmt/format.h>

#include <utility>

namespace brcheck {

namespace {

std::span<const std::string> derived_keys() {
    static const std::vector<std::string> keys{"is", "unit", "label", "note"};
    return keys;
}

class DerivedReader {
public:
    DerivedReader(ReadContext& context, const std::vector<DerivedMember>& members, Report& report,
                  std::vector<bool>& has_type)
        : context_(context),
          members_(members),
          report_(report),
          has_type_(has_type),
          texts_(members.size(), no_value),
          units_(members.size(), no_value) {}

    void read() {
        for (std::size_t i = 0; i < members_.size(); ++i) {
            read_member(i);
        }
        const DerivationOrder order = order_derivations(find_needs());
        for (const std::uint32_t i : order.order) {
            check_type(i);
            report_.derivation_order.push_back(members_[i].quantity);
        }
        for (const std::vector<std::uint32_t>& cycle : order.cycles) {
            refuse_cycle(cycle);
        }
    }

private:
    Quantity& quantity(std::size_t i) { return report_.quantities[members_[i].quantity]; }

    void read_member(std::size_t i) {
        const JsonDocument& document = context_.document();
        const JsonIndex member = members_[i].member;
        Quantity& out = quantity(i);
        out.kind = QuantityKind::derived;
        out.key = document.key_span(member);
        const JsonKind kind = document.kind(member);
        if (kind == JsonKind::string) {
            out.short_form = true;
            texts_[i] = member;
        } else if (kind == JsonKind::object) {
            read_object(i);
        } else {
            context_.fail(ErrorCode::schema_violation, member,
                          fmt::format("a derived quantity must be a string or an object, found {}",
                                      describe_kind(kind)),
                          kind == JsonKind::number ? "a number stands under \"figures\"" : "");
        }
        if (texts_[i] != no_value) {
            parse_definition(i);
        }
    }

    void read_object(std::size_t i) {
        const JsonIndex member = members_[i].member;
        MemberReader members(context_, member, derived_keys());
        Quantity& out = quantity(i);
        FigureDetails details;
        details.label = members.string("label");
        details.note = members.string("note");
        if (!details.label.empty() || !details.note.empty()) {
            out.details = std::make_unique<FigureDetails>(std::move(details));
        }
        if (!members.has("is")) {
            context_.fail(ErrorCode::schema_violation, member, "a derived quantity without \"is\"",
                          "add \"is\" with the expression that computes it");
        } else if (const auto text = members.find("is", JsonKind::string)) {
            texts_[i] = *text;
        }
        if (const auto text = members.find("unit", JsonKind::string)) {
            if (const auto unit = context_.unit(*text)) {
                units_[i] = *text;
                out.unit = unit->unit;
                out.has_unit = true;
                has_type_[members_[i].quantity] = true;
            }
        }
    }

    void parse_definition(std::size_t i) {
        const JsonDocument& document = context_.document();
        quantity(i).value = document.span(texts_[i]);
        std::string decoded;
        Result<Expression> parsed =
            parse_expression(document.text_view(texts_[i], decoded), report_.names,
                             context_.expression_options());
        if (!parsed) {
            context_.fail_inside(parsed.errors(), texts_[i]);
            return;
        }
        context_.count_expanded(*parsed);
        quantity(i).definition = std::make_unique<Expression>(std::move(parsed).value());
    }

    /// For each member the members that its definition names.
    std::vector<std::vector<std::uint32_t>> find_needs() {
        std::vector<std::vector<std::uint32_t>> needs(members_.size());
        if (members_.empty()) {
            return needs;
        }
        const VariableIndex first = members_.front().quantity;
        for (std::size_t i = 0; i < members_.size(); ++i) {
            if (!quantity(i).definition) {
                continue;
            }
            for (const VariableIndex variable : quantity(i).definition->variables()) {
                if (variable >= first) {
                    needs[i].push_back(variable - first);
                }
            }
        }
        return needs;
    }

    void check_type(std::size_t i) {
        Quantity& out = quantity(i);
        if (!out.definition) {
            return;
        }
        const UnitOf unit_of = [this](VariableIndex variable) -> const Unit* {
            return has_type_[variable] ? &report_.quantities[variable].unit : nullptr;
        };
        Result<std::vector<QuantityType>> types = check_dimensions(*out.definition, unit_of);
        if (!types) {
            context_.fail_inside(types.errors(), texts_[i]);
            return;
        }
        const QuantityType& type = types->front();
        if (!type.is_known) {
            return;
        }
        if (!out.has_unit) {
            out.unit = context_.share(display_unit(type.dimension, type.kind));
            out.has_unit = true;
            has_type_[members_[i].quantity] = true;
        } else if (!fits(type, out.unit)) {
            context_.fail(ErrorCode::unit_mismatch, units_[i],
                          fmt::format("the unit is {}, but the expression gives {}",
                                      out.unit.symbol().empty() ? "none" : out.unit.symbol(),
                                      describe_unit(type.dimension, type.kind)));
        }
    }

    /// The unit may name what is counted where the expression only tells that something is.
    static bool fits(const QuantityType& type, const Unit& unit) {
        return type.dimension == unit.dimension() ||
               (type.dimension.is_count() && unit.dimension().is_count() &&
                (type.kind == UnitKind::level || type.kind == UnitKind::number) &&
                (unit.kind() == UnitKind::level || unit.kind() == UnitKind::number));
    }

    void refuse_cycle(const std::vector<std::uint32_t>& cycle) {
        constexpr std::size_t longest = 12;
        const auto name = [&](std::size_t i) {
            return report_.names.name(members_[cycle[i]].quantity);
        };
        std::string path;
        for (std::size_t i = 0; i < cycle.size() && i < longest; ++i) {
            path += name(i) + " -> ";
        }
        if (cycle.size() > longest) {
            path += fmt::format("({} more) -> ", cycle.size() - longest);
        }
        const JsonIndex text = texts_[cycle.front()];
        const bool is_pattern =
            cycle.size() == 1 &&
            quantity(cycle.front()).definition->text().find(name(0)) == std::string::npos;
        context_.fail(ErrorCode::circular_definition, text,
                      fmt::format("{} needs itself: {}{}", name(0), path, name(0)),
                      is_pattern ? "the pattern fits its own name, too: rename it"
                                 : "state one of them as a figure, or make it a relation");
    }

    ReadContext& context_;
    const std::vector<DerivedMember>& members_;
    Report& report_;
    std::vector<bool>& has_type_;
    std::vector<JsonIndex> texts_;  ///< the expression of each member, or no_value
    std::vector<JsonIndex> units_;  ///< its unit, where one is given and understood
};

}  // namespace

void read_derived(ReadContext& context, const std::vector<DerivedMember>& members, Report& report,
                  std::vector<bool>& has_type) {
    DerivedReader(context, members, report, has_type).read();
}

}  // namespace brcheck
