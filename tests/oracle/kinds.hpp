/// What each kind of report puts into a draft.
#pragma once

#include "oracle/draft.hpp"

namespace oracle::kinds {

// kinds_of_levels.cpp: money and what is computed from it
void sums(Draft& draft);
void table(Draft& draft);
void shares(Draft& draft);
void growth(Draft& draft);
void products(Draft& draft);
void differences(Draft& draft);
void means(Draft& draft);
void compound(Draft& draft);
void derived(Draft& draft);
void mixed(Draft& draft);
void weights(Draft& draft);
// kinds_of_ends.cpp: orders, bounds, unknowns, divisors
void orders(Draft& draft);
void comparisons(Draft& draft);
void touching(Draft& draft);
void unknowns(Draft& draft);
void repeated(Draft& draft);
void zero_divisors(Draft& draft);
void one_sided(Draft& draft);
void tolerances(Draft& draft);
void extrema(Draft& draft);
// kinds_of_counts.cpp: whole numbers
void grim(Draft& draft);
void percent_of_count(Draft& draft);
void partitions(Draft& draft);
void whole_sums(Draft& draft);
void whole_systems(Draft& draft);
void surveys(Draft& draft);
// kinds_of_loops.cpp: what bounds alone decide slowly or never
void loops(Draft& draft);
void roots(Draft& draft);
void distances(Draft& draft);

}  // namespace oracle::kinds
