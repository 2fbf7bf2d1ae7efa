#include "engine/row_guess.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace brcheck {
namespace {

constexpr int most_starts = 3;
constexpr int most_steps = 8;
constexpr int patient_steps = 2;
// A row is near enough when it is off by this part of what the least of its variables can do.
constexpr double small_part = 1e-2;
// The same where variables without ends may hide what their other rows do not mind.
constexpr double tiny_part = 1e-4;
// How far from its ends a variable stays: a part of its width.
constexpr double margin = 1.0 / 16;
constexpr double infinite = HUGE_VAL;
// Printed figures have widths of about 2. Much more would make the linear system a bad one.
double largest_width(double value) { return 16 + std::abs(value) / 16; }
// Of what may be anything: much more, and the curves of products would show.
double unbounded_width(double value) { return 1.0 / 16 + std::abs(value) / 16; }
// So that rows which say the same twice do not divide by 0.
constexpr double ridge = 1e-12;
constexpr double near_part = 1.0 / 32;
// Binary digits that are kept below the leeway: what follows from the sources is a sum of few.
constexpr int bits_below_leeway = 3;
constexpr int most_bits = 20;
constexpr double largest_near = 1e15;

double approximate(Fraction a) {
    const auto numerator = static_cast<double>(a.numerator);
    return a.denominator == 1 ? numerator : numerator / static_cast<double>(a.denominator);
}

/// Of the power of two below. REQUIRES: value > 0 is a normal number.
int exponent(double value) {
    constexpr int digits = std::numeric_limits<double>::digits - 1;
    constexpr int bias = std::numeric_limits<double>::max_exponent - 1;
    return static_cast<int>(std::bit_cast<std::uint64_t>(value) >> digits) - bias;
}

std::int64_t rounded(double value) {
    if (!(std::abs(value) < largest_near)) throw FractionOverflow{};
    return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
}

}  // namespace

bool RowGuess::find(const CompiledRows& rows, const RowBox& box,
                    std::span<const RowVariable> variables,
                    std::span<const std::uint32_t> row_numbers) {
    if (row_numbers.size() > most_rows) return false;
    enter_ranges(box, variables);
    enter_rows(rows, box, row_numbers);
    for (int start = 1;; ++start) {
        set_out();
        if (approach(start == most_starts)) {
            measure_leeway();
            return true;
        }
        if (!is_stopped_ || start == most_starts || !narrow()) return false;
    }
}

bool RowGuess::approach(bool may_leave_out) {
    double last = infinite;
    for (int i = 0; i < most_steps; ++i) {
        linearize();
        const double distance = worst_residual();
        if (distance <= (is_bounded_ ? small_part : tiny_part)) return true;
        const bool is_stuck = i > patient_steps && !(distance < last / 2);
        if (is_stuck || !solve()) return false;
        last = distance;
        is_stopped_ = !step();
        if (is_stopped_ && !may_leave_out) return false;
        if (!is_stopped_ && is_linear_) return true;
    }
    return false;
}

void RowGuess::enter_ranges(const RowBox& box, std::span<const RowVariable> variables) {
    guesses_.resize(variables.size());
    for (std::size_t place = 0; place < variables.size(); ++place) {
        const Range& range = box[variables[place]].range;
        Guess& guess = guesses_[place];
        guess.low = range.has_low ? approximate(range.low) : -infinite;
        guess.high = range.has_high ? approximate(range.high) : infinite;
        guess.move = 0;
        guess.last_member = none;
    }
}

