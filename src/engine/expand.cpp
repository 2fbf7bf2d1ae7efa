#include "engine/expand.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

class Expander {
public:
    Expander(const Report& report, std::size_t node_limit)
        : report_(report), left_(node_limit), builder_({}) {}

    std::optional<Expression> run(const Expression& condition) && {
        const std::vector<NodeIndex> copies = copy(condition);
        if (copies.empty()) return std::nullopt;
        for (const NodeIndex side : condition.sides()) builder_.add_side(copies[side]);
        for (const Comparison comparison : condition.comparisons())
            builder_.add_comparison(comparison);
        return std::move(builder_).build();
    }

private:
    /// Where each node of `from` went; empty when there are too many. Definitions hang together
    /// without a cycle, and each level costs a node, so that the depth is bounded, too.
    std::vector<NodeIndex> copy(const Expression& from) {
        if (from.nodes().size() > left_) return {};
        left_ -= from.nodes().size();
        std::vector<NodeIndex> copies;
        copies.reserve(from.nodes().size());
        std::vector<NodeIndex> arguments;
        for (const Node& node : from.nodes()) {
            if (node.operation == Operation::literal) {
                copies.push_back(builder_.add_literal(from.literal(node), {}));
            } else if (node.operation == Operation::variable) {
                const auto& definition = report_.quantities[node.payload].definition;
                if (!definition) {
                    copies.push_back(builder_.add_variable(node.payload, {}));
                    continue;
                }
                const std::vector<NodeIndex> inner = copy(*definition);
                if (inner.empty()) return {};
                copies.push_back(inner.back());
            } else {
                arguments.clear();
                for (const NodeIndex argument : from.arguments(node))
                    arguments.push_back(copies[argument]);
                copies.push_back(builder_.add_operation(node.operation, arguments, {}));
            }
        }
        return copies;
    }

    const Report& report_;
    std::size_t left_;
    ExpressionBuilder builder_;
};

}  // namespace

ExpandedCondition::ExpandedCondition(const Report& report, const Expression& condition,
                                     std::size_t node_limit) {
    const auto used = condition.variables();
    const bool has_derived = std::any_of(used.begin(), used.end(), [&](VariableIndex v) {
        return report.quantities[v].kind == QuantityKind::derived;
    });
    if (has_derived) {
        built_ = Expander(report, node_limit).run(condition);
        if (built_) expression_ = &*built_;
    } else {
        expression_ = &condition;
    }
}

}  // namespace brcheck
