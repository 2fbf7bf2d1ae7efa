/// Records that have their relations in common: a report file gives the relations, units and what
/// else holds for all of them, a record only what is printed.
#pragma once

#include "brcheck/input/read_report.hpp"
#include "input/read_memory.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// What a record says of one figure, and where.
struct RecordValue {
    std::string json;  ///< a JSON string or number
    Span span;         ///< in the record
};

struct Record {
    std::shared_ptr<const SourceText> source;
    std::string id;                                           ///< "" for none
    std::vector<std::pair<std::string, RecordValue>> values;  ///< by id of the figure
};

class RecordTemplate {
public:
    /// Reads the file that the records have in common: a report, which has to be one by itself; its
    /// figures without "stated" are those that a record may give, and the others are what they are
    /// where a record gives none. Errors: those of read_report(); BR003 where it has an id.
    static Result<RecordTemplate> read(std::shared_ptr<const SourceText> source,
                                       const ReadLimits& limits);

    /// The ids of the figures that a record may give, in the order of the file.
    [[nodiscard]] const std::vector<std::string>& figures() const noexcept { return ids_; }

    /// The report that a record makes: its source is joined from the record's and the template's,
    /// so that places are those in what people wrote. Errors: those of read_report(), placed
    /// likewise.
    Result<Report> fill(const Record& record, ReadMemory& memory) const;

    /// A record of a JSON object: "figures" with strings, numbers or null (as if it were not
    /// there), and an "id" where it has one. Errors: BR002 and BR004 of JSON; BR003 for another
    /// form, and for a figure that the template does not know.
    Result<Record> read_record(std::shared_ptr<const SourceText> source) const;

private:
    /// How the text of one figure comes into the file.
    struct Slot {
        std::string before;  ///< what is put in front of it: `"stated": ` where the file has none
        std::string behind;  ///< and behind
        Span replaced;       ///< in the file
    };

    std::shared_ptr<const SourceText> source_;
    ReadLimits limits_;
    std::vector<std::string> ids_;
    std::map<std::string, Slot, std::less<>> slots_;
    std::uint32_t id_place_ = 0;  ///< behind the first brace
};

}  // namespace brcheck
