/// The certificates inside a result document. Private, beside brcheck/input/read_result.hpp.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "input/member_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace brcheck {

/// An exact number as results and baselines write it: "7", "-1/3". Nothing for any other text.
std::optional<Rational> parse_ratio(std::string_view text);

/// Reads certificates against a report. What is wrong is added to the context as errors; the value
/// that comes back then means nothing.
class CertificateReader {
public:
    CertificateReader(ReadContext& context, const Report& report);

    /// The member of an object, if it is there and not null; an error when it is of another kind,
    /// or `object` is none.
    std::optional<JsonIndex> find(JsonIndex object, std::string_view key, JsonKind kind);
    /// The same where a missing or null member is an error, too.
    std::optional<JsonIndex> require(JsonIndex object, std::string_view key, JsonKind kind);
    /// The text of such a string; "" after an error.
    std::string require_text(JsonIndex object, std::string_view key);

    std::vector<RelationIndex> read_relations(JsonIndex object, std::string_view key);
    std::vector<VariableIndex> read_quantities(JsonIndex object, std::string_view key);
    /// Nothing for an id that the report does not have.
    [[nodiscard]] std::optional<RelationIndex> find_relation(const std::string& id) const;

    Refutation read_refutation(JsonIndex value);
    /// REQUIRES: an object.
    Witness read_witness(JsonIndex value);

private:
    ProofStep read_step(JsonIndex value);
    std::vector<ProofStep> read_steps(JsonIndex object, std::string_view key);
    ProofSource read_source(JsonIndex object, std::string_view key);
    Interval read_interval(JsonIndex object);
    Polynomial read_polynomial(JsonIndex object, std::string_view key);
    std::uint32_t read_count(JsonIndex value);
    VariableIndex read_quantity(JsonIndex value);
    RelationIndex read_relation(JsonIndex value);
    /// `value`: a string "7" or "-1/3".
    Rational read_rational(JsonIndex value);
    std::optional<JsonIndex> as_kind(JsonIndex value, std::string_view key, JsonKind kind);

    ReadContext& context_;
    const JsonDocument& document_;
    const Report& report_;
    std::unordered_map<std::string, RelationIndex> relations_;
};

}  // namespace brcheck
