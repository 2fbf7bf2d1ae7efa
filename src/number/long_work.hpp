/// What arithmetic on long numbers takes, counted: where steps are counted, numbers count as short.
#pragma once

#include <cstdint>

namespace brcheck {

/// Of this thread so far, in nanoseconds, about; it only rises, and is the same in every run. Numbers
/// of some hundred bits add nothing: they are what an ordinary step is expected to meet.
std::uint64_t long_number_work() noexcept;

}  // namespace brcheck
