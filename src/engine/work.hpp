/// The work that a question to the solver may still take.
#pragma once

#include "number/long_work.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace brcheck {

/// The answer to a question that takes its work off `left` and off `share`, which it has with others,
/// and of neither more than `most`.
template <typename Question>
auto ask_within(std::uint64_t most, std::uint64_t& left, std::uint64_t& share,
                const Question& question) {
    const std::uint64_t allowed = std::min({left, share, most});
    const std::uint64_t kept = std::exchange(left, allowed);
    auto answer = question();
    const std::uint64_t taken = allowed - left;
    left = kept - taken;
    share -= taken;
    return answer;
}

/// Counted in steps of about a microsecond, never timed: the same in every run.
class Work {
public:
    /// `left` is what may still be taken, and may be set to another number at any time.
    explicit Work(std::uint64_t& left) noexcept : left_(left) {}

    /// Takes that off, or what long numbers alone took since the last time, whichever is more: steps
    /// may have their length in them. False, with nothing left, when there is less than that:
    /// whoever asks should stop, and has decided nothing.
    bool spend(std::uint64_t steps) noexcept {
        constexpr std::uint64_t nanoseconds_a_step = 1000;
        const std::uint64_t long_steps = (long_number_work() - counted_) / nanoseconds_a_step;
        counted_ += long_steps * nanoseconds_a_step;
        const std::uint64_t taken = std::max(steps, long_steps);
        if (left_ < taken) {
            left_ = 0;
            return false;
        }
        left_ -= taken;
        return true;
    }

    /// Whether to stop what has taken so many steps of its own: with nothing left, but what little is
    /// missing to an answer is no reason to go without.
    [[nodiscard]] bool is_out(std::uint64_t own_steps) const noexcept {
        return left_ == 0 && own_steps > little;
    }
    static constexpr std::uint64_t little = 1000;
    /// Terms of polynomials that are handled in a step.
    static constexpr std::uint64_t terms_a_step = 3;

    /// To be taken off from by others who count.
    [[nodiscard]] std::uint64_t& left() noexcept { return left_; }

private:
    std::uint64_t& left_;
    std::uint64_t counted_ = long_number_work();
};

}  // namespace brcheck
