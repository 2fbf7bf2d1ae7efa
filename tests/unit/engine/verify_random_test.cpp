// No refutation of a system that has a solution is ever accepted, whatever it says: true steps with
// a false end, steps of a wrong system that looks alike, and proofs with one thing changed.
#include "brcheck/engine/verify.hpp"
#include "engine/propagate.hpp"
#include "support/proofs.hpp"

#include <random>

namespace brcheck {
namespace {

using testing::report_of;

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    // 0 .. sides - 1, the same on every machine.
    std::uint32_t roll(std::size_t sides) {
        return static_cast<std::uint32_t>(engine_() % sides);
    }
    bool in(std::uint32_t sides) { return roll(sides) == 0; }

private:
    std::mt19937 engine_;
};

// The members of a report that holds for `truth`, and of the same report with one figure moved.
struct Sample {
    std::vector<Rational> truth;
    std::string figures;
    std::string moved_figures;
    std::string relations;
};

std::string name_of(std::size_t v) { return std::string(1, static_cast<char>('a' + v)); }

std::string range_text(Dice& dice, const Rational& truth, std::int64_t shift) {
    const std::int64_t below = dice.roll(3);
    const std::int64_t above = dice.roll(3);
    const auto end = [&](const Integer& whole, std::int64_t quarters) {
        const Rational value = Rational(whole) + Rational(Integer(quarters), Integer(4));
        return format_decimal(value, 4, Toward::nearest);
    };
    std::string out = R"({"range": {"low": ")" + end(truth.floor(), shift * 4 - below) +
                      R"(", "high": ")" + end(truth.ceiling(), shift * 4 + above) + "\"";
    if (below > 0 && dice.in(2)) out += R"(, "low_open": true)";
    if (above > 0 && dice.in(2)) out += R"(, "high_open": true)";
    out += "}";
    if (truth.is_integer() && dice.in(4) && shift * 4 - below <= 0) out += R"(, "whole": true)";
    return out + "}";
}

Sample make_sample(Dice& dice) {
    Sample sample;
    const auto number = [&] {
        return Rational(Integer(std::int64_t{dice.roll(25)} - 12), Integer(dice.in(2) ? 2 : 1));
    };
    for (int i = 0; i < 3; ++i) sample.truth.push_back(number());
    struct Side {
        std::string text;
        Rational value;
    };
    const auto side = [&]() -> Side {
        const std::size_t i = dice.roll(sample.truth.size());
        const std::size_t k = dice.roll(sample.truth.size());
        const Rational& x = sample.truth[i];
        const Rational& y = sample.truth[k];
        const std::string a = name_of(i);
        const std::string b = name_of(k);
        switch (dice.roll(7)) {
            case 0: return {a + " + " + b, x + y};
            case 1: return {a + " - " + b, x - y};
            case 2: return {a + " * " + b, x * y};
            case 3:
                if (!y.is_zero()) return {a + " / " + b, x / y};
                return {"2 * " + a, Rational(2) * x};
            case 4: return {a + " * " + a + " - " + b, x * x - y};
            case 5: return {"max(" + a + ", " + b + ")", std::max(x, y)};
            default: return {a, x};
        }
    };
    const std::size_t count = 2 + dice.roll(3);
    for (std::size_t r = 0; r < count; ++r) {
        const Side left = side();
        std::string text;
        if (dice.in(2) && sample.truth.size() < 7) {
            text = name_of(sample.truth.size()) + " = " + left.text;
            sample.truth.push_back(left.value);
        } else {
            const Side right = side();
            const bool is_less = left.value < right.value;
            text = left.text +
                   (left.value == right.value ? (dice.in(2) ? " = " : " <= ")
                    : is_less                 ? (dice.in(2) ? " < " : " <= ")
                                              : (dice.in(2) ? " > " : " >= ")) +
                   right.text;
        }
        sample.relations += (r > 0 ? ", \"" : "\"") + std::string("r") + name_of(r) + "\": \"" +
                            text + "\"";
    }
    const std::size_t moved = dice.roll(sample.truth.size());
    for (std::size_t v = 0; v < sample.truth.size(); ++v) {
        const std::string key = (v > 0 ? ", \"" : "\"") + name_of(v) + "\": ";
        const bool is_unknown = dice.in(4) && v != moved;
        const std::string figure =
            is_unknown ? R"({"unknown": true})" : range_text(dice, sample.truth[v], 0);
        sample.figures += key + figure;
        sample.moved_figures +=
            key + (v == moved ? range_text(dice, sample.truth[v], dice.in(2) ? 3 : -3) : figure);
    }
    return sample;
}

class Forger {
public:
    Forger(const Report& report, Dice& dice)
        : report_(report), dice_(dice), network_(report), reviser_(network_) {
        for (const Quantity& quantity : report.quantities) {
            const Interval factor(quantity.unit.factor());
            box_.push_back(quantity.whole ? round_to_whole(quantity.interval / factor) * factor
                                          : quantity.interval);
        }
    }

