#include "engine/fast_lane.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

// Cyclic components from this size on are taken for tables first.
constexpr std::size_t table_size = 60;
constexpr std::size_t largest_cyclic = 10'000;
constexpr std::size_t most_sign_steps = 100'000;

}  // namespace

void FastLane::compile(const Network& network) {
    rows_.compile(network);
    const std::size_t quantities = rows_.quantity_count();
    answers_.assign(quantities, Answer::none);
    values_.resize(quantities);
    implied_.clear();
    active_.assign(network.constraints().size(), false);
    is_left_out_.assign(network.constraints().size(), false);
    is_one_table_ = false;
    for (const ConstraintIndex c : rows_.left_out()) is_left_out_[c] = true;
    seen_.assign(rows_.variable_count(), 0);
    row_seen_.assign(rows_.rows().size(), 0);
    is_waiting_.assign(rows_.rows().size(), false);
    is_held_.assign(rows_.variable_count(), false);
    walk_ = 0;
}

void FastLane::decide(std::span<const Interval> box, std::span<const ConstraintIndex> constraints,
                      std::span<const VariableIndex> quantities, bool want_implied,
                      std::optional<std::span<const VariableIndex>> changed) {
    all_decided_ = true;
    is_impossible_ = false;
    looks_ = 0;
    mark_left_out(constraints);
    changed_ = is_one_table_ ? changed : std::nullopt;
    is_one_table_ = false;
    if (changed_) {
        is_one_table_ = answer_component(box, want_implied);
    } else {
        std::size_t components = 0;
        bool is_table = false;
        const std::uint32_t walk_before = walk_;
        for (const VariableIndex v : quantities) {
            if (seen_[v] > walk_before) continue;
            collect_component(v);
            ++components;
            is_table = answer_component(box, want_implied);
        }
        is_one_table_ = is_table && components == 1;
    }
    for (const ConstraintIndex c : constraints) active_[c] = false;
}

/// True when it was answered as a table.
bool FastLane::answer_component(std::span<const Interval> box, bool want_implied) {
    is_table_ = false;
    looks_ += variables_.size();
    Answer answer = Answer::none;
    try {
        answer = decide_component(box, want_implied);
    } catch (const FractionOverflow&) {
    }
    for (const RowVariable held : held_) is_held_[held] = false;
    held_.clear();
    if (answer < Answer::solved) forget_answers();
    all_decided_ = all_decided_ && answer >= Answer::solved;
    is_impossible_ = is_impossible_ || answer == Answer::impossible;
    return is_table_;
}

void FastLane::mark_left_out(std::span<const ConstraintIndex> constraints) {
    open_ends_.clear();
    const Network& network = rows_.network();
    for (const ConstraintIndex c : constraints) {
        active_[c] = !is_left_out_[c];
        if (!is_left_out_[c]) continue;
        const Constraint& constraint = network.constraints()[c];
        const auto used = network.expression(constraint).variables();
        open_ends_.insert(open_ends_.end(), used.begin(), used.end());
        if (constraint.kind == DerivationStep::Kind::definition)
            open_ends_.push_back(constraint.index);
    }
}

void FastLane::collect_component(RowVariable start) {
    ++walk_;
    variables_.assign(1, start);
    roots_.assign(1, start);
    row_numbers_.clear();
    branches_.clear();
    seen_[start] = walk_;
    std::size_t incidences = 0;
    for (std::size_t done = 0; done < variables_.size(); ++done) {
        const RowVariable from = variables_[done];
        for (const std::uint32_t number : rows_.rows_of(from)) {
            if (!is_active(number) || std::exchange(row_seen_[number], walk_) == walk_) continue;
            const auto members = rows_.variables(rows_.rows()[number]);
            Branch branch{number, 0};
            for (std::uint32_t k = 0; k < members.size(); ++k) {
                if (members[k] == from) branch.from = k;
                if (std::exchange(seen_[members[k]], walk_) != walk_)
                    variables_.push_back(members[k]);
            }
            incidences += members.size();
            row_numbers_.push_back(number);
            branches_.push_back(branch);
        }
    }
    is_tree_ = incidences + 1 == variables_.size() + row_numbers_.size();
}

