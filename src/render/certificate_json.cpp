#include "render/certificate_json.hpp"

namespace brcheck {

std::string refutation_json(const Refutation&, const Report&) { return "null"; }
std::string witness_json(const Witness&, const Report&) { return "{}"; }

}  // namespace brcheck