    Refutation forge() {
        Refutation out = testing::Prover{report_}.refutation({});
        out.steps = branch(8);
        return out;
    }

    Polynomial any_polynomial() {
        const Polynomial x = Polynomial::variable(any_quantity());
        switch (dice_.roll(6)) {
            case 0: return x;
            case 1: return -x;
            case 2: return Polynomial(Rational(-1));
            case 3: return x * x;
            case 4: return Polynomial(Rational(Integer(std::int64_t{dice_.roll(5)}), Integer(2)));
            default: return Polynomial(Rational(1));
        }
    }
    VariableIndex any_quantity() { return dice_.roll(report_.quantities.size()); }
    ProofSource any_source() {
        const auto kind = static_cast<ProofSource::Kind>(dice_.roll(7));
        const bool is_relation = kind == ProofSource::Kind::relation;
        return {kind, is_relation ? dice_.roll(report_.relations.size()) : any_quantity(), 0};
    }

private:
    std::vector<ProofStep> branch(int budget) {
        std::vector<ProofStep> steps;
        const std::vector<Interval> box_before = box_;
        const std::size_t facts_before = facts_.size();
        bool ended = false;
        while (!ended && budget-- > 0) {
            const std::uint32_t kind = dice_.roll(10);
            if (kind < 5)
                ended = add_narrow(steps);
            else if (kind < 7)
                ended = add_fact(steps);
            else if (kind < 8)
                ended = add_round(steps);
            else if (kind < 9 && budget > 2)
                ended = add_split(steps, budget / 2);
            else if (budget > 2)
                ended = add_cases(steps, budget / 2);
        }
        if (!ended && dice_.in(2)) add_false_end(steps);
        box_ = box_before;
        facts_.resize(facts_before);
        return steps;
    }

    bool add_narrow(std::vector<ProofStep>& steps) {
        const auto constraints = network_.constraints();
        const Constraint& constraint = constraints[dice_.roll(constraints.size())];
        const auto& narrowings = reviser_.revise(constraint, box_);
        if (narrowings.empty()) return false;
        const auto& chosen = narrowings[dice_.roll(narrowings.size())];
        ProofStep step;
        step.source = {ProofSource::Kind::relation, constraint.index, constraint.comparison};
        step.quantity = chosen.variable;
        step.interval = reviser_.impossible() ? Interval::empty() : chosen.after;
        if (!step.interval.is_empty()) {
            if (dice_.in(4) && step.interval.has_low())
                step.interval = Interval::at_least(step.interval.low(), step.interval.low_open());
            Interval& own = box_[step.quantity];
            own = intersect(own, step.interval);
        }
        steps.push_back(step);
        return step.interval.is_empty();
    }

    bool add_fact(std::vector<ProofStep>& steps) {
        ProofStep step;
        step.kind = ProofStep::Kind::fact;
        Polynomial sum;
        bool any_strict = false;
        bool all_zero = true;
        for (std::uint32_t i = 0; i < 1 + dice_.roll(3); ++i) {
            const ProofSource source = any_source();
            const auto fact = fact_of(source, report_, box_, facts_);
            if (!fact) continue;
            const Polynomial multiplier = any_polynomial();
            sum = sum + multiplier * fact->polynomial;
            any_strict = any_strict || fact->sign == Sign::positive;
            all_zero = all_zero && fact->sign == Sign::zero;
            step.terms.push_back({source, multiplier});
        }
        step.fact = {sum, all_zero     ? Sign::zero
                          : any_strict ? Sign::positive
                                       : Sign::nonnegative};
        const Polynomial divisor = any_polynomial();
        if (!divisor.is_zero() && dice_.in(2))
            if (const auto quotient = divide_exact(sum, divisor)) {
                step.fact.polynomial = *quotient;
                step.factor = divisor;
            }
        facts_.push_back(step.fact);
        steps.push_back(step);
        return !may_hold(step.fact, box_);
    }

    bool add_round(std::vector<ProofStep>& steps) {
        const ProofSource source = any_source();
        const auto fact = fact_of(source, report_, box_, facts_);
        const auto rounded = fact ? rounded_to_whole(*fact, report_) : std::nullopt;
        if (!rounded) return false;
        ProofStep step;
        step.kind = ProofStep::Kind::round;
        step.fact = rounded->fact;
        step.terms = {{source, Polynomial(rounded->multiplier)}};
        facts_.push_back(step.fact);
        steps.push_back(step);
        return !may_hold(step.fact, box_);
    }

    bool add_split(std::vector<ProofStep>& steps, int budget) {
        ProofStep step;
        step.kind = ProofStep::Kind::split;
        step.quantity = any_quantity();
        step.at = Rational(Integer(std::int64_t{dice_.roll(21)} - 10), Integer(2));
        const Interval whole = box_[step.quantity];
        for (const bool is_below : {true, false}) {
            box_[step.quantity] = intersect(whole, is_below ? Interval::at_most(step.at)
                                                            : Interval::at_least(step.at, true));
            if (!box_[step.quantity].is_empty())
                (is_below ? step.below : step.above) = branch(budget);
        }
        box_[step.quantity] = whole;
        steps.push_back(step);
        return true;
    }

