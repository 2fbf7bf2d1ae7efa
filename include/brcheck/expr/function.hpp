/// The operators and functions of the relation language: one table, one row each.
/// A row holds everything that is known of an operation, so that a new one is a new row.
#pragma once

#include "brcheck/number/interval.hpp"
#include "brcheck/unit/unit.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brcheck {

enum class Operation : std::uint8_t {
    literal, variable,  // leaves
    negate, add, subtract, multiply, divide, power,
    share, growth, change, points, sum, mean, ratio, per, cagr, index, weighted,
    min, max, abs, sqrt,
};

/// What an expression stands for: a dimension and a kind, or not known (an unknown without unit).
struct QuantityType {
    bool is_known = false;
    Dimension dimension;
    UnitKind kind = UnitKind::number;
};

/// Why a dimension rule refuses its operands.
struct DimensionClash {
    std::string message;       ///< names both units: "CNY and USD cannot be added"
    std::string hint;          ///< the likely meant fix, or ""
    std::size_t argument = 0;  ///< which operand to point at
};

/// An operand as a dimension rule sees it. `literal` is set for a literal: an exponent must be one.
struct TypedArgument {
    QuantityType type;
    std::string_view unit_symbol;  ///< for messages; "" when there is none
    std::optional<Rational> literal;
    std::string_view text = {};    ///< the operand as written, for messages; "" when not known
};

struct OperationInfo {
    Operation operation;
    std::string_view name;         ///< "share"; the sign for operators ("+"), "" for leaves
    std::size_t min_arguments;
    std::size_t max_arguments;     ///< SIZE_MAX for any number
    bool is_function;              ///< written name(...), so `name` is reserved as an id
    std::string_view signature;    ///< "share(part, whole)"
    std::string_view description;  ///< one line for the help

    /// The type of the result, or a clash. See DESIGN 4: equal dimensions for sums and comparisons
    /// (nouns that differ give a plain count), points multiply no level.
    QuantityType (*type_rule)(std::span<const TypedArgument> arguments,
                              std::optional<DimensionClash>& clash);
    /// The hull of the operation's values over independent operands; tight (number/interval.hpp).
    Interval (*forward)(std::span<const Interval> arguments);
    /// Narrows each operand in place to what `result` allows, never dropping a value that some
    /// choice of the other operands completes.
    void (*inverse)(const Interval& result, std::span<Interval> arguments);
};

const OperationInfo& operation_info(Operation operation);

/// The row of a function of the language, nothing for other names.
const OperationInfo* find_function(std::string_view name);

/// All rows, operators and functions, in the order of the documentation.
std::span<const OperationInfo> all_operations();

/// How two types meet in a sum, a comparison or a list: their common type, or a clash that says
/// both units. A level clashes with a percent; a bare number meets anything without dimension.
QuantityType join_types(const TypedArgument& left, const TypedArgument& right,
                        std::optional<DimensionClash>& clash);

}  // namespace brcheck
