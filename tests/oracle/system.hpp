/// Reports as the generator makes them. The text for brcheck and the constraints for Z3 both come
/// from here; nothing in this file knows brcheck's own numbers, figures or expressions.
#pragma once

#include <gmpxx.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oracle {

using Number = mpq_class;

Number power_of_ten(int exponent);
std::string to_string(const Number& value);  ///< p or p/q

enum class Unit : std::uint8_t { money, percent, points, plain, people };
Number factor_of(Unit unit);  ///< a printed number times it is in base units

/// A set of reals between two ends; a missing end is infinite.
struct Ends {
    std::optional<Number> low;
    std::optional<Number> high;
    bool low_open = false;
    bool high_open = false;

    [[nodiscard]] bool contains(const Number& value) const;
    [[nodiscard]] bool is_point() const { return low && high && *low == *high; }
};

enum class Rounding : std::uint8_t {
    unsaid, nearest, half_up, half_down, half_even, truncated, up, floor, ceiling, exact, unknown,
};
enum class Wording : std::uint8_t { bare, over, at_least, under, at_most, nearly };

/// A figure as printed: "over 12.3 million yuan".
struct Printed {
    Wording wording = Wording::bare;
    mpz_class digits;      ///< with sign: 123 for 12.3
    int places = 0;        ///< decimals
    int scale = 0;         ///< a power of ten that has a word: 0, 3, 6, ...
    Unit unit = Unit::plain;
    Rounding rounding = Rounding::unsaid;
    int coarser = 0;       ///< > 0: rounded_to 10^coarser, in the printed scale

    [[nodiscard]] Number value() const;  ///< base units
    [[nodiscard]] Number place() const;  ///< weight of the last digit that counts, base units
    /// The true values it allows: DESIGN section 3, written anew.
    [[nodiscard]] Ends ends() const;
};

enum class Op : std::uint8_t {
    literal, quantity, negate, add, subtract, multiply, divide, power,
    share, growth, change, points, sum, mean, ratio, index, cagr, weighted, min, max, abs,
    sqrt,
};

struct Term;
using TermRef = std::shared_ptr<const Term>;
struct Term {
    Op op = Op::literal;
    std::size_t quantity = 0;
    Printed literal;         ///< op literal: digits, places, scale and unit only
    unsigned exponent = 0;   ///< of power; years of cagr
    std::vector<TermRef> arguments;
};

enum class Comparison : std::uint8_t { equal, less, less_equal, greater, greater_equal };

struct Tolerance {
    Printed amount;  ///< in percent: relative
    [[nodiscard]] bool is_relative() const { return amount.unit == Unit::percent; }
};

struct Relation {
    std::string id;
    std::vector<TermRef> sides;
    std::vector<Comparison> comparisons;
    std::optional<Tolerance> tolerance;
};

enum class QuantityKind : std::uint8_t { stated, range, unknown, derived };

struct Quantity {
    std::string id;
    QuantityKind kind = QuantityKind::stated;
    Unit unit = Unit::plain;
    bool whole = false;
    bool fixed = false;
    Printed printed;      ///< kind stated
    Ends range;           ///< kind range, base units; finite ends have few decimals
    TermRef definition;   ///< kind derived
    Number truth;         ///< what the generator made the report from, before any slip

    /// All for unknown and derived quantities.
    [[nodiscard]] Ends ends() const;
    /// Something whose change may be the repair.
    [[nodiscard]] bool may_be_blamed() const {
        return !fixed && (kind == QuantityKind::stated || kind == QuantityKind::range);
    }
};

struct System {
    std::string kind;
    std::vector<Quantity> quantities;
    std::vector<Relation> relations;
    unsigned slips = 0;  ///< planted; 0: consistent by construction

    [[nodiscard]] std::size_t figure_count() const;  ///< all that are not derived
};

/// How the same system is written down.
struct Layout {
    std::vector<std::size_t> quantities;  ///< order; empty: as they are
    std::vector<std::size_t> relations;
    int money_shift = 0;                  ///< added to each scale of money: 0 or 3
    /// A figure with another text.
    std::optional<std::pair<std::size_t, std::string>> restated = std::nullopt;
};

/// The report file, format 1.
std::string write_json(const System& system, const Layout& layout = {});
/// The text of a relation: "total = a + b".
std::string write_relation(const System& system, const Relation& relation, int money_shift = 0);
/// "stated" of a figure.
std::string write_stated(const Printed& printed, int money_shift = 0);

/// The value of a term from true values; nothing where it has none, or no rational one.
std::optional<Number> evaluate(const System& system, const Term& term);
/// All relations hold for the true values, and all figures allow them.
bool holds_for_truth(const System& system);

}  // namespace oracle