void RowGuess::enter_rows(const CompiledRows& rows, const RowBox& box,
                          std::span<const std::uint32_t> row_numbers) {
    equations_.resize(row_numbers.size());
    members_.clear();
    is_linear_ = true;
    for (std::size_t r = 0; r < row_numbers.size(); ++r) {
        const Row& row = rows.rows()[row_numbers[r]];
        const auto variables = rows.variables(row);
        const auto coefficients = rows.coefficients(row);
        Equation& equation = equations_[r];
        equation.begin = static_cast<std::uint32_t>(members_.size());
        equation.end = equation.begin + row.count;
        equation.is_product = row.kind == Row::Kind::product;
        equation.constant = approximate(row.constant);
        if (equation.is_product) {
            equation.rate = approximate(row.rate);
            is_linear_ = false;
        }
        for (std::uint32_t k = 0; k < row.count; ++k) {
            const std::uint32_t place = box.place(variables[k]);
            const auto number = static_cast<std::uint32_t>(members_.size());
            members_.push_back({place, static_cast<std::uint32_t>(r),
                                std::exchange(guesses_[place].last_member, number),
                                equation.is_product ? 0 : static_cast<double>(coefficients[k])});
        }
    }
}

/// Values amid their ranges.
void RowGuess::set_out() {
    is_bounded_ = true;
    for (Guess& guess : guesses_) {
        guess.is_set = guess.low > -infinite && guess.high < infinite;
        guess.lowest = guess.low;
        guess.highest = guess.high;
        if (!guess.is_set) {
            is_bounded_ = false;
            continue;
        }
        guess.value = guess.low + (guess.high - guess.low) / 2;
        guess.width = std::min(guess.high - guess.low, largest_width(guess.value));
        guess.weight = guess.width * guess.width;
        guess.lowest += margin * guess.width;
        guess.highest -= margin * guess.width;
    }
    if (!is_bounded_) set_unbounded();
}

void RowGuess::set(Guess& guess, double value) {
    guess.value = std::min(std::max(value, guess.low), guess.high);
    guess.width = unbounded_width(guess.value);
    guess.weight = guess.width * guess.width;
    guess.is_set = true;
}

/// Values without both ends start as what the rows make of the others.
void RowGuess::set_unbounded() {
    const auto is_unset = [&](const Member& member) { return !guesses_[member.place].is_set; };
    std::size_t first_unset = 0;
    while (true) {
        bool is_any_set = false;
        for (const Equation& equation : equations_) {
            const Member* const begin = members_.data() + equation.begin;
            const Member* const end = members_.data() + equation.end;
            const Member* const member = std::find_if(begin, end, is_unset);
            if (member == end || std::any_of(member + 1, end, is_unset)) continue;
            const double value = follow(equation, static_cast<std::size_t>(member - begin));
            set(guesses_[member->place], std::isfinite(value) ? value : 1);
            is_any_set = true;
        }
        if (is_any_set) continue;
        while (first_unset < guesses_.size() && guesses_[first_unset].is_set) ++first_unset;
        if (first_unset == guesses_.size()) return;
        set(guesses_[first_unset], 1);
    }
}

/// What the others in the row make of its k-th variable.
double RowGuess::follow(const Equation& equation, std::size_t k) const {
    const Member* const member = members_.data() + equation.begin;
    const auto value = [&](std::size_t i) { return guesses_[member[i].place].value; };
    if (!equation.is_product) {
        double rest = equation.constant;
        for (std::size_t i = 0; i < equation.end - equation.begin; ++i)
            if (i != k) rest += member[i].slope * value(i);
        return -rest / member[k].slope;
    }
    if (k == 2) return (equation.rate * value(0) + equation.constant) * value(1);
    if (k == 1) return value(2) / (equation.rate * value(0) + equation.constant);
    return (value(2) / value(1) - equation.constant) / equation.rate;
}

void RowGuess::linearize() {
    for (Equation& equation : equations_) {
        equation.residual = equation.constant;
        equation.size = 0;
        equation.room = infinite;
        if (!equation.is_product) continue;
        Member* const member = members_.data() + equation.begin;
        const double factor = guesses_[member[0].place].value;
        const double divisor = guesses_[member[1].place].value;
        member[0].slope = equation.rate * divisor;
        member[1].slope = equation.rate * factor + equation.constant;
        member[2].slope = -1;
        equation.residual = -equation.rate * factor * divisor;
    }
    // Not row by row: short loops end where no processor expects it.
    for (const Member& member : members_) {
        const Guess& guess = guesses_[member.place];
        Equation& equation = equations_[member.row];
        equation.residual += member.slope * guess.value;
        const double move = std::abs(member.slope) * guess.width;
        equation.size += move;
        equation.room = std::min(equation.room, move > 0 ? move : infinite);
    }
}

