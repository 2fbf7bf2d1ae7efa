/// Bounds propagation: every constraint narrows the quantities it touches until nothing moves.
/// The method is HC4 (Benhamou et al., Revising Hull and Box Consistency, ICLP 1999) over exact
/// intervals. It never drops a value that belongs to a solution; it may keep values that do not.
#pragma once

#include "engine/network.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace brcheck {

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

    /// The sides of the comparison in the last revision, before they were compared. For a
    /// definition: the quantity and its expression.
    [[nodiscard]] const Interval& left() const noexcept { return left_; }
    [[nodiscard]] const Interval& right() const noexcept { return right_; }

private:
    void narrow_variable(VariableIndex variable, const Interval& demanded, const Interval& before);

    const Network* network_;
    std::vector<Interval> values_;
    std::vector<Narrowing> narrowings_;
    Interval left_;
    Interval right_;
    bool impossible_ = false;
};

struct PropagationOptions {
    std::uint64_t max_revisions = 0;
    bool keep_trail = false;
    /// If given, by constraint: true for one that is known to narrow nothing in the box at the
    /// start. It is passed over until one of its quantities changes; nothing comes out otherwise.
    const std::vector<bool>* settled = nullptr;
};

struct Propagation {
    std::vector<Interval> box;              ///< by variable; meaningless after a conflict
    bool complete = true;                   ///< false when max_revisions stopped it
    bool conflict = false;
    ConstraintIndex clash = 0;              ///< after a conflict: the constraint that cannot hold
    Interval clash_left;                    ///< its sides, each from what came before
    Interval clash_right;
    std::vector<DerivationStep> trail;      ///< with keep_trail: every narrowing, in order
    std::vector<std::vector<std::uint32_t>> reasons;  ///< by step: earlier steps it rests on
};

/// Starts from `box` and uses the constraints for which `active` is true. Stops at the first empty
/// interval, whose step is then the last of the trail.
Propagation propagate(const Network& network, std::vector<Interval> box,
                      const std::vector<bool>& active, const PropagationOptions& options);

/// The steps that the last step of a conflict's trail rests on, in order, the last included.
/// REQUIRES: `propagation` ended in a conflict and kept its trail.
std::vector<DerivationStep> conflict_chain(const Propagation& propagation);

}  // namespace brcheck
