/// Errors: input or a command that cannot be read (exit code 2).
/// A report that contradicts itself is no Error but a Finding (report/finding.hpp).
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace brcheck {

/// Codes of the group "the file". The number is the one shown: 2 is BR002. Names, explanations and
/// the codes of findings stand in data/rules.tsv.
enum class ErrorCode : std::uint16_t {
    unreadable_file = 1,
    invalid_json = 2,
    schema_violation = 3,
    duplicate_key = 4,
    unknown_name = 5,
    unreadable_figure = 6,
    unreadable_expression = 7,
    unit_mismatch = 8,
    nothing_checked = 9,
    unsupported_version = 10,
    ambiguous_number = 11,
    limit_exceeded = 12,
    circular_definition = 13,
};

/// Where an error or a finding stands.
/// `source` is null for text that comes from no file; `span` then counts in the text that was
/// handed to the function that failed. `pointer` is a JSON pointer (RFC 6901), "" for the whole.
struct Location {
    std::shared_ptr<const SourceText> source;
    std::string pointer;
    Span span;
};

/// One thing that is wrong with an input: what (`message`, a sentence part without final stop that
/// names the thing and the numbers), where, and, when there is one, the next step (`hint`).
struct Error {
    ErrorCode code = ErrorCode::unreadable_file;
    std::string message;
    Location location;
    std::string hint;
};

/// "BR002" for 2. Takes the number of an ErrorCode or of a rule.
std::string format_code(std::uint16_t number);

/// The same error seen from the file: its span, which counts in `text`, becomes a span of
/// `source`, and it gets the pointer.
Error place_in_source(Error error, const DecodedText& text,
                      const std::shared_ptr<const SourceText>& source, std::string pointer);

}  // namespace brcheck
