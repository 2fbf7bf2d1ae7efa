// What the fast lane does where rows close a cycle: holds some variables, or follows values that floating
// point or the printed numbers propose.
#include "engine/fast_lane.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_held = 4;
constexpr std::size_t most_held_for_ends = 2;
// A dive looks at a row's places so often, each row at six on average.
constexpr std::size_t most_looks_a_place = 20;
constexpr std::size_t most_looks = 200'000;
constexpr std::size_t most_looks_for_a_value = 4;  // for each variable
constexpr int most_dives = 6;
// Each dive of a large component takes a tenth of a second.
constexpr std::size_t most_for_dives = 1'000;
constexpr int most_sweeps = 3;

}  // namespace

FastLane::Answer FastLane::decide_cycles(bool want_implied) {
    if (!want_implied && solve_by_guess()) return keep_answers(Answer::solved);
    box_.save();
    const bool is_held = hold_cycles();
    bool is_solved = is_held && solve_with_held();
    if (!is_solved) {
        box_.restore();
        for (int sweep = 0; sweep < most_sweeps; ++sweep) {
            box_.changes().clear();
            if (!narrow_everywhere()) return nothing_left();
            if (box_.changes().empty()) break;
        }
        box_.save();
        // Of what is solved otherwise no ends are known.
        is_solved = !want_implied && (solve_by_guess() || dive_again_and_again());
    }
    if (!is_solved) return Answer::none;
    keep_answers(Answer::solved);
    try {
        if (want_implied && is_held && !is_long_ && !is_sign_assumed_ && !is_whole_open_)
            find_implied_on_cycle();
    } catch (const FractionOverflow&) {
    }
    return Answer::solved;
}

/// Chooses variables to hold until the rest has no cycle. False when that takes too many.
bool FastLane::hold_cycles() {
    while (const std::optional<RowVariable> next = grow_forest()) {
        if (held_.size() == most_held) return false;
        held_.push_back(*next);
        is_held_[*next] = true;
    }
    return true;
}

/// At the printed values.
bool FastLane::solve_with_held() {
    try {
        for (const RowVariable variable : held_) {
            RowBox::Entry& entry = box_[variable];
            entry.value = RowBox::choose(entry, entry.range);
            entry.range = Range::point(entry.value);
            if (variable != held_.back() && !narrow_everywhere()) return false;
        }
        return narrow_upward(held_forest_) && read_witness(held_forest_);
    } catch (const FractionOverflow&) {
        return false;
    }
}

/// What no value was left for is given one before the others the next time.
bool FastLane::dive_again_and_again() {
    given_first_.clear();
    const int attempts = component_.variables.size() > most_for_dives ? 1 : most_dives;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        planner_.make(rows_, component_.row_numbers, component_.variables, given_first_);
        std::optional<RowVariable> culprit;
        if (dive(attempt % 2 == 0, culprit)) return true;
        box_.restore();
        if (!culprit) continue;
        std::erase(given_first_, *culprit);
        given_first_.insert(given_first_.begin(), *culprit);
    }
    return false;
}

/// Gives the sources of the plan one value after the other, each inside what those before leave.
bool FastLane::dive(bool prefers_printed, std::optional<RowVariable>& culprit) {
    std::size_t work_left = 0;
    for (const std::uint32_t number : component_.row_numbers) work_left += rows_.rows()[number].count;
    work_left = std::min(work_left * most_looks_a_place, most_looks);
    try {
        for (const RowPlan::Step& step : planner_.plan().steps) {
            RowBox::Entry& entry = box_[step.variable];
            if (step.row != RowPlan::Step::source) {
                culprit = step.variable;
                if (!box_.follow(rows_.rows()[step.row], step.place)) return false;
                culprit.reset();
                continue;
            }
            const Range room = entry.range;
            const Fraction first = prefers_printed ? RowBox::choose_short(entry, room)
                                                   : RowBox::choose_middle(entry, room);
            if (!try_source(step.variable, first, work_left) &&
                !(room.has_low && !room.low_open && room.low != first &&
                  try_source(step.variable, room.low, work_left)) &&
                !(room.has_high && !room.high_open && room.high != first &&
                  try_source(step.variable, room.high, work_left))) {
                culprit = step.variable;
                return false;
            }
        }
        return is_witness();
    } catch (const FractionOverflow&) {
        return false;
    }
}

bool FastLane::try_source(RowVariable variable, Fraction value, std::size_t& work_left) {
    const std::size_t saving = component_.variables.size() / 8;
    work_left -= std::min(work_left, saving);
    looks_ += saving;
    box_.save_step();
    RowBox::Entry& entry = box_[variable];
    entry.value = value;
    entry.range = Range::point(value);
    if (spread_from(variable, work_left)) return true;
    box_.restore_step();
    return false;
}

