#include "engine/core.hpp"

#include "base/sort_unique.hpp"
#include "engine/whole_rows.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace brcheck {
namespace {

class RowMaker {
public:
    RowMaker(const Network& network, std::span<const Interval> box, Core& core,
             std::optional<VariableIndex> keep, Work& work)
        : network_(network), box_(box), core_(core), keep_(keep), work_(work) {}

    void run() {
        for (FactPool::Index i = 0; i < core_.case_count; ++i) core_.rows.push_back(i);
        for (const ConstraintIndex c : core_.hard) add_constraint(c);
        put_in_known_values();
        while (confine_private()) {
        }
        eliminate_together();
        if (core_.confined.empty()) eliminate_private();
        while (eliminate_unprinted(true)) {
        }
        while (eliminate_best(1)) {
        }
        if (keep_) eliminate_kept(1);
        while (eliminate_best(1)) {
        }
        while (eliminate_unprinted(false)) {
        }
        while (eliminate_best(0)) {
        }
        free_whole_rows();
        round_whole_rows(network_.report(), box_, core_.pool, core_.rows);
        if (keep_ && !core_.kept) eliminate_kept(std::nullopt);
    }

private:
    static std::size_t nonlinearity(const Polynomial& p) {
        std::size_t sum = 0;
        for (const auto& term : p.terms())
            if (term.monomial.size() > 1) sum += term.monomial.size() - 1;
        return sum;
    }

    /// Of few figures that stand under its roots more than once squares say more than interval
    /// arithmetic. Of many they are long, and true values are easier to find for it as it is.
    [[nodiscard]] bool is_better_squared(const Constraint& c) const {
        constexpr std::size_t most_open = 4;
        const Expression& expression = network_.expression(c);
        const auto used = expression.variables();
        return expression.has_repeated_variable() &&
               static_cast<std::size_t>(std::ranges::count_if(
                   used, [&](VariableIndex v) { return !box_[v].is_point(); })) <= most_open;
    }

    void add_constraint(ConstraintIndex index) {
        const Constraint& c = network_.constraints()[index];
        if (has_square_root(network_.expression(c)) && !is_better_squared(c)) {
            core_.opaque.push_back(index);
            return;
        }
        ProofSource source = source_of(c);
        const bool is_slack_pair =
            c.kind == DerivationStep::Kind::relation &&
            network_.report().relations[c.index].tolerance &&
            network_.report().relations[c.index].condition.comparisons()[c.comparison] ==
                Comparison::equal;
        bool is_said = false;
        if (is_slack_pair) {
            source.kind = ProofSource::Kind::upper_slack;
            is_said = add_source(source);
            source.kind = ProofSource::Kind::lower_slack;
            is_said = add_source(source) && is_said;
        } else if (add_source(source)) {
            is_said = true;
            constraint_of_.emplace(core_.rows.back(), index);
        }
        if (!is_said) core_.opaque.push_back(index);
    }

    bool add_source(const ProofSource& source) {
        const auto row = core_.pool.add_source(source, &core_.open_sign);
        const bool is_useful = row && !core_.pool.is_unwieldy(polynomial(*row));
        if (is_useful) core_.rows.push_back(*row);
        return is_useful;
    }

    [[nodiscard]] const Polynomial& polynomial(FactPool::Index row) const {
        return core_.pool.fact(row).polynomial;
    }

    /// What has one value is put into the products it occurs in.
    void put_in_known_values() {
        for (FactPool::Index& row : core_.rows) {
            if (polynomial(row).is_linear()) continue;
            for (const VariableIndex v : polynomial(row).variables()) {
                if (!box_[v].is_point()) continue;
                if (!has_work()) return;
                const auto known = core_.pool.add_source({ProofSource::Kind::low, v, 0});
                if (!known) continue;
                const auto put_in = core_.pool.substitute(row, v, *known);
                if (!put_in) continue;
                if (const auto own = constraint_of_.find(row); own != constraint_of_.end())
                    constraint_of_.emplace(*put_in, own->second);
                row = *put_in;
            }
        }
    }

