#include "brcheck/engine/verify.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_nested = 1000;

Interval keep_whole(const Quantity& quantity, const Interval& interval) {
    if (!quantity.whole || interval.is_empty()) return interval;
    const Interval factor(quantity.unit.factor());
    return round_to_whole(interval / factor) * factor;
}

bool names(const Expression& expression, VariableIndex quantity) {
    const auto variables = expression.variables();
    return std::binary_search(variables.begin(), variables.end(), quantity);
}

class RefutationCheck {
public:
    RefutationCheck(const Refutation& refutation, const Report& report)
        : refutation_(refutation), report_(report), box_(report.quantities.size()) {}

    std::optional<ProofError> run() {
        const auto is_list = [](const auto& list, std::size_t size) {
            return std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) ==
                       list.end() &&
                   (list.empty() || list.back() < size);
        };
        if (!is_list(refutation_.relations, report_.relations.size()) ||
            !is_list(refutation_.figures, report_.quantities.size()))
            return ProofError{"", "its lists of relations and figures are not those of the report"};
        bool ended = false;
        for (const VariableIndex figure : refutation_.figures) {
            const Quantity& quantity = report_.quantities[figure];
            box_[figure] = keep_whole(quantity, quantity.interval);
            ended = ended || box_[figure].is_empty();
        }
        return check_branch(refutation_.steps, "", 0, ended);
    }

