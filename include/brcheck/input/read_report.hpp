/// A report file (format 1) to a Report.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/number/decimal.hpp"
#include "brcheck/report/report.hpp"

#include <memory>
#include <string>

namespace brcheck {

/// What a file may contain before it is refused with BR012.
struct ReadLimits {
    std::size_t max_bytes = 64u << 20;
    std::size_t max_nesting = 64;
    std::size_t max_figures = 1'000'000;    ///< figures and derived quantities together
    std::size_t max_relations = 1'000'000;
    std::size_t max_characters = 4096;      ///< in one figure or expression, code points
    NumberLimits numbers;
};

/// Takes the bytes of a file: skips a UTF-8 byte-order mark. Errors: BR002 for bytes that are no
/// UTF-8 (the location's span is that of the first bad byte in a source where each bad byte is
/// replaced by U+FFFD), BR012 when longer than the limit. `first_line` as in SourceText.
Result<std::shared_ptr<const SourceText>> make_source_text(std::string name, std::string bytes,
                                                           const ReadLimits& limits = {},
                                                           std::size_t first_line = 1);

/// Reads a whole report. Every error of the file comes back, in the order of place, each with a
/// location in `source` and a JSON pointer: BR002 not JSON (only the first, as the rest cannot be
/// told), BR003 a member of the wrong type or value, an unknown or missing one, BR004 a key that
/// stands twice, BR005..BR008 and BR011 from figures, expressions and units, BR010 another format
/// version, BR012 beyond a limit, BR013 derived quantities that need themselves.
Result<Report> read_report(std::shared_ptr<const SourceText> source,
                           const ReadLimits& limits = {});

/// Both steps: bytes to Report.
Result<Report> read_report(std::string name, std::string bytes, const ReadLimits& limits = {});

}  // namespace brcheck
