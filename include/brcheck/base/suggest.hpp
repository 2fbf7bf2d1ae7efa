/// "Did you mean": the known name nearest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace brcheck {

/// The candidate with the smallest edit distance to `word` (insertions, deletions, replacements and
/// swaps of neighbours each count 1; letter case counts nothing), if that is at most a third of the
/// longer length, at least 1 and at most 3. Ties go to the first. Empty when none is near enough,
/// for a word that is no UTF-8, and for one of more than 100 bytes: comparing it would cost.
std::string suggest(std::string_view word, std::span<const std::string> candidates);

/// " did you mean X?"-style hint text: `did you mean "X"?`, or "" when `suggest` finds nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace brcheck
