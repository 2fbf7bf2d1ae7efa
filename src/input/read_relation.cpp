#include "input/read_relation.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/expr/parse_expression.hpp"
#include "brcheck/report/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace brcheck {

namespace {

std::span<const std::string> relation_keys() {
    static const std::vector<std::string> keys{"holds",    "label",     "note", "severity",
                                               "strength", "tolerance", "allow"};
    return keys;
}

std::span<const std::string> allow_keys() {
    static const std::vector<std::string> keys{"code", "reason", "until", "by"};
    return keys;
}

std::span<const std::string> severity_names() {
    static const std::vector<std::string> names{"error", "warning", "note"};
    return names;
}

std::span<const std::string> strength_names() {
    static const std::vector<std::string> names{"must", "indicative"};
    return names;
}

std::span<const std::string> rule_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const Rule& rule : all_rules()) {
            out.push_back(format_code(rule.number));
            out.emplace_back(rule.name);
        }
        return out;
    }();
    return names;
}

/// YYYY-MM-DD, a day that exists.
bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    const auto read_digits = [&](std::size_t begin, std::size_t end, auto& out) {
        const char* last = text.data() + end;
        return std::from_chars(text.data() + begin, last, out).ptr == last;
    };
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    return read_digits(0, 4, year) && read_digits(5, 7, month) && read_digits(8, 10, day) &&
           std::chrono::year_month_day(std::chrono::year(static_cast<int>(year)),
                                       std::chrono::month(month), std::chrono::day(day))
               .ok();
}

class RelationReader {
public:
    RelationReader(ReadContext& context, JsonIndex member, const NameTable& names,
                   const UnitOf& unit_of)
        : context_(context), member_(member), names_(names), unit_of_(unit_of) {
        relation_.key = context.document().key_span(member);
    }

    std::optional<Relation> read() {
        const std::size_t errors_before = context_.error_count();
        const JsonKind kind = context_.document().kind(member_);
        if (kind == JsonKind::string) {
            relation_.short_form = true;
            read_condition(member_);
        } else if (kind == JsonKind::object) {
            read_members();
        } else {
            context_.fail(ErrorCode::schema_violation, member_,
                          fmt::format("a relation must be a string or an object, found {}",
                                      describe_kind(kind)));
        }
        if (context_.error_count() != errors_before) {
            return std::nullopt;
        }
        return std::move(relation_);
    }

private:
    void read_members() {
        MemberReader members(context_, member_, relation_keys());
        relation_.label = members.string("label");
        relation_.note = members.string("note");
        if (const auto severity = members.choice("severity", severity_names())) {
            relation_.severity = *parse_severity(severity_names()[*severity]);
        }
        if (const auto strength = members.choice("strength", strength_names())) {
            relation_.strength = *strength == 0 ? Strength::must : Strength::indicative;
        }
        if (!members.has("holds")) {
            context_.fail(ErrorCode::schema_violation, member_, "a relation without \"holds\"",
                          "add \"holds\": \"part = share * whole\", or what it is that holds");
        } else if (const auto holds = members.find("holds", JsonKind::string)) {
            read_condition(*holds);
        }
        if (const auto tolerance = members.find("tolerance", JsonKind::string)) {
            read_tolerance(*tolerance);
        }
        if (const auto allow = members.find("allow", JsonKind::array)) {
            const JsonDocument& document = context_.document();
            for (JsonIndex i = document.first_child(*allow); i != no_value;
                 i = document.next_sibling(i)) {
                read_allowance(i);
            }
        }
    }

    void read_condition(JsonIndex value) {
        relation_.value = context_.document().span(value);
        std::string decoded;
        Result<Expression> condition =
            parse_condition(context_.document().text_view(value, decoded), names_,
                            context_.expression_options());
        if (!condition) {
            context_.fail_inside(condition.errors(), value);
            return;
        }
        context_.count_expanded(*condition);
        Result<std::vector<QuantityType>> types = check_dimensions(*condition, unit_of_);
        if (!types) {
            context_.fail_inside(types.errors(), value);
            return;
        }
        relation_.condition = std::move(condition).value();
        relation_.side_types = std::move(types).value();
    }

