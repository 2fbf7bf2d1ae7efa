// Smallest sets of figures whose change removes all conflicts.
#include "oracle/case.hpp"

#include <brcheck/input/read_report.hpp>

#include <algorithm>

namespace oracle {
namespace {

// Questions to Z3 about sets of one size; where there would be more, larger sets are not looked at.
constexpr std::size_t most_questions = 1'100;
constexpr std::size_t most_printed = 4;

Selection without(const System& system, const Set& released) {
    Selection selection = Selection::all(system);
    for (const std::size_t q : released) selection.figures[q] = false;
    return selection;
}

/// All subsets of `list` with `size` members, in order.
std::vector<Set> subsets_of(const std::vector<std::size_t>& list, std::size_t size) {
    std::vector<Set> out;
    std::vector<bool> chosen(list.size(), false);
    std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(size), true);
    do {
        Set subset;
        for (std::size_t i = 0; i < list.size(); ++i)
            if (chosen[i]) subset.insert(list[i]);
        out.push_back(std::move(subset));
    } while (std::prev_permutation(chosen.begin(), chosen.end()));
    return out;
}

std::size_t count_subsets(std::size_t n, std::size_t size) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < size; ++i) count = count * (n - i) / (i + 1);
    return count;
}

struct Smallest {
    bool is_known = false;       ///< false: too many questions, or Z3 does not know
    bool exists = false;
    std::set<Set> sets;
};

Smallest find_smallest(Case& c) {
    std::vector<std::size_t> candidates;
    for (std::size_t q = 0; q < c.system.quantities.size(); ++q)
        if (c.system.quantities[q].may_be_blamed()) candidates.push_back(q);
    Smallest out;
    const Answer with_all =
        c.z3.ask(c.system, without(c.system, Set(candidates.begin(), candidates.end())));
    if (with_all != Answer::possible) {
        out.is_known = with_all == Answer::impossible;
        c.tally.z3_unknown += with_all == Answer::unknown;
        return out;
    }
    out.exists = true;
    for (std::size_t size = 1; size <= candidates.size(); ++size) {
        if (!c.thorough && count_subsets(candidates.size(), size) > most_questions) return out;
        for (const Set& subset : subsets_of(candidates, size)) {
            const Answer answer = c.z3.ask(c.system, without(c.system, subset));
            if (answer == Answer::unknown) {
                ++c.tally.z3_unknown;
                return out;
            }
            if (answer == Answer::possible) out.sets.insert(subset);
        }
        if (!out.sets.empty()) break;
    }
    out.is_known = true;
    return out;
}

Set figures_of(const Case& c, const brcheck::Repair& repair) {
    Set figures;
    for (const auto& change : repair.changes)
        figures.insert(place_of(c.system, c.report, change.figure));
    return figures;
}

std::string list_of(const System& system, const std::set<Set>& sets) {
    std::string out;
    for (const Set& set : sets) out += ' ' + names_of(system, set);
    return out;
}

/// One repair of each group, in every combination.
std::set<Set> combine_groups(const Case& c) {
    std::set<Set> out = {Set{}};
    for (const brcheck::ConflictGroup& group : c.result.groups) {
        std::set<Set> longer;
        for (const Set& so_far : out) {
            for (const brcheck::Repair& repair : group.repairs) {
                Set both = figures_of(c, repair);
                both.insert(so_far.begin(), so_far.end());
                longer.insert(std::move(both));
            }
        }
        out = std::move(longer);
    }
    return out;
}

/// Puts what the repair proposes in the figure's place and asks both solvers.
void compare_printed(Case& c, std::size_t figure, const std::string& text) {
    Layout layout;
    layout.restated = {figure, text};
    const std::string what = c.system.quantities[figure].id + " as \"" + text + '"';
    const auto report = brcheck::read_report("oracle.json", write_json(c.system, layout));
    if (!report.ok()) {
        c.differ("printed repair", what + " cannot be read: " + report.errors().front().message);
        return;
    }
    if (brcheck::check(*report).verdict == brcheck::Verdict::inconsistent)
        c.differ("printed repair", what + " does not restore the report");
    const auto& read =
        report->quantities[*report->names.find(c.system.quantities[figure].id)].interval;
    System changed = c.system;
    Quantity& quantity = changed.quantities[figure];
    quantity.kind = QuantityKind::range;
    quantity.range = {};
    if (read.has_low()) quantity.range.low = to_number(read.low());
    if (read.has_high()) quantity.range.high = to_number(read.high());
    quantity.range.low_open = read.low_open();
    quantity.range.high_open = read.high_open();
    if (!c.is(c.z3.ask(changed, Selection::all(changed)), Answer::possible))
        c.differ("printed repair", what + " does not restore the report, says Z3");
}

/// What the repairs of the only group say about each figure.
void compare_changes(Case& c, const brcheck::ConflictGroup& group) {
    for (const brcheck::Repair& repair : group.repairs) {
        const Set figures = figures_of(c, repair);
        for (const brcheck::FigureChange& change : repair.changes) {
            const std::size_t figure = place_of(c.system, c.report, change.figure);
            c.z3.state(c.system, without(c.system, figures));
            c.tally.ends += compare_hull(c, "allowed by repair", figure, change.allowed, false);
            if (figures.size() != 1) continue;
            for (std::size_t i = 0; i < std::min(change.printed.size(), most_printed); ++i) {
                // These leave the text and propose another reading of it.
                const brcheck::Replacement& printed = change.printed[i];
                if (printed.slip == brcheck::RuleCode::truncated_not_rounded ||
                    !printed.rounded_to.empty())
                    continue;
                compare_printed(c, figure, printed.printed);
            }
        }
    }
}

}  // namespace

void compare_repairs(Case& c) {
    const auto& groups = c.result.groups;
    if (groups.empty()) {
        c.differ("repairs", "no group of conflicts");
        return;
    }
    const Smallest smallest = find_smallest(c);
    if (!smallest.is_known) return;
    ++c.tally.repairs;
    const bool is_complete = std::all_of(groups.begin(), groups.end(),
                                         [](const auto& group) { return group.repairs_complete; });
    const bool is_repaired = std::none_of(groups.begin(), groups.end(),
                                          [](const auto& group) { return group.repairs.empty(); });
    if (is_repaired != smallest.exists) {
        if (is_repaired || is_complete)
            c.differ("repairs", smallest.exists ? "none, but Z3 has" + list_of(c.system, smallest.sets)
                                                : "given, but no change of figures helps");
        return;
    }
    if (!smallest.exists) return;
    std::size_t size = 0;
    for (const auto& group : groups) size += group.repairs.front().changes.size();
    const std::set<Set> given = combine_groups(c);
    const std::string both = "brcheck:" + list_of(c.system, given) +
                             "  Z3:" + list_of(c.system, smallest.sets);
    if (size != smallest.sets.begin()->size())
        c.differ("repair size", both);
    else if (is_complete ? given != smallest.sets
                         : !std::includes(smallest.sets.begin(), smallest.sets.end(),
                                          given.begin(), given.end()))
        c.differ("all repairs", both);
    else if (groups.size() == 1)
        compare_changes(c, groups.front());
}

}  // namespace oracle
