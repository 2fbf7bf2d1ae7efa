#include "figure/build_figure.hpp"

#include "brcheck/unit/unit_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

Rational fraction(std::int64_t numerator, std::int64_t denominator) {
    return {Integer(numerator), Integer(denominator)};
}

/// At most four places, since a third has no last one.
Decimal decimal_near(const Rational& ratio) {
    constexpr std::int64_t max_places = 4;
    std::int64_t places = 0;
    while (places < max_places && !(ratio * power_of_ten(places)).is_integer()) ++places;
    const Rational rounded = round_to_place(ratio, -places, Toward::nearest);
    return {(rounded * power_of_ten(places)).numerator(), -places};
}

/// Puts the parts together. One object for one figure.
class FigureBuilder {
public:
    FigureBuilder(FigureParts& parts, const FigureOptions& options, const GivenUnit& given,
                  Figure& figure, Error& error)
        : parts_(parts), options_(options), given_(given), figure_(figure), error_(error) {}

    bool build();

private:
    bool join_units();
    bool join_range_units();
    bool join_margin_units();
    bool join_given_unit();
    bool join_given_scale(const NumberPart& last);
    void correct_bare_m();
    [[nodiscard]] bool counts_things() const;
    [[nodiscard]] WrittenValue written(const NumberPart& part) const;
    [[nodiscard]] Interval single_interval() const;
    bool range_interval(Interval& interval);
    bool make_interval();
    bool make_range();
    void make_margin();

    bool fail(ErrorCode code, Span span, std::string message, std::string hint = "") {
        error_ = figure_error(code, span, std::move(message), std::move(hint));
        return false;
    }
    static Span cover(Span a, Span b) {
        return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
    }
    [[nodiscard]] const NumberPart& scale_part() const {
        return parts_.kind == PartsKind::range ? parts_.second : parts_.first;
    }

    FigureParts& parts_;
    const FigureOptions& options_;
    const GivenUnit& given_;
    Figure& figure_;
    Error& error_;
};

bool FigureBuilder::build() {
    correct_bare_m();
    if (!join_units()) return false;
    const NumberPart& last = scale_part();
    figure_.scale_exponent = last.scale_exponent;
    figure_.scale_name = last.scale_name;
    figure_.scale_span = last.scale_span;
    if (last.unit) figure_.unit = *last.unit;
    figure_.unit_span = last.unit_span;
    figure_.number_span = parts_.first.number_span;
    figure_.qualifier = parts_.qualifier;
    figure_.qualifier_span = parts_.qualifier_span;
    figure_.sign_from_verb = parts_.direction != 0;
    figure_.has_decimal_comma =
        parts_.first.has_decimal_comma || parts_.second.has_decimal_comma;
    figure_.rounding = parts_.is_exactly && !options_.rounding_given ? Rounding::exact
                                                                     : options_.rounding;
    return make_interval();
}

/// "3m to 5m yuan": the yuan tell that the first m, too, was for million.
void FigureBuilder::correct_bare_m() {
    if (parts_.kind == PartsKind::single || !parts_.first.is_bare_m) return;
    NumberPart& first = parts_.first;
    const NumberPart& second = parts_.second;
    if (second.scale_exponent == 0) return;
    first.scale_exponent = second.scale_exponent;
    first.scale_name = second.scale_name;
    first.scale_span = first.unit_span;
    first.unit.reset();
    first.unit_span = {};
}

bool FigureBuilder::join_units() {
    if (parts_.kind == PartsKind::range && !join_range_units()) return false;
    if (parts_.kind == PartsKind::margin && !join_margin_units()) return false;
    return join_given_unit();
}

