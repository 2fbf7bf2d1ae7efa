/// Linear equations, few terms in each, solved exactly. Most have one unknown left once others are
/// solved, or one that stands in no other; only what hangs together in cycles is eliminated.
#pragma once

#include "engine/near_number.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// In lowest terms: fractions of words are not, of themselves.
inline void shorten_number(Fraction& a) {
    a = reduced(a);
}
inline void shorten_number(Rational& /*a*/) {}
template <typename Number>
void shorten_number(Near<Number>& a) {
    shorten_number(a.value);
    shorten_number(a.infinitesimal);
}

template <typename Number>
[[nodiscard]] bool is_zero(const Near<Number>& a) {
    return is_zero(a.value) && is_zero(a.infinitesimal);
}

/// Coefficients are of type Number, unknowns of type Value: the same, or Near<Number>. Keeps its
/// memory from one system to the next.
template <typename Number, typename Value>
class ExactEquations {
public:
    using Unknown = std::uint32_t;

    void clear() {
        terms_.clear();
        equations_.clear();
    }
    /// One more equation: the terms added from now on and `rest` add up to 0.
    void add_equation(Value rest) {
        equations_.push_back({terms_.size(), terms_.size(), std::move(rest), 0, true});
    }
    /// REQUIRES: no unknown twice in an equation, no factor 0.
    void add_term(Unknown unknown, Number factor) {
        terms_.emplace_back(unknown, std::move(factor));
        equations_.back().end = terms_.size();
    }

    struct Outcome {
        bool all_hold = true;   ///< false: some equations contradict the others, and do not hold
        bool all_fixed = true;  ///< false: some unknowns may be anything, and are 0
    };
    /// Writes the values of the unknowns that occur; the others stay as they are.
    Outcome solve(std::span<Value> values) {
        start(values.size());
        Outcome outcome;
        while (!rows_.empty() || !columns_.empty()) {
            while (!rows_.empty()) settle(take_last(rows_), values);
            while (!columns_.empty() && rows_.empty()) put_off(take_last(columns_));
        }
        solve_core(values, outcome);
        for (std::size_t i = put_off_.size(); i-- > 0;) {
            const auto [e, unknown] = put_off_[i];
            values[unknown] = value_of(e, unknown, values);
        }
        return outcome;
    }

private:
    struct Equation {
        std::size_t begin;
        std::size_t end;  ///< terms
        Value rest;
        std::size_t open;  ///< unknowns without a value
        bool is_left;
    };
    enum class State : std::uint8_t { open, solved, put_off };

    template <typename T>
    static T take_last(std::vector<T>& list) {
        const T last = list.back();
        list.pop_back();
        return last;
    }

    void start(std::size_t unknowns) {
        states_.assign(unknowns, State::open);
        uses_.assign(unknowns, 0);
        use_begin_.assign(unknowns + 1, 0);
        use_.resize(terms_.size());
        rows_.clear();
        columns_.clear();
        put_off_.clear();
        for (const auto& term : terms_) ++use_begin_[term.first + 1];
        for (std::size_t u = 0; u < unknowns; ++u) use_begin_[u + 1] += use_begin_[u];
        for (std::size_t e = 0; e < equations_.size(); ++e) {
            Equation& equation = equations_[e];
            equation.open = equation.end - equation.begin;
            for (std::size_t i = equation.begin; i < equation.end; ++i) {
                const Unknown unknown = terms_[i].first;
                use_[use_begin_[unknown] + uses_[unknown]++] = e;
            }
            if (equation.open == 1) rows_.push_back(e);
        }
        for (Unknown u = 0; u < unknowns; ++u)
            if (uses_[u] == 1) columns_.push_back(u);
    }

    /// What the equation says of one unknown, with values for all others.
    Value value_of(std::size_t e, Unknown unknown, std::span<const Value> values) const {
        const Equation& equation = equations_[e];
        Value sum = equation.rest;
        const Number* own = nullptr;
        for (std::size_t i = equation.begin; i < equation.end; ++i) {
            if (terms_[i].first == unknown)
                own = &terms_[i].second;
            else
                sum = sum + terms_[i].second * values[terms_[i].first];
        }
        assert(own != nullptr);
        Value value = (Number{-1} / *own) * sum;
        shorten_number(value);
        return value;
    }

    void settle(std::size_t e, std::span<Value> values) {
        Equation& equation = equations_[e];
        if (!equation.is_left || equation.open != 1) return;
        equation.is_left = false;
        std::size_t i = equation.begin;
        while (states_[terms_[i].first] != State::open) ++i;
        const Unknown unknown = terms_[i].first;
        values[unknown] = value_of(e, unknown, values);
        states_[unknown] = State::solved;
        for (std::size_t k = use_begin_[unknown]; k < use_begin_[unknown + 1]; ++k) {
            Equation& other = equations_[use_[k]];
            if (other.is_left && --other.open == 1) rows_.push_back(use_[k]);
        }
    }

