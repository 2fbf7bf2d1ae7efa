#include "engine/repairs.hpp"

#include "engine/hitting_sets.hpp"
#include "engine/slips.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace brcheck {
namespace {

constexpr std::size_t most_repairs = 24;
constexpr std::size_t most_sets_asked = 400;

/// What is known of the values that a figure can have.
class PossibleValues {
public:
    PossibleValues(const Interval& range, const JointSolver::ProvedEnds& proved, bool is_convex)
        : range_(range), proved_(proved), is_convex_(is_convex) {}

    [[nodiscard]] bool meets(const Interval& interval) const {
        if (is_convex_ && !intersect(between_, interval).is_empty()) return true;
        return (proved_.low && range_.has_low() &&
                reaches_up_from(range_.low(), range_.low_open(), interval)) ||
               (proved_.high && range_.has_high() &&
                reaches_down_from(range_.high(), range_.high_open(), interval)) ||
               std::any_of(points_.begin(), points_.end(),
                           [&](const Rational& point) { return interval.contains(point); });
    }

    void add(const Rational& value) {
        points_.push_back(value);
        between_ = hull(between_, Interval(value));
    }

    std::size_t questions = 0;

private:
    // An end that is only approached has values as near as one likes beside it.
    static bool reaches_up_from(const Rational& end, bool is_open, const Interval& interval) {
        return interval.contains(end) &&
               (!is_open || !interval.has_high() || interval.high() > end);
    }
    static bool reaches_down_from(const Rational& end, bool is_open, const Interval& interval) {
        return interval.contains(end) && (!is_open || !interval.has_low() || interval.low() < end);
    }

    Interval range_;
    JointSolver::ProvedEnds proved_;
    bool is_convex_;
    Interval between_ = Interval::empty();
    std::vector<Rational> points_;
};

class RepairFinder {
public:
    RepairFinder(JointSolver& solver, const RelationSets& sets, const Report& report,
                 std::span<const RelationIndex> relations,
                 std::span<const ConstraintIndex> definitions, std::span<Conflict> conflicts)
        : solver_(solver), sets_(sets), report_(report), relations_(relations),
          definitions_(definitions), conflicts_(conflicts) {}

    std::vector<ConflictGroup> run() {
        std::vector<ConflictGroup> groups;
        std::vector<Cluster> clusters;
        for (std::vector<std::size_t>& conflicts : cluster_conflicts()) {
            Cluster& cluster = clusters.emplace_back();
            cluster.conflicts = std::move(conflicts);
            find_sets(cluster);
        }
        if (share_figures(clusters) || !combine(clusters)) {
            Cluster all;
            for (std::size_t i = 0; i < conflicts_.size(); ++i) all.conflicts.push_back(i);
            find_sets(all);
            // Many errors have more combinations than anyone reads: then each is told by itself,
            // unless fewer changes than that were seen to mend all together.
            std::size_t changes_apart = 0;
            for (const Cluster& cluster : clusters)
                if (!cluster.sets.empty()) changes_apart += cluster.sets.front().size();
            const bool are_fewer =
                !all.sets.empty() && all.sets.front().size() < changes_apart;
            if (!all.is_complete && !are_fewer && combine(clusters))
                for (Cluster& cluster : clusters) cluster.is_complete = false;
            else
                clusters = {std::move(all)};
        }
        for (const Cluster& whole : clusters) {
            const std::vector<std::size_t>& cluster = whole.conflicts;
            const std::vector<Figures>& sets = whole.sets;
            ConflictGroup group;
            group.conflicts = cluster;
            group.repairs_complete = whole.is_complete;
            for (std::vector<std::vector<Figures>> parts = split(cluster, sets);
                 auto& part_sets : parts) {
                ConflictGroup part;
                part.repairs_complete = group.repairs_complete;
                part.conflicts = parts.size() == 1 ? cluster : conflicts_hit(cluster, part_sets);
                // The figures that the other parts need changed are free here.
                Figures others;
                for (const auto& other : parts)
                    if (&other != &part_sets && !other.empty())
                        others.insert(others.end(), other.front().begin(), other.front().end());
                std::sort(others.begin(), others.end());
                for (const Figures& figures : part_sets)
                    part.repairs.push_back(describe(figures, others, cluster));
                rank(part.repairs);
                groups.push_back(std::move(part));
            }
        }
        std::stable_sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
            return a.conflicts.front() < b.conflicts.front();
        });
        return groups;
    }

