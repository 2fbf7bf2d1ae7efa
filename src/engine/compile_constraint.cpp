#include "engine/compiled_rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {
namespace {

// Functions nested deeper than this are left to the general solver.
constexpr int most_depth = 32;

}  // namespace

bool CompiledRows::compile_constraint(ConstraintIndex index) {
    constraint_ = index;
    const Constraint& constraint = network_->constraints()[index];
    const Expression& expression = network_->expression(constraint);
    terms_.clear();
    pending_.clear();
    LinearForm form;
    if (constraint.kind == DerivationStep::Kind::definition) {
        terms_.push_back({constraint.index, {-1, 1}});
        if (!add_terms(expression, expression.root(), {1, 1}, 0, form)) return false;
        merge_terms(expression, 0);
        return add_relation(form, Range::point({0, 1}));
    }
    const Relation& relation = network_->report().relations[constraint.index];
    if (relation.tolerance && relation.tolerance->is_relative) return false;
    const auto sides = expression.sides();
    if (!add_terms(expression, sides[constraint.comparison], {1, 1}, 0, form)) return false;
    if (!add_terms(expression, sides[constraint.comparison + 1], {-1, 1}, 0, form)) return false;
    merge_terms(expression, 0);

    // The room of left - right.
    const Fraction leeway = relation.tolerance ? fraction_of(relation.tolerance->amount)
                                               : Fraction{0, 1};
    Range room = {-leeway, leeway, true, true, false, false};
    switch (expression.comparisons()[constraint.comparison]) {
        case Comparison::equal: break;
        case Comparison::less: room.high_open = true; [[fallthrough]];
        case Comparison::less_equal: room.has_low = false; break;
        case Comparison::greater: room.low_open = true; [[fallthrough]];
        case Comparison::greater_equal: room.has_high = false; break;
    }
    return add_relation(form, room);
}

bool CompiledRows::add_terms(const Expression& expression, NodeIndex root, Fraction coefficient,
                             int depth, LinearForm& form) {
    if (depth > most_depth) return false;
    const std::size_t floor = pending_.size();
    const auto add_later = [&](NodeIndex index, Fraction factor) {
        const Node& node = expression.nodes()[index];
        if (node.operation == Operation::variable)
            terms_.push_back({node.payload, factor});
        else
            pending_.push_back({index, factor});
    };
    add_later(root, coefficient);
    while (pending_.size() > floor) {
        const Pending part = pending_.back();
        pending_.pop_back();
        const Node& node = expression.nodes()[part.node];
        const auto arguments = expression.arguments(node);
        switch (node.operation) {
            case Operation::literal:
                form.constant = form.constant +
                                part.coefficient * fraction_of(expression.literal(node).value);
                break;
            case Operation::negate: add_later(arguments[0], -part.coefficient); break;
            case Operation::add:
            case Operation::sum:
                for (const NodeIndex argument : arguments) add_later(argument, part.coefficient);
                break;
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
                add_later(arguments[0], part.coefficient);
                add_later(arguments[1], -part.coefficient);
                break;
            case Operation::mean: {
                const auto members = static_cast<std::int64_t>(arguments.size());
                const Fraction each = part.coefficient * Fraction{1, members};
                for (const NodeIndex argument : arguments) add_later(argument, each);
                break;
            }
            case Operation::multiply:
                if (!add_product(expression, node, part.coefficient, depth, form)) return false;
                break;
            case Operation::divide:
            case Operation::share:
            case Operation::ratio:
            case Operation::per:
                if (!add_quotient(expression, node, part.coefficient, depth, form)) return false;
                break;
            case Operation::growth:
                if (!add_quotient(expression, node, part.coefficient, depth, form)) return false;
                form.constant = form.constant - part.coefficient;
                break;
            case Operation::index:
                if (!add_quotient(expression, node, part.coefficient * Fraction{100, 1}, depth,
                                  form))
                    return false;
                break;
            default: return false;
        }
    }
    return true;
}