bool FigureBuilder::join_range_units() {
    NumberPart& first = parts_.first;
    NumberPart& second = parts_.second;
    const bool first_has_own_unit = first.unit && !first.unit_is_before;
    if (first.scale_exponent == 0 && !first_has_own_unit) {
        first.scale_exponent = second.scale_exponent;
        first.scale_name = second.scale_name;
    }
    if (!first.unit) {
        first.unit = second.unit;
        return true;
    }
    if (!second.unit) {
        if (first_has_own_unit) {
            return fail(ErrorCode::unreadable_figure, second.number_span,
                        fmt::format("the upper end of the range has no unit, the lower has \"{}\"",
                                    first.unit->symbol()),
                        "write the unit once, behind the upper end");
        }
        second.unit = first.unit;
        second.unit_span = first.unit_span;
        return true;
    }
    if (is_same_unit(*first.unit, *second.unit)) return true;
    return fail(ErrorCode::unit_mismatch, second.unit_span,
                fmt::format("the ends of the range have different units, \"{}\" and \"{}\"",
                            first.unit->symbol(), second.unit->symbol()));
}

bool FigureBuilder::join_margin_units() {
    NumberPart& first = parts_.first;
    NumberPart& margin = parts_.second;
    const bool first_has_own_unit = first.unit && !first.unit_is_before;
    if (first.scale_exponent == 0 && !first_has_own_unit) {
        first.scale_exponent = margin.scale_exponent;
        first.scale_name = margin.scale_name;
        first.scale_span = margin.scale_span;
    } else if (margin.scale_exponent == 0 && !(margin.unit && first_has_own_unit)) {
        // "5 million ± 0.3", but not "5 million ± 300,000".
        const bool is_larger = !margin.ratio && !first.ratio && first.scale_exponent != 0 &&
                               margin.number.value() > first.number.value();
        if (is_larger)
            return fail(ErrorCode::unreadable_figure, margin.number_span,
                        fmt::format("the margin would be larger than the number, counted in {} "
                                    "as the number is",
                                    first.scale_name),
                        "write its scale word or unit behind it, too: \"5 million ± 0.3 million\"");
        margin.scale_exponent = first.scale_exponent;
    }
    if (!first.unit) {
        first.unit = margin.unit;
        first.unit_span = margin.unit_span;
        return true;
    }
    if (!margin.unit) return true;
    // The margin of a percentage is in points.
    const bool fits = first.unit->dimension() == margin.unit->dimension() &&
                      first.unit->factor() == margin.unit->factor();
    if (fits) return true;
    return fail(ErrorCode::unit_mismatch, margin.unit_span,
                fmt::format("the margin is in \"{}\", the number in \"{}\"", margin.unit->symbol(),
                            first.unit->symbol()),
                "state the margin in the unit of the number");
}

bool FigureBuilder::join_given_scale(const NumberPart& last) {
    const bool agrees = last.scale_exponent == given_.scale_exponent;
    if (agrees || given_.scale_exponent == 0) return true;
    if (last.scale_exponent == 0 && !last.unit) return true;
    const Span span = last.scale_exponent != 0 ? last.scale_span : last.unit_span;
    const std::string own = last.scale_exponent != 0 ? fmt::format("\"{}\"", last.scale_name)
                                                     : std::string("no scale word");
    return fail(ErrorCode::unit_mismatch, span,
                fmt::format("the text has {}, but \"unit\" says \"{}\"", own, given_.text),
                "make the text and \"unit\" agree");
}

bool FigureBuilder::join_given_unit() {
    if (given_.text.empty()) return true;
    NumberPart& last = parts_.kind == PartsKind::range ? parts_.second : parts_.first;
    if (!join_given_scale(last)) return false;
    const auto take_scale = [this](NumberPart& part) {
        if (part.scale_exponent != 0 || given_.scale_exponent == 0) return;
        part.scale_exponent = given_.scale_exponent;
        part.scale_name = given_.scale_name;
    };
    take_scale(last);
    if (parts_.kind != PartsKind::single) {
        take_scale(parts_.first);
        take_scale(parts_.second);
    }
    if (!last.unit) {
        last.unit = given_.unit;
        // "half" of a quantity in percent is 50 %.
        const bool is_rate = given_.unit.dimension().is_none() &&
                             given_.unit.kind() != UnitKind::number;
        for (NumberPart* part : {&parts_.first, &parts_.second}) {
            if (is_rate && part->ratio) *part->ratio = *part->ratio / given_.unit.factor();
        }
        return true;
    }
    if (is_same_unit(*last.unit, given_.unit)) {
        last.unit = given_.unit;
        return true;
    }
    // "4,000 cooperation projects" with the unit "projects".
    const std::string& own = last.unit->symbol();
    const std::size_t blank = own.rfind(' ');
    if (last.unit->dimension().is_count() && blank != std::string::npos &&
        is_same_unit(count_unit(std::string_view(own).substr(blank + 1)), given_.unit)) {
        last.unit = given_.unit;
        return true;
    }
    return fail(ErrorCode::unit_mismatch, last.unit_span,
                fmt::format("the text has the unit \"{}\", but \"unit\" says \"{}\"", own,
                            given_.text),
                "make the text and \"unit\" agree");
}

