#include "oracle/case.hpp"

#include <brcheck/input/read_report.hpp>

#include <algorithm>
#include <stdexcept>

namespace oracle {

Tally& Tally::operator+=(const Tally& other) {
    systems += other.systems;
    consistent += other.consistent;
    inconsistent += other.inconsistent;
    ends += other.ends;
    witnesses += other.witnesses;
    repairs += other.repairs;
    conflicts += other.conflicts;
    proofs += other.proofs;
    variants += other.variants;
    disagreements += other.disagreements;
    undecided += other.undecided;
    not_tight += other.not_tight;
    loose += other.loose;
    z3_unknown += other.z3_unknown;
    return *this;
}

Number to_number(const brcheck::Rational& value) { return Number(value.to_string()); }

std::string to_text(const brcheck::Interval& interval) { return interval.to_string(); }

bool is_undecided(const brcheck::CheckResult& result) {
    return std::any_of(result.findings.begin(), result.findings.end(), [](const auto& finding) {
        return finding.code == brcheck::RuleCode::undecided;
    });
}

namespace {

template <typename List>
std::size_t find_id(const List& list, std::string_view id) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const auto& entry) { return entry.id == id; });
    if (found == list.end()) throw std::logic_error("no such id: " + std::string(id));
    return static_cast<std::size_t>(found - list.begin());
}

template <typename List>
std::string join_ids(const List& list, const Set& places) {
    std::string out;
    for (const std::size_t place : places) out += (out.empty() ? "" : " ") + list[place].id;
    return '{' + out + '}';
}

}  // namespace

std::size_t place_of(const System& system, const brcheck::Report& report,
                     brcheck::VariableIndex quantity) {
    return find_id(system.quantities, report.names.name(quantity));
}

std::size_t place_of_relation(const System& system, const brcheck::Report& report,
                              brcheck::RelationIndex relation) {
    return find_id(system.relations, report.relations[relation].id);
}

std::string names_of(const System& system, const Set& quantities) {
    return join_ids(system.quantities, quantities);
}

std::string names_of_relations(const System& system, const Set& relations) {
    return join_ids(system.relations, relations);
}

std::vector<Difference> compare(const System& system, Z3Oracle& z3, Random& random,
                                const CompareOptions& options, Tally& tally) {
    std::vector<Difference> differences;
    ++tally.systems;
    const auto report = brcheck::read_report("oracle.json", write_json(system));
    if (!report.ok()) {
        ++tally.disagreements;
        return {{"readable", report.errors().front().message}};
    }
    const brcheck::CheckResult result = brcheck::check(*report);
    Case c{system, *report, result, z3, random, options.thorough, is_undecided(result),
           tally,  differences};
    const bool is_verdict_open =
        std::any_of(result.relations.begin(), result.relations.end(), [](const auto& relation) {
            return relation.status == brcheck::RelationStatus::undecided;
        });
    tally.undecided += is_verdict_open;
    tally.not_tight += c.is_undecided && !is_verdict_open;
    const bool says_impossible = result.verdict == brcheck::Verdict::inconsistent;
    const Answer answer = z3.ask(system, Selection::all(system));
    if (answer == Answer::unknown) {
        ++tally.z3_unknown;
    } else {
        const bool is_possible = answer == Answer::possible;
        ++(is_possible ? tally.consistent : tally.inconsistent);
        if (says_impossible && is_possible) {
            c.differ("verdict", "false alarm: true values exist");
        } else if (!says_impossible && !is_possible && !c.is_undecided) {
            c.differ("verdict", "miss: no true values exist");
        } else if (is_possible) {
            compare_witness(c);
            compare_implied(c);
        } else if (says_impossible) {
            compare_conflicts(c);
            compare_repairs(c);
        }
        compare_variants(c);
    }
    compare_proofs(c);
    tally.disagreements += !differences.empty();
    return differences;
}

}  // namespace oracle
