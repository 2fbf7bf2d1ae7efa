/// A short mark of a text: fingerprints of findings, digests of certificates.
#pragma once

#include <string>
#include <string_view>

namespace brcheck {

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv), as 16 hexadecimal digits. It tells slips
/// and other versions apart; it is no protection from somebody who looks for a text of the same mark.
std::string fnv1a_hex(std::string_view bytes);

}  // namespace brcheck
