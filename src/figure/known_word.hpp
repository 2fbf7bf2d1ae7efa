/// Slips in the words that change what a figure means most.
#pragma once

#include <string_view>

namespace brcheck {

/// The scale, percent or currency word that `word` is probably meant to be: one insertion,
/// deletion, replacement or swap of neighbours away, a plural s apart; of four letters a swap only.
/// "" for a word that is none, and for a known word itself.
std::string_view probably_meant(std::string_view word);

}  // namespace brcheck
