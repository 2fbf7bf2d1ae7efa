/// Findings and errors as objects of the JSON formats (json, jsonl).
#pragma once

#include "render/diagnostic.hpp"
#include "render/json_value.hpp"

#include <string>
#include <string_view>

namespace brcheck {

inline constexpr std::string_view json_schema_version = "1.0";

/// {"name", "version"} of this program.
std::string tool_json();

/// The members of a finding ("code", "name", "severity", "message", "report", ...) or of an error
/// ("code", "message", "location", "hint"), as data/schema/result.schema.json has them.
void add_diagnostic(JsonObject& out, const Diagnostic& diagnostic, const ReportOutcome& outcome);

}  // namespace brcheck