bool CompiledRows::add_quotient(const Expression& expression, const Node& node,
                                Fraction coefficient, int depth, LinearForm& form) {
    const auto arguments = expression.arguments(node);
    LinearForm divisor{terms_.size(), {}};
    if (!add_terms(expression, arguments[1], {1, 1}, depth + 1, divisor)) return false;
    merge_terms(expression, divisor.begin);
    if (terms_.size() == divisor.begin) {
        if (divisor.constant.sign() == 0) return false;
        return add_terms(expression, arguments[0], coefficient / divisor.constant, depth + 1, form);
    }
    const Term below = variable_of(divisor);
    LinearForm dividend{terms_.size(), {}};
    if (!add_terms(expression, arguments[0], {1, 1}, depth + 1, dividend)) return false;
    merge_terms(expression, dividend.begin);
    const Term above = variable_of(dividend);
    const RowVariable quotient = add_part({});
    add_product_row(below.coefficient / above.coefficient, quotient, below.variable,
                    above.variable, true);
    terms_.push_back({quotient, coefficient});
    return true;
}

bool CompiledRows::add_product(const Expression& expression, const Node& node,
                               Fraction coefficient, int depth, LinearForm& form) {
    const auto arguments = expression.arguments(node);
    LinearForm left{terms_.size(), {}};
    if (!add_terms(expression, arguments[0], {1, 1}, depth + 1, left)) return false;
    merge_terms(expression, left.begin);
    if (terms_.size() == left.begin)
        return left.constant.sign() != 0 &&
               add_terms(expression, arguments[1], coefficient * left.constant, depth + 1, form);
    LinearForm right{terms_.size(), {}};
    if (!add_terms(expression, arguments[1], {1, 1}, depth + 1, right)) return false;
    merge_terms(expression, right.begin);
    if (terms_.size() == right.begin) {
        const Fraction factor = coefficient * right.constant;
        if (factor.sign() == 0) return false;
        for (std::size_t i = left.begin; i < terms_.size(); ++i)
            terms_[i].coefficient = terms_[i].coefficient * factor;
        form.constant = form.constant + left.constant * factor;
        return true;
    }
    const Term second = variable_of(right);
    const Term first = variable_of(left);
    const RowVariable product = add_part({});
    add_product_row(first.coefficient * second.coefficient, first.variable, second.variable,
                    product, false);
    terms_.push_back({product, coefficient});
    return true;
}

void CompiledRows::merge_terms(const Expression& expression, std::size_t begin) {
    if (!expression.has_repeated_variable()) return;
    const auto first = terms_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(first, terms_.end(),
              [](const Term& a, const Term& b) { return a.variable < b.variable; });
    auto kept = first;
    for (auto term = first; term != terms_.end();) {
        Term merged = *term;
        for (++term; term != terms_.end() && term->variable == merged.variable; ++term)
            merged.coefficient = merged.coefficient + term->coefficient;
        if (merged.coefficient.sign() != 0) *kept++ = merged;
    }
    terms_.erase(kept, terms_.end());
}

RowVariable CompiledRows::add_part(const Range& range) {
    part_ranges_.push_back(range);
    scale_of_.push_back(0);
    return static_cast<RowVariable>(scale_of_.size() - 1);
}

/// The form as one variable times a number that is not 0; its terms are taken off.
CompiledRows::Term CompiledRows::variable_of(LinearForm form) {
    if (terms_.size() == form.begin + 1 && form.constant.sign() == 0) {
        const Term term = terms_.back();
        terms_.pop_back();
        return term;
    }
    const bool is_constant = terms_.size() == form.begin;
    const RowVariable part = add_part(is_constant ? Range::point(form.constant) : Range{});
    if (!is_constant) {
        terms_.push_back({part, {-1, 1}});
        add_sum(form);
    }
    return {part, {1, 1}};
}

