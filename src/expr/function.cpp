#include "brcheck/expr/function.hpp"

#include "expr/interval_functions.hpp"
#include "expr/type_rules.hpp"

#include <array>

namespace brcheck {
namespace {

constexpr std::size_t any_number = SIZE_MAX;

// A leaf has its value from elsewhere.
Interval forward_leaf(Operands /*x*/) { return Interval::all(); }
void inverse_leaf(const Interval& /*y*/, NarrowedOperands /*x*/) {}

// In the order of Operation.
constexpr std::array operations = {
    OperationInfo{Operation::literal, "", 0, 0, false, "", "a number, with its unit if it has one",
                  type_of_leaf, forward_leaf, inverse_leaf},
    OperationInfo{Operation::variable, "", 0, 0, false, "", "a figure or derived quantity",
                  type_of_leaf, forward_leaf, inverse_leaf},
    OperationInfo{Operation::negate, "-", 1, 1, false, "-a", "the opposite value",
                  type_like_operand, forward_negate, inverse_negate},
    OperationInfo{Operation::add, "+", 2, 2, false, "a + b", "sum", type_of_sum, forward_sum,
                  inverse_sum},
    OperationInfo{Operation::subtract, "-", 2, 2, false, "a - b", "difference", type_of_sum,
                  forward_difference, inverse_difference},
    OperationInfo{Operation::multiply, "*", 2, 2, false, "a * b", "product", type_of_product,
                  forward_product, inverse_product},
    OperationInfo{Operation::divide, "/", 2, 2, false, "a / b", "quotient", type_of_quotient,
                  forward_quotient, inverse_quotient},
    OperationInfo{Operation::power, "^", 2, 2, false, "a ^ n", "power", type_of_power,
                  forward_power, inverse_power},
    OperationInfo{Operation::share, "share", 2, 2, true, "share(part, whole)",
                  "part / whole, in percent", type_of_share, forward_quotient, inverse_quotient},
    OperationInfo{Operation::growth, "growth", 2, 2, true, "growth(new, old)",
                  "new / old - 1, in percent", type_of_share, forward_growth, inverse_growth},
    OperationInfo{Operation::change, "change", 2, 2, true, "change(new, old)",
                  "new - old, in the unit of both", type_of_sum, forward_difference,
                  inverse_difference},
    OperationInfo{Operation::points, "points", 2, 2, true, "points(new, old)",
                  "new - old of two percentages, in percentage points", type_of_points,
                  forward_difference, inverse_difference},
    OperationInfo{Operation::sum, "sum", 1, any_number, true, "sum(a, b, ...)",
                  "sum of all; sum(name_*) takes every name that fits", type_of_sum, forward_sum,
                  inverse_sum},
    OperationInfo{Operation::mean, "mean", 1, any_number, true, "mean(a, b, ...)",
                  "arithmetic mean of all", type_of_sum, forward_mean, inverse_mean},
    OperationInfo{Operation::ratio, "ratio", 2, 2, true, "ratio(a, b)", "a / b, as a number",
                  type_of_ratio, forward_quotient, inverse_quotient},
    OperationInfo{Operation::per, "per", 2, 2, true, "per(a, b)", "a / b, as in yuan per person",
                  type_of_quotient, forward_quotient, inverse_quotient},
    OperationInfo{Operation::cagr, "cagr", 3, 3, true, "cagr(new, old, years)",
                  "growth a year: (new / old)^(1 / years) - 1, in percent", type_of_cagr,
                  forward_cagr, inverse_cagr},
    OperationInfo{Operation::index, "index", 2, 2, true, "index(new, base)", "100 * new / base",
                  type_of_index, forward_index, inverse_index},
    OperationInfo{Operation::weighted, "weighted", 2, any_number, true,
                  "weighted(v1, w1, v2, w2, ...)",
                  "mean of the values v with the weights w, of which none is below 0",
                  type_of_weighted, forward_weighted, inverse_weighted},
    OperationInfo{Operation::min, "min", 2, any_number, true, "min(a, b, ...)", "the least of all",
                  type_of_sum, forward_min, inverse_min},
    OperationInfo{Operation::max, "max", 2, any_number, true, "max(a, b, ...)",
                  "the greatest of all", type_of_sum, forward_max, inverse_max},
    OperationInfo{Operation::abs, "abs", 1, 1, true, "abs(a)", "the value without its sign",
                  type_like_operand, forward_abs, inverse_abs},
    OperationInfo{Operation::sqrt, "sqrt", 1, 1, true, "sqrt(a)", "the root that is not below 0",
                  type_of_root, forward_sqrt, inverse_sqrt},
};

// Most names that are asked for are those of figures, and longer.
constexpr std::size_t longest_name = [] {
    std::size_t longest = 0;
    for (const OperationInfo& info : operations) {
        longest = info.name.size() > longest ? info.name.size() : longest;
    }
    return longest;
}();

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (static_cast<std::size_t>(operations[i].operation) != i) {
            return false;
        }
    }
    return true;
}
static_assert(is_in_order());

}  // namespace

const OperationInfo& operation_info(Operation operation) {
    return operations[static_cast<std::size_t>(operation)];
}

const OperationInfo* find_function(std::string_view name) {
    if (name.size() > longest_name) {
        return nullptr;
    }
    for (const OperationInfo& info : operations) {
        if (info.is_function && info.name == name) {
            return &info;
        }
    }
    return nullptr;
}

std::span<const OperationInfo> all_operations() { return operations; }

}  // namespace brcheck