    /// Takes off what the pool has done. Out of work the rows stay as they are, which is not wrong.
    [[nodiscard]] bool has_work() {
        const std::uint64_t steps = core_.pool.terms_handled() / Work::terms_a_step;
        work_.spend(steps - std::exchange(own_steps_, steps));
        return !work_.is_out(own_steps_);
    }

    struct Choice {
        VariableIndex variable;
        std::size_t row;  ///< position in core.rows
    };

    /// A quantity of one equality alone, however deep it is in there: what its ends say is all.
    bool confine_private() {
        for (const VariableIndex v : nonlinear_variables()) {
            if (!may_eliminate(v)) continue;
            if (!has_work()) return false;
            std::optional<std::size_t> only;
            std::size_t uses = 0;
            for (std::size_t i = 0; i < core_.rows.size(); ++i) {
                if (polynomial(core_.rows[i]).degree_in(v) == 0) continue;
                ++uses;
                only = i;
            }
            if (uses != 1 || polynomial(core_.rows[*only]).degree_in(v) < 2) continue;
            const FactPool::Index row = core_.rows[*only];
            const auto constraint = constraint_of_.find(row);
            if (core_.pool.fact(row).sign != Sign::zero || constraint == constraint_of_.end())
                continue;
            const auto ends = core_.pool.bounds_through(v, row);
            if (!ends) continue;
            core_.rows.erase(core_.rows.begin() + static_cast<std::ptrdiff_t>(*only));
            core_.rows.insert(core_.rows.end(), ends->begin(), ends->end());
            core_.confined.push_back({v, row, constraint->second});
            return true;
        }
        return false;
    }

    [[nodiscard]] bool may_eliminate(VariableIndex v) const {
        return v != keep_ && !network_.report().quantities[v].whole;
    }

    /// Puts the variable into all other rows; false, with nothing changed, when a sign is missing,
    /// or when the rows do not become less nonlinear by `least_gain`.
    bool apply(const Choice& choice, std::optional<std::size_t> least_gain) {
        const FactPool::Index equality = core_.rows[choice.row];
        std::vector<FactPool::Index> touched;
        for (const FactPool::Index row : core_.rows)
            if (row != equality && polynomial(row).degree_in(choice.variable) > 0)
                touched.push_back(row);
        // The same rows would say the same again.
        const auto failure = failures_.find({choice.variable, equality});
        if (failure != failures_.end() && failure->second.touched == touched &&
            failure->second.least_gain <= least_gain)
            return false;
        const auto replaced = put_into(choice.variable, equality, touched, least_gain);
        if (!replaced) {
            failures_[{choice.variable, equality}] = {std::move(touched), least_gain};
            return false;
        }
        const auto parts = polynomial(equality).coefficients_of(choice.variable);
        Elimination elimination{choice.variable, parts[0], parts[1]};
        if (core_.kept && !put_into_quotient(core_.pool, elimination, *core_.kept)) return false;
        std::vector<FactPool::Index> rows;
        std::size_t next = 0;
        for (const FactPool::Index row : core_.rows) {
            if (row == equality) continue;
            const bool is_touched = next < touched.size() && touched[next] == row;
            rows.push_back(is_touched ? (*replaced)[next++] : row);
        }
        rows.insert(rows.end(), replaced->begin() + static_cast<std::ptrdiff_t>(next),
                    replaced->end());
        // What holds all over the box need not be looked at again.
        std::erase_if(rows, [&](FactPool::Index row) { return is_new(row) && is_idle(row); });
        core_.rows = std::move(rows);
        if (choice.variable == keep_) {
            core_.kept.emplace(-parts[0], parts[1]);
            make_denominator_positive(core_.pool, *core_.kept);
        }
        core_.eliminations.push_back(std::move(elimination));
        return true;
    }

