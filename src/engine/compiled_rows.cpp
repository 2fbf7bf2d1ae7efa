#include "engine/compiled_rows.hpp"

#include <algorithm>
#include <cstdlib>

namespace brcheck {
namespace {

// Functions nested deeper than this are left to the general solver, which needs no recursion.
constexpr int most_depth = 32;

std::int64_t checked_product(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) throw FractionOverflow{};
    return product;
}

/// a / scale, a whole number where it can be.
Fraction scaled_down(Fraction a, Fraction scale) {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (__builtin_mul_overflow(a.numerator, scale.denominator, &numerator) ||
        __builtin_mul_overflow(a.denominator, scale.numerator, &denominator) ||
        numerator == INT64_MIN)
        return a / scale;
    const std::int64_t quotient = numerator / denominator;
    if (quotient * denominator == numerator) return {quotient, 1};
    return {numerator, denominator};
}

/// The largest power of 1,000 that divides `value`.
Fraction thousands(Fraction value) {
    std::int64_t power = 1;
    std::int64_t rest = value.numerator;
    while (rest != 0 && rest % 1000 == 0) {
        rest /= 1000;
        power *= 1000;
    }
    return {power, value.denominator};
}

}  // namespace

bool Range::is_empty() const noexcept {
    if (!has_low || !has_high) return false;
    const auto order = low <=> high;
    return order > 0 || (order == 0 && (low_open || high_open));
}

bool Range::contains(Fraction value) const noexcept {
    if (has_low) {
        const auto order = value <=> low;
        if (order < 0 || (order == 0 && low_open)) return false;
    }
    if (has_high) {
        const auto order = value <=> high;
        if (order > 0 || (order == 0 && high_open)) return false;
    }
    return true;
}

void Range::narrow(const Range& other) noexcept {
    if (other.has_low) {
        const auto order = has_low ? other.low <=> low : std::strong_ordering::greater;
        if (order > 0) {
            has_low = true;
            low = other.low;
            low_open = other.low_open;
        } else if (order == 0) {
            low_open = low_open || other.low_open;
        }
    }
    if (other.has_high) {
        const auto order = has_high ? other.high <=> high : std::strong_ordering::less;
        if (order < 0) {
            has_high = true;
            high = other.high;
            high_open = other.high_open;
        } else if (order == 0) {
            high_open = high_open || other.high_open;
        }
    }
}

void Range::widen(const Range& other) noexcept {
    const auto lower = low <=> other.low;
    if (!other.has_low || (has_low && lower > 0)) {
        has_low = other.has_low;
        low = other.low;
        low_open = other.low_open;
    } else if (has_low && lower == 0) {
        low_open = low_open && other.low_open;
    }
    const auto higher = high <=> other.high;
    if (!other.has_high || (has_high && higher < 0)) {
        has_high = other.has_high;
        high = other.high;
        high_open = other.high_open;
    } else if (has_high && higher == 0) {
        high_open = high_open && other.high_open;
    }
}

bool operator==(const Range& a, const Range& b) noexcept {
    return a.has_low == b.has_low && a.has_high == b.has_high &&
           (!a.has_low || (a.low == b.low && a.low_open == b.low_open)) &&
           (!a.has_high || (a.high == b.high && a.high_open == b.high_open));
}

Range range_of(const Interval& interval, Fraction scale) {
    if (interval.is_empty()) return {Fraction{1, 1}, Fraction{0, 1}, true, true, false, false};
    Range range;
    if (interval.has_low()) {
        range.has_low = true;
        range.low = scaled_down(fraction_of(interval.low()), scale);
        range.low_open = interval.low_open();
    }
    if (interval.has_high()) {
        range.has_high = true;
        range.high = scaled_down(fraction_of(interval.high()), scale);
        range.high_open = interval.high_open();
    }
    return range;
}

Interval interval_of(const Range& range, Fraction scale) {
    // One product after the other in Rational: words need not be enough for it.
    const auto end = [&](Fraction y) { return to_rational(y) * to_rational(scale); };
    if (range.has_low && range.has_high)
        return Interval::between(end(range.low), range.low_open, end(range.high), range.high_open);
    if (range.has_low) return Interval::at_least(end(range.low), range.low_open);
    if (range.has_high) return Interval::at_most(end(range.high), range.high_open);
    return Interval::all();
}