private:
    /// Conflicts that hang together by their figures, and what mends them.
    struct Cluster {
        std::vector<std::size_t> conflicts;
        std::vector<Figures> sets;
        Figures figures;  ///< of all conflicts met on the way
        bool is_complete = true;
    };

    /// What nothing mends is told by itself: which figures were met on the way to see that is chance.
    static bool share_figures(const std::vector<Cluster>& clusters) {
        for (std::size_t i = 0; i < clusters.size(); ++i)
            for (std::size_t k = i + 1; k < clusters.size(); ++k)
                if (!clusters[i].sets.empty() && !clusters[k].sets.empty() &&
                    intersects(clusters[i].figures, clusters[k].figures))
                    return true;
        return false;
    }

    /// Does what mends one cluster go with all that mends the others?
    bool combine(const std::vector<Cluster>& clusters) {
        constexpr std::size_t most_combinations = 100;
        if (clusters.size() < 2) return true;
        std::vector<Figures> combinations{{}};
        for (const Cluster& cluster : clusters) {
            if (cluster.sets.empty()) return true;  // a relation is wrong: nothing mends it all
            std::vector<Figures> longer;
            for (const Figures& before : combinations) {
                for (const Figures& set : cluster.sets) {
                    if (longer.size() == most_combinations) break;
                    Figures both;
                    std::set_union(before.begin(), before.end(), set.begin(), set.end(),
                                   std::back_inserter(both));
                    longer.push_back(std::move(both));
                }
            }
            combinations = std::move(longer);
        }
        const auto constraints = constraints_of(relations_);
        return std::all_of(combinations.begin(), combinations.end(), [&](const Figures& figures) {
            return solver_.decide({constraints, figures}) != Satisfiability::infeasible;
        });
    }

    [[nodiscard]] Figures blamable(const Figures& figures) const {
        Figures result;
        for (const VariableIndex v : figures)
            if (!report_.quantities[v].fixed) result.push_back(v);
        return result;
    }

    /// Conflicts that share figures to blame, directly or through others.
    [[nodiscard]] std::vector<std::vector<std::size_t>> cluster_conflicts() const {
        std::vector<std::size_t> parent(conflicts_.size());
        std::iota(parent.begin(), parent.end(), std::size_t{0});
        const auto root = [&](std::size_t i) {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        };
        std::map<VariableIndex, std::size_t> first;
        for (std::size_t i = 0; i < conflicts_.size(); ++i)
            for (const VariableIndex v : blamable(conflicts_[i].figures)) {
                const auto place = first.try_emplace(v, i).first;
                const std::size_t a = root(i);
                const std::size_t b = root(place->second);
                parent[std::max(a, b)] = std::min(a, b);
            }
        std::map<std::size_t, std::vector<std::size_t>> clusters;
        for (std::size_t i = 0; i < conflicts_.size(); ++i) clusters[root(i)].push_back(i);
        std::vector<std::vector<std::size_t>> result;
        for (auto& entry : clusters) result.push_back(std::move(entry.second));
        return result;
    }

    /// Each question takes about a microsecond for each quantity that a constraint names.
    [[nodiscard]] std::size_t most_sets_of(std::span<const ConstraintIndex> constraints) const {
        constexpr std::size_t most_named = 4'000'000;
        constexpr std::size_t least = 24;
        const std::size_t named = std::max<std::size_t>(1, solver_.count_places(constraints));
        return std::clamp(most_named / named, least, most_sets_asked);
    }

    [[nodiscard]] std::vector<ConstraintIndex> constraints_of(
        std::span<const RelationIndex> relations) const {
        const auto needed = sets_.constraints(relations);
        std::vector<ConstraintIndex> all;
        std::ranges::set_union(needed, definitions_, std::back_inserter(all));
        return all;
    }

    /// All relations but those of other clusters' conflicts, which other changes mend.
    [[nodiscard]] std::vector<RelationIndex> relations_for(
        const std::vector<std::size_t>& cluster) const {
        std::set<RelationIndex> left_out;
        for (std::size_t i = 0; i < conflicts_.size(); ++i)
            if (std::find(cluster.begin(), cluster.end(), i) == cluster.end())
                left_out.insert(conflicts_[i].relations.begin(), conflicts_[i].relations.end());
        for (const std::size_t i : cluster)
            for (const RelationIndex r : conflicts_[i].relations) left_out.erase(r);
        std::vector<RelationIndex> result;
        for (const RelationIndex r : relations_)
            if (!left_out.contains(r)) result.push_back(r);
        return result;
    }

    /// Implicit hitting sets (Reiter 1987; Chandrasekaran et al., SODA 2011): the smallest sets that
    /// hit all conflicts known so far are asked; what still conflicts is one conflict more.
    void find_sets(Cluster& cluster) {
        std::vector<Figures> cores;
        const auto add_core = [&](const Figures& figures) {
            cores.push_back(blamable(figures));
            Figures all;
            std::set_union(cluster.figures.begin(), cluster.figures.end(), cores.back().begin(),
                           cores.back().end(), std::back_inserter(all));
            cluster.figures = std::move(all);
            return !cores.back().empty();
        };
        for (const std::size_t i : cluster.conflicts)
            if (!add_core(conflicts_[i].figures)) return;
        const auto constraints = constraints_of(relations_for(cluster.conflicts));
        const std::size_t most_asked = most_sets_of(constraints);
        std::set<Figures> good;
        std::set<Figures> asked;
        for (bool grew = true; grew;) {
            grew = false;
            for (const Figures& candidate :
                 HittingSets(cores).smallest(most_asked, cluster.is_complete)) {
                if (good.size() >= most_repairs || asked.size() >= most_asked) {
                    cluster.is_complete = false;
                    break;
                }
                if (!asked.insert(candidate).second) continue;
                const Task task{constraints, candidate};
                BriefRefutation why;
                const Satisfiability answer = decide_briefly(solver_, sets_, task, why);
                if (answer == Satisfiability::feasible) {
                    good.insert(candidate);
                    continue;
                }
                if (answer == Satisfiability::undecided) {
                    cluster.is_complete = false;
                    continue;
                }
                // No change of figures mends what rests on none.
                if (!add_core(why.refutation.figures)) return;
                grew = true;
                break;
            }
        }
        cluster.sets.assign(good.begin(), good.end());
    }

    /// Where the smallest sets are one choice here combined with one choice there, each by itself.
    [[nodiscard]] std::vector<std::vector<Figures>> split(const std::vector<std::size_t>& cluster,
                                                          const std::vector<Figures>& sets) const {
        if (sets.empty() || sets.front().size() < 2) return {sets};
        // Figures that belong together stand in one conflict.
        std::map<VariableIndex, std::size_t> part_of;
        std::vector<std::size_t> parent;
        const auto root = [&](std::size_t i) {
            while (parent[i] != i) i = parent[i];
            return i;
        };
        for (const Figures& set : sets)
            for (const VariableIndex v : set)
                if (part_of.try_emplace(v, parent.size()).second) parent.push_back(parent.size());
        for (const std::size_t i : cluster) {
            std::optional<std::size_t> first;
            for (const VariableIndex v : conflicts_[i].figures) {
                const auto place = part_of.find(v);
                if (place == part_of.end()) continue;
                if (!first) first = place->second;
                parent[root(place->second)] = root(*first);
            }
        }
        std::map<std::size_t, std::set<Figures>> parts;
        for (const Figures& set : sets) {
            std::map<std::size_t, Figures> pieces;
            for (const VariableIndex v : set) pieces[root(part_of[v])].push_back(v);
            for (auto& [part, piece] : pieces) parts[part].insert(std::move(piece));
        }
        std::size_t combinations = 1;
        for (const auto& entry : parts) combinations *= entry.second.size();
        const bool all_shown = std::all_of(parts.begin(), parts.end(), [&](const auto& entry) {
            const std::vector<Figures> choices(entry.second.begin(), entry.second.end());
            return !conflicts_hit(cluster, choices).empty();
        });
        if (parts.size() < 2 || combinations != sets.size() || !all_shown) return {sets};
        std::vector<std::vector<Figures>> result;
        for (const auto& entry : parts) result.emplace_back(entry.second.begin(), entry.second.end());
        return result;
    }

    [[nodiscard]] std::vector<std::size_t> conflicts_hit(const std::vector<std::size_t>& cluster,
                                                         const std::vector<Figures>& sets) const {
        std::vector<std::size_t> result;
        for (const std::size_t i : cluster)
            if (std::any_of(sets.begin(), sets.end(), [&](const Figures& set) {
                    return intersects(set, conflicts_[i].figures);
                }))
                result.push_back(i);
        return result;
    }

    Repair describe(const Figures& figures, const Figures& others,
                    const std::vector<std::size_t>& cluster) {
        const auto constraints = constraints_of(relations_for(cluster));
        Figures released;
        std::set_union(figures.begin(), figures.end(), others.begin(), others.end(),
                       std::back_inserter(released));
        Repair repair;
        for (const VariableIndex v : figures) {
            FigureChange change;
            change.figure = v;
            JointSolver::ProvedEnds proved;
            change.allowed = solver_.find_range({constraints, released}, v, proved);
            PossibleValues possible(change.allowed, proved, solver_.is_convex(constraints));
            change.printed = find_replacements(report_, v, change.allowed,
                                               [&](const Interval& interval) {
                return is_possible(possible, constraints, released, v, interval);
            });
            repair.changes.push_back(std::move(change));
        }
        return repair;
    }

    /// Asks only what is not known. Of a large table little else can be asked.
    bool is_possible(PossibleValues& known, std::span<const ConstraintIndex> constraints,
                     const Figures& released, VariableIndex figure, const Interval& interval) {
        constexpr std::size_t large = 20'000;
        constexpr std::size_t most_questions_of_large = 4;
        if (known.meets(interval)) return true;
        if (known.questions == most_questions_of_large && solver_.count_places(constraints) > large)
            return false;
        ++known.questions;
        // A printed value less is no harm; a second of waiting is.
        constexpr std::uint64_t most_work = 3'000;
        const std::uint64_t work_before = solver_.work_per_question;
        solver_.work_per_question = std::min(work_before, most_work);
        const Satisfiability answer =
            solver_.decide({constraints, released, std::pair(figure, interval)});
        solver_.work_per_question = work_before;
        if (answer != Satisfiability::feasible) return false;
        known.add(solver_.value_found(figure));
        return true;
    }

    static void rank(std::vector<Repair>& repairs) {
        // In the order in which hands slip; a figure for which no slip was found comes last.
        constexpr std::array by_likelihood = {
            RuleCode::digit_swap,       RuleCode::wrong_digit,     RuleCode::lost_digit,
            RuleCode::doubled_digit,    RuleCode::inserted_digit,  RuleCode::lost_inner_zero,
            RuleCode::scale_slip,       RuleCode::sign_slip,       RuleCode::percent_points_slip,
            RuleCode::truncated_not_rounded, RuleCode::other_period};
        const auto key = [&](const Repair& repair) {
            std::ptrdiff_t worst = 0;
            for (const FigureChange& change : repair.changes) {
                const auto slip = std::find_if(change.printed.begin(), change.printed.end(),
                                               [](const auto& printed) { return printed.slip; });
                const auto place = slip == change.printed.end()
                                       ? by_likelihood.end()
                                       : std::find(by_likelihood.begin(), by_likelihood.end(),
                                                   *slip->slip);
                worst = std::max(worst, place - by_likelihood.begin());
            }
            return worst;
        };
        std::stable_sort(repairs.begin(), repairs.end(), [&](const Repair& a, const Repair& b) {
            return key(a) < key(b);
        });
    }

    JointSolver& solver_;
    const RelationSets& sets_;
    const Report& report_;
    std::span<const RelationIndex> relations_;
    std::span<const ConstraintIndex> definitions_;
    std::span<Conflict> conflicts_;
};

}  // namespace

std::vector<ConflictGroup> find_repairs(JointSolver& solver, const RelationSets& sets,
                                        const Report& report,
                                        std::span<const RelationIndex> relations,
                                        std::span<const ConstraintIndex> definitions,
                                        std::span<Conflict> conflicts) {
    auto groups = RepairFinder(solver, sets, report, relations, definitions, conflicts).run();
    for (std::size_t g = 0; g < groups.size(); ++g)
        for (const std::size_t i : groups[g].conflicts) conflicts[i].group = g;
    return groups;
}

}  // namespace brcheck
