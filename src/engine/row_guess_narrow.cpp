// Narrows the ranges of a guess to what the rows leave of them, in floating point.
#include "engine/row_guess.hpp"

#include <algorithm>
#include <cmath>

namespace brcheck {
namespace {

constexpr int most_sweeps = 2;
constexpr double rounding = 1e-9;
constexpr double infinite = HUGE_VAL;

struct Ends {
    double low = -infinite;
    double high = infinite;
};

Ends times(Ends a, double factor) {
    return factor > 0 ? Ends{a.low * factor, a.high * factor} : Ends{a.high * factor, a.low * factor};
}

/// x * d for positive d.
Ends product(Ends x, Ends d) {
    const auto end = [](double x_end, double smaller, double larger) {
        return x_end == 0 ? 0 : x_end * (x_end > 0 ? smaller : larger);
    };
    return {end(x.low, d.low, d.high), end(x.high, d.high, d.low)};
}

Ends inverse(Ends positive) { return {1 / positive.high, 1 / positive.low}; }

/// A sum of ends, from which each can be taken out again.
class TotalEnd {
public:
    void add(double end) {
        if (std::isfinite(end))
            sum_ += end;
        else
            ++infinite_;
    }
    [[nodiscard]] double without(double end, double otherwise) const {
        const bool is_finite = std::isfinite(end);
        if (infinite_ > (is_finite ? 0 : 1)) return otherwise;
        return is_finite ? sum_ - end : sum_;
    }

private:
    double sum_ = 0;
    int infinite_ = 0;
};

}  // namespace

/// False when nothing seems to be left.
bool RowGuess::narrow() {
    for (int sweep = 0; sweep < most_sweeps; ++sweep)
        for (const Equation& equation : equations_)
            if (!(equation.is_product ? narrow_product(equation) : narrow_sum(equation)))
                return false;
    return true;
}

bool RowGuess::cut(std::uint32_t place, double low, double high) {
    Guess& guess = guesses_[place];
    guess.low = std::max(guess.low, low);
    guess.high = std::min(guess.high, high);
    if (guess.low <= guess.high) return true;
    // A single value may have gone with the rounding.
    const bool is_near = guess.low - guess.high <= rounding * (1 + std::abs(guess.low));
    guess.high = guess.low;
    return is_near;
}

bool RowGuess::narrow_sum(const Equation& equation) {
    TotalEnd low;
    TotalEnd high;
    low.add(equation.constant);
    high.add(equation.constant);
    const auto ends_of = [&](std::uint32_t i) {
        const Guess& guess = guesses_[members_[i].place];
        return times({guess.low, guess.high}, members_[i].slope);
    };
    for (std::uint32_t i = equation.begin; i < equation.end; ++i) {
        const Ends ends = ends_of(i);
        low.add(ends.low);
        high.add(ends.high);
    }
    for (std::uint32_t i = equation.begin; i < equation.end; ++i) {
        const Ends ends = ends_of(i);
        const Ends others{low.without(ends.low, -infinite), high.without(ends.high, infinite)};
        const Ends left = times(others, -1 / members_[i].slope);
        if (!cut(members_[i].place, left.low, left.high)) return false;
    }
    return true;
}

bool RowGuess::narrow_product(const Equation& equation) {
    const Member* const member = members_.data() + equation.begin;
    const auto ends_of = [&](std::size_t k) {
        const Guess& guess = guesses_[member[k].place];
        return Ends{guess.low, guess.high};
    };
    const auto factor = [&] {
        const Ends ends = times(ends_of(0), equation.rate);
        return Ends{ends.low + equation.constant, ends.high + equation.constant};
    };
    if (!(ends_of(1).low > 0)) return true;
    const Ends result = product(factor(), ends_of(1));
    if (!cut(member[2].place, result.low, result.high)) return false;
    const Ends quotient = product(ends_of(2), inverse(ends_of(1)));
    const Ends rate = times({quotient.low - equation.constant, quotient.high - equation.constant},
                            1 / equation.rate);
    if (!cut(member[0].place, rate.low, rate.high)) return false;
    if (!(factor().low > 0)) return true;
    const Ends divisor = product(ends_of(2), inverse(factor()));
    return cut(member[1].place, divisor.low, divisor.high);
}

}  // namespace brcheck