void CompiledRows::compile(const Network& network) {
    network_ = &network;
    const Report& report = network.report();
    quantity_count_ = report.quantities.size();
    scales_.clear();
    scales_.push_back({0, 1});
    scale_of_.clear();
    part_ranges_.clear();
    rows_.clear();
    bounds_.clear();
    variables_.clear();
    coefficients_.clear();
    left_out_.clear();

    scale_of_.reserve(quantity_count_);
    for (const Quantity& quantity : report.quantities) choose_scale(quantity);
    const auto constraints = network.constraints();
    std::size_t occurrences = 0;
    for (const Constraint& constraint : constraints)
        occurrences += network.expression(constraint).variables().size() + 1;
    variables_.reserve(occurrences);
    coefficients_.reserve(occurrences);
    for (ConstraintIndex c = 0; c < constraints.size(); ++c) {
        const std::size_t bounds_before = bounds_.size();
        const std::size_t variables_before = variables_.size();
        const std::size_t parts_before = part_ranges_.size();
        first_row_ = rows_.size();
        bool compiled = false;
        try {
            compiled = compile_constraint(c);
        } catch (const FractionOverflow&) {
        }
        if (compiled) continue;
        left_out_.push_back(c);
        rows_.resize(first_row_);
        bounds_.resize(bounds_before);
        variables_.resize(variables_before);
        coefficients_.resize(variables_before);
        part_ranges_.resize(parts_before);
        scale_of_.resize(quantity_count_ + parts_before);
    }
    settle_scales();
    for (Row& row : rows_) {
        try {
            scale_row(row);
        } catch (const FractionOverflow&) {
            left_out_.push_back(row.constraint);
        }
    }
    for (RowBound& bound : bounds_) {
        try {
            const Fraction factor = scale(bound.variable);
            if (bound.range.has_low) bound.range.low = scaled_down(bound.range.low, factor);
            if (bound.range.has_high) bound.range.high = scaled_down(bound.range.high, factor);
        } catch (const FractionOverflow&) {
            left_out_.push_back(bound.constraint);
        }
    }
    std::stable_sort(bounds_.begin(), bounds_.end(), [](const RowBound& a, const RowBound& b) {
        return a.variable < b.variable;
    });
    index_rows();
}

std::span<const RowBound> CompiledRows::bounds_of(RowVariable variable) const noexcept {
    const auto first = std::lower_bound(
        bounds_.begin(), bounds_.end(), variable,
        [](const RowBound& bound, RowVariable v) { return bound.variable < v; });
    auto last = first;
    while (last != bounds_.end() && last->variable == variable) ++last;
    return {first, last};
}

void CompiledRows::add_scale(Fraction scale) {
    // Neighbours in a table have the same.
    const Fraction last = scales_.back();
    if (last.numerator != scale.numerator || last.denominator != scale.denominator)
        scales_.push_back(scale);
    scale_of_.push_back(static_cast<std::uint32_t>(scales_.size() - 1));
}

void CompiledRows::choose_scale(const Quantity& quantity) {
    const Interval& interval = quantity.interval;
    try {
        if (quantity.whole) return add_scale(fraction_of(quantity.unit.factor()));
        if (interval.has_low() && interval.has_high()) {
            const Fraction low = fraction_of(interval.low());
            const Fraction width = fraction_of(interval.high()) - low;
            const Fraction half = reduced(width * Fraction{1, 2});
            if (half.sign() > 0 && (low / half).is_integer()) return add_scale(half);
            return add_scale(thousands(low.sign() != 0 ? low : Fraction{1, 1}));
        }
        if (interval.has_low()) return add_scale(thousands(fraction_of(interval.low())));
        if (interval.has_high()) return add_scale(thousands(fraction_of(interval.high())));
        scale_of_.push_back(0);
    } catch (const FractionOverflow&) {
        add_scale({1, 1});
    }
}

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
    std::int64_t common = 1;
    for (std::size_t i = form.begin; i < terms_.size(); ++i) {
        if (terms_[i].coefficient.denominator == 1) continue;
        terms_[i].coefficient = reduced(terms_[i].coefficient);
        const std::int64_t denominator = terms_[i].coefficient.denominator;
        if (common % denominator != 0)
            common = checked_product(common, denominator / std::gcd(common, denominator));
    }
    Row row;
    row.constraint = constraint_;
    row.begin = static_cast<std::uint32_t>(variables_.size());
    row.count = static_cast<std::uint32_t>(terms_.size() - form.begin);
    row.constant = form.constant * Fraction{common, 1};
    for (std::size_t i = form.begin; i < terms_.size(); ++i) {
        const Term& term = terms_[i];
        variables_.push_back(term.variable);
        coefficients_.push_back(checked_product(term.coefficient.numerator,
                                                common / term.coefficient.denominator));
    }
    terms_.resize(form.begin);
    rows_.push_back(row);
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
    coefficients_.insert(coefficients_.end(), 3, 0);
}

