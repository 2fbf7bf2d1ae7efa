/// The constraints of a report as flat rows over numbers of its own scale: what the fast lane
/// computes with. A figure x is kept as y = x / scale, with the scale chosen so that the ends of its
/// printed interval are small whole numbers ("23.6 trillion" is [471, 473] times 50 billion); one of
/// more digits than words have, which stands in sums only, as y = x / scale - origin.
#pragma once

#include "engine/network.hpp"
#include "engine/range.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// The quantities of the report, then parts of its expressions.
using RowVariable = std::uint32_t;

struct Row {
    enum class Kind : std::uint8_t {
        sum,      ///< the sum of coefficient * y, and `constant`, is 0
        product,  ///< (rate * y0 + constant) * y1 = y2
    };
    Kind kind = Kind::sum;
    bool divides = false;  ///< product: y1 stands below a fraction line, so that it is not 0
    ConstraintIndex constraint = 0;
    std::uint32_t begin = 0;  ///< of its variables, for CompiledRows
    std::uint32_t count = 0;
    std::uint32_t coefficients_begin = 0;  ///< the same
    Fraction constant;
    Fraction rate;  ///< not 0
};

/// y lies in `range` where the constraint holds.
struct RowBound {
    ConstraintIndex constraint = 0;
    RowVariable variable = 0;
    Range range;
};

/// What should rather be a source of values, first, than follow from others: it is hard to hit, or
/// the report states it by itself.
enum class SourceRank : std::uint8_t {
    single,         ///< one value only
    whole,
    printed,
    unknown,
    printed_alone,  ///< on a side of an equation
    computed,       ///< derived, or part of an expression
};
constexpr std::size_t source_rank_count = 6;

class CompiledRows {
public:
    /// Forgets what it held but keeps the memory. REQUIRES: the network outlives this.
    void compile(const Network& network);

    [[nodiscard]] const Network& network() const noexcept { return *network_; }
    [[nodiscard]] std::size_t quantity_count() const noexcept { return quantity_count_; }
    [[nodiscard]] std::size_t variable_count() const noexcept { return scale_of_.size(); }
    [[nodiscard]] std::span<const Row> rows() const noexcept { return rows_; }
    [[nodiscard]] std::span<const RowBound> bounds_of(RowVariable variable) const noexcept {
        return bounds_.empty() ? std::span<const RowBound>{} : find_bounds(variable);
    }
    [[nodiscard]] bool has_bounds(ConstraintIndex constraint) const {
        return std::any_of(bounds_.begin(), bounds_.end(), [&](const RowBound& bound) {
            return bound.constraint == constraint;
        });
    }
    /// y0 * y1 the other way round. REQUIRES: a product row with constant 0 that does not divide.
    void swap_factors(const Row& row) noexcept {
        std::swap(variables_[row.begin], variables_[row.begin + 1]);
    }
    [[nodiscard]] std::span<const RowVariable> variables(const Row& row) const noexcept {
        return {variables_.data() + row.begin, row.count};
    }
    /// Of a sum, one a variable; not 0.
    [[nodiscard]] std::span<const std::int64_t> coefficients(const Row& row) const noexcept {
        return {coefficients_.data() + row.coefficients_begin, row.count};
    }
    /// By position in rows(), rising; a row in which a variable occurs twice stands there twice.
    [[nodiscard]] std::span<const std::uint32_t> rows_of(RowVariable variable) const noexcept {
        return {touching_.data() + touching_begin_[variable],
                touching_begin_[variable + 1] - touching_begin_[variable]};
    }
    /// y for x, and back. REQUIRES: the variable is a quantity.
    [[nodiscard]] Range range_of(RowVariable variable, const Interval& interval) const {
        return has_origin(variable) ? range_from_origin(variable, interval)
                                    : brcheck::range_of(interval, scale(variable));
    }
    [[nodiscard]] Interval interval_of(RowVariable variable, const Range& range) const;
    [[nodiscard]] Rational value_of(RowVariable variable, Fraction y) const;
    [[nodiscard]] Rational value_of(RowVariable variable, const Rational& y) const;
    /// > 0.
    [[nodiscard]] Fraction scale(RowVariable variable) const noexcept {
        return scales_[scale_of_[variable]];
    }
    [[nodiscard]] bool is_whole(RowVariable variable) const noexcept {
        return variable < quantity_count_ && network_->is_whole(variable);
    }
    /// The whole numbers of its unit are those of its scale. REQUIRES: is_whole(variable).
    [[nodiscard]] bool has_whole_scale(RowVariable variable) const;
    [[nodiscard]] SourceRank source_rank(RowVariable variable) const noexcept {
        if (variable < quantity_count_) return source_ranks_[variable];
        return part_range(variable).is_point() ? SourceRank::single : SourceRank::computed;
    }
    /// What a part of an expression can be by itself. REQUIRES: variable >= quantity_count().
    [[nodiscard]] const Range& part_range(RowVariable variable) const noexcept {
        return part_ranges_[variable - quantity_count_];
    }
    /// Constraints that are not of this form: roots, powers, numbers of many digits.
    [[nodiscard]] std::span<const ConstraintIndex> left_out() const noexcept { return left_out_; }

private:
    struct Term {
        RowVariable variable = 0;
        Fraction coefficient;
    };
    struct Pending {
        NodeIndex node = 0;
        Fraction coefficient;
    };
    /// Terms from `begin` to the end of terms_, and a constant.
    struct LinearForm {
        std::size_t begin = 0;
        Fraction constant;
    };