bool FigureBuilder::counts_things() const {
    // "3 times" is measured, the bare number 3 counts.
    if (figure_.unit.kind() == UnitKind::number) return figure_.unit.symbol().empty();
    const auto& powers = figure_.unit.dimension().powers();
    return figure_.unit.kind() == UnitKind::level && figure_.unit.dimension().is_count() &&
           powers.size() == 1 && powers.front().exponent == 1;
}

WrittenValue FigureBuilder::written(const NumberPart& part) const {
    WrittenValue value;
    value.rounding = figure_.rounding;
    if (part.ratio) {
        value.value = *part.ratio * power_of_ten(part.scale_exponent);
        value.last_digit_weight = value.value * fraction(1, 10);
        value.last_nonzero_weight = value.value * fraction(1, 5);
    } else {
        const std::int64_t place = part.number.place + part.scale_exponent;
        Decimal scaled = part.number;
        scaled.place = place;
        value.value = scaled.value();
        value.last_digit_weight = power_of_ten(place);
        const std::int64_t nonzero = scaled.last_nonzero_place();
        value.last_nonzero_weight = nonzero == place ? value.last_digit_weight
                                                     : power_of_ten(nonzero);
        value.is_exact = parts_.is_exactly ||
                         (part.is_plain_integer && part.scale_exponent == 0 && counts_things());
        if (options_.rounding_given) value.is_exact = false;
        if (options_.rounded_to) {
            value.is_exact = false;
            value.last_digit_weight =
                *options_.rounded_to * power_of_ten(figure_.scale_exponent);
            value.last_nonzero_weight =
                std::max(value.last_nonzero_weight, value.last_digit_weight);
        }
    }
    if (part.is_negative) value.value = -value.value;
    return value;
}

/// What is left to the other side of zero: "over -3" lies where "under 3" is mirrored to.
Qualifier opposite(Qualifier qualifier) {
    switch (qualifier) {
        case Qualifier::over: return Qualifier::under;
        case Qualifier::under: return Qualifier::over;
        case Qualifier::at_least: return Qualifier::at_most;
        case Qualifier::at_most: return Qualifier::at_least;
        case Qualifier::just_over: return Qualifier::nearly;
        default: return qualifier;
    }
}

Interval FigureBuilder::single_interval() const {
    WrittenValue value = written(parts_.first);
    Qualifier qualifier = parts_.qualifier;
    const bool is_change = parts_.direction != 0;
    bool from_zero = is_change || !figure_.unit.can_be_negative();
    if (parts_.direction < 0) value.value = -value.value;
    if (parts_.first.is_negative) {
        // A written sign mirrors nothing, where qualified_interval does.
        qualifier = opposite(qualifier);
        from_zero = false;
    }
    if (parts_.first.ratio && qualifier == Qualifier::none) {
        const bool is_exact = figure_.rounding == Rounding::exact;
        return is_exact ? Interval(value.value)
                        : qualified_interval(Qualifier::ratio_word, value, from_zero);
    }
    return qualified_interval(qualifier, value, from_zero);
}

