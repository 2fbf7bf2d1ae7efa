#include "engine/compiled_rows.hpp"

#include <algorithm>
#include <numeric>

namespace brcheck {
namespace {

/// For a figure that tells no precision: 1, or the largest power of 1,000 that divides a number of
/// many digits.
Fraction scale_of_end(Fraction end) {
    constexpr std::int64_t many_digits = 1'000'000'000'000;
    std::int64_t power = 1;
    std::int64_t rest = end.numerator;
    if (rest >= many_digits || rest <= -many_digits) {
        for (; rest % 1000 == 0; rest /= 1000) power *= 1000;
    }
    return {power, end.denominator};
}

/// In lowest terms.
Fraction half_width(Fraction low, Fraction high) {
    const Fraction width = high - low;
    if (width.numerator % 2 == 0) return reduced({width.numerator / 2, width.denominator});
    return reduced(width * Fraction{1, 2});
}

SourceRank rank_of(const Quantity& quantity) {
    return quantity.interval.is_point()             ? SourceRank::single
           : quantity.whole                         ? SourceRank::whole
           : quantity.kind == QuantityKind::derived ? SourceRank::computed
           : quantity.kind == QuantityKind::unknown ? SourceRank::unknown
                                                    : SourceRank::printed;
}

}  // namespace

void CompiledRows::compile(const Network& network) {
    network_ = &network;
    const Report& report = network.report();
    quantity_count_ = report.quantities.size();
    scales_.clear();
    scales_.push_back({0, 1});
    scale_of_.clear();
    origins_.clear();
    part_ranges_.clear();
    rows_.clear();
    bounds_.clear();
    variables_.clear();
    coefficients_.clear();
    left_out_.clear();

    scale_of_.reserve(quantity_count_);
    source_ranks_.clear();
    source_ranks_.reserve(quantity_count_);
    for (const Quantity& quantity : report.quantities) {
        choose_scale(quantity);
        source_ranks_.push_back(rank_of(quantity));
    }
    const auto constraints = network.constraints();
    std::size_t occurrences = 0;
    for (const Constraint& constraint : constraints)
        occurrences += network.expression(constraint).variables().size() + 1;
    variables_.reserve(occurrences);
    for (ConstraintIndex c = 0; c < constraints.size(); ++c) {
        const std::size_t bounds_before = bounds_.size();
        const std::size_t variables_before = variables_.size();
        const std::size_t coefficients_before = coefficients_.size();
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
        coefficients_.resize(coefficients_before);
        part_ranges_.resize(parts_before);
        scale_of_.resize(quantity_count_ + parts_before);
    }
    rank_lone_sides();
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
            if (has_origin(bound.variable)) throw FractionOverflow{};
            const Fraction factor = scale(bound.variable);
            if (bound.range.has_low) bound.range.low = scaled_down(bound.range.low, factor);
            if (bound.range.has_high) bound.range.high = scaled_down(bound.range.high, factor);
        } catch (const FractionOverflow&) {
            left_out_.push_back(bound.constraint);
        }
    }
    std::stable_sort(bounds_.begin(), bounds_.end(),
                     [](const RowBound& a, const RowBound& b) { return a.variable < b.variable; });
    index_rows();
}

void CompiledRows::rank_lone_sides() {
    for (const Constraint& constraint : network_->constraints()) {
        if (constraint.kind != DerivationStep::Kind::relation) continue;
        const Expression& condition = network_->expression(constraint);
        if (condition.comparisons()[constraint.comparison] != Comparison::equal) continue;
        for (const std::size_t side : {constraint.comparison + 0U, constraint.comparison + 1U}) {
            const Node& node = condition.nodes()[condition.sides()[side]];
            if (node.operation != Operation::variable) continue;
            SourceRank& rank = source_ranks_[node.payload];
            if (rank == SourceRank::printed) rank = SourceRank::printed_alone;
            break;
        }
    }
}

std::span<const RowBound> CompiledRows::find_bounds(RowVariable variable) const noexcept {
    const auto first =
        std::lower_bound(bounds_.begin(), bounds_.end(), variable,
                         [](const RowBound& bound, RowVariable v) { return bound.variable < v; });
    auto last = first;
    while (last != bounds_.end() && last->variable == variable) ++last;
    return {first, last};
}

bool CompiledRows::has_whole_scale(RowVariable variable) const {
    return network_->report().quantities[variable].unit.factor() == to_rational(scale(variable));
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
    const auto is_short = [](const Rational& end) {
        return end.numerator().fits_int64() && end.denominator().fits_int64();
    };
    // A missing end is 0.
    if (!is_short(interval.low()) || !is_short(interval.high())) return choose_origin(interval);
    try {
        if (quantity.whole) return add_scale(fraction_of(quantity.unit.factor()));
        if (interval.has_low() && interval.has_high()) {
            const Fraction low = fraction_of(interval.low());
            const Fraction half = half_width(low, fraction_of(interval.high()));
            if (half.sign() > 0 && (low / half).is_integer()) return add_scale(half);
            return add_scale(scale_of_end(low));
        }
        if (interval.has_low()) return add_scale(scale_of_end(fraction_of(interval.low())));
        if (interval.has_high()) return add_scale(scale_of_end(fraction_of(interval.high())));
        scale_of_.push_back(0);
    } catch (const FractionOverflow&) {
        choose_origin(interval);
    }
}