/// Narrows what hangs on the variable, while there is work left. False when nothing is left.
bool FastLane::spread_from(RowVariable variable, std::size_t& work_left) {
    box_.set_rounding(true);
    std::vector<RowVariable>& changes = box_.changes();
    changes.assign(1, variable);
    agenda_.clear();
    bool is_possible = true;
    // Round a cycle ranges may close in on a value for ever: whether what is left of them matters
    // the values of the rest will show.
    std::size_t looks_left = most_looks_for_a_value * component_.variables.size();
    const auto add_rows = [&](std::uint32_t cause) {
        for (const RowVariable changed : changes)
            for (const std::uint32_t number : rows_.rows_of(changed))
                if (number != cause && is_active(number) && !is_waiting_[number]) {
                    is_waiting_[number] = true;
                    agenda_.push_back(number);
                }
        changes.clear();
    };
    add_rows(UINT32_MAX);
    for (std::size_t next = 0; next < agenda_.size(); ++next) {
        const std::uint32_t number = agenda_[next];
        is_waiting_[number] = false;
        const Row& row = rows_.rows()[number];
        if (!is_possible || work_left < row.count || looks_left < row.count) continue;
        work_left -= row.count;
        looks_left -= row.count;
        looks_ += row.count;
        try {
            is_possible = box_.narrow_all(row);
        } catch (const FractionOverflow&) {
        }
        add_rows(number);
    }
    box_.set_rounding(false);
    return is_possible;
}

/// A row whose numbers grow too long for words says nothing; the others may say enough.
bool FastLane::narrow_everywhere() {
    looks_ += 3 * component_.variables.size();
    box_.set_rounding(true);
    const bool is_possible =
        std::all_of(component_.row_numbers.begin(), component_.row_numbers.end(), [&](std::uint32_t number) {
            try {
                return box_.narrow_all(rows_.rows()[number]);
            } catch (const FractionOverflow&) {
                return true;
            }
        });
    box_.set_rounding(false);
    return is_possible;
}

/// What all rows leave after some rounds holds all solutions. What is left when the held variables
/// are at ends of that belongs to solutions. Where both agree they are the answer.
void FastLane::find_implied_on_cycle() {
    if (held_.size() > most_held_for_ends || held_forest_.branches.size() != component_.row_numbers.size()) return;
    box_.restore();
    for (int sweep = 0; sweep < most_sweeps; ++sweep)
        for (const std::uint32_t number : component_.row_numbers)
            if (!box_.narrow_all(rows_.rows()[number])) return;
    box_.save();
    reached_.assign(component_.variables.size(), Range{});
    bool is_first = true;
    for (unsigned corner = 0; corner < 1U << held_.size(); ++corner) {
        if (!hold_at_corner(corner) || !narrow_upward(held_forest_) || !narrow_downward(held_forest_)) {
            box_.restore();
            continue;
        }
        for (std::size_t i = 0; i < component_.variables.size(); ++i) {
            const Range& range = box_[component_.variables[i]].range;
            if (is_first)
                reached_[i] = range;
            else
                reached_[i].widen(range);
        }
        is_first = false;
        box_.restore();
    }
    if (is_first) return;
    if (implied_.empty()) implied_.resize(rows_.quantity_count());
    for (std::size_t i = 0; i < component_.variables.size(); ++i) {
        const RowVariable variable = component_.variables[i];
        const Range& range = box_[variable].range;
        if (variable >= rows_.quantity_count() || !(reached_[i] == range)) continue;
        answers_[variable] = Answer::implied;
        implied_[variable] = range;
    }
}

/// Bit i of `corner` says to which end the i-th held variable goes. False when it is not attained.
bool FastLane::hold_at_corner(unsigned corner) {
    for (std::size_t i = 0; i < held_.size(); ++i) {
        Range& range = box_[held_[i]].range;
        const bool high = (corner >> i & 1U) != 0;
        if (high ? !range.has_high || range.high_open : !range.has_low || range.low_open)
            return false;
        range = Range::point(high ? range.high : range.low);
    }
    return true;
}

/// Orders the rows for the variables that are not held. Where there is a cycle, comes back with a
/// variable on it.
std::optional<RowVariable> FastLane::grow_forest() {
    ++walk_;
    held_forest_.branches.clear();
    held_forest_.roots.clear();
    order_.clear();
    std::size_t done = 0;
    for (const RowVariable start : component_.variables) {
        if (is_held_[start] || std::exchange(seen_[start], walk_) == walk_) continue;
        held_forest_.roots.push_back(start);
        order_.push_back(start);
        for (; done < order_.size(); ++done) {
            const RowVariable from = order_[done];
            for (const std::uint32_t number : rows_.rows_of(from)) {
                if (!is_active(number) || std::exchange(row_seen_[number], walk_) == walk_)
                    continue;
                const Row& row = rows_.rows()[number];
                const auto members = rows_.variables(row);
                const auto k = static_cast<std::uint32_t>(
                    std::find(members.begin(), members.end(), from) - members.begin());
                held_forest_.branches.push_back({number, k});
                for (std::size_t i = 0; i < members.size(); ++i) {
                    if (i == k || is_held_[members[i]]) continue;
                    if (std::exchange(seen_[members[i]], walk_) == walk_) return choose_held(row);
                    order_.push_back(members[i]);
                }
            }
        }
    }
    return std::nullopt;
}

/// Of the variables at which a row closed a cycle, the one in most rows; rather a divisor, whose
/// product is a sum once it is known.
RowVariable FastLane::choose_held(const Row& closing_row) const {
    const auto members = rows_.variables(closing_row);
    RowVariable best = members[0];
    std::size_t most = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (is_held_[members[i]] || seen_[members[i]] != walk_) continue;
        const bool divides = closing_row.kind == Row::Kind::product && i == 1;
        const std::size_t rank = rows_.rows_of(members[i]).size() * 2 + (divides ? 1 : 0);
        if (rank <= most) continue;
        most = rank;
        best = members[i];
    }
    return best;
}

}  // namespace brcheck
