#include "expr/type_rules.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <utility>

namespace brcheck {
namespace {

/// How an operand behaves beside others. A count over a count ("women / people") is a number.
enum class Role : std::uint8_t { unknown, number, percent, points, level };

bool is_count_over_count(const Dimension& dimension) {
    int sum = 0;
    for (const Dimension::Power& power : dimension.powers()) {
        sum += power.exponent;
    }
    return sum == 0 && dimension.is_count();
}

Role role_of(const QuantityType& type) {
    if (!type.is_known) {
        return Role::unknown;
    }
    if (!type.dimension.is_none()) {
        return is_count_over_count(type.dimension) ? Role::number : Role::level;
    }
    return type.kind == UnitKind::percent  ? Role::percent
           : type.kind == UnitKind::points ? Role::points
                                           : Role::number;
}

/// Zero is zero in every unit.
Role joining_role(const TypedArgument& a) {
    const bool is_bare_zero = a.literal && a.literal->is_zero() && a.type.dimension.is_none() &&
                              a.type.kind == UnitKind::number;
    return is_bare_zero ? Role::unknown : role_of(a.type);
}

QuantityType pure(UnitKind kind) { return {true, {}, kind}; }

QuantityType with_dimension(Dimension dimension) {
    const UnitKind kind = dimension.is_none() ? UnitKind::number : UnitKind::level;
    return {true, std::move(dimension), kind};
}

bool is_same(const QuantityType& a, const QuantityType& b) {
    return a.is_known == b.is_known && a.kind == b.kind && a.dimension == b.dimension;
}

/// The operand between quotes, long ones cut in the middle.
std::string quote_operand(std::string_view text) {
    constexpr std::size_t longest = 48;
    std::string out = "\"";
    const std::size_t length = count_code_points(text);
    std::size_t position = 0;
    for (std::size_t i = 0; i < text.size(); ++position) {
        const CodePoint c = decode_code_point(text, i);
        const bool is_left_out =
            length > longest && position >= longest / 2 && position < length - longest / 2;
        if (!is_left_out) {
            out += c.value < 0x20 ? " " : text.substr(i, c.size_bytes);
        } else if (position == longest / 2) {
            out += "...";
        }
        i += c.size_bytes;
    }
    return out + '"';
}

/// "is in CNY", "is a bare number", "counts projects".
std::string describe_unit(const TypedArgument& a) {
    const QuantityType& type = a.type;
    const std::string symbol = a.unit_symbol.empty()
                                   ? display_unit(type.dimension, type.kind).symbol()
                                   : std::string(a.unit_symbol);
    if (symbol.empty()) {
        return "is a bare number";
    }
    const bool is_noun = type.dimension.is_count() && type.dimension.powers().size() == 1 &&
                         type.dimension.powers().front().exponent == 1;
    return (is_noun ? "counts " : "is in ") + symbol;
}

/// `"exports" is in CNY but "imports" is in USD`.
std::string describe_both(const TypedArgument& a, const TypedArgument& b) {
    const std::string left = describe_unit(a);
    const std::string right = describe_unit(b);
    if (a.text.empty() || b.text.empty()) {
        return fmt::format("one operand {} but the other {}", left, right);
    }
    if (a.text == b.text) {
        return fmt::format("of {} one {} but another {}", quote_operand(a.text), left, right);
    }
    return fmt::format("{} {} but {} {}", quote_operand(a.text), left, quote_operand(b.text),
                       right);
}

/// The currency of an amount of money.
std::optional<std::string> currency_of(const Dimension& dimension) {
    const Dimension bare = dimension.without_nouns();
    if (bare.powers().size() != 1) {
        return std::nullopt;
    }
    const std::string& name = bare.powers().front().name;
    const bool is_code = name.size() == 3 && std::all_of(name.begin(), name.end(), [](char c) {
        return c >= 'A' && c <= 'Z';
    });
    return is_code ? std::optional(name) : std::nullopt;
}

std::string join_hint(const TypedArgument& a, const TypedArgument& b) {
    const Role left = role_of(a.type);
    const Role right = role_of(b.type);
    const auto is_rate = [](Role role) { return role == Role::percent || role == Role::points; };
    if (is_rate(left) || is_rate(right)) {
        return "share(part, whole) makes a share of two levels; a share times a level is a level";
    }
    const auto left_currency = currency_of(a.type.dimension);
    const auto right_currency = currency_of(b.type.dimension);
    if (left_currency && right_currency) {
        return fmt::format("join them by a stated rate (unit \"{}/{}\")", *left_currency,
                           *right_currency);
    }
    const auto is_bare = [](const TypedArgument& x) {
        return x.literal && x.type.dimension.is_none() && x.unit_symbol.empty();
    };
    const bool left_bare = is_bare(a);
    const bool right_bare = is_bare(b);
    if (left_bare != right_bare) {
        const TypedArgument& bare = left_bare ? a : b;
        const TypedArgument& other = left_bare ? b : a;
        const std::string symbol = display_unit(other.type.dimension, other.type.kind).symbol();
        return fmt::format("say its unit, as in \"{} {}\"",
                           bare.text.empty() ? bare.literal->to_string() : bare.text,
                           other.unit_symbol.empty() ? symbol : std::string(other.unit_symbol));
    }
    return {};
}

DimensionClash clash_between(const TypedArgument& a, const TypedArgument& b) {
    std::string message = describe_both(a, b);
    if (a.text.empty() || b.text.empty()) {
        message += ", which do not go together";
    }
    return {std::move(message), join_hint(a, b), 1};
}

DimensionClash points_clash(const TypedArgument& points, const TypedArgument& level,
                            std::size_t argument) {
    return {fmt::format("percentage points cannot multiply a level: {}",
                        describe_both(points, level)),
            "if the figure is a rate of change, state it in percent", argument};
}

/// Joins operands first, first + step, ...; `argument` of a clash is the one that does not fit.
QuantityType join_all(TypedArguments arguments, std::size_t first, std::size_t step,
                      Clash& clash) {
    TypedArgument common = arguments[first];
    for (std::size_t i = first + step; i < arguments.size(); i += step) {
        const TypedArgument& next = arguments[i];
        if (is_same(common.type, next.type) && !common.literal) {
            continue;
        }
        QuantityType type = join_types(common, next, clash);
        if (clash) {
            clash->argument = i;
            return {};
        }
        if (is_same(type, next.type)) {
            common = next;
        } else if (!is_same(type, common.type)) {
            common.unit_symbol = {};
            common.type = std::move(type);
        }
        common.literal.reset();
    }
    return std::move(common.type);
}

}  // namespace

QuantityType join_types(const TypedArgument& left, const TypedArgument& right,
                        std::optional<DimensionClash>& clash) {
    const Role a = joining_role(left);
    const Role b = joining_role(right);
    if (a == Role::unknown || b == Role::unknown) {
        return left.type.is_known && (b == Role::unknown || !right.type.is_known) ? left.type
                                                                                   : right.type;
    }
    const auto is_rate = [](Role role) { return role == Role::percent || role == Role::points; };
    if (is_rate(a) || is_rate(b)) {
        if (a == Role::level || b == Role::level) {
            clash = clash_between(left, right);
            return {};
        }
        if (a == b) {
            return left.type;
        }
        const bool has_percent = a == Role::percent || b == Role::percent;
        const bool has_points = a == Role::points || b == Role::points;
        return pure(!has_points   ? UnitKind::number
                    : has_percent ? UnitKind::percent
                                  : UnitKind::points);
    }
    if (left.type.dimension == right.type.dimension) {
        return left.type;
    }
    Dimension common = left.type.dimension.without_nouns();
    if (common == right.type.dimension.without_nouns()) {
        return with_dimension(std::move(common));
    }
    clash = clash_between(left, right);
    return {};
}

QuantityType type_of_leaf(TypedArguments /*arguments*/, Clash& /*clash*/) { return {}; }

QuantityType type_like_operand(TypedArguments arguments, Clash& /*clash*/) {
    return arguments[0].type;
}

QuantityType type_of_sum(TypedArguments arguments, Clash& clash) {
    return join_all(arguments, 0, 1, clash);
}

QuantityType type_of_product(TypedArguments arguments, Clash& clash) {
    const TypedArgument& left = arguments[0];
    const TypedArgument& right = arguments[1];
    const Role a = role_of(left.type);
    const Role b = role_of(right.type);
    if (a == Role::unknown || b == Role::unknown) {
        return {};
    }
    if (a == Role::points && b == Role::level) {
        clash = points_clash(left, right, 0);
        return {};
    }
    if (a == Role::level && b == Role::points) {
        clash = points_clash(right, left, 1);
        return {};
    }
    Dimension dimension = left.type.dimension * right.type.dimension;
    if (!left.type.dimension.is_none() || !right.type.dimension.is_none()) {
        return with_dimension(std::move(dimension));
    }
    if (a == Role::points || b == Role::points) {
        return pure(UnitKind::points);
    }
    return pure(a == Role::percent || b == Role::percent ? UnitKind::percent : UnitKind::number);
}

QuantityType type_of_quotient(TypedArguments arguments, Clash& clash) {
    const TypedArgument& left = arguments[0];
    const TypedArgument& right = arguments[1];
    const Role a = role_of(left.type);
    const Role b = role_of(right.type);
    if (a == Role::unknown || b == Role::unknown) {
        return {};
    }
    if (a == Role::level && b == Role::points) {
        clash = points_clash(right, left, 1);
        return {};
    }
    if (!left.type.dimension.is_none() || !right.type.dimension.is_none()) {
        return with_dimension(left.type.dimension / right.type.dimension);
    }
    const bool is_rate = (a == Role::percent || a == Role::points) && b == Role::number;
    return pure(is_rate ? UnitKind::percent : UnitKind::number);
}

QuantityType type_of_ratio(TypedArguments arguments, Clash& clash) {
    QuantityType type = type_of_quotient(arguments, clash);
    if (type.dimension.is_none()) {
        type.kind = UnitKind::number;
    }
    return type;
}

QuantityType type_of_power(TypedArguments arguments, Clash& clash) {
    constexpr std::int64_t largest_exponent = 1000;
    const TypedArgument& base = arguments[0];
    const TypedArgument& exponent = arguments[1];
    if (role_of(exponent.type) == Role::level) {
        clash = DimensionClash{fmt::format("an exponent is a bare number, but {} {}",
                                           exponent.text.empty() ? std::string("this one")
                                                                 : quote_operand(exponent.text),
                                           describe_unit(exponent)),
                               "divide it by its unit, as in \"n / (1 year)\"", 1};
        return {};
    }
    if (!base.type.is_known) {
        return {};
    }
    if (base.type.dimension.is_none()) {
        const bool is_share = base.type.kind != UnitKind::number && exponent.literal &&
                              exponent.literal->sign() > 0;
        return pure(is_share ? base.type.kind : UnitKind::number);
    }
    if (!exponent.literal || !exponent.literal->is_integer() ||
        abs(*exponent.literal) > Rational(largest_exponent)) {
        const std::string shown =
            base.text.empty() ? std::string("the base") : quote_operand(base.text);
        clash = DimensionClash{
            fmt::format("{} {}: its exponent must be a whole number", shown, describe_unit(base)),
            exponent.literal == Rational(1, 2) ? "sqrt(x) takes the root of a unit, too" : "", 1};
        return {};
    }
    const std::int64_t whole = exponent.literal->numerator().to_int64();
    return with_dimension(base.type.dimension.power(static_cast<int>(whole)));
}

QuantityType type_of_root(TypedArguments arguments, Clash& clash) {
    const TypedArgument& argument = arguments[0];
    if (!argument.type.is_known) {
        return {};
    }
    std::optional<Dimension> dimension = argument.type.dimension.root(2);
    if (!dimension) {
        const std::string shown =
            argument.text.empty() ? std::string("the operand") : quote_operand(argument.text);
        clash = DimensionClash{fmt::format("{} {}, and that unit is no square", shown,
                                           describe_unit(argument)),
                               "divide by one of the unit where a mere number is meant, as in "
                               "\"n / (1 person)\"",
                               0};
        return {};
    }
    return with_dimension(*std::move(dimension));
}

QuantityType type_of_share(TypedArguments arguments, Clash& clash) {
    join_all(arguments, 0, 1, clash);
    return clash ? QuantityType{} : pure(UnitKind::percent);
}

QuantityType type_of_points(TypedArguments arguments, Clash& clash) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const TypedArgument& argument = arguments[i];
        if (role_of(argument.type) == Role::level) {
            const std::string shown =
                argument.text.empty() ? std::string("one operand") : quote_operand(argument.text);
            clash = DimensionClash{
                fmt::format("points() is a difference of percentages, but {} {}", shown,
                            describe_unit(argument)),
                "use change(new, old) for levels", i};
            return {};
        }
    }
    return pure(UnitKind::points);
}

QuantityType type_of_cagr(TypedArguments arguments, Clash& clash) {
    const TypedArgument& years = arguments[2];
    const Role role = role_of(years.type);
    // The base unit of calendar time is the year, so that 18 months are 1.5 years here.
    const bool is_duration = years.type.dimension == Dimension::base("calendar");
    if (role != Role::number && role != Role::unknown && !is_duration) {
        clash = DimensionClash{
            fmt::format("cagr() takes a number of years, but {} {}",
                        years.text.empty() ? std::string("the third operand")
                                           : quote_operand(years.text),
                        describe_unit(years)),
            "", 2};
        return {};
    }
    return type_of_share(arguments.first(2), clash);
}

QuantityType type_of_index(TypedArguments arguments, Clash& clash) {
    join_all(arguments, 0, 1, clash);
    return clash ? QuantityType{} : pure(UnitKind::number);
}

QuantityType type_of_weighted(TypedArguments arguments, Clash& clash) {
    QuantityType value = join_all(arguments, 0, 2, clash);
    if (!clash) {
        join_all(arguments, 1, 2, clash);
    }
    return clash ? QuantityType{} : value;
}

}  // namespace brcheck