/// In what the least of the row's variables can do.
double RowGuess::worst_residual() const {
    double worst = 0;
    for (const Equation& equation : equations_) {
        const double distance = std::abs(equation.residual) / equation.room;
        if (!(distance <= worst)) worst = distance;
    }
    return worst;
}

/// A W A' x = residuals; A holds the slopes, W the weights.
bool RowGuess::solve() {
    const std::size_t count = equations_.size();
    matrix_.assign(count * count, 0);
    for (const Member& member : members_) {
        const double weighted = member.slope * guesses_[member.place].weight;
        double* const row = matrix_.data() + member.row * count;
        row[member.row] += weighted * member.slope;
        for (std::uint32_t i = member.last; i != none; i = members_[i].last) {
            const Member& other = members_[i];
            const double twice = other.row == member.row ? 2 : 1;
            row[other.row] += twice * weighted * other.slope;
        }
    }
    for (std::size_t r = 0; r < count; ++r) {
        // Rows that nothing can move count as right.
        const double size = equations_[r].size;
        matrix_[r * count + r] += ridge * size * size + (size > 0 ? 0 : 1);
    }
    return factorize();
}

/// By Cholesky's method, and solves with it.
bool RowGuess::factorize() {
    const std::size_t count = equations_.size();
    solution_.resize(count);
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
        double sum = equations_[c].residual;
        for (std::size_t k = 0; k < c; ++k) sum -= pivot_row[k] * solution_[k];
        solution_[c] = sum / pivot_row[c];
    }
    for (std::size_t c = count; c-- > 0;) {
        double sum = solution_[c];
        for (std::size_t r = c + 1; r < count; ++r) sum -= matrix_[r * count + c] * solution_[r];
        solution_[c] = sum / matrix_[c * count + c];
    }
    return true;
}

/// False when some variable would leave its range: it stays near the end of it from now on.
bool RowGuess::step() {
    for (const Member& member : members_)
        guesses_[member.place].move += member.slope * solution_[member.row];
    bool is_inside = true;
    for (Guess& guess : guesses_) {
        const double target = guess.value - guess.weight * guess.move;
        guess.move = 0;
        if (guess.weight == 0) continue;
        guess.value = std::min(std::max(target, guess.lowest), guess.highest);
        if (guess.value == target) continue;
        guess.weight = 0;
        is_inside = false;
    }
    return is_inside;
}

/// A row minds what the least of its variables minds, and a variable what its rows do: across
/// variables that have wide ranges that takes another round.
void RowGuess::measure_leeway() {
    for (Guess& guess : guesses_) guess.leeway = guess.width;
    const auto limit_by_rows = [&] {
        for (const Member& member : members_) {
            double& leeway = guesses_[member.place].leeway;
            leeway = std::min(leeway, equations_[member.row].room / std::abs(member.slope));
        }
    };
    limit_by_rows();
    if (is_bounded_) return;
    for (const Member& member : members_) {
        double& room = equations_[member.row].room;
        const double move = std::abs(member.slope) * guesses_[member.place].leeway;
        room = std::min(room, move > 0 ? move : infinite);
    }
    limit_by_rows();
}

Fraction RowGuess::near(std::uint32_t place, Fraction preferred) const {
    const Guess& guess = guesses_[place];
    if (std::abs(approximate(preferred) - guess.value) <= near_part * guess.leeway)
        return preferred;
    if (!(guess.leeway > 0 && guess.leeway < infinite)) throw FractionOverflow{};
    const int bits = std::clamp(bits_below_leeway - exponent(guess.leeway), 0, most_bits);
    const std::int64_t parts = std::int64_t{1} << bits;
    return reduced({rounded(guess.value * static_cast<double>(parts)), parts});
}

Fraction RowGuess::near_whole(std::uint32_t place) const {
    return {rounded(guesses_[place].value), 1};
}

}  // namespace brcheck