/// What has no printed size gets that of its neighbours, so that numbers stay short.
void CompiledRows::settle_scales() {
    bool is_open = std::find(scale_of_.begin(), scale_of_.end(), 0U) != scale_of_.end();
    const auto take = [&](RowVariable variable, std::uint32_t scale) {
        if (scale_of_[variable] == 0 && scale != 0) {
            scale_of_[variable] = scale;
            is_open = true;
        }
    };
    constexpr int most_rounds = 4;
    for (int round = 0; is_open && round < most_rounds; ++round) {
        is_open = false;
        for (const Row& row : rows_) {
            const auto variables = this->variables(row);
            if (row.kind == Row::Kind::product) {
                take(variables[1], scale_of_[variables[2]]);
                take(variables[2], scale_of_[variables[1]]);
                continue;
            }
            std::uint32_t least = 0;
            bool has_open = false;
            for (const RowVariable variable : variables) {
                const std::uint32_t scale = scale_of_[variable];
                has_open = has_open || scale == 0;
                if (scale != 0 && scale != least &&
                    (least == 0 || scales_[scale] < scales_[least]))
                    least = scale;
            }
            if (has_open)
                for (const RowVariable variable : variables) take(variable, least);
        }
    }
    for (std::uint32_t& scale : scale_of_) {
        if (scale != 0) continue;
        if (scales_.back() != Fraction{1, 1}) scales_.push_back({1, 1});
        scale = static_cast<std::uint32_t>(scales_.size() - 1);
    }
    for (std::size_t i = 0; i < part_ranges_.size(); ++i) {
        Range& range = part_ranges_[i];
        if (!range.has_low && !range.has_high) continue;
        const Fraction factor = scales_[scale_of_[quantity_count_ + i]];
        range.low = range.low / factor;
        range.high = range.high / factor;
    }
}

void CompiledRows::scale_row(Row& row) {
    if (row.kind == Row::Kind::sum) return scale_sum(row);
    const auto variables = this->variables(row);
    const Fraction levels = scale(variables[1]) / scale(variables[2]);
    row.rate = reduced(row.rate * levels * scale(variables[0]));
    row.constant = reduced(row.constant * levels);
}

void CompiledRows::scale_sum(Row& row) {
    const auto variables = this->variables(row);
    std::uint32_t least = scale_of_[variables[0]];
    bool differ = false;
    for (const RowVariable variable : variables) {
        if (scale_of_[variable] == least) continue;
        const auto order = scale(variable) <=> scales_[least];
        if (order != 0) differ = true;
        if (order < 0) least = scale_of_[variable];
    }
    Fraction unit = scales_[least];
    if (differ) {
        std::int64_t common = 1;
        for (const RowVariable variable : variables) {
            const Fraction ratio = reduced(scale(variable) / unit);
            if (common % ratio.denominator != 0)
                common = checked_product(common,
                                         ratio.denominator / std::gcd(common, ratio.denominator));
        }
        unit = unit / Fraction{common, 1};
        for (std::uint32_t i = 0; i < row.count; ++i) {
            const Fraction ratio = reduced(scale(variables[i]) / unit);
            std::int64_t& coefficient = coefficients_[row.begin + i];
            coefficient = checked_product(coefficient, ratio.numerator);
        }
    }
    row.constant = reduced(row.constant / unit);
}

void CompiledRows::index_rows() {
    touching_begin_.assign(variable_count() + 1, 0);
    for (const RowVariable variable : variables_) ++touching_begin_[variable + 1];
    for (std::size_t i = 1; i < touching_begin_.size(); ++i)
        touching_begin_[i] += touching_begin_[i - 1];
    touching_.resize(variables_.size());
    // Backwards, so that each count ends as the beginning of its list.
    for (std::size_t i = rows_.size(); i-- > 0;)
        for (const RowVariable variable : variables(rows_[i]))
            touching_[--touching_begin_[variable + 1]] = static_cast<std::uint32_t>(i);
    for (std::size_t i = 0; i + 1 < touching_begin_.size(); ++i)
        touching_begin_[i] = touching_begin_[i + 1];
    touching_begin_.back() = static_cast<std::uint32_t>(touching_.size());
}

}  // namespace brcheck