/// form lies in `room`.
bool CompiledRows::add_relation(LinearForm form, const Range& room) {
    if (terms_.empty()) return room.contains(form.constant);
    const bool is_equation = room.is_point();
    if (terms_.size() == 1) {
        const Term term = terms_.front();
        Range range = room;
        if (term.coefficient.sign() < 0) {
            std::swap(range.low, range.high);
            std::swap(range.has_low, range.has_high);
            std::swap(range.low_open, range.high_open);
        }
        range.low = (range.low - form.constant) / term.coefficient;
        range.high = (range.high - form.constant) / term.coefficient;
        bounds_.push_back({constraint_, term.variable, range});
        return true;
    }
    if (is_equation && terms_.size() == 2 && put_into_product(form)) return true;
    if (!is_equation) terms_.push_back({add_part(room), {-1, 1}});
    add_sum(form);
    return true;
}

/// part = figure, or so: the figure takes the part's place in its product.
bool CompiledRows::put_into_product(const LinearForm& form) {
    if (rows_.size() == first_row_) return false;
    Row& row = rows_.back();
    if (row.kind != Row::Kind::product) return false;
    const auto variables = variables_.begin() + row.begin;
    for (std::size_t i = 0; i < 2; ++i) {
        const Term part = terms_[i];
        const Term other = terms_[1 - i];
        if (part.variable + 1 != scale_of_.size() || part.variable < quantity_count_) continue;
        const Fraction slope = -other.coefficient / part.coefficient;
        if (row.divides && variables[0] == part.variable) {
            row.constant = row.rate * (-form.constant / part.coefficient);
            row.rate = row.rate * slope;
            variables[0] = other.variable;
        } else if (!row.divides && variables[2] == part.variable && form.constant.sign() == 0) {
            row.rate = row.rate / slope;
            variables[2] = other.variable;
        } else {
            continue;
        }
        part_ranges_.pop_back();
        scale_of_.pop_back();
        return true;
    }
    return false;
}

/// form = 0; its terms are taken off.
void CompiledRows::add_sum(LinearForm form) {
    Row row;
    row.constraint = constraint_;
    row.begin = static_cast<std::uint32_t>(variables_.size());
    row.count = static_cast<std::uint32_t>(terms_.size() - form.begin);
    row.coefficients_begin = static_cast<std::uint32_t>(coefficients_.size());
    row.constant = form.constant;
    bool are_whole = true;
    for (std::size_t i = form.begin; i < terms_.size(); ++i) {
        const Term& term = terms_[i];
        variables_.push_back(term.variable);
        coefficients_.push_back(term.coefficient.numerator);
        are_whole = are_whole && term.coefficient.denominator == 1;
    }
    if (!are_whole) make_whole(row, form.begin);
    terms_.resize(form.begin);
    share_coefficients(row, rows_.empty() ? nullptr : &rows_.back());
    rows_.push_back(row);
}

/// Coefficients without denominators, for the terms from `begin` on.
void CompiledRows::make_whole(Row& row, std::size_t begin) {
    std::int64_t common = 1;
    for (std::size_t i = begin; i < terms_.size(); ++i) {
        terms_[i].coefficient = reduced(terms_[i].coefficient);
        const std::int64_t denominator = terms_[i].coefficient.denominator;
        if (common % denominator != 0)
            common = checked_product(common, denominator / std::gcd(common, denominator));
    }
    row.constant = row.constant * Fraction{common, 1};
    for (std::uint32_t i = 0; i < row.count; ++i) {
        const Fraction coefficient = terms_[begin + i].coefficient;
        coefficients_[row.coefficients_begin + i] =
            checked_product(coefficient.numerator, common / coefficient.denominator);
    }
}

void CompiledRows::add_product_row(Fraction rate, RowVariable factor, RowVariable divisor,
                                   RowVariable result, bool divides) {
    Row row;
    row.kind = Row::Kind::product;
    row.divides = divides;
    row.constraint = constraint_;
    row.begin = static_cast<std::uint32_t>(variables_.size());
    row.count = 3;
    row.rate = rate;
    rows_.push_back(row);
    variables_.insert(variables_.end(), {factor, divisor, result});
}

}  // namespace brcheck
