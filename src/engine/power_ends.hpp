/// Ends of quantities that stand in equations between products of powers, by a linear program over
/// their logarithms: compound growth has roots for ends, and chains of rates times levels have ends
/// that no linear program over the levels reaches.
#pragma once

#include "engine/located_end.hpp"
#include "engine/power_equation.hpp"
#include "engine/simplex.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// Floating-point logarithms only guess which bounds meet at an end. The end itself is their
/// product of powers, and that it is one follows from exact multiples and comparisons.
class PowerEnds {
public:
    /// REQUIRES: network and box outlive it.
    PowerEnds(const Network& network, std::span<const ConstraintIndex> constraints,
              std::span<const Interval> box);

    /// The end that the equations and the box leave, as long as there is a solution at all, enclosed
    /// in a relative width below 2^-100; nothing where they are no such equations, or this cannot
    /// tell.
    std::optional<LocatedEnd> find(VariableIndex variable, bool is_low);

    std::uint64_t work_left = UINT64_MAX;  ///< as of Simplex

private:
    /// |quantity + shift|, above 0 all over the box.
    struct Factor {
        PowerFactor of;
        bool is_negative = false;
        Interval range;

        /// Of what is above 0 without 0 the logarithm has no end there.
        [[nodiscard]] bool has_low() const { return range.has_low() && range.low().sign() > 0; }
    };
    struct Row {
        std::vector<std::pair<std::size_t, Rational>> exponents;  ///< by factor
        Rational constant;
        Simplex::Column column = 0;
    };
    /// A bound of a factor, or a row, at which the program's point lies.
    struct Meeting {
        std::optional<std::size_t> factor;
        std::size_t row = 0;
        bool is_low = false;
        Rational value;
    };
    /// value^degree = power. Products of powers are compared so, whatever roots are in them.
    struct Root {
        Rational power{1};
        std::int64_t degree = 1;
    };

    bool make();
    bool add_row(const PowerEquation& equation);
    bool add_factor_column(std::size_t place);
    std::optional<std::size_t> factor_of(const PowerFactor& factor);
    /// The factor's logarithm, and a very little of all others, so that there is one point where it
    /// is greatest.
    [[nodiscard]] Simplex::Combination objective(std::size_t place, int direction) const;
    [[nodiscard]] std::vector<Meeting> meetings() const;
    /// The multiples of the meetings that add up to the sum of factors' logarithms.
    [[nodiscard]] std::optional<std::vector<Rational>> multiples_of(
        const std::vector<std::pair<std::size_t, Rational>>& sum,
        const std::vector<Meeting>& meetings) const;
    [[nodiscard]] static std::optional<Root> product_of(const std::vector<Meeting>& meetings,
                                                        const std::vector<Rational>& multiples);
    /// The point where they meet; nothing unless it lies within all bounds, open ones taken for
    /// closed, and on all rows.
    [[nodiscard]] std::optional<std::vector<std::pair<VariableIndex, Interval>>> point_of(
        const std::vector<Meeting>& meetings) const;
    /// Of the factor's quantity where the factor is that root.
    [[nodiscard]] static Interval enclose(const Root& root, const Factor& factor);

    const Network& network_;
    std::vector<ConstraintIndex> constraints_;
    std::span<const Interval> box_;
    std::vector<Factor> factors_;
    std::vector<Row> rows_;
    Simplex simplex_;
    bool is_made_ = false;
    bool is_usable_ = false;
    bool has_open_bounds_ = false;
};

}  // namespace brcheck
