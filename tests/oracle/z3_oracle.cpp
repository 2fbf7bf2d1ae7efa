#include "oracle/z3_oracle.hpp"

#include <algorithm>
#include <string>

namespace oracle {
namespace {

// Counted steps, so that an answer is the same on every machine.
constexpr unsigned first_limit = 400'000;
constexpr unsigned last_limit = 20'000'000;
constexpr unsigned first_limit_whole = 20'000;
constexpr unsigned last_limit_whole = 300'000;
// Some of its algebra counts no steps and may not end: one system in some 4,000.
constexpr unsigned most_milliseconds = 20'000;
// Values of whole numbers that are tried one by one: of all quantities together, of one without ends.
constexpr int most_splits = 1'000;
constexpr long most_values = 300;

Answer answer_of(z3::check_result result) {
    return result == z3::sat     ? Answer::possible
           : result == z3::unsat ? Answer::impossible
                                 : Answer::unknown;
}

}  // namespace

Selection Selection::all(const System& system) {
    return {std::vector<bool>(system.quantities.size(), true),
            std::vector<bool>(system.relations.size(), true)};
}

Z3Oracle::Z3Oracle(bool always_incremental)
    : always_incremental_(always_incremental),
      solver_(context_, z3::solver::simple()),
      split_solver_(context_, z3::solver::simple()),
      facts_(context_) {
    for (z3::solver* const solver : {&solver_, &split_solver_}) {
        solver->set("rlimit", first_limit);
        solver->set("timeout", most_milliseconds);
    }
    // Their own calls of nlsat, on equations that nobody solved before, may not end at all.
    solver_.set("arith.nl.nra", always_incremental);
    split_solver_.set("arith.nl.nra", false);
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
    if (!a.simplify().is_numeral() && !b.simplify().is_numeral()) {
        is_linear_ = false;
        mark_factors(a);
        mark_factors(b);
    }
    return a * b;
}

/// The whole quantities in a factor: with values for them the product is linear.
void Z3Oracle::mark_factors(const z3::expr& part) {
    for (std::size_t i = 0; i < wholes_.size(); ++i)
        if (z3::eq(part, wholes_[i].variable)) is_factor_[i] = true;
    for (unsigned i = 0; i < part.num_args(); ++i) mark_factors(part.arg(i));
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
    assert_now(multiply(quotient, divisor) == top);
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
        case Op::sqrt: {
            const z3::expr root = fresh();
            assert_now(root >= 0);
            is_linear_ = false;
            assert_now(root * root == argument(0));
            return root;
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
    for (const auto& [self, other] : {std::pair(&left, &right), std::pair(&right, &left)})
        if (const auto linear = encode_as_ratio(*self, *other)) return *linear;
    // Cross products: no quotient as another unknown.
    const Fraction a = encode_fraction(left);
    const Fraction b = encode_fraction(right);
    assert_now(a.bottom != 0);
    assert_now(b.bottom != 0);
    return multiply(a.top, b.bottom) == multiply(b.top, a.bottom);
}

namespace {

bool contains_whole(const z3::expr& e) {
    if (e.is_int() && e.is_const() && !e.is_numeral()) return true;
    for (unsigned i = 0; i < e.num_args(); ++i)
        if (contains_whole(e.arg(i))) return true;
    return false;
}

void count_uses(const Term& term, std::vector<unsigned>& uses) {
    if (term.op == Op::quantity) ++uses[term.quantity];
    for (const TermRef& argument : term.arguments) count_uses(*argument, uses);
}

}  // namespace

/// rate = top / bottom or rate * bottom = top, the rate standing nowhere else, and whole numbers in
/// top or bottom: what the ends of the rate allow is linear in top and bottom, once the sign of the
/// bottom is known. Z3 cannot do much with products of whole numbers.
std::optional<z3::expr> Z3Oracle::encode_as_ratio(const Term& self, const Term& other) {
    const auto is_rate = [&](const Term& term) {
        return term.op == Op::quantity && uses_[term.quantity] == 1 &&
               !values_[term.quantity].is_numeral() && !contains_whole(values_[term.quantity]);
    };
    const Term* rate = &self;
    const bool is_product = self.op == Op::multiply;
    const Term* factor = nullptr;
    if (is_product) {
        const bool first = is_rate(*self.arguments[0]);
        rate = self.arguments[first ? 0 : 1].get();
        factor = self.arguments[first ? 1 : 0].get();
    }
    if (!is_rate(*rate)) return std::nullopt;
    const Fraction fraction =
        is_product ? Fraction{encode(other), encode(*factor)} : encode_fraction(other);
    if (!contains_whole(fraction.bottom) && !contains_whole(fraction.top)) {
        // The same without the detour: rate * bottom = top.
        if (!is_product) assert_now(fraction.bottom != 0);
        return multiply(values_[rate->quantity], fraction.bottom) == fraction.top;
    }
    ratios_[rate->quantity] = fraction;
    const Ends& ends = ends_[rate->quantity];
    if (ends.low)
        assert_now(compare_ratio(
            fraction, ends.low_open ? Comparison::greater : Comparison::greater_equal, *ends.low));
    if (ends.high)
        assert_now(compare_ratio(
            fraction, ends.high_open ? Comparison::less : Comparison::less_equal, *ends.high));
    return is_product ? fraction.bottom != 0 || fraction.top == 0 : fraction.bottom != 0;
}

/// top / bottom comparison value, or bottom = 0.
z3::expr Z3Oracle::compare_ratio(const Fraction& ratio, Comparison comparison,
                                 const Number& value) {
    const auto mirrored = [&] {
        switch (comparison) {
            case Comparison::less: return Comparison::greater;
            case Comparison::less_equal: return Comparison::greater_equal;
            case Comparison::greater: return Comparison::less;
            case Comparison::greater_equal: return Comparison::less_equal;
            case Comparison::equal: break;
        }
        return Comparison::equal;
    };
    const z3::expr product = ratio.bottom * number(value);
    return (ratio.bottom > 0 && compare(ratio.top, comparison, product)) ||
           (ratio.bottom < 0 && compare(ratio.top, mirrored(), product)) || ratio.bottom == 0;
}

void Z3Oracle::add_whole(const z3::expr& variable, const Quantity& quantity, const Ends& ends) {
    WholeValues tried{variable, {}, false};
    if (ends.low && ends.high && *ends.high - *ends.low < 64) {
        tried.all = true;
        const mpz_class low = mpz_class(ends.low->get_num() / ends.low->get_den()) - 1;
        const mpz_class high = mpz_class(ends.high->get_num() / ends.high->get_den()) + 1;
        for (long value = low.get_si(); value <= high.get_si(); ++value)
            tried.values.push_back(value);
    } else if (!ends.low && !ends.high) {
        // Near what it was before a slip is a good guess; nothing says that it is above 0.
        const long truth = quantity.truth.get_num().get_si();
        for (long step = 0; step <= 20; ++step) {
            tried.values.push_back(truth + step);
            if (step > 0) tried.values.push_back(truth - step);
        }
        for (long value = 1; value <= most_values; ++value) {
            tried.values.push_back(value);
            tried.values.push_back(-value);
        }
    } else {
        return;
    }
    wholes_.push_back(std::move(tried));
    is_factor_.push_back(false);
}

void Z3Oracle::state(const System& system, const Selection& selection) {
    solver_.pop();
    solver_.push();
    facts_.resize(0);
    values_.clear();
    wholes_.clear();
    is_factor_.clear();
    has_whole_ = false;
    is_linear_ = true;
    fresh_count_ = 0;
    ends_.clear();
    ratios_.assign(system.quantities.size(), std::nullopt);
    uses_.assign(system.quantities.size(), 0);
    for (const Quantity& quantity : system.quantities)
        if (quantity.definition) count_uses(*quantity.definition, uses_);
    for (std::size_t r = 0; r < system.relations.size(); ++r)
        if (selection.relations[r])
            for (const TermRef& side : system.relations[r].sides) count_uses(*side, uses_);
    for (std::size_t i = 0; i < system.quantities.size(); ++i) {
        const Quantity& quantity = system.quantities[i];
        const Ends ends = selection.figures[i] ? quantity.ends() : Ends{};
        ends_.push_back(ends);
        // Derived quantities stand in their definition, too.
        if (quantity.definition) ++uses_[i];
        if (ends.is_point() && (!quantity.whole || ends.low->get_den() == 1)) {
            values_.push_back(number(*ends.low));
            continue;
        }
        const std::string name = (quantity.whole ? "k" : "x") + std::to_string(i);
        if (quantity.whole) {
            const z3::expr variable = context_.int_const(name.c_str());
            has_whole_ = true;
            values_.push_back(z3::to_real(variable));
            add_whole(variable, quantity, ends);
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
    for (const Bound& bound : bounds) {
        z3::expr fact = compare(values_[bound.quantity], bound.comparison, number(bound.value));
        if (const auto& ratio = ratios_[bound.quantity])
            fact = fact && compare_ratio(*ratio, bound.comparison, bound.value);
        extra.push_back(fact);
    }
    if (!all && !extra.empty()) {
        const z3::expr either = z3::mk_or(extra);
        extra.resize(0);
        extra.push_back(either);
    }
    Answer answer = Answer::unknown;
    // With products it may run on for minutes and heed no limit.
    if (is_linear_ || always_incremental_) {
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
    const bool is_split = std::find(is_factor_.begin(), is_factor_.end(), true) != is_factor_.end();
    if (!is_split) return ask_without_push(facts, last_limit);
    Answer answer = ask_without_push(facts, first_limit_whole);
    if (answer == Answer::unknown) answer = ask_split(facts, 0, budget);
    return answer == Answer::unknown ? ask_without_push(facts, last_limit_whole) : answer;
}

Answer Z3Oracle::ask_split(const z3::expr_vector& facts, std::size_t next, int& budget) {
    while (next < wholes_.size() && !is_factor_[next]) ++next;
    if (next == wholes_.size()) return budget-- > 0 ? ask_once(facts) : Answer::unknown;
    const WholeValues& whole = wholes_[next];
    Answer worst = whole.all ? Answer::impossible : Answer::unknown;
    z3::expr_vector from(context_);
    from.push_back(whole.variable);
    for (const long value : whole.values) {
        if (budget <= 0) return Answer::unknown;
        z3::expr_vector to(context_);
        to.push_back(context_.int_val(static_cast<std::int64_t>(value)));
        z3::expr_vector changed(context_);
        bool is_refuted = false;
        for (z3::expr fact : facts) {
            changed.push_back(fact.substitute(from, to).simplify());
            is_refuted = is_refuted || changed.back().is_false();
        }
        if (is_refuted) continue;
        const Answer answer = ask_split(changed, next + 1, budget);
        if (answer == Answer::possible) return answer;
        if (answer == Answer::unknown) worst = answer;
    }
    return worst;
}

/// Mostly linear by now.
Answer Z3Oracle::ask_once(const z3::expr_vector& facts) {
    split_solver_.push();
    for (const z3::expr& fact : facts) split_solver_.add(fact);
    const Answer answer = answer_of(split_solver_.check());
    split_solver_.pop();
    return answer;
}

Answer Z3Oracle::ask_without_push(const z3::expr_vector& facts, unsigned steps) {
    const auto ask_with = [&](z3::solver solver) {
        z3::params limit(context_);
        limit.set("rlimit", steps);
        limit.set("timeout", most_milliseconds);
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
             z3::tactic(context_, "simplify") & z3::tactic(context_, "qfnra-nlsat"))
                .mk_solver());
        if (answer != Answer::unknown) return answer;
    }
    return ask_with(z3::solver(context_));
}

}  // namespace oracle
