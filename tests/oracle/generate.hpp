/// Random reports of every kind, the same on every machine for the same seed.
#pragma once

#include "oracle/random.hpp"
#include "oracle/system.hpp"

#include <string>
#include <vector>

namespace oracle {

/// The kinds by name, in the order in which they take turns.
std::vector<std::string> kind_names();

/// A report of that kind, of 2 to 14 figures. About half hold by construction: their figures are
/// rounded from true values. The others have one to three slips, or figures that meet at an end.
/// REQUIRES: the kind exists.
System generate(const std::string& kind, Random& random);

}  // namespace oracle
