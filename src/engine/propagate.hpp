/// Bounds propagation: every constraint narrows the quantities it touches until nothing moves.
/// The method is HC4 (Benhamou et al., Revising Hull and Box Consistency, ICLP 1999) over exact
/// intervals. It never drops a value that belongs to a solution; it may keep values that do not.
#pragma once

#include "engine/network.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// Round a cycle of quotients exact ends would double their length with each turn.
inline constexpr std::size_t longest_end_bits = 1024;
/// What is enough for ends that come from several turns of a cycle.
inline constexpr std::size_t hasty_end_bits = 64;

/// Narrows the quantities of one constraint once.
class Reviser {
public:
    explicit Reviser(const Network& network) : network_(&network) {}

    struct Narrowing {
        VariableIndex variable = 0;
        Interval demanded;       ///< what the constraint alone allows
        Interval after;          ///< the part of that inside the box
        bool by_whole = false;   ///< some of it went because the quantity is a whole number
    };

    /// What `constraint` allows of its variables inside `box`, only those that it narrows. The box
    /// is not changed. When nothing is possible at all, some `after` is empty, unless the sides
    /// hold no variable (a comparison of constants), which `impossible()` tells, too.
    const std::vector<Narrowing>& revise(const Constraint& constraint,
                                         const std::vector<Interval>& box);
    /// Of the last revision.
    [[nodiscard]] const std::vector<Narrowing>& narrowings() const noexcept { return narrowings_; }
    [[nodiscard]] bool impossible() const noexcept { return impossible_; }

    /// Ends longer than this are moved outward to a short neighbour; very long unless set.
    void set_max_end_bits(std::size_t bits) noexcept { max_end_bits_ = bits; }

    /// The sides of the comparison in the last revision, before they were compared. For a
    /// definition: the quantity and its expression.
    [[nodiscard]] const Interval& left() const noexcept { return left_; }
    [[nodiscard]] const Interval& right() const noexcept { return right_; }

    static constexpr std::uint64_t ordinary_work = 2;
    /// What the last revision of that constraint took, in steps of about a microsecond: more than the
    /// ordinary for roots and the like.
    [[nodiscard]] std::uint64_t work(const Constraint& constraint) const;

private:
    void narrow_variable(VariableIndex variable, const Interval& demanded, const Interval& before);

    const Network* network_;
    std::vector<Interval> values_;
    std::vector<Narrowing> narrowings_;
    Interval left_;
    Interval right_;
    bool impossible_ = false;
    std::size_t max_end_bits_ = longest_end_bits;
};

struct PropagationOptions {
    std::uint64_t max_revisions = 0;
    bool keep_trail = false;
    /// Cycles close in on their ends by ever smaller steps. In haste only what shrinks an interval
    /// by a hundredth wakes other constraints, once one has had its first few turns, and ends stay
    /// short; otherwise a millionth does.
    bool in_haste = false;
    /// The box is as printed: constraints that are quiet then have nothing to say before one of their
    /// quantities is narrowed.
    bool is_as_printed = false;
};

struct Propagation {
    bool complete = true;                   ///< false when max_revisions stopped it
    bool has_narrowed = false;              ///< some interval of the box
    bool conflict = false;
    ConstraintIndex clash = 0;              ///< after a conflict: the constraint that cannot hold
    Interval clash_left;                    ///< its sides, each from what came before
    Interval clash_right;
    std::uint64_t revisions = 0;            ///< how many it took
    std::uint64_t work = 0;                 ///< their work, Reviser::work()
    std::vector<DerivationStep> trail;      ///< with keep_trail: every narrowing, in order
    std::vector<std::vector<std::uint32_t>> reasons;  ///< by step: earlier steps it rests on
};

/// Keeps its memory between runs, so that a run costs what it touches, however large the report.
class Propagator {
public:
    explicit Propagator(const Network& network);

    /// Narrows `box` (by variable) by the given constraints, each once. Stops at the first empty
    /// interval, whose step is then the last of the trail; the box is meaningless then. A run may
    /// go on from an earlier one over the same box: its trail is appended to.
    void run(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
             const PropagationOptions& options, Propagation& result);
    Propagation run(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
                    const PropagationOptions& options) {
        Propagation result;
        run(constraints, box, options, result);
        return result;
    }

private:
    static constexpr std::uint32_t no_step = UINT32_MAX;

    const Network* network_;
    Reviser reviser_;
    // By constraint; all false or 0 between runs.
    std::vector<bool> active_;
    std::vector<bool> waiting_;
    std::vector<bool> touched_;  ///< some quantity of it was narrowed
    std::vector<std::uint32_t> revisions_;
    std::vector<std::uint32_t> last_step_;  ///< by variable; all no_step between runs
};

/// The steps that the marked ones rest on, in order, the marked ones included.
std::vector<DerivationStep> derivation_of(const Propagation& propagation,
                                          std::vector<bool> marked_steps);
/// The same for the last step. REQUIRES: `propagation` ended in a conflict and kept its trail.
std::vector<DerivationStep> conflict_chain(const Propagation& propagation);

}  // namespace brcheck
