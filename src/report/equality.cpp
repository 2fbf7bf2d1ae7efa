#include "report/equality.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "expr/continuity.hpp"

#include <algorithm>

namespace brcheck {

std::optional<Equality> Equality::of(const ProofSource& source, const Report& report) {
    if (source.kind == ProofSource::Kind::definition && source.index < report.quantities.size()) {
        const auto& definition = report.quantities[source.index].definition;
        if (!definition) return std::nullopt;
        return Equality(*definition, source.index, definition->root(), definition->root());
    }
    if (source.kind == ProofSource::Kind::relation && source.index < report.relations.size()) {
        const Expression& condition = report.relations[source.index].condition;
        const std::size_t k = source.comparison;
        if (k >= condition.comparisons().size() || condition.comparisons()[k] != Comparison::equal)
            return std::nullopt;
        return Equality(condition, std::nullopt, condition.sides()[k], condition.sides()[k + 1]);
    }
    return std::nullopt;
}

Equality::Equality(const Expression& expression, std::optional<VariableIndex> defined,
                   NodeIndex left, NodeIndex right)
    : expression_(&expression), defined_(defined), left_(left), right_(right) {
    for (const VariableIndex v : expression.variables())
        if (count_below(expression, left, v)[left] + count_below(expression, right, v)[right] > 0)
            variables_.push_back(v);
    if (defined && !names(*defined))
        variables_.insert(std::lower_bound(variables_.begin(), variables_.end(), *defined),
                          *defined);
}

bool Equality::names(VariableIndex quantity) const {
    return std::binary_search(variables_.begin(), variables_.end(), quantity);
}

std::pair<Interval, Interval> Equality::sides(std::span<const Interval> box) {
    evaluate(*expression_, box, values_);
    return {defined_ ? box[*defined_] : values_[left_], values_[right_]};
}

bool Equality::is_continuous(std::span<const Interval> box) {
    evaluate(*expression_, box, values_);
    return brcheck::is_continuous(*expression_, values_);
}

Interval Equality::narrow(VariableIndex quantity, std::span<const Interval> box) {
    auto [left, right] = sides(box);
    narrow_comparison(Comparison::equal, left, right);
    Interval result = quantity == defined_ ? left : box[quantity];
    if (left.is_empty()) return left;
    if (!defined_) values_[left_] = left;
    values_[right_] = right;
    if (narrow_to_leaves(*expression_, values_)) return Interval::empty();
    const auto nodes = expression_->nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].operation == Operation::variable && nodes[i].payload == quantity)
            result = intersect(result, values_[i]);
    return result;
}

bool Equality::gives_one_value(VariableIndex quantity, std::span<const Interval> box) {
    evaluate(*expression_, box, values_);
    return is_one_to_one(quantity, values_);
}

bool Equality::may_be_solved(VariableIndex quantity) const {
    // No factor is 0 there.
    return is_one_to_one(quantity,
                         std::vector<Interval>(expression_->nodes().size(), Interval(Rational(1))));
}

bool Equality::is_one_to_one(VariableIndex quantity, std::span<const Interval> values) const {
    if (quantity == defined_) return count_below(*expression_, right_, quantity)[right_] == 0;
    const bool is_left = !defined_ && count_below(*expression_, left_, quantity)[left_] > 0;
    const NodeIndex own = is_left ? left_ : right_;
    const NodeIndex other = is_left ? right_ : left_;
    if (!defined_ && count_below(*expression_, other, quantity)[other] > 0) return false;
    return brcheck::is_one_to_one(*expression_, own, quantity, values);
}

}  // namespace brcheck
