// Minimal conflicts, over relations with all figures as printed, and each over its figures.
#include "oracle/case.hpp"

#include <algorithm>

namespace oracle {
namespace {

// All subsets of so many relations are tried: 2^8 questions at most.
constexpr std::size_t most_relations = 8;

bool includes(const Set& set, const Set& part) {
    return std::includes(set.begin(), set.end(), part.begin(), part.end());
}

Selection with_relations(const System& system, const Set& relations) {
    Selection selection = Selection::all(system);
    for (std::size_t r = 0; r < system.relations.size(); ++r)
        selection.relations[r] = relations.contains(r);
    return selection;
}

Selection with_figures(const System& system, const Set& relations, const Set& figures) {
    Selection selection = with_relations(system, relations);
    for (std::size_t q = 0; q < system.quantities.size(); ++q)
        selection.figures[q] = figures.contains(q);
    return selection;
}

/// No member can be left out.
template <typename Select>
void compare_minimality(Case& c, const std::string& property, const Set& set, bool is_complete,
                        const std::string& names, const Select& select) {
    if (!c.is(c.z3.ask(c.system, select(set)), Answer::impossible)) {
        c.differ(property, names + " can all hold");
        return;
    }
    for (const std::size_t member : set) {
        Set rest = set;
        rest.erase(member);
        // Where work ran out on the way, brcheck says that it may have found less than all.
        if (!c.is(c.z3.ask(c.system, select(rest)), Answer::possible) &&
            is_complete)
            c.differ(property, names + " is not minimal");
    }
}

/// Every smallest-by-inclusion set of relations that cannot hold, shortest first; nothing when Z3
/// does not know.
std::optional<std::vector<Set>> all_conflicts(Case& c) {
    const std::size_t n = c.system.relations.size();
    std::vector<Set> subsets;
    for (std::size_t bits = 0; bits < (std::size_t{1} << n); ++bits) {
        Set subset;
        for (std::size_t r = 0; r < n; ++r)
            if ((bits >> r & 1) != 0) subset.insert(r);
        subsets.push_back(std::move(subset));
    }
    std::stable_sort(subsets.begin(), subsets.end(),
                     [](const Set& a, const Set& b) { return a.size() < b.size(); });
    std::vector<Set> found;
    for (const Set& subset : subsets) {
        if (std::any_of(found.begin(), found.end(),
                        [&](const Set& conflict) { return includes(subset, conflict); }))
            continue;
        const Answer answer = c.z3.ask(c.system, with_relations(c.system, subset));
        if (answer == Answer::unknown) {
            ++c.tally.z3_unknown;
            return std::nullopt;
        }
        if (answer == Answer::impossible) found.push_back(subset);
    }
    return found;
}

std::string list_of(const System& system, const std::vector<Set>& sets) {
    std::string out;
    for (const Set& set : sets) out += ' ' + names_of_relations(system, set);
    return out;
}

}  // namespace

void compare_conflicts(Case& c) {
    if (c.result.conflicts.empty()) {
        c.differ("conflicts", "none, though the report is inconsistent");
        return;
    }
    // A definition that has no value: other parts of the report have their conflicts all the same.
    const bool is_broken = std::ranges::any_of(
        c.result.conflicts, [](const auto& conflict) { return conflict.relations.empty(); });
    if (is_broken) {
        if (c.is(c.z3.ask(c.system, with_relations(c.system, {})), Answer::possible))
            c.differ("conflict", "{} is none");
        return;
    }
    std::vector<Set> given;
    for (const brcheck::Conflict& conflict : c.result.conflicts) {
        Set relations;
        for (const auto r : conflict.relations)
            relations.insert(place_of_relation(c.system, c.report, r));
        Set figures;
        for (const auto v : conflict.figures) figures.insert(place_of(c.system, c.report, v));
        if (!given.empty() && relations.size() < given.back().size())
            c.differ("conflict order", "a shorter one stands after a longer one");
        given.push_back(relations);
        ++c.tally.conflicts;

        const std::string names = names_of_relations(c.system, relations);
        compare_minimality(c, "conflict", relations, c.result.conflicts_complete, names, [&](const Set& set) {
            return with_relations(c.system, set);
        });
        compare_minimality(c, "conflict figures", figures, conflict.figures_minimal,
                           names + " with " + names_of(c.system, figures), [&](const Set& set) {
                               return with_figures(c.system, relations, set);
                           });
    }
    if (!c.result.conflicts_complete || c.is_undecided) return;
    if (c.system.relations.size() > most_relations) return;
    const auto expected = all_conflicts(c);
    if (!expected) return;
    if (std::set<Set>(given.begin(), given.end()) !=
            std::set<Set>(expected->begin(), expected->end()) ||
        given.size() != expected->size())
        c.differ("all conflicts", "brcheck:" + list_of(c.system, given) +
                                      "  Z3:" + list_of(c.system, *expected));
}

}  // namespace oracle
