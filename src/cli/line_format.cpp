#include "cli/line_format.hpp"

#include "base/json_string.hpp"
#include "brcheck/base/utf8.hpp"
#include "input/csv_row.hpp"
#include "input/json_document.hpp"
#include "input/report_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace brcheck::cli {
namespace {

/// The id of a record that could not be read, where it can be told.
std::string id_of(const std::shared_ptr<const SourceText>& source, const ReadLimits& limits) {
    const auto document = parse_json(source, limits.max_nesting);
    if (!document.ok() || document->kind(0) != JsonKind::object) return "";
    const JsonIndex id = document->find(0, "id");
    if (id != no_value && document->kind(id) == JsonKind::string) return document->text(id).text();
    return "";
}

class ShapeLikeness : public Likeness {
public:
    explicit ShapeLikeness(ReportShape shape) : shape_(std::move(shape)) {}
    bool split(std::string_view line, std::vector<std::string_view>& stated,
               std::string_view& id) override {
        return shape_.split(line, stated, id);
    }

private:
    ReportShape shape_;
};

class ReportLines : public LineFormat {
public:
    ReportLines(std::string path, const ReadLimits& limits)
        : path_(std::move(path)), limits_(limits) {}

    Result<Report> read(Line& line, ReadMemory& memory, std::string& id) const override {
        auto source = make_source_text(path_, std::move(line.text), limits_, line.number);
        if (!source.ok()) return source.errors();
        auto report = read_report(*source, limits_, memory);
        id = report.ok() ? report->id : id_of(*source, limits_);
        return report;
    }

    [[nodiscard]] std::unique_ptr<Likeness> likeness(const Report& report) const override {
        return std::make_unique<ShapeLikeness>(
            ReportShape::of(report, report.source_text, limits_));
    }

private:
    std::string path_;
    const ReadLimits& limits_;
};

class JsonRecords : public LineFormat {
public:
    JsonRecords(std::string path, const ReadLimits& limits, const RecordTemplate& relations)
        : path_(std::move(path)), limits_(limits), relations_(relations) {}

    Result<Report> read(Line& line, ReadMemory& memory, std::string& id) const override {
        auto source = make_source_text(path_, std::move(line.text), limits_, line.number);
        if (!source.ok()) return source.errors();
        const auto record = relations_.read_record(*source);
        if (!record.ok()) {
            id = id_of(*source, limits_);
            return record.errors();
        }
        id = record->id;
        return relations_.fill(*record, memory);
    }

    [[nodiscard]] std::unique_ptr<Likeness> likeness(const Report& report) const override {
        if (const auto line = report.source_text->inserted())
            return std::make_unique<ShapeLikeness>(ReportShape::of(report, line, limits_));
        return nullptr;
    }

private:
    std::string path_;
    const ReadLimits& limits_;
    const RecordTemplate& relations_;
};

class CsvLikeness : public Likeness {
public:
    /// `places`: by column, which stated figure it is; nothing where it has to be empty or is not
    /// used.
    CsvLikeness(const CsvColumns& columns, std::vector<std::optional<std::size_t>> places,
                std::size_t stated_count, std::size_t longest_text)
        : columns_(columns),
          places_(std::move(places)),
          stated_count_(stated_count),
          longest_text_(longest_text) {}

    bool split(std::string_view line, std::vector<std::string_view>& stated,
               std::string_view& id) override {
        // Also in cells that are not used.
        const bool is_ascii = std::all_of(
            line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (!is_ascii && find_invalid_utf8(line)) return false;
        if (split_csv(line, columns_.separator, cells_) || cells_.size() != places_.size())
            return false;
        stated.resize(stated_count_);
        id = {};
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            const CsvCell& cell = cells_[i];
            const bool is_id = columns_.names[i] == "id";
            if (!is_id && columns_.names[i].empty()) continue;
            if (cell.has_quotes) return false;
            std::string_view text = line.substr(cell.span.begin, cell.span.end - cell.span.begin);
            if (cell.is_quoted) text = text.substr(1, text.size() - 2);
            if (is_id) {
                id = text;
                if (!is_plain(id)) return false;
            } else if (places_[i]) {
                if (text.empty() || text.size() > longest_text_) return false;
                stated[*places_[i]] = text;
            } else if (!text.empty()) {
                return false;
            }
        }
        return true;
    }

private:
    static bool is_plain(std::string_view text) {
        return std::all_of(text.begin(), text.end(),
                           [](char c) { return c >= 0x20 && c < 0x7f && c != '\\'; });
    }

    const CsvColumns& columns_;
    std::vector<std::optional<std::size_t>> places_;
    std::size_t stated_count_;
    std::size_t longest_text_;
    std::vector<CsvCell> cells_;
};

class CsvRecords : public LineFormat {
public:
    CsvRecords(std::string path, const ReadLimits& limits, const RecordTemplate& relations,
               CsvColumns columns)
        : path_(std::move(path)),
          limits_(limits),
          relations_(relations),
          columns_(std::move(columns)) {}

