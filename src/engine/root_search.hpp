/// True values that are no rational numbers: of a few equalities that have no other solution.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "engine/network.hpp"
#include "report/equality.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

class RootSearch {
public:
    explicit RootSearch(const Network& network) : network_(network) {}

    /// Gives the quantities that are open in the equalities among `constraints` values in `box`:
    /// points, or narrow intervals that are added to `enclosed` in an order that proves them
    /// (engine/verify). Open is what is neither a point nor enclosed. False, with nothing changed,
    /// when none are found: found they are where there are as many equalities as open quantities,
    /// none of them whole, and all can be solved one after the other but for one, or none, which is
    /// no number of years of a compound rate: nothing narrows those, so that whatever else would be
    /// said of it were too wide to be of use.
    bool run(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
             std::vector<Witness::Enclosed>& enclosed);

    /// Counted as the solver's: about a microsecond each. Without any nothing is found.
    std::uint64_t work_left = UINT64_MAX;

private:
    struct Member {
        Equality equality;
        ProofSource source;
        std::vector<VariableIndex> open;
    };
    struct Step {
        VariableIndex quantity = 0;
        std::size_t member = 0;
    };
    /// All open quantities from one, `start`, whose value the equality `last` has to fix.
    struct Plan {
        std::optional<VariableIndex> start;
        std::size_t last = 0;
        std::vector<Step> steps;
    };
    /// Left side of the last equality against its right one.
    enum class Order { below, equal, above, unknown };
    struct Bracket {
        Rational low;
        Order at_low = Order::unknown;
        Rational high;
    };

    bool collect(std::span<const ConstraintIndex> constraints, const std::vector<Interval>& box,
                 const std::vector<Witness::Enclosed>& enclosed);
    [[nodiscard]] std::optional<Plan> make_plan(std::optional<VariableIndex> start) const;
    bool follow(const Plan& plan, std::vector<Interval>& box,
                std::vector<Witness::Enclosed>& enclosed);
    /// Some quantity's values lie outside what was left for it.
    [[nodiscard]] bool is_elsewhere(const std::vector<Interval>& box) const;
    bool take_steps(const Plan& plan, std::vector<Interval>& box);
    Order order_at(const Plan& plan, const Rational& value, std::vector<Interval>& box);
    std::vector<Bracket> find_brackets(const Plan& plan, const Interval& room,
                                       std::vector<Interval>& box);
    void narrow(const Plan& plan, Bracket& bracket, std::size_t bits, std::vector<Interval>& box);
    bool finish(const Plan& plan, std::vector<Interval>& box,
                std::vector<Witness::Enclosed>& enclosed);
    bool is_proof(const Plan& plan, std::vector<Interval>& box);

    const Network& network_;
    std::vector<Member> members_;
    std::vector<VariableIndex> open_;   ///< in any member; rising
    std::vector<Interval> before_;      ///< of the open ones
    std::vector<VariableIndex> years_;  ///< of compound rates, rising
};

}  // namespace brcheck
