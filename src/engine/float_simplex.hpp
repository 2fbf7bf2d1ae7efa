/// A linear program in floating point: a guess at which bounds its optimum lies. Nothing that it
/// says is proved; Simplex takes the guess, computes exactly what follows from it, and checks that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace brcheck {

/// Columns are moves from a starting point at which all are 0 and all rows hold. Best scaled so
/// that bounds and coefficients are near 1.
class FloatSimplex {
public:
    using Column = std::uint32_t;

    /// `free` columns that are given values, then `rows` columns that are sums of these.
    FloatSimplex(std::size_t free, std::size_t rows);
    /// Infinite for none. REQUIRES: low <= 0 <= high for a free column.
    void set_bounds(Column column, double low, double high);
    void set_coefficient(std::size_t row, Column free, double value);

    enum class Status : std::uint8_t { feasible, infeasible, unbounded, stopped };
    Status solve();
    /// The greatest value of a sum of columns, one factor each. REQUIRES: solve() was feasible, or
    /// all rows are within their bounds as they are.
    Status maximize(const std::vector<double>& factors);

    /// After an answer that was not infeasible: the exact value of a basic column turned out to lie
    /// outside of its bounds. Puts it at the bound, and what is best for that in its place. False,
    /// as after `infeasible`, where nothing can.
    bool bring_in(Column column, bool is_below);

    enum class Place : std::uint8_t { basic, at_low, at_high, unmoved };
    [[nodiscard]] Place place(Column column) const { return places_[column]; }
    /// After `infeasible`: the column that does not come within its bounds, and whether it is below
    /// its low one.
    [[nodiscard]] Column stuck_column() const { return stuck_; }
    [[nodiscard]] bool is_stuck_below() const { return is_stuck_below_; }
    /// The columns that hold the last answer in place.
    [[nodiscard]] const std::vector<Column>& support() const { return support_; }
    /// How often a column was put elsewhere so far.
    [[nodiscard]] std::uint64_t moves() const { return moves_; }
    /// Entries of the table that were changed so far.
    [[nodiscard]] std::uint64_t work() const { return work_; }
    /// An answer that changes more entries than that is `stopped`; any number, unless set.
    void set_most_work(std::uint64_t entries) { most_work_ = entries; }

private:
    double& entry(std::size_t row, std::size_t k) { return table_[row * width_ + k]; }
    [[nodiscard]] bool can_move(Column column, bool up) const;
    void move(std::size_t k, double step);
    void pivot(std::size_t row, std::size_t k);
    void put_at_bound(Column column, bool is_low);
    void keep_support(const double* factors);
    void get_stuck(std::size_t row, bool is_below);

    std::size_t width_;               ///< free columns
    std::vector<double> table_;       ///< basic column = sum of the columns that are not
    std::vector<double> objective_;   ///< the same for the sum to maximize
    std::vector<std::pair<std::size_t, double>> entries_;  ///< of the row at hand, all but zeros
    std::vector<Column> basic_;       ///< by row
    std::vector<Column> outside_;     ///< by position in a row
    std::vector<double> low_;
    std::vector<double> high_;
    std::vector<double> value_;
    std::vector<Place> places_;
    std::vector<Column> support_;
    Column stuck_ = 0;
    bool is_stuck_below_ = false;
    std::uint64_t moves_ = 0;
    std::uint64_t work_ = 0;
    std::uint64_t most_work_ = UINT64_MAX;
};

}  // namespace brcheck