bool FigureBuilder::range_interval(Interval& interval) {
    const WrittenValue low = written(parts_.first);
    const WrittenValue high = written(parts_.second);
    if (low.value > high.value) {
        return fail(ErrorCode::unreadable_figure,
                    cover(parts_.first.number_span, parts_.second.number_span),
                    fmt::format("the range runs from {} down to {}",
                                format_decimal(low.value, 20, Toward::nearest),
                                format_decimal(high.value, 20, Toward::nearest)),
                    parts_.first.scale_exponent > 0
                        ? "write the lower end first; a scale word behind the upper end holds for "
                          "both, unless the lower has its own"
                        : "write the lower end first");
    }
    const auto end = [this](const NumberPart& part, const WrittenValue& value) {
        const bool is_ratio = part.ratio && parts_.qualifier == Qualifier::none;
        return qualified_interval(is_ratio ? Qualifier::ratio_word : parts_.qualifier, value,
                                  false);
    };
    const Interval a = end(parts_.first, low);
    const Interval b = end(parts_.second, high);
    interval = Interval::between(a.low(), a.low_open(), b.high(), b.high_open());
    if (parts_.direction < 0) interval = -interval;
    return true;
}

bool FigureBuilder::make_range() {
    Interval interval;
    if (!range_interval(interval)) return false;
    const auto signed_number = [this](const NumberPart& part) {
        Decimal number = part.ratio ? decimal_near(*part.ratio) : part.number;
        number.place += part.scale_exponent - figure_.scale_exponent;
        return part.is_negative != (parts_.direction < 0) ? -number : number;
    };
    figure_.number = signed_number(parts_.first);
    figure_.second = signed_number(parts_.second);
    if (parts_.direction < 0) std::swap(figure_.number, *figure_.second);
    figure_.number_span = cover(parts_.first.number_span, parts_.second.number_span);
    figure_.qualifier = Qualifier::range;
    figure_.is_exact = written(parts_.first).is_exact && written(parts_.second).is_exact;
    figure_.interval = std::move(interval);
    return true;
}

void FigureBuilder::make_margin() {
    const NumberPart& part = parts_.second;
    Decimal margin = part.ratio ? decimal_near(*part.ratio) : part.number;
    margin.place += part.scale_exponent - figure_.scale_exponent;
    const Rational middle = figure_.number.value();
    const Rational slack = margin.value();
    const Rational scale = power_of_ten(figure_.scale_exponent);
    figure_.interval = Interval::closed((middle - slack) * scale, (middle + slack) * scale);
    figure_.second = std::move(margin);
    figure_.qualifier = Qualifier::margin;
    figure_.is_exact = false;
}

bool FigureBuilder::make_interval() {
    const NumberPart& first = parts_.first;
    if (parts_.kind == PartsKind::range) {
        if (!make_range()) return false;
    } else {
        const bool is_negative = first.is_negative != (parts_.direction < 0);
        if (first.ratio) {
            figure_.ratio = is_negative ? -*first.ratio : *first.ratio;
            figure_.number = decimal_near(*figure_.ratio);
            if (figure_.qualifier == Qualifier::none) figure_.qualifier = Qualifier::ratio_word;
        } else {
            figure_.number = is_negative ? -first.number : first.number;
        }
        if (parts_.kind == PartsKind::margin) {
            make_margin();
        } else {
            figure_.interval = single_interval();
            figure_.is_exact = written(first).is_exact;
        }
    }
    if (figure_.interval.is_empty()) {
        return fail(ErrorCode::unreadable_figure, figure_.number_span,
                    "no value is possible: nothing of this kind is below 0");
    }
    if (!options_.whole) return true;
    figure_.interval = round_to_whole(figure_.interval);
    if (figure_.interval.is_empty()) {
        return fail(ErrorCode::unreadable_figure, figure_.number_span,
                    "no whole number can be written like this, but \"whole\" is true");
    }
    return true;
}

}  // namespace

bool build_figure(FigureParts& parts, const FigureOptions& options, const GivenUnit& given,
                  Figure& figure, Error& error) {
    return FigureBuilder(parts, options, given, figure, error).build();
}

}  // namespace brcheck