    void put_off(Unknown unknown) {
        if (states_[unknown] != State::open || uses_[unknown] != 1) return;
        std::size_t k = use_begin_[unknown];
        while (!equations_[use_[k]].is_left) ++k;
        const std::size_t e = use_[k];
        equations_[e].is_left = false;
        states_[unknown] = State::put_off;
        put_off_.emplace_back(e, unknown);
        for (std::size_t i = equations_[e].begin; i < equations_[e].end; ++i) {
            const Unknown other = terms_[i].first;
            if (states_[other] == State::open && --uses_[other] == 1) columns_.push_back(other);
        }
    }

    struct CoreRow {
        std::vector<std::pair<Unknown, Number>> sum;  ///< rising
        Value rest;
        bool is_used = false;
    };

    void solve_core(std::span<Value> values, Outcome& outcome) {
        core_.clear();
        for (const Equation& equation : equations_) {
            if (!equation.is_left) continue;
            CoreRow row{{}, equation.rest, false};
            for (std::size_t i = equation.begin; i < equation.end; ++i) {
                const auto& [unknown, factor] = terms_[i];
                if (states_[unknown] == State::open)
                    row.sum.emplace_back(unknown, factor);
                else
                    row.rest = row.rest + factor * values[unknown];
            }
            std::sort(row.sum.begin(), row.sum.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
            core_.push_back(std::move(row));
        }
        std::vector<std::pair<std::size_t, Unknown>> taken;
        while (true) {
            std::size_t shortest = core_.size();
            for (std::size_t r = 0; r < core_.size(); ++r) {
                if (core_[r].is_used) continue;
                if (shortest == core_.size() || core_[r].sum.size() < core_[shortest].sum.size())
                    shortest = r;
            }
            if (shortest == core_.size()) break;
            CoreRow& row = core_[shortest];
            row.is_used = true;
            if (row.sum.empty()) {
                outcome.all_hold = outcome.all_hold && is_zero(row.rest);
                continue;
            }
            taken.emplace_back(shortest, row.sum.front().first);
            states_[row.sum.front().first] = State::solved;
            for (CoreRow& other : core_)
                if (!other.is_used) take_out(row, other);
        }
        const auto fix_as_zero = [&](Unknown unknown) {
            if (states_[unknown] != State::open) return;
            outcome.all_fixed = false;
            states_[unknown] = State::solved;
            values[unknown] = Value();
        };
        for (const Equation& equation : equations_)
            for (std::size_t i = equation.begin; i < equation.end; ++i)
                fix_as_zero(terms_[i].first);
        for (std::size_t i = taken.size(); i-- > 0;) {
            const auto& [r, unknown] = taken[i];
            Value sum = core_[r].rest;
            for (std::size_t k = 1; k < core_[r].sum.size(); ++k)
                sum = sum + core_[r].sum[k].second * values[core_[r].sum[k].first];
            values[unknown] = (Number{-1} / core_[r].sum.front().second) * sum;
            shorten_number(values[unknown]);
        }
    }

    /// Puts what one row says of its first unknown into another.
    static void take_out(const CoreRow& row, CoreRow& other) {
        const Unknown unknown = row.sum.front().first;
        const auto place = std::lower_bound(
            other.sum.begin(), other.sum.end(), unknown,
            [](const auto& entry, Unknown wanted) { return entry.first < wanted; });
        if (place == other.sum.end() || place->first != unknown) return;
        const Number multiple = Number{-1} * (place->second / row.sum.front().second);
        other.sum.erase(place);
        std::vector<std::pair<Unknown, Number>> sum;
        sum.reserve(row.sum.size() + other.sum.size());
        auto a = other.sum.begin();
        auto b = row.sum.begin() + 1;
        while (a != other.sum.end() || b != row.sum.end()) {
            if (b == row.sum.end() || (a != other.sum.end() && a->first < b->first)) {
                sum.push_back(std::move(*a++));
                continue;
            }
            Number total = multiple * b->second;
            if (a != other.sum.end() && a->first == b->first) total = total + (a++)->second;
            shorten_number(total);
            if (!is_zero(total)) sum.emplace_back(b->first, std::move(total));
            ++b;
        }
        other.sum = std::move(sum);
        other.rest = other.rest + multiple * row.rest;
        shorten_number(other.rest);
    }

    std::vector<std::pair<Unknown, Number>> terms_;
    std::vector<Equation> equations_;
    // By unknown.
    std::vector<State> states_;
    std::vector<std::size_t> uses_;       ///< equations left that have it
    std::vector<std::size_t> use_begin_;  ///< into use_; one more at the end
    std::vector<std::size_t> use_;        ///< equations
    std::vector<std::size_t> rows_;       ///< equations with one unknown open
    std::vector<Unknown> columns_;        ///< unknowns of one equation left
    std::vector<std::pair<std::size_t, Unknown>> put_off_;
    std::vector<CoreRow> core_;
};

}  // namespace brcheck