    Result<Report> read(Line& line, ReadMemory& memory, std::string& id) const override {
        auto made = make_source_text(path_, std::move(line.text), limits_, line.number);
        if (!made.ok()) return made.errors();
        const std::shared_ptr<const SourceText> source = std::move(made).value();
        const std::string_view row = source->text();
        std::vector<CsvCell> cells;
        const auto fail = [&](std::size_t begin, std::size_t end, std::string message,
                              std::string hint) {
            return Error{
                ErrorCode::schema_violation,
                std::move(message),
                {source, "", {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}},
                std::move(hint)};
        };
        if (const auto bad = split_csv(row, columns_.separator, cells))
            return fail(*bad, *bad + 1,
                        "a quote that is not closed in its line, or with more behind it",
                        "write a quote within a cell twice; a cell has no line end");
        for (std::size_t i = 0; i < std::min(cells.size(), columns_.names.size()); ++i)
            if (columns_.names[i] == "id") id = csv_text(row, cells[i]);
        if (cells.size() != columns_.names.size())
            return fail(0, row.size(),
                        fmt::format("the row has {} cells, but there are {} columns", cells.size(),
                                    columns_.names.size()),
                        "a cell that holds the separator stands in quotes");
        Record record;
        record.source = source;
        record.id = id;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string& name = columns_.names[i];
            if (name.empty() || name == "id") continue;
            const std::string text = csv_text(row, cells[i]);
            if (text.empty()) continue;
            record.values.emplace_back(name, RecordValue{json_string(text), cells[i].span});
        }
        return relations_.fill(record, memory);
    }

    [[nodiscard]] std::unique_ptr<Likeness> likeness(const Report& report) const override {
        const auto source = report.source_text->inserted();
        if (!source) return nullptr;
        std::map<std::string, std::size_t> place_of;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const Quantity& quantity = report.quantities[v];
            if (quantity.kind == QuantityKind::stated &&
                report.source_text->origin(quantity.value.begin) == source.get())
                place_of.emplace(report.names.name(v), place_of.size());
        }
        std::vector<std::optional<std::size_t>> places;
        for (const std::string& name : columns_.names) {
            const auto place = place_of.find(name);
            places.push_back(place == place_of.end() ? std::nullopt : std::optional(place->second));
        }
        return std::make_unique<CsvLikeness>(columns_, std::move(places), place_of.size(),
                                             limits_.max_characters);
    }

private:
    std::string path_;
    const ReadLimits& limits_;
    const RecordTemplate& relations_;
    CsvColumns columns_;
};

}  // namespace

Result<CsvColumns> read_header(std::shared_ptr<const SourceText> row, char separator,
                               const RecordTemplate& relations, std::vector<std::string>& unused) {
    std::vector<CsvCell> cells;
    const auto fail = [&](Span span, std::string message, std::string hint) {
        return Error{
            ErrorCode::schema_violation, std::move(message), {row, "", span}, std::move(hint)};
    };
    if (const auto bad = split_csv(row->text(), separator, cells)) {
        const auto begin = static_cast<std::uint32_t>(*bad);
        return fail({begin, begin + 1}, "a quote in the header that is not closed",
                    "write a quote within a cell twice");
    }
    CsvColumns columns;
    columns.separator = separator;
    const auto& known = relations.figures();
    for (const CsvCell& cell : cells) {
        std::string name = csv_text(row->text(), cell);
        const bool is_figure = std::find(known.begin(), known.end(), name) != known.end();
        if (!is_figure && name != "id") {
            if (!name.empty()) unused.push_back(std::move(name));
            name.clear();
        } else if (std::find(columns.names.begin(), columns.names.end(), name) !=
                   columns.names.end()) {
            return fail(cell.span, fmt::format("two columns are named \"{}\"", name), "rename one");
        }
        columns.names.push_back(std::move(name));
    }
    const bool has_figures =
        std::any_of(columns.names.begin(), columns.names.end(),
                    [](const std::string& name) { return !name.empty() && name != "id"; });
    if (!has_figures)
        return fail({0, static_cast<std::uint32_t>(row->text().size())},
                    "no column of the first row is named as a figure of the relations",
                    known.empty() ? "the file with the relations has no figures"
                                  : fmt::format("the figures are {}; is --separator right?",
                                                fmt::join(known, ", ")));
    return columns;
}

std::unique_ptr<LineFormat> report_lines(std::string path, const ReadLimits& limits) {
    return std::make_unique<ReportLines>(std::move(path), limits);
}

std::unique_ptr<LineFormat> json_records(std::string path, const ReadLimits& limits,
                                         const RecordTemplate& relations) {
    return std::make_unique<JsonRecords>(std::move(path), limits, relations);
}

std::unique_ptr<LineFormat> csv_records(std::string path, const ReadLimits& limits,
                                        const RecordTemplate& relations, CsvColumns columns) {
    return std::make_unique<CsvRecords>(std::move(path), limits, relations, std::move(columns));
}

}  // namespace brcheck::cli
