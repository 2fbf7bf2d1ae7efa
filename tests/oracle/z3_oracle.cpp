#include "oracle/z3_oracle.hpp"

#include <algorithm>
#include <string>

namespace oracle {
namespace {

// Counted steps, so that an answer is the same on every machine.
constexpr unsigned first_limit = 400'000;
constexpr unsigned last_limit = 20'000'000;
// Sizes of a sample that are tried one by one, over all quantities of a system.
constexpr int most_splits = 600;

Answer answer_of(z3::check_result result) {
    return result == z3::sat     ? Answer::possible
           : result == z3::unsat ? Answer::impossible
                                 : Answer::unknown;
}

}  // namespace

struct Z3Oracle::Fraction {
    z3::expr top;
    z3::expr bottom;
};

Selection Selection::all(const System& system) {
    return {std::vector<bool>(system.quantities.size(), true),
            std::vector<bool>(system.relations.size(), true)};
}

Z3Oracle::Z3Oracle(bool always_incremental)
    : always_incremental_(always_incremental),
      solver_(context_, z3::solver::simple()),
      facts_(context_) {
    solver_.set("rlimit", first_limit);
    solver_.push();
}

z3::expr Z3Oracle::number(const Number& value) {
    return context_.real_val(value.get_str().c_str());
}

z3::expr Z3Oracle::fresh() {
    return context_.real_const(("t" + std::to_string(fresh_count_++)).c_str());
}

void Z3Oracle::assert_now(const z3::expr& fact) {
    facts_.push_back(fact);
    solver_.add(fact);
}

z3::expr Z3Oracle::compare(const z3::expr& left, Comparison comparison, const z3::expr& right) {
    switch (comparison) {
        case Comparison::equal: return left == right;
        case Comparison::less: return left < right;
        case Comparison::less_equal: return left <= right;
        case Comparison::greater: return left > right;
        case Comparison::greater_equal: return left >= right;
    }
    return left == right;
}

z3::expr Z3Oracle::multiply(const z3::expr& a, const z3::expr& b) {
    if (!a.simplify().is_numeral() && !b.simplify().is_numeral()) is_linear_ = false;
    return a * b;
}

/// The quotient as one more unknown: q * bottom = top, bottom not 0.
z3::expr Z3Oracle::encode_quotient(const z3::expr& top, const z3::expr& bottom) {
    const z3::expr divisor = bottom.simplify();
    if (divisor.is_numeral()) {
        assert_now(divisor != 0);
        if (divisor.get_decimal_string(1) != "0") return top / divisor;
        return fresh();
    }
    const z3::expr quotient = fresh();
    assert_now(divisor != 0);
    is_linear_ = false;
    assert_now(quotient * divisor == top);
    return quotient;
}

Z3Oracle::Fraction Z3Oracle::encode_fraction(const Term& term) {
    const auto argument = [&](std::size_t i) { return encode(*term.arguments[i]); };
    switch (term.op) {
        case Op::divide:
        case Op::share:
        case Op::ratio: return {argument(0), argument(1)};
        case Op::growth: {
            const z3::expr old = argument(1);
            return {argument(0) - old, old};
        }
        case Op::index: return {100 * argument(0), argument(1)};
        case Op::weighted: {
            z3::expr top = number(0);
            z3::expr bottom = number(0);
            for (std::size_t i = 0; i < term.arguments.size(); i += 2) {
                const z3::expr weight = argument(i + 1);
                assert_now(weight >= 0);
                top = top + multiply(argument(i), weight);
                bottom = bottom + weight;
            }
            return {top, bottom};
        }
        default: return {encode(term), number(1)};
    }
}

z3::expr Z3Oracle::encode(const Term& term) {
    const auto argument = [&](std::size_t i) { return encode(*term.arguments[i]); };
    switch (term.op) {
        case Op::literal: return number(term.literal.value());
        case Op::quantity: return values_[term.quantity];
        case Op::negate: return -argument(0);
        case Op::add: return argument(0) + argument(1);
        case Op::subtract:
        case Op::change:
        case Op::points: return argument(0) - argument(1);
        case Op::multiply: return multiply(argument(0), argument(1));
        case Op::power: {
            const z3::expr base = argument(0);
            z3::expr out = base;
            for (unsigned i = 1; i < term.exponent; ++i) out = multiply(out, base);
            return out;
        }
        case Op::sum:
        case Op::mean: {
            z3::expr total = argument(0);
            for (std::size_t i = 1; i < term.arguments.size(); ++i) total = total + argument(i);
            const auto size = static_cast<long>(term.arguments.size());
            return term.op == Op::sum ? total : total * number(Number(1) / size);
        }
        case Op::min:
        case Op::max: {
            z3::expr best = argument(0);
            for (std::size_t i = 1; i < term.arguments.size(); ++i) {
                const z3::expr next = argument(i);
                best = z3::ite(term.op == Op::min ? next < best : next > best, next, best);
            }
            return best;
        }
        case Op::abs: {
            const z3::expr value = argument(0);
            return z3::ite(value < 0, -value, value);
        }
        case Op::cagr: {
            const z3::expr old = argument(1);
            const z3::expr factor = fresh();
            z3::expr power = factor;
            for (unsigned i = 1; i < term.exponent; ++i) power = power * factor;
            assert_now(factor >= 0);
            assert_now(old != 0);
            is_linear_ = false;
            assert_now(power * old == argument(0));
            return factor - 1;
        }
        default: {
            const Fraction fraction = encode_fraction(term);
            return encode_quotient(fraction.top, fraction.bottom);
        }
    }
}

z3::expr Z3Oracle::encode_comparison(const Term& left, Comparison comparison, const Term& right,
                                     const std::optional<Tolerance>& tolerance) {
    if (tolerance) {
        const Number amount = tolerance->amount.value();
        const bool relative = tolerance->is_relative();
        const z3::expr leeway = fresh();
        assert_now(leeway >= number(relative ? Number(1 - amount) : Number(-amount)));
        assert_now(leeway <= number(relative ? Number(1 + amount) : amount));
        const z3::expr value = encode(left);
        return compare(relative ? multiply(value, leeway) : value + leeway, comparison, encode(right));
    }
    if (comparison != Comparison::equal) return compare(encode(left), comparison, encode(right));
    // Cross products: no quotient as another unknown.
    const Fraction a = encode_fraction(left);
    const Fraction b = encode_fraction(right);
    assert_now(a.bottom != 0);
    assert_now(b.bottom != 0);
    return multiply(a.top, b.bottom) == multiply(b.top, a.bottom);
}

void Z3Oracle::state(const System& system, const Selection& selection) {
    solver_.pop();
    solver_.push();
    facts_.resize(0);
    values_.clear();
    splits_.clear();
    has_whole_ = false;
    is_linear_ = true;
    fresh_count_ = 0;
    for (std::size_t i = 0; i < system.quantities.size(); ++i) {
        const Quantity& quantity = system.quantities[i];
        const Ends ends = selection.figures[i] ? quantity.ends() : Ends{};
        if (ends.is_point() && (!quantity.whole || ends.low->get_den() == 1)) {
            values_.push_back(number(*ends.low));
            continue;
        }
        const std::string name = (quantity.whole ? "k" : "x") + std::to_string(i);
        if (quantity.whole) {
            const z3::expr variable = context_.int_const(name.c_str());
            has_whole_ = true;
            values_.push_back(z3::to_real(variable));
            if (ends.low && ends.high && *ends.high - *ends.low < 64) {
                const mpz_class low = mpz_class(ends.low->get_num() / ends.low->get_den()) - 1;
                const mpz_class high = mpz_class(ends.high->get_num() / ends.high->get_den()) + 1;
                splits_.push_back({variable, low.get_si(), high.get_si()});
            }
        } else {
            values_.push_back(context_.real_const(name.c_str()));
        }
        if (ends.low) {
            const z3::expr low = number(*ends.low);
            assert_now(ends.low_open ? values_[i] > low : values_[i] >= low);
        }
        if (ends.high) {
            const z3::expr high = number(*ends.high);
            assert_now(ends.high_open ? values_[i] < high : values_[i] <= high);
        }
    }
    for (std::size_t i = 0; i < system.quantities.size(); ++i) {
        if (!system.quantities[i].definition) continue;
        Term self;
        self.op = Op::quantity;
        self.quantity = i;
        assert_now(encode_comparison(self, Comparison::equal, *system.quantities[i].definition,
                                     std::nullopt));
    }
    for (std::size_t r = 0; r < system.relations.size(); ++r) {
        if (!selection.relations[r]) continue;
        const Relation& relation = system.relations[r];
        for (std::size_t i = 0; i < relation.comparisons.size(); ++i)
            assert_now(encode_comparison(*relation.sides[i], relation.comparisons[i],
                                         *relation.sides[i + 1], relation.tolerance));
    }
}

Answer Z3Oracle::ask(const System& system, const Selection& selection) {
    state(system, selection);
    return ask();
}

Answer Z3Oracle::ask(const std::vector<Bound>& bounds, bool all) {
    ++queries_;
    z3::expr_vector extra(context_);
    for (const Bound& bound : bounds)
        extra.push_back(compare(values_[bound.quantity], bound.comparison, number(bound.value)));
    if (!all && !extra.empty()) {
        const z3::expr either = z3::mk_or(extra);
        extra.resize(0);
        extra.push_back(either);
    }
    Answer answer = Answer::unknown;
    // With products of reals it may run on for minutes and heed no limit.
    if (is_linear_ || has_whole_ || always_incremental_) {
        solver_.push();
        for (const z3::expr& fact : extra) solver_.add(fact);
        answer = answer_of(solver_.check());
        solver_.pop();
    }
    if (answer == Answer::unknown) answer = ask_otherwise(extra);
    if (answer == Answer::unknown) ++unknowns_;
    return answer;
}

Answer Z3Oracle::ask_otherwise(const z3::expr_vector& extra) {
    z3::expr_vector facts(context_);
    for (const z3::expr& fact : facts_) facts.push_back(fact);
    for (const z3::expr& fact : extra) facts.push_back(fact);
    int budget = most_splits;
    return ask_split(std::move(facts), 0, budget);
}

/// Whole numbers of which there are few are tried one by one: what they multiply is then linear.
Answer Z3Oracle::ask_split(z3::expr_vector facts, std::size_t next, int& budget) {
    if (next == splits_.size()) return budget-- > 0 ? ask_once(facts) : Answer::unknown;
    const WholeRange& range = splits_[next];
    Answer worst = Answer::impossible;
    z3::expr_vector from(context_);
    from.push_back(range.variable);
    for (long value = range.low; value <= range.high; ++value) {
        z3::expr_vector to(context_);
        to.push_back(context_.int_val(static_cast<std::int64_t>(value)));
        z3::expr_vector changed(context_);
        for (z3::expr fact : facts) changed.push_back(fact.substitute(from, to).simplify());
        const Answer answer = ask_split(std::move(changed), next + 1, budget);
        if (answer == Answer::possible) return answer;
        if (answer == Answer::unknown) worst = answer;
    }
    return worst;
}

Answer Z3Oracle::ask_once(const z3::expr_vector& facts) {
    const auto ask_with = [&](z3::solver solver) {
        z3::params limit(context_);
        limit.set("rlimit", last_limit);
        solver.set(limit);
        for (const z3::expr& fact : facts) solver.add(fact);
        try {
            return answer_of(solver.check());
        } catch (const z3::exception&) {  // a tactic that gives up
            return Answer::unknown;
        }
    };
    if (!has_whole_) {
        const Answer answer = ask_with(
            (z3::tactic(context_, "simplify") & z3::tactic(context_, "purify-arith") &
             z3::tactic(context_, "elim-term-ite") & z3::tactic(context_, "solve-eqs") &
             z3::tactic(context_, "simplify") &
             z3::tactic(context_, "qfnra-nlsat")).mk_solver());
        if (answer != Answer::unknown) return answer;
    }
    return ask_with(z3::solver(context_));
}

}  // namespace oracle
