/// One system on its way through the comparison: as generated, as brcheck read and judged it.
/// Private to the sources compare*.cpp.
#pragma once

#include "oracle/compare.hpp"

#include <brcheck/engine/check_report.hpp>
#include <brcheck/report/report.hpp>

#include <set>
#include <string>
#include <vector>

namespace oracle {

using Set = std::set<std::size_t>;  ///< of quantities or relations, by their place in the System

struct Case {
    const System& system;
    const brcheck::Report& report;
    const brcheck::CheckResult& result;
    Z3Oracle& z3;
    Random& random;
    bool thorough;
    bool is_undecided;  ///< BR903: whatever is said must be right, but need not be all
    Tally& tally;
    std::vector<Difference>& differences;

    void differ(std::string property, std::string what) const {
        differences.push_back({std::move(property), std::move(what)});
    }
    /// An answer that counts: an open one is counted apart and never a difference.
    [[nodiscard]] bool is(Answer answer, Answer expected) const {
        if (answer == Answer::unknown) ++tally.z3_unknown;
        return answer == Answer::unknown || answer == expected;
    }
};

Number to_number(const brcheck::Rational& value);
std::string to_text(const brcheck::Interval& interval);
bool is_undecided(const brcheck::CheckResult& result);

/// Places of brcheck's quantities and relations in the System, by id.
std::size_t place_of(const System& system, const brcheck::Report& report,
                     brcheck::VariableIndex quantity);
std::size_t place_of_relation(const System& system, const brcheck::Report& report,
                              brcheck::RelationIndex relation);
std::string names_of(const System& system, const Set& quantities);
std::string names_of_relations(const System& system, const Set& relations);

/// Is `interval` the hull of what the quantity can be in the system that Z3 was told last? Counts
/// the ends that were compared.
std::size_t compare_hull(Case& c, const std::string& property, std::size_t quantity,
                         const brcheck::Interval& interval, bool is_smallest);

void compare_witness(Case& c);
void compare_implied(Case& c);
void compare_conflicts(Case& c);
void compare_repairs(Case& c);
void compare_variants(Case& c);
/// The proofs that come with the result, by brcheck::verify.
void compare_proofs(Case& c);

}  // namespace oracle