FastLane::Answer FastLane::decide_component(std::span<const Interval> box, bool want_implied) {
    const bool is_open = std::any_of(open_ends_.begin(), open_ends_.end(),
                                     [&](VariableIndex v) { return seen_[v] == walk_; });
    const bool has_way_of_its_own = is_tree_ && want_implied;
    const bool is_too_large = !is_tree_ && variables_.size() > largest_cyclic;
    if (is_too_large && want_implied) return Answer::none;
    if (!is_open && !has_way_of_its_own && variables_.size() >= table_size && solve_table(box))
        return Answer::solved;
    if (is_too_large) return Answer::none;
    std::optional<Answer> answer = load(box);
    if (!answer) answer = make_divisors_positive();
    if (answer) return *answer;
    if (is_open)
        return is_tree_ ? (narrow_upward() ? Answer::none : nothing_left())
                        : (narrow_everywhere() ? Answer::none : nothing_left());
    return is_tree_ ? decide_tree(want_implied) : decide_cycles(want_implied);
}

FastLane::Answer FastLane::decide_tree(bool want_implied) {
    if (!narrow_upward()) return nothing_left();
    if ((want_implied && !narrow_downward()) || !read_witness()) return Answer::none;
    const bool is_exact = want_implied && !is_sign_assumed_ && !is_whole_open_;
    return keep_answers(is_exact ? Answer::implied : Answer::solved);
}

FastLane::Answer FastLane::keep_answers(Answer answer) {
    if (answer == Answer::implied && implied_.empty()) implied_.resize(rows_.quantity_count());
    if (is_long_) {
        keep_long_values();
        return Answer::solved_at_length;
    }
    for (const RowVariable variable : variables_) {
        if (variable >= rows_.quantity_count()) continue;
        const RowBox::Entry& entry = box_[variable];
        answers_[variable] = answer;
        values_[variable] = entry.value;
        if (answer == Answer::implied) implied_[variable] = entry.range;
    }
    return answer;
}

void FastLane::keep_long_values() {
    witness_at_length_.resize(rows_.quantity_count());
    for (const RowVariable variable : variables_) {
        if (variable >= rows_.quantity_count()) continue;
        answers_[variable] = Answer::solved_at_length;
        witness_at_length_[variable] = long_values_[variable];
    }
}

void FastLane::forget_answers() {
    for (const RowVariable variable : variables_)
        if (variable < rows_.quantity_count()) answers_[variable] = Answer::none;
}

std::optional<Range> FastLane::initial_range(RowVariable variable,
                                             std::span<const Interval> box) const {
    Range range = variable < rows_.quantity_count() ? range_of(box[variable], rows_.scale(variable))
                                                    : rows_.part_range(variable);
    const auto bounds = rows_.bounds_of(variable);
    for (const RowBound& bound : bounds)
        if (active_[bound.constraint]) range.narrow(bound.range);
    if (range.is_empty()) return std::nullopt;
    return range;
}

bool FastLane::enter_table(std::span<const Interval> box, std::span<const RowVariable> variables,
                           bool (SumTable::*enter)(RowVariable, const Range&)) {
    return std::all_of(variables.begin(), variables.end(), [&](RowVariable variable) {
        const std::optional<Range> range = initial_range(variable, box);
        return range && (table_.*enter)(variable, *range) &&
               (!rows_.is_whole(variable) ||
                (range->is_point() && rows_.has_whole_scale(variable)));
    });
}

bool FastLane::solve_table(std::span<const Interval> box) {
    if (changed_) return solve_table_again(box);
    sort_variables();
    table_.reset(rows_, variables_.size());
    if (!enter_table(box, variables_, &SumTable::add) || !table_.solve(row_numbers_)) return false;
    keep_table();
    return true;
}

/// Figures have their places in the table in the order of variables_.
bool FastLane::solve_table_again(std::span<const Interval> box) {
    const auto is_elsewhere = [&](VariableIndex v) { return seen_[v] != walk_; };
    std::vector<RowVariable> changed(changed_->begin(), changed_->end());
    std::erase_if(changed, is_elsewhere);
    if (!enter_table(box, changed, &SumTable::change)) return false;
    if (table_.make_up_nearby()) {
        is_table_ = true;
        for (const std::uint32_t figure : table_.moved()) {
            const RowVariable variable = variables_[figure];
            if (variable < rows_.quantity_count()) values_[variable] = table_.value(variable);
        }
        return true;
    }
    if (!table_.solve_from_middles()) return false;
    keep_table();
    return true;
}

void FastLane::keep_table() {
    is_table_ = true;
    for (const RowVariable variable : variables_) {
        if (variable >= rows_.quantity_count()) break;
        answers_[variable] = Answer::solved;
        values_[variable] = table_.value(variable);
    }
}

/// Memory is read in order then.
void FastLane::sort_variables() {
    const auto [first, last] = std::minmax_element(variables_.begin(), variables_.end());
    const RowVariable low = *first;
    const RowVariable high = *last;
    if ((high - low) / variables_.size() > 4) {
        std::sort(variables_.begin(), variables_.end());
        return;
    }
    variables_.clear();
    for (RowVariable variable = low; variable <= high; ++variable)
        if (seen_[variable] == walk_) variables_.push_back(variable);
}