    /// What the touched rows become, then what the variable's ends say.
    std::optional<std::vector<FactPool::Index>> put_into(
        VariableIndex variable, FactPool::Index equality,
        const std::vector<FactPool::Index>& touched, std::optional<std::size_t> least_gain) {
        std::size_t before = nonlinearity(polynomial(equality));
        for (const FactPool::Index row : touched) before += nonlinearity(polynomial(row));
        std::size_t after = least_gain.value_or(0);
        const auto is_worse = [&] { return least_gain && after > before; };
        if (is_worse()) return std::nullopt;
        const auto ends = core_.pool.bounds_through(variable, equality);
        if (!ends) return std::nullopt;
        for (const FactPool::Index end : *ends) after += nonlinearity(polynomial(end));
        std::vector<FactPool::Index> result;
        for (const FactPool::Index row : touched) {
            if (is_worse() || !has_work()) return std::nullopt;
            const auto put_in = core_.pool.substitute(row, variable, equality);
            if (!put_in) return std::nullopt;
            after += nonlinearity(polynomial(*put_in));
            result.push_back(*put_in);
        }
        if (is_worse()) return std::nullopt;
        result.insert(result.end(), ends->begin(), ends->end());
        return result;
    }

    /// Once for each row, since the box does not change.
    bool is_new(FactPool::Index row) {
        if (row >= looked_at_.size()) looked_at_.resize(core_.pool.size(), false);
        const bool answer = !looked_at_[row];
        looked_at_[row] = true;
        return answer;
    }

    [[nodiscard]] bool is_idle(FactPool::Index row) const {
        const PolynomialFact& fact = core_.pool.fact(row);
        if (fact.sign == Sign::zero) return fact.polynomial.is_zero();
        const Interval range = fact.polynomial.range(box_);
        return fact.sign == Sign::positive ? range.is_positive() : range.is_nonnegative();
    }

    [[nodiscard]] std::vector<VariableIndex> variables_of_nonlinear_rows() const {
        std::vector<VariableIndex> result;
        for (const FactPool::Index row : core_.rows) {
            if (polynomial(row).is_linear()) continue;
            const auto variables = polynomial(row).variables();
            result.insert(result.end(), variables.begin(), variables.end());
        }
        sort_unique(result);
        return result;
    }

    [[nodiscard]] std::vector<VariableIndex> nonlinear_variables() const {
        std::vector<VariableIndex> result;
        for (const FactPool::Index row : core_.rows)
            for (const auto& term : polynomial(row).terms())
                if (term.monomial.size() > 1)
                    result.insert(result.end(), term.monomial.begin(), term.monomial.end());
        sort_unique(result);
        return result;
    }

