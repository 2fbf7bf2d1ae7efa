// The same report written in another way, or with one true relation more: nothing else may change.
#include "oracle/case.hpp"

#include <brcheck/input/read_report.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace oracle {
namespace {

struct Judged {
    brcheck::Report report;
    brcheck::CheckResult result;
};

std::optional<Judged> judge(Case& c, const System& system, const Layout& layout,
                            const char* property) {
    auto report = brcheck::read_report("oracle.json", write_json(system, layout));
    if (!report.ok()) {
        c.differ(property, "unreadable: " + report.errors().front().message);
        return std::nullopt;
    }
    Judged out{std::move(report).value(), {}};
    out.result = brcheck::check(out.report);
    return out;
}

bool is_impossible(const brcheck::CheckResult& result) {
    return result.verdict == brcheck::Verdict::inconsistent;
}

/// By their relations, the figures they rest on; nothing where one may be too many.
using Conflicts = std::map<Set, std::optional<Set>>;

Conflicts conflicts_of(const System& system, const brcheck::Report& report,
                       const brcheck::CheckResult& result) {
    Conflicts out;
    for (const auto& conflict : result.conflicts) {
        Set relations;
        for (const auto r : conflict.relations)
            relations.insert(place_of_relation(system, report, r));
        Set figures;
        for (const auto v : conflict.figures) figures.insert(place_of(system, report, v));
        if (conflict.figures_minimal)
            out.emplace(std::move(relations), std::move(figures));
        else
            out.emplace(std::move(relations), std::nullopt);
    }
    return out;
}

bool are_same(const Conflicts& a, const Conflicts& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.first == y.first && (!x.second || !y.second || x.second == y.second);
    });
}

std::set<std::set<Set>> repair_sets(const System& system, const brcheck::Report& report,
                                    const brcheck::CheckResult& result) {
    std::set<std::set<Set>> out;
    for (const auto& group : result.groups) {
        std::set<Set> repairs;
        for (const auto& repair : group.repairs) {
            Set figures;
            for (const auto& change : repair.changes)
                figures.insert(place_of(system, report, change.figure));
            repairs.insert(std::move(figures));
        }
        out.insert(std::move(repairs));
    }
    return out;
}

/// An end that is a root, or that was not seen to be a fraction, is told to ten digits, outward; in
/// another order it may be seen.
bool is_same(const brcheck::Interval& a, const brcheck::Interval& b) {
    if (a == b) return true;
    if (a.is_empty() || b.is_empty() || a.has_low() != b.has_low() || a.has_high() != b.has_high())
        return false;
    brcheck::Rational size;
    if (a.has_low()) size = std::max(size, abs(a.low()));
    if (a.has_high()) size = std::max(size, abs(a.high()));
    const brcheck::Rational step = size * brcheck::power_of_ten(-9);
    const auto is_same_end = [&](const brcheck::Rational& x, bool is_x_open,
                                 const brcheck::Rational& y, bool is_y_open) {
        if (x == y) return is_x_open == is_y_open;
        return (is_x_open || is_y_open) && abs(x - y) <= step;
    };
    return (!a.has_low() || is_same_end(a.low(), a.low_open(), b.low(), b.low_open())) &&
           (!a.has_high() || is_same_end(a.high(), a.high_open(), b.high(), b.high_open()));
}

void compare_order(Case& c) {
    Layout layout;
    layout.quantities = c.random.permutation(c.system.quantities.size());
    layout.relations = c.random.permutation(c.system.relations.size());
    const auto judged = judge(c, c.system, layout, "reordered");
    if (!judged) return;
    const auto& [report, result] = *judged;
    if (is_impossible(result) != is_impossible(c.result)) {
        if (!c.is_undecided && !is_undecided(result))
            c.differ("reordered", "another verdict:\n" + write_json(c.system, layout));
        return;
    }
    // What a limit cuts off depends on what comes first.
    if (c.is_undecided || is_undecided(result)) return;
    if (!is_impossible(result)) {
        for (brcheck::VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const auto same = c.report.names.find(report.names.name(v));
            if (is_same(result.implied(report, v), c.result.implied(c.report, *same))) continue;
            c.differ("reordered", std::string(report.names.name(v)) + " implied " +
                                      to_text(result.implied(report, v)) + ", was " +
                                      to_text(c.result.implied(c.report, *same)));
            break;
        }
        return;
    }
    if (c.result.conflicts_complete && result.conflicts_complete &&
        !are_same(conflicts_of(c.system, report, result),
                  conflicts_of(c.system, c.report, c.result)))
        c.differ("reordered", "other conflicts:\n" + write_json(c.system, layout));
    const auto complete = [](const auto& group) { return group.repairs_complete; };
    if (std::all_of(result.groups.begin(), result.groups.end(), complete) &&
        std::all_of(c.result.groups.begin(), c.result.groups.end(), complete) &&
        repair_sets(c.system, report, result) != repair_sets(c.system, c.report, c.result))
        c.differ("reordered", "other repairs:\n" + write_json(c.system, layout));
}

void compare_scale(Case& c) {
    const bool has_money = std::any_of(c.system.quantities.begin(), c.system.quantities.end(),
                                       [](const auto& q) { return q.unit == Unit::money; });
    if (!has_money) return;
    Layout layout;
    layout.money_shift = 3;
    const auto judged = judge(c, c.system, layout, "scaled");
    if (judged && !c.is_undecided && !is_undecided(judged->result) &&
        is_impossible(judged->result) != is_impossible(c.result))
        c.differ("scaled", "another verdict with all money times 1,000");
}

/// A relation that says the same as this one: both sides swapped, or a sum solved for a part.
Relation restate(const Relation& relation, Random& random) {
    Relation out = relation;
    out.id += "_again";
    const bool is_equation = relation.comparisons.size() == 1 &&
                             relation.comparisons[0] == Comparison::equal && !relation.tolerance;
    if (!is_equation) return out;
    const Term& right = *relation.sides[1];
    if (right.op == Op::add && random.chance(60)) {
        auto rest = std::make_shared<Term>();
        rest->op = Op::subtract;
        rest->arguments = {relation.sides[0], right.arguments[1]};
        out.sides = {right.arguments[0], rest};
    } else if (random.chance(60)) {
        std::swap(out.sides[0], out.sides[1]);
    }
    return out;
}

void compare_addition(Case& c) {
    if (c.system.relations.empty()) return;
    System longer = c.system;
    longer.relations.push_back(restate(c.random.pick(c.system.relations), c.random));
    const auto judged = judge(c, longer, {}, "implied relation");
    if (judged && !c.is_undecided && !is_undecided(judged->result) &&
        is_impossible(judged->result) != is_impossible(c.result))
        c.differ("implied relation", "another verdict with the relation \"" +
                                         write_relation(longer, longer.relations.back()) + '"');
}

}  // namespace

void compare_variants(Case& c) {
    compare_order(c);
    compare_scale(c);
    compare_addition(c);
    ++c.tally.variants;
}

}  // namespace oracle
