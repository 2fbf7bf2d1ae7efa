// Texts of relations: printing and reading gives the same tree, evaluating and narrowing agree.
#include "fuzz/fuzz.hpp"

#include <brcheck/expr/check_dimensions.hpp>
#include <brcheck/expr/evaluate.hpp>
#include <brcheck/expr/format_expression.hpp>
#include <brcheck/expr/parse_expression.hpp>
#include <brcheck/unit/unit_table.hpp>

#include <algorithm>

using namespace brcheck;
using fuzz::require;

namespace {

NameTable some_names() {
    NameTable names;
    for (const char* name : {"a", "b", "c", "total", "part_1", "part_2", "part_3", "rate", "n"})
        names.add(name);
    return names;
}

/// Whether it can be negative depends on how it was put: "1 per km" can, "1/km" cannot.
bool is_same_unit(const Unit& a, const Unit& b) {
    return a.symbol() == b.symbol() && a.factor() == b.factor() &&
           a.dimension() == b.dimension() && a.kind() == b.kind();
}

/// The same tree, wherever its parts stand in the text.
void require_same(const Expression& first, const Expression& second) {
    const auto alike = [&](const Node& a, const Node& b) {
        if (a.operation != b.operation || a.argument_count != b.argument_count) return false;
        if (a.operation == Operation::variable) return a.payload == b.payload;
        if (a.operation != Operation::literal) return true;
        return first.literal(a).value == second.literal(b).value &&
               is_same_unit(first.literal(a).unit, second.literal(b).unit);
    };
    require(std::ranges::equal(first.nodes(), second.nodes(), alike) &&
                std::ranges::equal(first.comparisons(), second.comparisons()),
            "printed and read again it is the same tree", first.text());
}

/// Names of what is counted may look like units and their signs, next to others.
bool has_listed_units(const Expression& tree) {
    return std::ranges::all_of(tree.nodes(), [&](const Node& node) {
        return node.operation != Operation::literal ||
               find_unit(tree.literal(node).unit.symbol()).has_value();
    });
}

std::vector<Interval> some_box(std::size_t size, std::uint8_t seed) {
    std::vector<Interval> box;
    for (std::size_t i = 0; i < size; ++i) {
        const auto low = static_cast<std::int64_t>((seed + 7 * i) % 11) - 4;
        box.push_back(Interval::between(Rational(low), (seed & 1) != 0,
                                        Rational(low + 1 + static_cast<std::int64_t>(i % 3)),
                                        (seed & 2) != 0));
    }
    return box;
}

Interval middle_of(const Interval& interval) {
    return Interval((interval.low() + interval.high()) / Rational(2));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const NameTable names = some_names();
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    auto read = parse_condition(text, names);
    if (!read.ok()) {
        fuzz::require_sound(read.errors(), text.size());
        read = parse_expression(text, names);
        if (!read.ok()) {
            fuzz::require_sound(read.errors(), text.size());
            return 0;
        }
    }
    const Expression& tree = *read;
    const std::string printed = format_expression(tree, names);
    const auto again = tree.comparisons().empty() ? parse_expression(printed, names)
                                                  : parse_condition(printed, names);
    // What is written with the fewest parentheses is no longer than what was read, but for numbers
    // of which a power of ten was written.
    require(again.ok() || again.errors().front().code == ErrorCode::limit_exceeded ||
                !has_listed_units(tree),
            "what is printed can be read", printed);
    if (again.ok()) require_same(tree, *again);

    if (tree.nodes().size() > 200) return 0;
    const std::vector<Interval> box = some_box(names.size(), data[0]);
    std::vector<Interval> values;
    evaluate(tree, box, values);
    std::vector<Interval> inner_box;
    std::transform(box.begin(), box.end(), std::back_inserter(inner_box), middle_of);
    std::vector<Interval> inner;
    evaluate(tree, inner_box, inner);
    for (std::size_t i = 0; i < values.size(); ++i)
        // What is no fraction, or too long, has an enclosure instead: of a power of a negative number
        // it may hold values though there is none.
        require(inner[i].is_empty() || (inner[i].is_point()
                                            ? intersect(inner[i], values[i]) == inner[i]
                                            : values[i].is_empty() || meets(inner[i], values[i])),
                "the value for some figures lies in the interval for more", printed);
    return 0;
}
