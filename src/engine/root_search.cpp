#include "engine/root_search.hpp"

#include "base/sort_unique.hpp"
#include "brcheck/expr/narrow.hpp"
#include "brcheck/number/decimal.hpp"

#include <algorithm>

namespace brcheck {
namespace {

// Larger systems that hang together in one quantity alone are rare.
constexpr std::size_t most_open = 40;
constexpr std::size_t most_starts = 12;

/// Where to look for changes of sign: rising, the ends of the room included.
std::vector<Rational> places_in(const Interval& room) {
    constexpr std::int64_t parts = 8;
    constexpr std::int64_t least_exponent = -16;
    constexpr std::int64_t greatest_exponent = 40;
    std::vector<Rational> places;
    if (room.has_low() && room.has_high()) {
        const Rational part = (room.high() - room.low()) / Rational(parts);
        for (std::int64_t i = 0; i < parts; ++i) places.push_back(room.low() + part * Rational(i));
        places.push_back(room.high());
    } else {
        const Rational from = room.has_low()    ? room.low()
                              : room.has_high() ? room.high()
                                                : Rational(0);
        places.push_back(from);
        for (std::int64_t e = least_exponent; e <= greatest_exponent; e += 2) {
            const Rational step = power(Rational(2), e);
            if (!room.has_low()) places.push_back(from - step);
            if (!room.has_high()) places.push_back(from + step);
        }
    }
    if (room.contains_zero()) places.emplace_back(0);
    sort_unique(places);
    return places;
}

}  // namespace

bool RootSearch::run(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
                     std::vector<Witness::Enclosed>& enclosed) {
    if (!collect(constraints, box, enclosed)) return false;
    std::vector<std::optional<VariableIndex>> starts{std::nullopt};
    for (const VariableIndex v : open_)
        if (starts.size() <= most_starts && !std::binary_search(years_.begin(), years_.end(), v))
            starts.emplace_back(v);
    return std::any_of(starts.begin(), starts.end(), [&](std::optional<VariableIndex> start) {
        const auto plan = make_plan(start);
        return plan && follow(*plan, box, enclosed);
    });
}

bool RootSearch::collect(std::span<const ConstraintIndex> constraints,
                         const std::vector<Interval>& box,
                         const std::vector<Witness::Enclosed>& enclosed) {
    const Report& report = network_.report();
    members_.clear();
    open_.clear();
    years_.clear();
    const auto is_open = [&](VariableIndex v) {
        return !box[v].is_point() &&
               std::none_of(enclosed.begin(), enclosed.end(),
                            [&](const auto& entry) { return entry.quantity == v; });
    };
    for (const ConstraintIndex c : constraints) {
        const ProofSource source = source_of(network_.constraints()[c]);
        auto equality = Equality::of(source, report);
        if (!equality) continue;
        std::vector<VariableIndex> open;
        for (const VariableIndex v : equality->variables())
            if (is_open(v)) open.push_back(v);
        if (open.empty()) continue;
        const Expression& expression = network_.expression(network_.constraints()[c]);
        for (const Node& node : expression.nodes()) {
            if (node.operation != Operation::cagr) continue;
            const Node& exponent = expression.nodes()[expression.arguments(node)[2]];
            if (exponent.operation == Operation::variable) years_.push_back(exponent.payload);
        }
        open_.insert(open_.end(), open.begin(), open.end());
        members_.push_back({*std::move(equality), source, std::move(open)});
        if (members_.size() > most_open) return false;
    }
    std::sort(years_.begin(), years_.end());
    sort_unique(open_);
    before_.clear();
    for (const VariableIndex v : open_) before_.push_back(box[v]);
    return !open_.empty() && open_.size() == members_.size() &&
           std::none_of(open_.begin(), open_.end(),
                        [&](VariableIndex v) { return report.quantities[v].whole; });
}

std::optional<RootSearch::Plan> RootSearch::make_plan(std::optional<VariableIndex> start) const {
    Plan plan{start, 0, {}};
    std::vector<std::vector<VariableIndex>> unknown;
    for (const Member& member : members_) unknown.push_back(member.open);
    const auto learn = [&](VariableIndex v) {
        for (auto& open : unknown) std::erase(open, v);
    };
    if (start) learn(*start);
    std::vector<bool> is_used(members_.size(), false);
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (std::size_t m = 0; m < members_.size(); ++m) {
            if (is_used[m] || unknown[m].size() != 1) continue;
            const VariableIndex v = unknown[m].front();
            if (!members_[m].equality.may_be_solved(v)) continue;
            plan.steps.push_back({v, m});
            is_used[m] = goes_on = true;
            learn(v);
        }
    }
    if (plan.steps.size() + (start ? 1 : 0) != members_.size()) return std::nullopt;
    const auto last = std::find(is_used.begin(), is_used.end(), false);
    if (last != is_used.end()) plan.last = static_cast<std::size_t>(last - is_used.begin());
    return plan;
}

bool RootSearch::follow(const Plan& plan, std::vector<Interval>& box,
                        std::vector<Witness::Enclosed>& enclosed) {
    const auto restore = [&] {
        for (std::size_t i = 0; i < open_.size(); ++i) box[open_[i]] = before_[i];
    };
    if (!plan.start) {
        if (take_steps(plan, box) && finish(plan, box, enclosed)) return true;
        restore();
        return false;
    }
    // A rough look tells of most roots that they lie elsewhere; near another bound it takes more.
    constexpr std::size_t rough_bits = 12;
    constexpr std::size_t few_bits = 64;
    constexpr std::size_t many_bits = 256;
    const VariableIndex start = *plan.start;
    const Interval room = box[start];
    for (Bracket& bracket : find_brackets(plan, room, box)) {
        for (const std::size_t bits : {rough_bits, few_bits, many_bits}) {
            narrow(plan, bracket, bits, box);
            box[start] = Interval::closed(bracket.low, bracket.high);
            if (!take_steps(plan, box)) continue;
            if (is_elsewhere(box)) break;
            if (bits != rough_bits && finish(plan, box, enclosed)) return true;
        }
    }
    restore();
    return false;
}

