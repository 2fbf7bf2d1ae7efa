/// A linear program in enclosures rounded outward. Mostly they are enough to see that the point of
/// a FloatSimplex's guess is a solution: its exact values, which are long, are not needed then.
#pragma once

#include "engine/exact_equations.hpp"
#include "engine/float_simplex.hpp"
#include "engine/plain_arithmetic.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// An enclosure as a number of ExactEquations: 0 only where it is exactly that.
struct EnclosedNumber {
    Enclosure value;

    EnclosedNumber() = default;
    EnclosedNumber(int number)  // NOLINT(google-explicit-constructor)
        : value{static_cast<double>(number), static_cast<double>(number)} {}
    EnclosedNumber(Enclosure enclosure)  // NOLINT(google-explicit-constructor)
        : value(enclosure) {}
    friend EnclosedNumber operator+(EnclosedNumber a, EnclosedNumber b) {
        return a.value + b.value;
    }
    friend EnclosedNumber operator*(EnclosedNumber a, EnclosedNumber b) {
        return a.value * b.value;
    }
    friend EnclosedNumber operator/(EnclosedNumber a, EnclosedNumber b) {
        return divide(a.value, b.value);
    }
};

inline bool is_zero(const EnclosedNumber& a) noexcept {
    return a.value.low == 0 && a.value.high == 0;
}
inline void shorten_number(EnclosedNumber& /*a*/) {}

class EnclosedProgram {
public:
    using Column = std::uint32_t;
    using Sum = std::vector<std::pair<Column, EnclosedNumber>>;

    /// As ExactProgram has them.
    void add_column(std::optional<Enclosure> low, std::optional<Enclosure> high, Enclosure start) {
        columns_.push_back({low, high, start});
    }
    void add_row(Column own, Sum sum) { rows_.push_back({own, std::move(sum)}); }
    /// Columns at the given places meet in one point, and those that are basic lie inside of their
    /// bounds, but for some that come too near to them to be told: these are what comes back.
    /// Nothing says nothing.
    [[nodiscard]] std::optional<std::vector<Column>> find_touching(
        std::span<const FloatSimplex::Place> places);

private:
    struct ColumnBounds {
        std::optional<Enclosure> low;
        std::optional<Enclosure> high;
        Enclosure start;
    };
    struct Row {
        Column own;
        Sum sum;
    };
    enum class Position : std::uint8_t { inside, touching, outside };
    [[nodiscard]] Position position(Column column) const;

    std::vector<ColumnBounds> columns_;
    std::vector<Row> rows_;
    std::vector<EnclosedNumber> point_;
    ExactEquations<EnclosedNumber, EnclosedNumber> meeting_;
};

}  // namespace brcheck
