#include "brcheck/expr/check_dimensions.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t usual_arguments = 4;

class DimensionChecker {
public:
    DimensionChecker(const Expression& expression, const UnitOf& unit_of)
        : expression_(expression), unit_of_(unit_of), operands_(expression.nodes().size()) {
        gathered_.reserve(usual_arguments);
    }

    Result<std::vector<QuantityType>> check() {
        const std::span<const Node> nodes = expression_.nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const Span span = nodes[i].span;
            operands_[i].text = std::string_view(expression_.text())
                                    .substr(span.begin, span.end - span.begin);
            check_node(nodes[i], operands_[i]);
        }
        compare_sides();
        if (!errors_.empty()) {
            return std::move(errors_);
        }
        std::vector<QuantityType> types;
        types.reserve(expression_.sides().size());
        for (const NodeIndex side : expression_.sides()) {
            types.push_back(std::move(operands_[side].type));
        }
        return types;
    }

private:
    void check_node(const Node& node, TypedArgument& out) {
        if (node.operation == Operation::literal) {
            const Literal& literal = expression_.literal(node);
            set_unit(literal.unit, out);
            out.literal = literal.value;
            return;
        }
        if (node.operation == Operation::variable) {
            if (const Unit* unit = unit_of_(node.payload)) {
                set_unit(*unit, out);
            }
            return;
        }
        gathered_.clear();
        for (const NodeIndex argument : expression_.arguments(node)) {
            gathered_.push_back(std::move(operands_[argument]));  // no other node has it
        }
        if (node.operation == Operation::negate && gathered_[0].literal) {
            out.literal = -*gathered_[0].literal;
        }
        std::optional<DimensionClash> clash;
        out.type = operation_info(node.operation).type_rule(gathered_, clash);
        if (clash) {
            const NodeIndex at = expression_.arguments(node)[clash->argument];
            add_error(std::move(*clash), at);
            // What is built on it is not judged.
            out.type = {};
        }
    }

    static void set_unit(const Unit& unit, TypedArgument& out) {
        out.type = {true, unit.dimension(), unit.kind()};
        out.unit_symbol = unit.symbol();
    }

    /// All sides are compared with the first that has a unit; a bare 0 has every unit.
    void compare_sides() {
        const std::span<const NodeIndex> sides = expression_.sides();
        const TypedArgument* common = &operands_[sides.front()];
        for (const NodeIndex side : sides.subspan(1)) {
            const TypedArgument& next = operands_[side];
            std::optional<DimensionClash> clash;
            join_types(*common, next, clash);
            if (clash) {
                add_error(std::move(*clash), side);
            } else if (!common->type.is_known || common->literal) {
                common = &next;
            }
        }
    }

    void add_error(DimensionClash clash, NodeIndex at) {
        Error error;
        error.code = ErrorCode::unit_mismatch;
        error.message = std::move(clash.message);
        error.hint = std::move(clash.hint);
        error.location.span = expression_.nodes()[at].span;
        errors_.push_back(std::move(error));
    }

    const Expression& expression_;
    const UnitOf& unit_of_;
    std::vector<TypedArgument> operands_;  ///< one a node; views into the expression and its units
    std::vector<TypedArgument> gathered_;
    std::vector<Error> errors_;
};

}  // namespace

Result<std::vector<QuantityType>> check_dimensions(const Expression& expression,
                                                   const UnitOf& unit_of) {
    return DimensionChecker(expression, unit_of).check();
}

}  // namespace brcheck