bool RootSearch::is_elsewhere(const std::vector<Interval>& box) const {
    for (std::size_t i = 0; i < open_.size(); ++i)
        if (intersect(before_[i], box[open_[i]]).is_empty()) return true;
    return false;
}

bool RootSearch::take_steps(const Plan& plan, std::vector<Interval>& box) {
    // Narrowing by an equality costs some steps of all that is counted.
    constexpr std::uint64_t cost_of_step = 4;
    const std::uint64_t cost = cost_of_step * (1 + plan.steps.size());
    if (work_left < cost) {
        work_left = 0;
        return false;
    }
    work_left -= cost;
    for (const Step& step : plan.steps) box[step.quantity] = Interval::all();
    return std::all_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
        Interval& value = box[step.quantity];
        value = members_[step.member].equality.narrow(step.quantity, box);
        return !value.is_empty() && value.has_low() && value.has_high();
    });
}

RootSearch::Order RootSearch::order_at(const Plan& plan, const Rational& value,
                                       std::vector<Interval>& box) {
    box[*plan.start] = Interval(value);
    if (!take_steps(plan, box)) return Order::unknown;
    const auto [left, right] = members_[plan.last].equality.sides(box);
    if (left.is_empty() || right.is_empty()) return Order::unknown;
    if (holds_for_all(Comparison::equal, left, right)) return Order::equal;
    if (holds_for_all(Comparison::less, left, right)) return Order::below;
    if (holds_for_all(Comparison::greater, left, right)) return Order::above;
    return Order::unknown;
}

std::vector<RootSearch::Bracket> RootSearch::find_brackets(const Plan& plan, const Interval& room,
                                                           std::vector<Interval>& box) {
    std::vector<Bracket> brackets;
    std::optional<Bracket> open;
    for (const Rational& place : places_in(room)) {
        const Order order = order_at(plan, place, box);
        if (order == Order::unknown) continue;
        if (order == Order::equal) {
            brackets.push_back({place, order, place});
            open.reset();
            continue;
        }
        if (open && open->at_low != order) {
            open->high = place;
            brackets.push_back(*open);
        }
        open = Bracket{place, order, place};
    }
    return brackets;
}

void RootSearch::narrow(const Plan& plan, Bracket& bracket, std::size_t bits,
                        std::vector<Interval>& box) {
    Rational& low = bracket.low;
    Rational& high = bracket.high;
    const Order at_low = bracket.at_low;
    const Rational share = power(Rational(2), -static_cast<std::int64_t>(bits));
    const auto is_narrow = [&] { return high - low <= share * std::max(abs(low), abs(high)); };
    const auto between = [](const Rational& a, const Rational& b) {
        return round_to_place((a + b) / Rational(2), *leading_place(abs(b - a)) - 1,
                              Toward::nearest);
    };
    std::optional<Rational> unclear;
    const std::size_t most_turns = bits * 3;
    for (std::size_t i = 0; i < most_turns && !is_narrow(); ++i) {
        const Rational place = between(low, high);
        const Order order = order_at(plan, place, box);
        if (order == Order::unknown) {
            unclear = place;
            break;
        }
        if (order == Order::equal) {
            low = high = place;
            return;
        }
        (order == at_low ? low : high) = place;
    }
    if (!unclear) return;
    // Both ends come as near as the sides can be told apart.
    for (Rational* end : {&low, &high}) {
        const Order own = end == &low              ? at_low
                          : at_low == Order::below ? Order::above
                                                   : Order::below;
        Rational far = *unclear;
        for (std::size_t i = 0; i < bits && *end != far; ++i) {
            const Rational place = between(*end, far);
            if (order_at(plan, place, box) == own)
                *end = place;
            else
                far = place;
        }
    }
}

bool RootSearch::finish(const Plan& plan, std::vector<Interval>& box,
                        std::vector<Witness::Enclosed>& enclosed) {
    for (std::size_t i = 0; i < open_.size(); ++i)
        if (!before_[i].contains(box[open_[i]])) return false;
    if (!is_proof(plan, box)) return false;
    const auto add = [&](VariableIndex v, std::size_t member) {
        if (!box[v].is_point()) enclosed.push_back({v, members_[member].source, box[v]});
    };
    if (plan.start) add(*plan.start, plan.last);
    for (const Step& step : plan.steps) add(step.quantity, step.member);
    return true;
}

bool RootSearch::is_proof(const Plan& plan, std::vector<Interval>& box) {
    // An argument about all of an enclosure needs its ends.
    std::vector<std::pair<VariableIndex, Interval>> saved;
    for (const Member& member : members_) {
        for (const VariableIndex v : member.equality.variables()) {
            if (box[v].is_point()) continue;
            saved.emplace_back(v, box[v]);
            box[v] = Interval::closed(box[v].low(), box[v].high());
        }
    }
    const bool answer =
        std::all_of(members_.begin(), members_.end(),
                    [&](Member& member) { return member.equality.is_continuous(box); }) &&
        std::all_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
            return members_[step.member].equality.gives_one_value(step.quantity, box);
        });
    for (auto each = saved.rbegin(); each != saved.rend(); ++each)
        box[each->first] = std::move(each->second);
    return answer;
}

}  // namespace brcheck
