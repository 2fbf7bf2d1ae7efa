/// Certificates as JSON for other programs and for `brcheck verify`; data/schema/result.schema.json
/// documents the form. Ids stand for quantities and relations, "p/q" for numbers in base units,
/// expressions of the relation language for polynomials. input/read_result.hpp reads it back. The
/// text of a certificate that was read back is the one that was written, byte for byte; beside it
/// the document has its fnv1a_hex() as "refutation_digest" or "witness_digest".
#pragma once

#include "brcheck/report/certificate.hpp"

#include <string>

namespace brcheck {

/// {"relations": [ID], "figures": [ID], "steps": [STEP]}
/// REQUIRES (both): the certificate belongs to the report.
std::string refutation_json(const Refutation& refutation, const Report& report);

/// {ID: "p/q"}; an enclosed quantity has {"low", "high", "low_open", "high_open", "fixed_by"} and
/// stands after those that it rests on.
std::string witness_json(const Witness& witness, const Report& report);

}  // namespace brcheck
