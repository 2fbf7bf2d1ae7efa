#include "engine/fast_lane.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {
namespace {

constexpr std::uint32_t most_walks = std::uint32_t{1} << 30;
constexpr std::size_t most_sign_steps = 100'000;

}  // namespace

void FastLane::compile(const Network& network) {
    rows_.compile(network);
    const std::size_t quantities = rows_.quantity_count();
    answers_.assign(quantities, Answer::none);
    values_.clear();
    implied_.clear();
    // Marks are taken back after use, and those of walks before are no marks: nothing to clear.
    active_.resize(network.constraints().size());
    seen_.resize(rows_.variable_count());
    row_seen_.resize(rows_.rows().size());
    is_waiting_.resize(rows_.rows().size());
    is_held_.resize(rows_.variable_count());
    if (walk_ > most_walks) {
        std::fill(seen_.begin(), seen_.end(), 0U);
        std::fill(row_seen_.begin(), row_seen_.end(), 0U);
        walk_ = 0;
    }
    is_left_out_.assign(network.constraints().size(), false);
    for (const ConstraintIndex c : rows_.left_out()) is_left_out_[c] = true;
    is_one_table_ = false;
}

void FastLane::decide(std::span<const Interval> box, std::span<const ConstraintIndex> constraints,
                      std::span<const VariableIndex> quantities, bool want_implied,
                      std::optional<std::span<const VariableIndex>> changed) {
    start();
    mark_left_out(constraints);
    const bool does_go_on = is_one_table_ && changed && goes_on(box, constraints, quantities);
    changed_ = does_go_on ? changed : std::nullopt;
    is_one_table_ = false;
    if (changed_) {
        is_one_table_ = answer_component(box, want_implied);
    } else {
        std::size_t components = 0;
        bool is_table = false;
        const std::uint32_t walk_before = walk_;
        count_active_rows(constraints.size());
        for (const VariableIndex v : quantities) {
            if (seen_[v] > walk_before) continue;
            if (is_table) copy_table_values();
            collect_component(v);
            ++components;
            is_table = answer_component(box, want_implied);
        }
        is_one_table_ = is_table && components == 1;
        if (is_table && !is_one_table_) copy_table_values();
    }
    if (is_one_table_) table_constraints_.assign(constraints.begin(), constraints.end());
    for (const ConstraintIndex c : constraints) active_[c] = false;
}

void FastLane::start() {
    all_decided_ = true;
    is_impossible_ = false;
    looks_ = 0;
}

void FastLane::prepare(const Network& network) {
    compile(network);
    all_constraints_.resize(network.constraints().size());
    std::iota(all_constraints_.begin(), all_constraints_.end(), ConstraintIndex{0});
    mark_left_out(all_constraints_);
    count_active_rows(all_constraints_.size());
    prepared_.clear();
    const std::uint32_t walk_before = walk_;
    for (VariableIndex v = 0; v < rows_.quantity_count(); ++v) {
        if (seen_[v] > walk_before) continue;
        collect_component(v);
        Prepared& prepared = prepared_.emplace_back();
        prepared.component = component_;
        if (!component_.is_tree && component_.row_numbers.size() <= RowGuess::most_rows)
            prepared.plan = planner_.make(rows_, component_.row_numbers, component_.variables, {});
    }
    active_.assign(active_.size(), false);
}

void FastLane::decide_prepared(std::span<const Interval> box, bool want_implied) {
    start();
    changed_.reset();
    is_one_table_ = false;
    mark_left_out(all_constraints_);
    for (Prepared& prepared : prepared_) {
        ++walk_;
        for (const RowVariable variable : prepared.component.variables) seen_[variable] = walk_;
        std::swap(component_, prepared.component);
        prepared_plan_ = prepared.plan.steps.empty() ? nullptr : &prepared.plan;
        if (answer_component(box, want_implied)) copy_table_values();
        prepared_plan_ = nullptr;
        std::swap(component_, prepared.component);
    }
    active_.assign(active_.size(), false);
}