private:
    /// Leaves the box and the facts as they were.
    std::optional<ProofError> check_branch(const std::vector<ProofStep>& steps,
                                           const std::string& place, std::size_t depth,
                                           bool ended) {
        if (depth > most_nested) return ProofError{place, "splits are nested too deep"};
        const std::size_t facts_before = facts_.size();
        const std::size_t changes_before = changes_.size();
        divisors_.reset();
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const std::string here = place + "step " + std::to_string(i + 1);
            if (has_branches(steps[i].kind)) {
                auto error = steps[i].kind == ProofStep::Kind::split
                                 ? check_split(steps[i], here, depth)
                                 : check_cases(steps[i], here, depth);
                if (error) return error;
                ended = true;
                continue;
            }
            bool contradicts = false;
            const std::string reason = check_step(steps[i], contradicts);
            if (!reason.empty()) return ProofError{here, reason};
            ended = ended || contradicts;
        }
        if (!ended) return ProofError{place + "the end", "nothing is contradicted there"};
        facts_.resize(facts_before);
        for (; changes_.size() > changes_before; changes_.pop_back())
            box_[changes_.back().first] = std::move(changes_.back().second);
        divisors_.reset();
        return std::nullopt;
    }

    /// Apart, so that its variables do not lie on the stack at each of the levels.
    [[gnu::noinline]] std::string check_step(const ProofStep& step, bool& contradicts) {
        switch (step.kind) {
            case ProofStep::Kind::narrow: return check_narrow(step, contradicts);
            case ProofStep::Kind::round: return check_round(step, contradicts);
            default: return check_fact(step, contradicts);
        }
    }

    std::optional<ProofError> check_split(const ProofStep& step, const std::string& here,
                                          std::size_t depth) {
        if (step.quantity >= box_.size()) return ProofError{here, "there is no such quantity"};
        const Interval whole = box_[step.quantity];
        const auto check_part = [&](const Interval& part, const std::vector<ProofStep>& steps,
                                    const char* name) {
            box_[step.quantity] =
                keep_whole(report_.quantities[step.quantity], intersect(whole, part));
            return check_branch(steps, here + name, depth + 1, box_[step.quantity].is_empty());
        };
        auto error = check_part(Interval::at_most(step.at), step.below, ", below, ");
        if (!error) error = check_part(Interval::at_least(step.at, true), step.above, ", above, ");
        box_[step.quantity] = whole;
        return error;
    }

    std::optional<ProofError> check_cases(const ProofStep& step, const std::string& here,
                                          std::size_t depth) {
        const Polynomial& p = step.fact.polynomial;
        if (!knows(p)) return ProofError{here, "a polynomial names no quantity of the report"};
        const auto check_part = [&](PolynomialFact fact, const std::vector<ProofStep>& steps,
                                    const char* name) {
            const bool ended = !may_hold(fact, box_);
            facts_.push_back(std::move(fact));
            auto error = check_branch(steps, here + name, depth + 1, ended);
            facts_.pop_back();
            return error;
        };
        auto error = check_part({-p, Sign::nonnegative}, step.below, ", below, ");
        if (!error) error = check_part({p, Sign::positive}, step.above, ", above, ");
        return error;
    }

    [[nodiscard]] bool may_use(const ProofSource& source) const {
        const bool is_relation = source.kind == ProofSource::Kind::relation ||
                                 source.kind == ProofSource::Kind::upper_slack ||
                                 source.kind == ProofSource::Kind::lower_slack;
        return !is_relation || std::binary_search(refutation_.relations.begin(),
                                                  refutation_.relations.end(), source.index);
    }

    std::string check_narrow(const ProofStep& step, bool& contradicts) {
        const ProofSource& source = step.source;
        if (!may_use(source)) return "the relation is not among those of the refutation";
        if (step.quantity >= box_.size()) return "there is no such quantity";
        Interval found;
        if (source.kind == ProofSource::Kind::relation) {
            const Expression& condition = report_.relations[source.index].condition;
            if (source.comparison >= condition.comparisons().size())
                return "the relation has no such comparison";
            // Numbers alone may contradict each other; then nothing is left of any quantity.
            if (!names(condition, step.quantity) &&
                !(condition.variables().empty() && step.interval.is_empty()))
                return "the quantity does not occur in the relation";
            found = narrow_by_relation(source, step.quantity);
        } else if (source.kind == ProofSource::Kind::definition) {
            if (source.index >= box_.size() || !report_.quantities[source.index].definition)
                return "there is no such definition";
            if (step.quantity != source.index &&
                !names(*report_.quantities[source.index].definition, step.quantity))
                return "the quantity does not occur in the definition";
            found = narrow_by_definition(source.index, step.quantity);
        } else {
            return "only a relation or a definition narrows a quantity";
        }
        Interval& interval = box_[step.quantity];
        found = keep_whole(report_.quantities[step.quantity], intersect(found, interval));
        contradicts = found.is_empty();
        if (!step.interval.contains(found))
            return "the interval has to hold " + found.to_string() + ", which " +
                   step.interval.to_string() + " does not";
        // Also when nothing is left: later steps may rest on the claim alone.
        changes_.emplace_back(step.quantity, interval);
        interval = intersect(step.interval, interval);
        return "";
    }

    Interval narrow_by_relation(const ProofSource& source, VariableIndex quantity) {
        const Relation& relation = report_.relations[source.index];
        const Expression& condition = relation.condition;
        evaluate(condition, box_, values_);
        Interval& left = values_[condition.sides()[source.comparison]];
        Interval& right = values_[condition.sides()[source.comparison + 1]];
        const Leeway leeway(relation.tolerance);
        Interval widened = leeway.widen(left);
        narrow_comparison(condition.comparisons()[source.comparison], widened, right);
        left = leeway.undo(widened, left);
        if (left.is_empty() || right.is_empty()) return Interval::empty();
        return interval_of(condition, quantity);
    }

    Interval narrow_by_definition(VariableIndex defined, VariableIndex quantity) {
        const Expression& definition = *report_.quantities[defined].definition;
        evaluate(definition, box_, values_);
        Interval& value = values_[definition.root()];
        value = intersect(value, box_[defined]);
        const Interval of_defined = value;
        if (value.is_empty()) return value;
        const Interval of_named = interval_of(definition, quantity);
        return quantity == defined && !of_named.is_empty() ? of_defined : of_named;
    }

    /// What the narrowed values of the sides leave of a quantity, by all its places together.
    Interval interval_of(const Expression& expression, VariableIndex quantity) {
        if (narrow_to_leaves(expression, values_)) return Interval::empty();
        Interval result;
        const auto nodes = expression.nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i].operation == Operation::variable && nodes[i].payload == quantity)
                result = intersect(result, values_[i]);
        return result;
    }

    std::string check_fact(const ProofStep& step, bool& contradicts) {
        if (!knows(step.factor) || !knows(step.fact.polynomial))
            return "a polynomial names no quantity of the report";
        Polynomial sum;
        bool only_zero = true;
        bool is_strict = false;
        for (const ProofTerm& term : step.terms) {
            if (!knows(term.multiplier)) return "a multiplier names no quantity of the report";
            if (!may_use(term.source)) return "a relation is not among those of the refutation";
            const auto fact = fact_of(term.source, report_, box_, facts_);
            if (!fact) return "a source says nothing about the sign of a polynomial here";
            sum = sum + term.multiplier * fact->polynomial;
            if (fact->sign == Sign::zero) continue;
            only_zero = false;
            const Interval range = term.multiplier.range(box_);
            if (!range.is_nonnegative()) return "a multiplier of an inequality may be below 0";
            is_strict = is_strict || (fact->sign == Sign::positive && range.is_positive());
        }
        if (!(step.factor * step.fact.polynomial == sum))
            return "the terms do not add up to the factor times the polynomial";
        if (step.fact.sign == Sign::zero) {
            if (!only_zero) return "inequalities do not add up to an equality";
            if (!is_nonzero(step.factor)) return "the factor may be 0";
        } else {
            if (!step.factor.range(box_).is_positive()) return "the factor may be 0 or below";
            if (step.fact.sign == Sign::positive && !is_strict)
                return "no term makes the inequality a strict one";
        }
        facts_.push_back(step.fact);
        contradicts = !may_hold(step.fact, box_);
        return "";
    }

    std::string check_round(const ProofStep& step, bool& contradicts) {
        if (step.terms.size() != 1) return "a rounded fact has one source";
        const ProofTerm& term = step.terms.front();
        if (!may_use(term.source)) return "the relation is not among those of the refutation";
        const auto fact = fact_of(term.source, report_, box_, facts_);
        if (!fact) return "the source says nothing about the sign of a polynomial here";
        const auto rounded = rounded_to_whole(*fact, report_);
        if (!rounded) return "the source is not linear in whole quantities alone";
        if (!(step.fact == rounded->fact)) return "the fact is not the rounded source";
        if (!(step.factor == Polynomial(Rational(1))) ||
            !(term.multiplier == Polynomial(rounded->multiplier)))
            return "the multiplier is not the one that makes the coefficients whole";
        facts_.push_back(step.fact);
        contradicts = !may_hold(step.fact, box_);
        return "";
    }

    [[nodiscard]] bool knows(const Polynomial& polynomial) const {
        const auto terms = polynomial.terms();
        return std::all_of(terms.begin(), terms.end(), [&](const Polynomial::Term& term) {
            return term.monomial.empty() || term.monomial.back() < box_.size();
        });
    }

    /// By the box, or as made of divisors of the statements: none of those is 0 where they hold.
    /// Which they are may depend on the branch.
    bool is_nonzero(Polynomial factor) {
        while (factor.range(box_).contains_zero()) {
            if (factor.is_zero()) return false;
            if (!divisors_) collect_divisors();
            std::optional<Polynomial> rest;
            for (const Polynomial& divisor : *divisors_) {
                if (divide_exact(divisor, factor)) return true;
                if (!rest) rest = divide_exact(factor, divisor);
            }
            if (!rest) return false;
            factor = *std::move(rest);
        }
        return true;
    }

    void collect_divisors() {
        divisors_.emplace();
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v)
            fact_of({ProofSource::Kind::definition, v, 0}, report_, box_, facts_, &*divisors_);
        for (const RelationIndex r : refutation_.relations) {
            const auto comparisons = report_.relations[r].condition.comparisons().size();
            for (std::uint32_t k = 0; k < comparisons; ++k)
                fact_of({ProofSource::Kind::relation, r, k}, report_, box_, facts_, &*divisors_);
        }
    }

    const Refutation& refutation_;
    const Report& report_;
    std::vector<Interval> box_;
    std::vector<PolynomialFact> facts_;
    std::vector<std::pair<VariableIndex, Interval>> changes_;  ///< of the box: what was before
    std::vector<Interval> values_;
    std::optional<std::vector<Polynomial>> divisors_;
};

}  // namespace

std::optional<ProofError> verify(const Refutation& refutation, const Report& report) {
    return RefutationCheck(refutation, report).run();
}

}  // namespace brcheck