std::optional<FastLane::Answer> FastLane::load(std::span<const Interval> box) {
    box_.reset(rows_);
    is_sign_assumed_ = false;
    is_long_ = false;
    is_whole_open_ = false;
    for (const RowVariable variable : variables_) {
        std::optional<Range> range = initial_range(variable, box);
        if (!range) return Answer::impossible;
        bool is_whole = rows_.is_whole(variable);
        if (is_whole) {
            if (!rows_.has_whole_scale(variable)) return Answer::none;
            RowBox::round_to_whole(*range);
            if (range->is_empty()) return Answer::impossible;
            is_whole = !range->is_point();
            is_whole_open_ = is_whole_open_ || is_whole;
        }
        box_.add(variable, *range, is_whole);
    }
    return std::nullopt;
}

/// What stands below a fraction line, or one factor of a product, has to be above 0. Where that
/// does not follow, it is assumed.
std::optional<FastLane::Answer> FastLane::make_divisors_positive() {
    const Range positive{{0, 1}, {0, 1}, true, false, true, false};
    std::size_t steps = 0;
    for (const bool may_assume : {false, false, true}) {
        bool is_settled = true;
        for (Branch& branch : branches_) {
            const Row& row = rows_.rows()[branch.row];
            if (row.kind != Row::Kind::product) continue;
            const RowVariable variable = rows_.variables(row)[1];
            Range& divisor = box_[variable].range;
            if (divisor.is_positive()) continue;
            if (!row.divides && row.constant.sign() == 0 &&
                box_[rows_.variables(row)[0]].range.is_positive()) {
                rows_.swap_factors(row);
                if (branch.from < 2) branch.from = 1 - branch.from;
                continue;
            }
            steps += rows_.rows_of(variable).size();
            if (steps > most_sign_steps) return Answer::none;
            const bool follows = is_implied_positive(variable);
            if (!follows && !may_assume) {
                is_settled = false;
                continue;
            }
            is_sign_assumed_ = is_sign_assumed_ || !follows;
            divisor.narrow(positive);
            if (!divisor.is_empty()) continue;
            return nothing_left();
        }
        if (is_settled) break;
    }
    return std::nullopt;
}

bool FastLane::is_implied_positive(RowVariable variable) const {
    const auto touching = rows_.rows_of(variable);
    return std::any_of(touching.begin(), touching.end(), [&](std::uint32_t number) {
        return is_active(number) && box_.makes_positive(rows_.rows()[number], variable);
    });
}

bool FastLane::narrow_upward() {
    for (std::size_t i = branches_.size(); i-- > 0;)
        if (!box_.narrow(rows_.rows()[branches_[i].row], branches_[i].from)) return false;
    return true;
}

bool FastLane::narrow_downward() {
    return std::all_of(branches_.begin(), branches_.end(), [&](const Branch& branch) {
        return box_.narrow_all(rows_.rows()[branch.row]);
    });
}

bool FastLane::read_witness() {
    for (const RowVariable root : roots_) {
        RowBox::Entry& entry = box_[root];
        entry.value = RowBox::choose(entry, entry.range);
    }
    for (const Branch& branch : branches_)
        if (!box_.complete(rows_.rows()[branch.row], branch.from)) return false;
    return is_witness();
}

bool FastLane::is_witness() const {
    return std::all_of(variables_.begin(), variables_.end(),
                       [&](RowVariable variable) { return box_.is_inside(variable); }) &&
           std::all_of(row_numbers_.begin(), row_numbers_.end(), [&](std::uint32_t number) {
               return box_.holds(rows_.rows()[number]);
           });
}

Rational FastLane::witness(VariableIndex quantity) const {
    const Fraction scale = rows_.scale(quantity);
    if (answers_[quantity] == Answer::solved_at_length)
        return witness_at_length_[quantity] * to_rational(scale);
    const Fraction value = values_[quantity];
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (__builtin_mul_overflow(value.numerator, scale.numerator, &numerator) ||
        __builtin_mul_overflow(value.denominator, scale.denominator, &denominator))
        return to_rational(value) * to_rational(scale);
    return denominator == 1 ? Rational(numerator)
                            : Rational(Integer(numerator), Integer(denominator));
}

std::optional<Interval> FastLane::implied(VariableIndex quantity) const {
    if (answers_[quantity] != Answer::implied) return std::nullopt;
    return interval_of(implied_[quantity], rows_.scale(quantity));
}

}  // namespace brcheck