    void read_tolerance(JsonIndex value) {
        const std::string text = context_.document().text(value).text();
        const std::size_t number_end =
            std::min(text.find_first_not_of("0123456789.+-"), text.size());
        const std::string_view digits = std::string_view(text).substr(0, number_end);
        const std::optional<Decimal> number = parse_decimal(digits, context_.limits().numbers);
        if (!number) {
            const std::size_t digit_count = static_cast<std::size_t>(std::count_if(
                digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }));
            const bool is_long = digit_count > context_.limits().numbers.max_digits;
            context_.fail(is_long ? ErrorCode::limit_exceeded : ErrorCode::unit_mismatch, value,
                          is_long
                              ? "a tolerance with too many digits"
                              : "a tolerance is a number and its unit, found " + quote_cut(text),
                          "write \"0.1 pp\", \"0.5 %\" or \"2 kg\"");
            return;
        }
        if (number->digits.sign() < 0) {
            context_.fail(ErrorCode::unit_mismatch, value,
                          fmt::format("the tolerance {} is below 0", quote_cut(text)));
            return;
        }
        const std::size_t unit_begin =
            std::min(text.find_first_not_of(' ', number_end), text.size());
        Result<ScaledUnit> unit = parse_unit(std::string_view(text).substr(unit_begin));
        if (!unit) {
            for (Error& error : unit.errors()) {
                error.location.span.begin += static_cast<std::uint32_t>(unit_begin);
                error.location.span.end += static_cast<std::uint32_t>(unit_begin);
            }
            context_.fail_inside(unit.errors(), value);
            return;
        }
        Tolerance tolerance;
        tolerance.is_relative = unit->unit.kind() == UnitKind::percent;
        tolerance.amount =
            number->value() * power_of_ten(unit->scale_exponent) * unit->unit.factor();
        if (tolerance.is_relative || fits_sides(unit->unit, value, text)) {
            relation_.tolerance = std::move(tolerance);
        }
    }

    bool fits_sides(const Unit& unit, JsonIndex value, std::string_view text) {
        for (const QuantityType& side : relation_.side_types) {
            if (!side.is_known) {
                continue;
            }
            const bool is_ratio = side.kind == UnitKind::percent || side.kind == UnitKind::points;
            if (is_ratio && unit.kind() == UnitKind::number) {
                context_.fail(ErrorCode::unit_mismatch, value,
                              fmt::format("the tolerance {} has no unit, and the sides are "
                                          "percentages",
                                          quote_cut(text)),
                              "write \"pp\" after it for percentage points");
                return false;
            }
            const bool is_level = side.kind == UnitKind::level;
            const bool fits =
                unit.kind() == UnitKind::points
                    ? !is_level
                    : unit.dimension().without_nouns() == side.dimension.without_nouns() &&
                          !(is_ratio && unit.kind() == UnitKind::level);
            if (!fits) {
                context_.fail(
                    ErrorCode::unit_mismatch, value,
                    fmt::format("the tolerance {} does not fit the sides, which are {}",
                                quote_cut(text), describe_unit(side.dimension, side.kind)),
                    is_level ? "write it in that unit, or in % of the value" : "");
                return false;
            }
        }
        return true;
    }

    void read_allowance(JsonIndex value) {
        if (const JsonKind kind = context_.document().kind(value); kind != JsonKind::object) {
            context_.fail(ErrorCode::schema_violation, value,
                          fmt::format("an entry of \"allow\" must be an object, found {}",
                                      describe_kind(kind)),
                          "write {\"code\": \"BR202\", \"reason\": \"...\"}");
            return;
        }
        MemberReader members(context_, value, allow_keys());
        Allowance allowance;
        allowance.span = context_.document().span(value);
        for (const std::string_view key : {"code", "reason"}) {
            if (!members.has(key)) {
                context_.fail(ErrorCode::schema_violation, value,
                              fmt::format("an entry of \"allow\" without \"{}\"", key),
                              key == "reason" ? "say why the finding is no mistake" : "");
            }
        }
        if (const auto code = members.find("code", JsonKind::string)) {
            const std::string name = context_.document().text(*code).text();
            // "BR1" means a whole group elsewhere; what is accepted is named in full.
            const bool is_full = name.size() >= format_code(0).size();
            if (const Rule* rule = is_full ? find_rule(name) : nullptr) {
                allowance.code = rule->number;
            } else {
                context_.fail(ErrorCode::schema_violation, *code,
                              fmt::format("no rule is called {}", quote_cut(name)),
                              did_you_mean(name, rule_names()));
            }
        }
        allowance.reason = members.string("reason");
        allowance.by = members.string("by");
        if (const auto until = members.find("until", JsonKind::string)) {
            allowance.until = context_.document().text(*until).text();
            if (!is_date(allowance.until)) {
                context_.fail(
                    ErrorCode::schema_violation, *until,
                    fmt::format("\"until\" must be a date, found {}", quote_cut(allowance.until)),
                    "write year, month and day: \"2027-03-31\"");
            }
        }
        relation_.allowances.push_back(std::move(allowance));
    }

    ReadContext& context_;
    JsonIndex member_;
    const NameTable& names_;
    const UnitOf& unit_of_;
    Relation relation_;
};

}  // namespace

std::optional<Relation> read_relation(ReadContext& context, JsonIndex member,
                                      const NameTable& names, const UnitOf& unit_of) {
    return RelationReader(context, member, names, unit_of).read();
}

}  // namespace brcheck