    bool add_cases(std::vector<ProofStep>& steps, int budget) {
        ProofStep step;
        step.kind = ProofStep::Kind::cases;
        Polynomial& p = step.fact.polynomial;
        p = dice_.in(4)
                ? any_polynomial()
                : Polynomial::variable(any_quantity()) - Polynomial::variable(any_quantity());
        for (const bool is_below : {true, false}) {
            facts_.push_back(is_below ? PolynomialFact{-p, Sign::nonnegative}
                                      : PolynomialFact{p, Sign::positive});
            if (may_hold(facts_.back(), box_))
                (is_below ? step.below : step.above) = branch(budget);
            facts_.pop_back();
        }
        steps.push_back(step);
        return true;
    }

    void add_false_end(std::vector<ProofStep>& steps) {
        ProofStep step;
        step.source = any_source();
        step.quantity = any_quantity();
        step.interval = Interval::empty();
        if (dice_.in(2)) {
            step.kind = ProofStep::Kind::fact;
            step.fact = {Polynomial(Rational(-1)), static_cast<Sign>(dice_.roll(3))};
            step.factor = any_polynomial();
            if (const auto fact = fact_of(step.source, report_, box_, facts_);
                fact && !fact->polynomial.is_zero()) {
                step.factor = dice_.in(2) ? fact->polynomial : -fact->polynomial;
                const Rational sign(step.factor == fact->polynomial ? -1 : 1);
                step.terms = {{step.source, Polynomial(sign)}};
            }
        }
        steps.push_back(step);
    }

    const Report& report_;
    Dice& dice_;
    Network network_;
    Reviser reviser_;
    std::vector<Interval> box_;
    std::vector<PolynomialFact> facts_;
};

// One thing of one step changed.
void mutate(Refutation& refutation, Forger& forger, Dice& dice) {
    auto* steps = &refutation.steps;
    if (steps->empty()) return;
    ProofStep* step = &(*steps)[dice.roll(steps->size())];
    while (has_branches(step->kind) && !dice.in(3)) {
        steps = dice.in(2) ? &step->below : &step->above;
        if (steps->empty()) break;
        step = &(*steps)[dice.roll(steps->size())];
    }
    switch (dice.roll(10)) {
        case 8:
            step->kind = static_cast<ProofStep::Kind>(dice.roll(5));
            break;
        case 0: step->interval = Interval::empty(); break;
        case 1: step->quantity = forger.any_quantity(); break;
        case 2: step->source = forger.any_source(); break;
        case 3: step->fact.sign = static_cast<Sign>(dice.roll(3)); break;
        case 4: step->factor = forger.any_polynomial(); break;
        case 5: step->fact.polynomial = forger.any_polynomial(); break;
        case 6: step->at = step->at + Rational(1); break;
        case 7:
            if (!step->terms.empty()) step->terms.front().source = forger.any_source();
            break;
        default:
            if (!steps->empty()) steps->pop_back();
            break;
    }
}

TEST_CASE("no refutation of a report that can be true is accepted") {
    Dice dice(20260131);
    std::size_t tried = 0;
    std::size_t proved = 0;
    for (int round = 0; round < 1000; ++round) {
        const Sample sample = make_sample(dice);
        const Report feasible = report_of(sample.figures, "", sample.relations);
        Witness witness;
        witness.values = sample.truth;
        REQUIRE_FALSE(verify(witness, feasible, std::vector<bool>(feasible.relations.size(), true)));
        const Report moved = report_of(sample.moved_figures, "", sample.relations);
        const bool has_no_sample_solution =
            verify(witness, moved, std::vector<bool>(moved.relations.size(), true)).has_value();
        const auto expect_refused = [&](const Refutation& refutation) {
            ++tried;
            if (verify(refutation, feasible)) return;
            FAIL("accepted for " << sample.figures << "\n" << sample.relations);
        };
        for (int i = 0; i < 10; ++i) {
            Refutation own = Forger(feasible, dice).forge();
            expect_refused(own);
            Forger forger(moved, dice);
            Refutation other = forger.forge();
            expect_refused(other);
            if (!verify(other, moved)) {
                ++proved;
                CHECK(has_no_sample_solution);
            }
            for (int k = 0; k < 4; ++k) {
                Refutation changed = k % 2 == 0 ? own : other;
                for (int m = 0; m <= k / 2; ++m) mutate(changed, forger, dice);
                expect_refused(changed);
            }
        }
    }
    // The forger finds true proofs where there are any, so that the refusals mean something.
    CHECK(tried == 60'000);
    CHECK(proved > 1000);
}

}  // namespace
}  // namespace brcheck
