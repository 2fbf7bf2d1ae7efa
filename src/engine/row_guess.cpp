#include "engine/row_guess.hpp"

#include <algorithm>
#include <cmath>

namespace brcheck {
namespace {

constexpr std::size_t most_rows = 24;
constexpr int most_steps = 8;
constexpr int patient_steps = 2;
// A row is near enough when it is off by this part of what the least of its variables can do.
constexpr double small_part = 1e-2;
// How far from its ends a variable stays: a part of its width.
constexpr double margin = 1.0 / 16;
constexpr double infinite = HUGE_VAL;
// Printed figures have widths of about 2. Much more would make the linear system a bad one.
double largest_width(double value) { return 16 + std::abs(value) / 16; }
// So that rows which say the same twice do not divide by 0.
constexpr double ridge = 1e-9;
constexpr double near_part = 1.0 / 32;
// Binary digits that are kept below the leeway: what follows from the sources is a sum of few.
constexpr int bits_below_leeway = 5;
constexpr int most_bits = 20;

double approximate(Fraction a) {
    return static_cast<double>(a.numerator) / static_cast<double>(a.denominator);
}

}  // namespace

bool RowGuess::find(const CompiledRows& rows, const RowBox& box,
                    std::span<const RowPlan::Step> steps,
                    std::span<const std::uint32_t> row_numbers) {
    if (row_numbers.size() > most_rows) return false;
    place_.resize(rows.variable_count());
    enter(rows, box, steps);
    begin_.assign(1, 0);
    members_.clear();
    for (const std::uint32_t number : row_numbers) {
        for (const RowVariable variable : rows.variables(rows.rows()[number]))
            members_.push_back(place_[variable]);
        begin_.push_back(static_cast<std::uint32_t>(members_.size()));
    }
    double last = infinite;
    for (int i = 0; i < most_steps; ++i) {
        linearize(rows, row_numbers);
        const double distance = worst_residual();
        if (distance <= small_part) {
            measure_leeway();
            return true;
        }
        const bool is_stuck = i > patient_steps && !(distance < last / 2);
        if (is_stuck || !solve()) return false;
        last = distance;
        step();
    }
    return false;
}

void RowGuess::enter(const CompiledRows& rows, const RowBox& box,
                     std::span<const RowPlan::Step> steps) {
    guesses_.clear();
    for (const RowPlan::Step& step : steps) {
        place_[step.variable] = static_cast<std::uint32_t>(guesses_.size());
        const Range& range = box[step.variable].range;
        Guess& guess = guesses_.emplace_back();
        guess.low = range.has_low ? approximate(range.low) : -infinite;
        guess.high = range.has_high ? approximate(range.high) : infinite;
        if (range.has_low && range.has_high) {
            guess.value = guess.low + (guess.high - guess.low) / 2;
            guess.width = std::min(guess.high - guess.low, largest_width(guess.value));
            guess.low += margin * guess.width;
            guess.high -= margin * guess.width;
        } else {
            guess.value = step.row == RowPlan::Step::source
                              ? approximate(box[step.variable].preferred)
                              : follow(rows, step);
            guess.value = std::min(std::max(guess.value, guess.low), guess.high);
            guess.width = largest_width(guess.value);
        }
        guess.weight = guess.width * guess.width;
    }
}

/// What the others in the row make of the variable.
double RowGuess::follow(const CompiledRows& rows, const RowPlan::Step& step) const {
    const Row& row = rows.rows()[step.row];
    const auto variables = rows.variables(row);
    const auto value = [&](std::size_t i) { return guesses_[place_[variables[i]]].value; };
    const double constant = approximate(row.constant);
    if (row.kind == Row::Kind::sum) {
        const auto coefficients = rows.coefficients(row);
        double rest = constant;
        for (std::size_t i = 0; i < variables.size(); ++i)
            if (i != step.place) rest += static_cast<double>(coefficients[i]) * value(i);
        return -rest / static_cast<double>(coefficients[step.place]);
    }
    const double rate = approximate(row.rate);
    if (step.place == 2) return (rate * value(0) + constant) * value(1);
    if (step.place == 1) return value(2) / (rate * value(0) + constant);
    return (value(2) / value(1) - constant) / rate;
}

void RowGuess::linearize(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers) {
    slopes_.resize(members_.size());
    residuals_.clear();
    sizes_.clear();
    rooms_.clear();
    for (std::size_t r = 0; r < row_numbers.size(); ++r) {
        const Row& row = rows.rows()[row_numbers[r]];
        const std::uint32_t* const member = members_.data() + begin_[r];
        double* const slope = slopes_.data() + begin_[r];
        const auto value = [&](std::size_t i) { return guesses_[member[i]].value; };
        double residual = approximate(row.constant);
        if (row.kind == Row::Kind::sum) {
            const auto coefficients = rows.coefficients(row);
            for (std::size_t i = 0; i < coefficients.size(); ++i) {
                slope[i] = static_cast<double>(coefficients[i]);
                residual += slope[i] * value(i);
            }
        } else {
            const double rate = approximate(row.rate);
            const double factor = rate * value(0) + residual;
            slope[0] = rate * value(1);
            slope[1] = factor;
            slope[2] = -1;
            residual = factor * value(1) - value(2);
        }
        double size = 0;
        double room = infinite;
        for (std::size_t i = 0; i < row.count; ++i) {
            const double move = std::abs(slope[i]) * guesses_[member[i]].width;
            size += move;
            if (move > 0) room = std::min(room, move);
        }
        residuals_.push_back(residual);
        sizes_.push_back(size);
        rooms_.push_back(room);
    }
}

/// In what the least of the row's variables can do.
double RowGuess::worst_residual() const {
    double worst = 0;
    for (std::size_t r = 0; r < residuals_.size(); ++r) {
        const double distance = std::abs(residuals_[r]) / rooms_[r];
        if (!(distance <= worst)) worst = distance;
    }
    return worst;
}

void RowGuess::measure_leeway() {
    for (Guess& guess : guesses_) guess.leeway = guess.width;
    for (std::size_t r = 0; r < rooms_.size(); ++r)
        for (std::uint32_t i = begin_[r]; i < begin_[r + 1]; ++i) {
            double& leeway = guesses_[members_[i]].leeway;
            leeway = std::min(leeway, rooms_[r] / std::abs(slopes_[i]));
        }
}

/// A W A' x = residuals, by Cholesky's method; A holds the slopes, W the weights.
bool RowGuess::solve() {
    const std::size_t count = residuals_.size();
    matrix_.assign(count * count, 0);
    moves_.assign(guesses_.size(), 0);
    for (std::size_t r = 0; r < count; ++r) {
        for (std::uint32_t i = begin_[r]; i < begin_[r + 1]; ++i)
            moves_[members_[i]] = slopes_[i] * guesses_[members_[i]].weight;
        for (std::size_t s = r; s < count; ++s) {
            double product = 0;
            for (std::uint32_t i = begin_[s]; i < begin_[s + 1]; ++i)
                product += slopes_[i] * moves_[members_[i]];
            matrix_[s * count + r] = product;
        }
        for (std::uint32_t i = begin_[r]; i < begin_[r + 1]; ++i) moves_[members_[i]] = 0;
        // Rows that nothing can move count as right.
        double& diagonal = matrix_[r * count + r];
        diagonal += ridge * sizes_[r] * sizes_[r] + (sizes_[r] > 0 ? 0 : 1);
    }
    for (std::size_t c = 0; c < count; ++c) {
        double* const pivot_row = matrix_.data() + c * count;
        double diagonal = pivot_row[c];
        for (std::size_t k = 0; k < c; ++k) diagonal -= pivot_row[k] * pivot_row[k];
        if (!(diagonal > 0)) return false;
        pivot_row[c] = std::sqrt(diagonal);
        for (std::size_t r = c + 1; r < count; ++r) {
            double* const row = matrix_.data() + r * count;
            double sum = row[c];
            for (std::size_t k = 0; k < c; ++k) sum -= row[k] * pivot_row[k];
            row[c] = sum / pivot_row[c];
        }
        double sum = residuals_[c];
        for (std::size_t k = 0; k < c; ++k) sum -= pivot_row[k] * residuals_[k];
        residuals_[c] = sum / pivot_row[c];
    }
    for (std::size_t c = count; c-- > 0;) {
        double sum = residuals_[c];
        for (std::size_t r = c + 1; r < count; ++r) sum -= matrix_[r * count + c] * residuals_[r];
        residuals_[c] = sum / matrix_[c * count + c];
    }
    return true;
}

void RowGuess::step() {
    for (std::size_t r = 0; r < residuals_.size(); ++r)
        for (std::uint32_t i = begin_[r]; i < begin_[r + 1]; ++i)
            moves_[members_[i]] += slopes_[i] * residuals_[r];
    for (std::size_t i = 0; i < guesses_.size(); ++i) {
        Guess& guess = guesses_[i];
        if (guess.weight == 0) continue;
        const double target = guess.value - guess.weight * moves_[i];
        guess.value = std::min(std::max(target, guess.low), guess.high);
        if (guess.value != target) guess.weight = 0;
    }
}

Fraction RowGuess::near(RowVariable variable, Fraction preferred) const {
    const Guess& guess = guesses_[place_[variable]];
    if (std::abs(approximate(preferred) - guess.value) <= near_part * guess.leeway)
        return preferred;
    if (!(guess.leeway > 0 && guess.leeway < infinite)) throw FractionOverflow{};
    const int bits = std::clamp(bits_below_leeway - std::ilogb(guess.leeway), 0, most_bits);
    const double scaled = std::ldexp(guess.value, bits);
    constexpr double largest = 1e15;
    if (!(std::abs(scaled) < largest)) throw FractionOverflow{};
    return reduced({std::llround(scaled), std::int64_t{1} << bits});
}

}  // namespace brcheck
