/// What the lines of a batch are: whole reports, or records that a file gives the relations to, in
/// JSON or in CSV.
#pragma once

#include "brcheck/input/read_report.hpp"
#include "cli/line_reader.hpp"
#include "input/read_memory.hpp"
#include "input/record_template.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// How the lines of one kind look, so that the next of them need not be read in full.
class Likeness {
public:
    virtual ~Likeness() = default;
    /// True: what the line would be read to differs from the first of its kind in these texts
    /// alone, which are those of QuickCheck::stated(), in its id, and in what describes it. Views
    /// of `line`.
    virtual bool split(std::string_view line, std::vector<std::string_view>& stated,
                       std::string_view& id) = 0;
};

class LineFormat {
public:
    virtual ~LineFormat() = default;
    /// `id`: that of the record, also where it cannot be read, if that can be told. Takes the text.
    virtual Result<Report> read(Line& line, ReadMemory& memory, std::string& id) const = 0;
    /// Of a report that read() has made of a line. Null where there is none.
    [[nodiscard]] virtual std::unique_ptr<Likeness> likeness(const Report& report) const = 0;
};

/// `path` as shown; `limits` outlives the format.
std::unique_ptr<LineFormat> report_lines(std::string path, const ReadLimits& limits);

/// Records in JSON. The template outlives the format.
std::unique_ptr<LineFormat> json_records(std::string path, const ReadLimits& limits,
                                         const RecordTemplate& relations);

/// What the columns of a table are: ids of figures, "id" for that of the record, "" for what is not
/// used.
struct CsvColumns {
    std::vector<std::string> names;
    char separator = ',';
};

/// The columns that the first row of a table names. Those that name no figure of the template are
/// not used, and come back in `unused`. Errors: BR003 where a figure is named twice, or none at
/// all.
Result<CsvColumns> read_header(std::shared_ptr<const SourceText> row, char separator,
                               const RecordTemplate& relations, std::vector<std::string>& unused);

/// Rows of a table. A row has as many cells as there are columns; an empty one states nothing.
std::unique_ptr<LineFormat> csv_records(std::string path, const ReadLimits& limits,
                                        const RecordTemplate& relations, CsvColumns columns);

}  // namespace brcheck::cli