    [[nodiscard]] std::span<const RowBound> find_bounds(RowVariable variable) const noexcept;
    void rank_lone_sides();
    void choose_scale(const Quantity& quantity);
    void choose_origin(const Interval& interval);
    [[nodiscard]] bool has_origin(RowVariable variable) const noexcept {
        return !origins_.empty() && find_origin(variable) != nullptr;
    }
    [[nodiscard]] const Integer* find_origin(RowVariable variable) const noexcept;
    [[nodiscard]] Range range_from_origin(RowVariable variable, const Interval& interval) const;
    void add_scale(Fraction scale);
    bool compile_constraint(ConstraintIndex index);
    bool add_terms(const Expression& expression, NodeIndex node, Fraction coefficient, int depth,
                   LinearForm& form);
    bool add_quotient(const Expression& expression, const Node& node, Fraction coefficient,
                      int depth, LinearForm& form);
    bool add_product(const Expression& expression, const Node& node, Fraction coefficient,
                     int depth, LinearForm& form);
    void merge_terms(const Expression& expression, std::size_t begin);
    RowVariable add_part(const Range& range);
    Term variable_of(LinearForm form);
    bool add_relation(LinearForm form, const Range& room);
    bool put_into_product(const LinearForm& form);
    void add_sum(LinearForm form);
    void make_whole(Row& row, std::size_t begin);
    void add_product_row(Fraction rate, RowVariable factor, RowVariable divisor,
                         RowVariable result, bool divides);
    void settle_scales();
    std::uint32_t add_product_scale(std::span<const RowVariable> variables, RowVariable wanted);
    void leave_out(RowVariable part);
    void scale_row(Row& row);
    void scale_sum(Row& row);
    [[nodiscard]] Fraction scale_coefficients(Row& row, std::uint32_t least);
    [[nodiscard]] Fraction scale_finely(const Row& row, Fraction unit);
    void move_to_origins(Row& row) const;
    void share_coefficients(Row& row, const Row* before);
    void index_rows();

    const Network* network_ = nullptr;
    std::size_t quantity_count_ = 0;
    std::vector<Fraction> scales_;           ///< 0 first, for none yet
    std::vector<std::uint32_t> scale_of_;    ///< by variable
    std::vector<std::pair<RowVariable, Integer>> origins_;  ///< rising; others count from 0
    std::vector<Range> part_ranges_;
    std::vector<SourceRank> source_ranks_;   ///< by quantity
    std::vector<Row> rows_;
    std::vector<RowBound> bounds_;           ///< by rising variable
    std::vector<RowVariable> variables_;
    std::vector<std::int64_t> coefficients_;  ///< of sums; neighbours may share them
    std::vector<std::uint32_t> touching_begin_;
    std::vector<std::uint32_t> touching_;
    std::vector<ConstraintIndex> left_out_;

    ConstraintIndex constraint_ = 0;         ///< the one being compiled
    std::size_t first_row_ = 0;              ///< of its rows
    std::vector<Term> terms_;
    std::vector<Pending> pending_;
};

}  // namespace brcheck