/// True when it was taken for a table, to which further questions may come.
bool FastLane::answer_component(std::span<const Interval> box, bool want_implied) {
    is_table_ = false;
    looks_ += component_.variables.size();
    Answer answer = Answer::none;
    try {
        answer = decide_component(box, want_implied);
    } catch (const FractionOverflow&) {
    }
    for (const RowVariable held : held_) is_held_[held] = false;
    held_.clear();
    for (Branch* const branch : swapped_) swap_factors(*branch);
    swapped_.clear();
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

/// Of a large table all rows are soon met, and no more need be looked for.
void FastLane::count_active_rows(std::size_t constraint_count) {
    const auto rows = rows_.rows();
    most_rows_ = rows.size();
    constexpr std::size_t many = 1'000;
    if (rows.size() < many || constraint_count < rows.size() / 4) return;
    most_rows_ = static_cast<std::size_t>(
        std::ranges::count_if(rows, [&](const Row& row) { return active_[row.constraint]; }));
}

void FastLane::collect_component(RowVariable start) {
    ++walk_;
    component_.variables.assign(1, start);
    component_.forest.roots.assign(1, start);
    component_.row_numbers.clear();
    component_.forest.branches.clear();
    seen_[start] = walk_;
    std::size_t incidences = 0;
    for (std::size_t done = 0;
         done < component_.variables.size() && component_.row_numbers.size() < most_rows_; ++done) {
        const RowVariable from = component_.variables[done];
        for (const std::uint32_t number : rows_.rows_of(from)) {
            if (!is_active(number) || std::exchange(row_seen_[number], walk_) == walk_) continue;
            const auto members = rows_.variables(rows_.rows()[number]);
            Branch branch{number, 0};
            for (std::uint32_t k = 0; k < members.size(); ++k) {
                if (members[k] == from) branch.from = k;
                if (std::exchange(seen_[members[k]], walk_) != walk_)
                    component_.variables.push_back(members[k]);
            }
            incidences += members.size();
            component_.row_numbers.push_back(number);
            component_.forest.branches.push_back(branch);
        }
    }
    component_.is_open = std::any_of(open_ends_.begin(), open_ends_.end(),
                                     [&](VariableIndex v) { return seen_[v] == walk_; });
    component_.is_tree =
        incidences + 1 == component_.variables.size() + component_.row_numbers.size();
}

FastLane::Answer FastLane::decide_component(std::span<const Interval> box, bool want_implied) {
    const bool is_open = component_.is_open;
    const bool has_way_of_its_own = component_.is_tree && want_implied;
    if (is_too_large() && want_implied) return Answer::none;
    if (!is_open && !has_way_of_its_own && component_.variables.size() >= table_size &&
        solve_table(box))
        return Answer::solved;
    if (is_too_large()) return Answer::none;
    std::optional<Answer> answer = load(box);
    if (!answer) answer = make_divisors_positive();
    if (answer) return *answer;
    if (is_open)
        return component_.is_tree
                   ? (narrow_upward(component_.forest) ? Answer::none : nothing_left())
                   : (narrow_everywhere() ? Answer::none : nothing_left());
    if (!want_implied && solve_as_printed()) return keep_answers(Answer::solved);
    return component_.is_tree ? decide_tree(want_implied) : decide_cycles(want_implied);
}

/// The printed numbers, or what stands for them, satisfy all rows.
bool FastLane::solve_as_printed() {
    for (const RowVariable variable : component_.variables) {
        RowBox::Entry& entry = box_[variable];
        entry.value = entry.preferred;
        if (entry.is_whole && !entry.value.is_integer()) return false;
    }
    return std::all_of(component_.row_numbers.begin(), component_.row_numbers.end(),
                       [&](std::uint32_t number) { return box_.holds(rows_.rows()[number]); });
}

FastLane::Answer FastLane::decide_tree(bool want_implied) {
    try {
        if (!narrow_upward(component_.forest)) return nothing_left();
        if ((want_implied && !narrow_downward(component_.forest)) ||
            !read_witness(component_.forest))
            return Answer::none;
        const bool is_exact = want_implied && !is_sign_assumed_ && !is_whole_open_;
        return keep_answers(is_exact ? Answer::implied : Answer::solved);
    } catch (const FractionOverflow&) {
        // The ranges, as far as they are narrowed, hold all solutions.
        return solve_by_guess() ? keep_answers(Answer::solved) : Answer::none;
    }
}

FastLane::Answer FastLane::keep_answers(Answer answer) {
    if (values_.empty()) values_.resize(rows_.quantity_count());
    if (answer == Answer::implied && implied_.empty()) implied_.resize(rows_.quantity_count());
    if (is_long_) {
        keep_long_values();
        return Answer::solved_at_length;
    }
    for (const RowVariable variable : component_.variables) {
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
    for (const RowVariable variable : component_.variables) {
        if (variable >= rows_.quantity_count()) continue;
        answers_[variable] = Answer::solved_at_length;
        witness_at_length_[variable] = long_values_[variable];
    }
}

void FastLane::forget_answers() {
    for (const RowVariable variable : component_.variables)
        if (variable < rows_.quantity_count()) answers_[variable] = Answer::none;
}

bool FastLane::find_initial_range(RowVariable variable, std::span<const Interval> box,
                                  Range& range) const {
    range = variable < rows_.quantity_count() ? rows_.range_of(variable, box[variable])
                                              : rows_.part_range(variable);
    for (const RowBound& bound : rows_.bounds_of(variable))
        if (active_[bound.constraint]) range.narrow(bound.range);
    return !range.is_empty();
}

std::optional<FastLane::Answer> FastLane::load(std::span<const Interval> box) {
    box_.reset(rows_);
    is_sign_assumed_ = false;
    is_long_ = false;
    is_whole_open_ = false;
    Range range;
    for (const RowVariable variable : component_.variables) {
        if (!find_initial_range(variable, box, range)) return Answer::impossible;
        bool is_whole = rows_.is_whole(variable);
        if (is_whole) {
            if (!rows_.has_whole_scale(variable)) return Answer::none;
            RowBox::round_to_whole(range);
            if (range.is_empty()) return Answer::impossible;
            is_whole = !range.is_point();
            is_whole_open_ = is_whole_open_ || is_whole;
        }
        box_.add(variable, range, is_whole);
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
        for (Branch& branch : component_.forest.branches) {
            const Row& row = rows_.rows()[branch.row];
            if (row.kind != Row::Kind::product) continue;
            const RowVariable variable = rows_.variables(row)[1];
            Range& divisor = box_[variable].range;
            if (divisor.is_positive()) continue;
            if (!row.divides && row.constant.sign() == 0 &&
                box_[rows_.variables(row)[0]].range.is_positive()) {
                swap_factors(branch);
                swapped_.push_back(&branch);
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

void FastLane::swap_factors(Branch& branch) {
    rows_.swap_factors(rows_.rows()[branch.row]);
    if (branch.from < 2) branch.from = 1 - branch.from;
}

bool FastLane::is_implied_positive(RowVariable variable) const {
    const auto touching = rows_.rows_of(variable);
    return std::any_of(touching.begin(), touching.end(), [&](std::uint32_t number) {
        return is_active(number) && box_.makes_positive(rows_.rows()[number], variable);
    });
}

bool FastLane::narrow_upward(const Forest& forest) {
    for (std::size_t i = forest.branches.size(); i-- > 0;)
        if (!box_.narrow(rows_.rows()[forest.branches[i].row], forest.branches[i].from))
            return false;
    return true;
}

bool FastLane::narrow_downward(const Forest& forest) {
    return std::all_of(forest.branches.begin(), forest.branches.end(), [&](const Branch& branch) {
        return box_.narrow_all(rows_.rows()[branch.row]);
    });
}

bool FastLane::read_witness(const Forest& forest) {
    for (const RowVariable root : forest.roots) {
        RowBox::Entry& entry = box_[root];
        entry.value = RowBox::choose(entry, entry.range);
    }
    for (const Branch& branch : forest.branches)
        if (!box_.complete(rows_.rows()[branch.row], branch.from)) return false;
    return is_witness();
}

bool FastLane::is_witness() const {
    return std::all_of(component_.variables.begin(), component_.variables.end(),
                       [&](RowVariable variable) { return box_.is_inside(variable); }) &&
           std::all_of(component_.row_numbers.begin(), component_.row_numbers.end(),
                       [&](std::uint32_t number) { return box_.holds(rows_.rows()[number]); });
}

Rational FastLane::witness(VariableIndex quantity) const {
    if (is_one_table_) return rows_.value_of(quantity, table_.value(quantity));
    return answers_[quantity] == Answer::solved_at_length
               ? rows_.value_of(quantity, witness_at_length_[quantity])
               : rows_.value_of(quantity, values_[quantity]);
}

std::optional<Interval> FastLane::implied(VariableIndex quantity) const {
    if (answers_[quantity] != Answer::implied) return std::nullopt;
    return rows_.interval_of(quantity, implied_[quantity]);
}

}  // namespace brcheck