    /// Equalities in which the variable stands alone, simple coefficients first.
    [[nodiscard]] std::vector<Choice> choices(VariableIndex v) const {
        std::vector<std::pair<std::size_t, Choice>> found;
        for (std::size_t i = 0; i < core_.rows.size(); ++i) {
            const PolynomialFact& fact = core_.pool.fact(core_.rows[i]);
            if (fact.sign != Sign::zero || fact.polynomial.degree_in(v) != 1) continue;
            const Polynomial coefficient = fact.polynomial.coefficients_of(v)[1];
            if (!core_.pool.is_nonzero(coefficient)) continue;
            // That a divisor is not 0 must not get lost with it.
            const Polynomial variable = Polynomial::variable(v);
            if (core_.pool.sign(variable) == 0 && core_.pool.is_nonzero(variable) &&
                !core_.pool.is_nonzero(fact.polynomial.coefficients_of(v)[0]))
                continue;
            found.push_back({coefficient.degree() * 100 + fact.polynomial.terms().size(), {v, i}});
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<Choice> result;
        for (const auto& entry : found) result.push_back(entry.second);
        return result;
    }

    /// Rates of one base, such as shares of one whole, that stand in sums with each other, too: each
    /// put in alone makes products of the others, all of them make a sum of what they are rates of.
    void eliminate_together() {
        for (const auto& [base, rates] : rates_by_base()) {
            if (rates.size() < 2) continue;
            const std::vector<FactPool::Index> rows = core_.rows;
            const std::vector<Elimination> eliminations = core_.eliminations;
            const std::size_t before = nonlinearity_of_rows();
            const bool are_put_in =
                std::ranges::all_of(rates, [&](const auto& rate) { return put_in(rate); });
            if (are_put_in && nonlinearity_of_rows() < before) continue;
            core_.rows = rows;
            core_.eliminations = eliminations;
        }
    }

    struct Rate {
        VariableIndex variable;
        FactPool::Index equality;
    };

    /// Of more than one row each, by a base that is not 0 anywhere.
    [[nodiscard]] std::map<VariableIndex, std::vector<Rate>> rates_by_base() const {
        std::map<VariableIndex, std::size_t> uses;
        for (const FactPool::Index row : core_.rows)
            for (const VariableIndex v : polynomial(row).variables()) ++uses[v];
        std::map<VariableIndex, std::vector<Rate>> rates;
        for (const FactPool::Index row : core_.rows) {
            const Polynomial& p = polynomial(row);
            if (core_.pool.fact(row).sign != Sign::zero || nonlinearity(p) != 1) continue;
            const auto product = std::ranges::find_if(
                p.terms(), [](const auto& term) { return term.monomial.size() == 2; });
            for (const std::size_t i : {0U, 1U}) {
                const VariableIndex v = product->monomial[i];
                const VariableIndex base = product->monomial[1 - i];
                const bool is_alone = v != base && p.coefficients_of(v)[1].terms().size() == 1;
                if (is_alone && uses[v] > 1 && may_eliminate(v) &&
                    core_.pool.sign(Polynomial::variable(base)) != 0)
                    rates[base].push_back({v, row});
            }
        }
        return rates;
    }

    bool put_in(const Rate& rate) {
        const auto found = choices(rate.variable);
        const auto own = std::ranges::find_if(found, [&](const Choice& choice) {
            return core_.rows[choice.row] == rate.equality;
        });
        return own != found.end() && has_work() && apply(*own, std::nullopt);
    }

    [[nodiscard]] std::size_t nonlinearity_of_rows() const {
        std::size_t sum = 0;
        for (const FactPool::Index row : core_.rows) sum += nonlinearity(polynomial(row));
        return sum;
    }

    /// Quantities that stand in the products of one equality, and nowhere else, leave only their
    /// ends behind: no other row grows. Done only where nothing nonlinear is left then, since
    /// otherwise another order may say more.
    void eliminate_private() {
        std::map<VariableIndex, std::size_t> uses;
        for (const FactPool::Index row : core_.rows)
            for (const VariableIndex v : polynomial(row).variables()) ++uses[v];
        std::vector<VariableIndex> chosen;
        for (const FactPool::Index row : core_.rows) {
            if (polynomial(row).is_linear()) continue;
            const auto own = private_factor(row, uses);
            if (!own || !is_printed(polynomial(row))) return;
            chosen.push_back(*own);
        }
        for (const VariableIndex v : chosen)
            for (const Choice& choice : choices(v))
                if (has_work()) apply(choice, 1);
    }

    /// What is not printed is better eliminated itself.
    [[nodiscard]] bool is_printed(const Polynomial& p) const {
        const auto variables = p.variables();
        return std::all_of(variables.begin(), variables.end(),
                           [&](VariableIndex v) { return is_printed(v); });
    }

    /// Where the box keeps something of that: of a released figure nothing is.
    [[nodiscard]] bool is_printed(VariableIndex v) const {
        const QuantityKind kind = network_.report().quantities[v].kind;
        const bool is_released = box_[v].is_all();
        return (kind == QuantityKind::stated || kind == QuantityKind::range) && !is_released;
    }

    /// The quantity of no other row that is in all products of this equality, once.
    [[nodiscard]] std::optional<VariableIndex> private_factor(
        FactPool::Index row, const std::map<VariableIndex, std::size_t>& uses) const {
        if (core_.pool.fact(row).sign != Sign::zero) return std::nullopt;
        std::optional<VariableIndex> own;
        for (const auto& term : polynomial(row).terms()) {
            if (term.monomial.size() < 2) continue;
            if (term.monomial.size() > 2) return std::nullopt;
            const auto factor =
                std::find_if(term.monomial.begin(), term.monomial.end(), [&](VariableIndex v) {
                    return uses.at(v) == 1 && may_eliminate(v) && (!own || v == *own);
                });
            if (factor == term.monomial.end()) return std::nullopt;
            own = *factor;
        }
        const auto parts = polynomial(row).coefficients_of(*own);
        if (parts.size() != 2 || core_.pool.sign(parts[1]) == 0) return std::nullopt;
        return own;
    }

    /// What the report does not print has no range of its own: nothing holds its products but what
    /// it follows from.
    bool eliminate_unprinted(bool only_unbounded) {
        const auto candidates =
            only_unbounded ? variables_of_nonlinear_rows() : nonlinear_variables();
        for (const VariableIndex v : candidates) {
            const bool is_bounded = box_[v].has_low() && box_[v].has_high();
            if (!may_eliminate(v) || is_printed(v) || (only_unbounded && is_bounded)) continue;
            if (!has_work()) return false;
            for (const Choice& choice : choices(v))
                if (apply(choice, std::nullopt)) return true;
        }
        return false;
    }

    bool eliminate_best(std::size_t least_gain) {
        for (const VariableIndex v : nonlinear_variables()) {
            if (!may_eliminate(v)) continue;
            if (!has_work()) return false;
            for (const Choice& choice : choices(v))
                if (apply(choice, least_gain)) return true;
        }
        return false;
    }

    /// Takes quantities that are not whole out of rows with whole ones, where nothing else has
    /// them, or they have no bounds.
    void free_whole_rows() {
        const auto is_whole = [&](VariableIndex v) {
            return network_.report().quantities[v].whole && !box_[v].is_point();
        };
        for (std::size_t i = 0; i < core_.rows.size(); ++i) {
            const PolynomialFact& fact = core_.pool.fact(core_.rows[i]);
            if (fact.sign != Sign::zero || !fact.polynomial.is_linear()) continue;
            const auto variables = fact.polynomial.variables();
            if (std::none_of(variables.begin(), variables.end(), is_whole)) continue;
            for (const VariableIndex v : variables) {
                if (!may_eliminate(v)) continue;
                const auto uses = std::count_if(
                    core_.rows.begin(), core_.rows.end(),
                    [&](FactPool::Index row) { return polynomial(row).degree_in(v) > 0; });
                if (uses != 1 && (box_[v].has_low() || box_[v].has_high())) continue;
                if (!apply({v, i}, uses == 1 ? std::nullopt : std::optional<std::size_t>(0)))
                    continue;
                i = SIZE_MAX;  // the rows have changed: once more from the first
                break;
            }
        }
    }

    void eliminate_kept(std::optional<std::size_t> least_gain) {
        const bool is_whole = network_.report().quantities[*keep_].whole;
        if (is_whole || std::ranges::count(nonlinear_variables(), *keep_) == 0) return;
        for (const Choice& choice : choices(*keep_)) {
            const Polynomial b = polynomial(core_.rows[choice.row]).coefficients_of(*keep_)[1];
            if (core_.pool.sign(b) != 0 && apply(choice, least_gain)) return;
        }
    }

    const Network& network_;
    std::span<const Interval> box_;
    Core& core_;
    std::optional<VariableIndex> keep_;
    Work& work_;
    std::uint64_t own_steps_ = 0;
    std::map<FactPool::Index, ConstraintIndex> constraint_of_;
    struct Failure {
        std::vector<FactPool::Index> touched;
        std::optional<std::size_t> least_gain;
    };
    /// By variable and equality.
    std::map<std::pair<VariableIndex, FactPool::Index>, Failure> failures_;
    std::vector<bool> looked_at_;  ///< by fact: it does not hold all over the box
};

}  // namespace

void make_rows(const Network& network, std::span<const Interval> box, Core& core,
               std::optional<VariableIndex> keep, Work& work) {
    RowMaker(network, box, core, keep, work).run();
}

}  // namespace brcheck
