#include "input/read_figure.hpp"

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/number/rounding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace brcheck {

namespace {

std::span<const std::string> figure_keys() {
    static const std::vector<std::string> keys{
        "stated",   "unit",       "label",        "period", "at",    "note",  "basis",  "vintage", "same_as",
        "rounding", "rounded_to", "decimal_mark", "whole",  "range", "fixed", "unknown"};
    return keys;
}

std::span<const std::string> range_keys() {
    static const std::vector<std::string> keys{"low", "high", "low_open", "high_open"};
    return keys;
}

std::span<const std::string> rounding_names() {
    static const std::vector<std::string> names{"nearest",   "half-up", "half-down", "half-even",
                                                "truncated", "up",      "floor",     "ceiling",
                                                "exact",     "unknown"};
    return names;
}

std::span<const std::string> decimal_marks() {
    static const std::vector<std::string> marks{".", ","};
    return marks;
}

Interval to_base_units(const Interval& interval, const Unit& unit) {
    return unit.factor() == Rational(1) ? interval : interval * Interval(unit.factor());
}

class FigureReader {
public:
    FigureReader(ReadContext& context, ReadMemory& memory, JsonIndex member, FigureTexts texts)
        : context_(context), memory_(memory), member_(member), texts_(texts) {
        quantity_.key = context.document().key_span(member);
    }

    std::optional<Quantity> read() {
        const std::size_t errors_before = context_.error_count();
        const JsonKind kind = context_.document().kind(member_);
        if (kind == JsonKind::string || kind == JsonKind::number) {
            quantity_.short_form = true;
            FigureOptions options;
            read_stated(member_, options);
        } else if (kind == JsonKind::object) {
            read_members();
        } else {
            context_.fail(ErrorCode::schema_violation, member_,
                          fmt::format("a figure must be a string, a number or an object, found {}",
                                      describe_kind(kind)));
        }
        if (context_.error_count() != errors_before) {
            return std::nullopt;
        }
        return std::move(quantity_);
    }

private:
    void read_members() {
        MemberReader members(context_, member_, figure_keys());
        quantity_.whole = members.boolean("whole");
        quantity_.fixed = members.boolean("fixed");
        read_details(members);
        std::optional<ScaledUnit> unit;
        if (const auto text = members.find("unit", JsonKind::string)) {
            unit = context_.unit(*text);
        }
        FigureOptions options = read_options(members);

        const JsonIndex stated = members.find("stated");
        const JsonIndex range = members.find("range");
        if (stated != no_value && range != no_value) {
            context_.fail(ErrorCode::schema_violation, range,
                          "a figure has \"stated\" or \"range\", not both", "remove one of them");
        }
        if (texts_ == FigureTexts::in_file) refuse_idle_members(members);
        const bool is_unknown = members.boolean("unknown");
        if (is_unknown && (stated != no_value || range != no_value)) {
            context_.fail(ErrorCode::schema_violation, members.find("unknown"),
                          fmt::format("a figure with \"{}\" is not unknown",
                                      stated != no_value ? "stated" : "range"));
        }
        if (stated != no_value) {
            // A unit that is itself wrong has been reported: the text is read without it.
            if (unit) {
                options.unit_text = context_.document().text(members.find("unit")).text();
            }
            read_stated(stated, options);
        } else if (range != no_value) {
            read_range(range, unit.value_or(ScaledUnit{}));
        } else {
            if (!is_unknown && !members.has("unit")) {
                context_.fail(ErrorCode::schema_violation, member_,
                              "a figure with neither \"stated\" nor \"range\"",
                              "add one of them; for a figure that the report does not print, a "
                              "\"unit\" or \"unknown\": true");
            }
            set_unknown(unit);
        }
    }

    void read_details(MemberReader& members) {
        constexpr std::string_view keys[] = {"label", "period",  "at",     "note",
                                             "basis", "vintage", "same_as"};
        if (std::none_of(std::begin(keys), std::end(keys),
                         [&](std::string_view key) { return members.has(key); })) {
            return;
        }
        auto own = std::make_unique<FigureDetails>();
        FigureDetails& details = *own;
        details.label = members.string("label");
        details.period = members.string("period");
        details.at = members.string("at");
        details.note = members.string("note");
        details.basis = members.string("basis");
        details.vintage = members.string("vintage");
        details.same_as = members.string("same_as");
        const std::size_t hash = details.same_as.find('#');
        const bool is_whole = hash != std::string::npos && hash > 0 &&
                              hash + 1 < details.same_as.size() &&
                              details.same_as.find('#', hash + 1) == std::string::npos;
        if (members.has("same_as") && !is_whole)
            context_.fail(ErrorCode::schema_violation, member_,
                          "\"same_as\" has to name a file and a figure in it",
                          "\"same_as\": \"other.json#id\"");
        const bool is_empty = details.label.empty() && details.period.empty() &&
                              details.at.empty() && details.note.empty() && details.basis.empty() &&
                              details.vintage.empty() && details.same_as.empty();
        if (!is_empty) {
            quantity_.details = std::move(own);
        }
    }

    FigureOptions read_options(MemberReader& members) {
        FigureOptions options;
        options.whole = quantity_.whole;
        if (const auto rule = members.choice("rounding", rounding_names())) {
            options.rounding = *parse_rounding(rounding_names()[*rule]);
            options.rounding_given = true;
        }
        if (const auto mark = members.choice("decimal_mark", decimal_marks())) {
            options.decimal_mark = decimal_marks()[*mark].front();
        }
        if (const auto rounded_to = members.decimal("rounded_to")) {
            if (rounded_to->digits.sign() > 0) {
                options.rounded_to = rounded_to->value();
            } else {
                context_.fail(ErrorCode::schema_violation, members.find("rounded_to"),
                              "\"rounded_to\" must be above 0");
            }
        }
        return options;
    }

    void refuse_idle_members(const MemberReader& members) {
        if (members.has("stated")) {
            return;
        }
        for (const std::string_view key : {"rounding", "rounded_to", "decimal_mark"}) {
            if (members.has(key)) {
                context_.fail(ErrorCode::schema_violation, members.find(key),
                              fmt::format("\"{}\" says how \"stated\" is written, but the figure "
                                          "has no \"stated\"",
                                          key));
            }
        }
    }

    void read_stated(JsonIndex value, FigureOptions& options) {
        const JsonKind kind = context_.document().kind(value);
        if (kind != JsonKind::string && kind != JsonKind::number) {
            context_.fail(ErrorCode::schema_violation, value,
                          fmt::format("\"stated\" must be a string or a number, found {}",
                                      describe_kind(kind)));
            return;
        }
        if (kind == JsonKind::number) {
            options.decimal_mark = '.';
        }
        options.limits = context_.limits().numbers;
        options.max_characters = context_.limits().max_characters;
        std::string decoded;
        const std::string_view text = context_.document().text_view(value, decoded);
        if (auto known = memory_.figures.read(text, options)) {
            quantity_.unit = context_.share(known->unit);
            quantity_.interval = std::move(known->interval);
            quantity_.printed = std::move(known->printed);
            quantity_.qualifier = known->qualifier;
        } else {
            Result<Figure> parsed = memory_.figure_parser.parse(text, options);
            if (!parsed) {
                context_.fail_inside(parsed.errors(), value);
                return;
            }
            quantity_.unit = context_.share(parsed->unit);
            quantity_.interval = to_base_units(parsed->interval, quantity_.unit);
            quantity_.printed = parsed->value() * quantity_.unit.factor();
            quantity_.qualifier = parsed->qualifier;
            quantity_.rounding = parsed->rounding;
            quantity_.has_decimal_comma = parsed->has_decimal_comma;
        }
        if (options.decimal_mark == ',') quantity_.has_decimal_comma = true;
        quantity_.kind = QuantityKind::stated;
        quantity_.has_unit = true;
        quantity_.options = context_.share(options);
        quantity_.value = context_.document().span(value);
    }

    void read_range(JsonIndex range, const ScaledUnit& unit) {
        const JsonKind kind = context_.document().kind(range);
        if (kind != JsonKind::object) {
            context_.fail(ErrorCode::schema_violation, range,
                          fmt::format("\"range\" must be an object, found {}", describe_kind(kind)),
                          "write {\"low\": \"1.5\", \"high\": \"2.5\"}");
            return;
        }
        MemberReader members(context_, range, range_keys());
        const bool low_open = members.boolean("low_open");
        const bool high_open = members.boolean("high_open");
        const std::optional<Decimal> low = members.decimal("low");
        const std::optional<Decimal> high = members.decimal("high");
        if (!members.has("low") && !members.has("high")) {
            context_.fail(ErrorCode::schema_violation, range, "a range needs \"low\" or \"high\"",
                          "a figure that is not known at all has \"unknown\": true");
        }
        const Rational scale = power_of_ten(unit.scale_exponent);
        if (low && high) {
            set_range(
                range,
                Interval::between(low->value() * scale, low_open, high->value() * scale, high_open),
                fmt::format("no value lies between {} and {}",
                            quote_cut(context_.document().text(members.find("low")).text()),
                            quote_cut(context_.document().text(members.find("high")).text())),
                low->value() > high->value() ? "low is above high: swap them" : "");
        } else if (low) {
            set_range(range, Interval::at_least(low->value() * scale, low_open), "", "");
        } else if (high) {
            set_range(range, Interval::at_most(high->value() * scale, high_open), "", "");
        }
        quantity_.kind = QuantityKind::range;
        quantity_.has_unit = true;
        quantity_.unit = unit.unit;
        quantity_.interval = to_base_units(quantity_.interval, unit.unit);
        quantity_.value = context_.document().span(member_);
    }

    void set_range(JsonIndex range, Interval interval, std::string empty, std::string hint) {
        if (interval.is_empty()) {
            context_.fail(ErrorCode::unreadable_figure, range, std::move(empty), std::move(hint));
            return;
        }
        quantity_.interval = quantity_.whole ? round_to_whole(interval) : std::move(interval);
        if (quantity_.interval.is_empty()) {
            context_.fail(ErrorCode::unreadable_figure, range, "no whole number lies in the range",
                          "is \"whole\" meant?");
        }
    }

    void set_unknown(const std::optional<ScaledUnit>& unit) {
        quantity_.kind = QuantityKind::unknown;
        quantity_.has_unit = unit.has_value();
        if (unit) {
            quantity_.unit = unit->unit;
        }
        quantity_.value = context_.document().span(member_);
    }

    ReadContext& context_;
    ReadMemory& memory_;
    JsonIndex member_;
    FigureTexts texts_;
    Quantity quantity_;
};

}  // namespace

std::optional<Quantity> read_figure(ReadContext& context, ReadMemory& memory, JsonIndex member,
                                    FigureTexts texts) {
    return FigureReader(context, memory, member, texts).read();
}

}  // namespace brcheck