/// What has no printed size gets that of its neighbours, so that numbers stay short.
void CompiledRows::settle_scales() {
    auto open = std::count(scale_of_.begin(), scale_of_.end(), 0U);
    const auto take = [&](RowVariable variable, std::uint32_t scale) {
        if (scale_of_[variable] == 0 && scale != 0) {
            scale_of_[variable] = scale;
            --open;
        }
    };
    constexpr int most_rounds = 4;
    auto open_before = open + 1;
    for (int round = 0; open != 0 && open != open_before && round < most_rounds; ++round) {
        open_before = open;
        for (const Row& row : rows_) {
            const auto variables = this->variables(row);
            if (std::none_of(variables.begin(), variables.end(),
                             [&](RowVariable variable) { return scale_of_[variable] == 0; }))
                continue;
            if (row.kind == Row::Kind::product) {
                const auto quotient_or_product = [&](RowVariable wanted) {
                    if (row.constant.sign() != 0) return 0U;
                    return add_product_scale(variables, wanted);
                };
                take(variables[0], quotient_or_product(variables[0]));
                take(variables[2], quotient_or_product(variables[2]));
                // Of a rate and its level the level is the one without a size of its own.
                if (round > 0 || scale_of_[variables[0]] != 0) {
                    take(variables[1], scale_of_[variables[2]]);
                    take(variables[2], scale_of_[variables[1]]);
                }
                continue;
            }
            std::uint32_t least = 0;
            for (const RowVariable variable : variables) {
                const std::uint32_t scale = scale_of_[variable];
                if (scale != 0 && scale != least && (least == 0 || scales_[scale] < scales_[least]))
                    least = scale;
            }
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
        try {
            range.low = range.low / factor;
            range.high = range.high / factor;
        } catch (const FractionOverflow&) {
            range = {};
            leave_out(static_cast<RowVariable>(quantity_count_ + i));
        }
    }
}

void CompiledRows::leave_out(RowVariable part) {
    for (const Row& row : rows_) {
        const auto members = variables(row);
        if (std::find(members.begin(), members.end(), part) != members.end())
            left_out_.push_back(row.constraint);
    }
}

/// y0 in units of y2 per y1, or y2 in units of y0 times y1: 0 where these are not known.
std::uint32_t CompiledRows::add_product_scale(std::span<const RowVariable> variables,
                                              RowVariable wanted) {
    const bool is_product = wanted == variables[2];
    const std::uint32_t other = scale_of_[variables[is_product ? 0 : 2]];
    const std::uint32_t divisor = scale_of_[variables[1]];
    if (scale_of_[wanted] != 0 || other == 0 || divisor == 0) return 0;
    try {
        const Fraction scale = reduced(is_product ? scales_[other] * scales_[divisor]
                                                  : scales_[other] / scales_[divisor]);
        scales_.push_back(scale);
        return static_cast<std::uint32_t>(scales_.size() - 1);
    } catch (const FractionOverflow&) {
        return 0;
    }
}

void CompiledRows::scale_row(Row& row) {
    if (row.kind == Row::Kind::sum) return scale_sum(row);
    const auto variables = this->variables(row);
    if (std::any_of(variables.begin(), variables.end(),
                    [&](RowVariable variable) { return has_origin(variable); }))
        throw FractionOverflow{};
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
    if (differ) unit = scale_coefficients(row, least);
    row.constant = row.constant.sign() == 0 ? Fraction{0, 1} : reduced(row.constant / unit);
    if (!origins_.empty()) move_to_origins(row);
}

/// Comes back with the unit that they count. `least`: the least scale of the row.
Fraction CompiledRows::scale_coefficients(Row& row, std::uint32_t least) {
    const auto variables = this->variables(row);
    // Others may share those of before.
    const std::size_t begin = coefficients_.size();
    coefficients_.resize(begin + row.count);
    std::copy_n(coefficients_.begin() + row.coefficients_begin, row.count,
                coefficients_.begin() + static_cast<std::ptrdiff_t>(begin));
    row.coefficients_begin = static_cast<std::uint32_t>(begin);
    Fraction unit = scales_[least];
    // Mostly the larger scales are multiples of the least.
    for (std::uint32_t i = 0; i < row.count; ++i) {
        if (scale_of_[variables[i]] == least) continue;
        const Fraction ratio = scaled_down(scale(variables[i]), unit);
        if (ratio.denominator != 1) {
            for (std::uint32_t before = 0; before < i; ++before)
                coefficients_[row.coefficients_begin + before] /=
                    scaled_down(scale(variables[before]), unit).numerator;
            unit = scale_finely(row, unit);
            break;
        }
        std::int64_t& coefficient = coefficients_[row.coefficients_begin + i];
        coefficient = checked_product(coefficient, ratio.numerator);
    }
    if (&row != &rows_.front()) share_coefficients(row, &row - 1);
    return unit;
}

/// With the largest part of `unit` whose multiples all scales are: comes back with that.
Fraction CompiledRows::scale_finely(const Row& row, Fraction unit) {
    const auto variables = this->variables(row);
    std::int64_t common = 1;
    for (const RowVariable variable : variables) {
        const Fraction ratio = reduced(scaled_down(scale(variable), unit));
        if (common % ratio.denominator != 0)
            common =
                checked_product(common, ratio.denominator / std::gcd(common, ratio.denominator));
    }
    const Fraction part = unit / Fraction{common, 1};
    for (std::uint32_t i = 0; i < row.count; ++i) {
        const Fraction ratio = reduced(scaled_down(scale(variables[i]), part));
        std::int64_t& coefficient = coefficients_[row.coefficients_begin + i];
        coefficient = checked_product(coefficient, ratio.numerator);
    }
    return part;
}

/// Where they are the same as those of the row before. REQUIRES: the row's are the last.
void CompiledRows::share_coefficients(Row& row, const Row* before) {
    if (before == nullptr || before->kind != Row::Kind::sum ||
        !std::ranges::equal(coefficients(row), coefficients(*before)))
        return;
    coefficients_.resize(row.coefficients_begin);
    row.coefficients_begin = before->coefficients_begin;
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
