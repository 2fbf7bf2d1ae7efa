#include "cli/batch_run.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "cli/batch_summary.hpp"
#include "cli/console.hpp"
#include "cli/files.hpp"
#include "cli/line_checker.hpp"
#include "cli/line_format.hpp"
#include "cli/line_reader.hpp"
#include "cli/report_rules.hpp"
#include "cli/run_in_order.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <memory>
#include <new>
#include <utility>

namespace brcheck::cli {
namespace {

using Results = BatchOptions::Results;
using Clock = std::chrono::steady_clock;

/// Lines that one thread takes at a time: enough that taking them costs nothing beside checking
/// them, few enough that the threads end together.
constexpr std::size_t least_lines = 16;
constexpr std::size_t most_lines = 128;
constexpr std::size_t lines_before_one_more = 64;  // at a time: a short input is shared out as well
constexpr std::size_t bytes_at_a_time = std::size_t{256} << 10;
constexpr std::chrono::milliseconds between_progress{200};
constexpr int exit_interrupted = 130;

struct Chunk {
    std::vector<Line> lines;
    std::uint64_t end_bytes = 0;  ///< where the line after the last one begins
};

/// One line on a terminal that is written over and over.
class Progress {
public:
    void show(const BatchSummary& summary, std::uint64_t done_bytes,
              std::optional<std::uint64_t> total_bytes) {
        const auto now = Clock::now();
        if (!is_shown_ || now - last_ < between_progress) return;
        last_ = now;
        const double seconds = std::chrono::duration<double>(now - start_).count();
        const double rate = static_cast<double>(summary.records()) / std::max(seconds, 1e-3);
        std::string left;
        if (total_bytes && done_bytes > 0) {
            const double rest =
                static_cast<double>(*total_bytes - std::min(done_bytes, *total_bytes));
            left = fmt::format(", {:.0f} s left", seconds * rest / static_cast<double>(done_bytes));
        }
        write_to_standard_error(fmt::format("\r\x1b[K{} reports, {:.0f} a second{}, {} findings",
                                            summary.records(), rate, left,
                                            summary.counts.findings()));
        is_dirty_ = true;
    }

    void clear() {
        if (std::exchange(is_dirty_, false)) write_to_standard_error("\r\x1b[K");
    }

private:
    bool is_shown_ = is_terminal(STDERR_FILENO);
    bool is_dirty_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
};

class BatchRun {
public:
    explicit BatchRun(const Options& options) : options_(options), rules_(options), output_("") {}

    int run() {
        if (complain_of(understand(environment_settings()))) return 2;
        if (!options_.batch.relations_path.empty() && !read_relations()) return 2;
        if (!options_.batch.summary_path.empty())
            if (const auto error = remove_old_output(options_.batch.summary_path)) {
                complain(*error);
                return 2;
            }
        catch_interrupt();
        for (const std::string& path : options_.files) {
            if (is_interrupted() || output_.is_broken()) break;
            try {
                check_file(path);
            } catch (const std::bad_alloc&) {
                // What was told before is counted, so that a run with more can go on from there.
                fail({ErrorCode::limit_exceeded,
                      fmt::format("the memory ran out in {}", source_name(path)),
                      {},
                      "fewer threads (-j) take less"});
                ran_out_ = true;
                break;
            }
        }
        progress_.clear();
        finish();
        return summary_.exit_code;
    }

private:
    void fail(const Error& error) {
        progress_.clear();
        complain(error);
        summary_.exit_code = 2;
    }

    /// False when the part asked for cannot be had.
    bool restrict(LineReader& reader, const std::string& path) {
        const auto& resume = options_.batch.resume_bytes;
        const auto& shard = options_.batch.shard;
        if (!resume && !shard) return true;
        const auto size = reader.size_bytes();
        if (!size) {
            fail({ErrorCode::unreadable_file,
                  fmt::format("{} is no file that can be read from the middle", source_name(path)),
                  {},
                  "--shard and --resume need one"});
            return false;
        }
        ByteRange range{resume.value_or(0), *size};
        if (shard) {
            // Whole parts first, so that nothing overflows.
            const std::uint64_t whole = *size / shard->count;
            const std::uint64_t rest = *size % shard->count;
            const auto place = [&](std::uint64_t k) {
                return whole * k + std::min<std::uint64_t>(k, rest);
            };
            range.begin = std::max(range.begin, place(shard->index - 1));
            range.end = place(shard->index);
        }
        reader.restrict_to(range);
        if (is_interrupted()) return false;
        if (resume && range.begin == *resume && reader.offset_bytes() != *resume) {
            fail({ErrorCode::unreadable_file,
                  fmt::format("no line of {} begins at byte {}", source_name(path), *resume),
                  {},
                  "the summary of the run before names the byte"});
            return false;
        }
        return true;
    }

    void check_file(const std::string& path) {
        ReportRules::Rules& rules = rules_.of(path);
        if (!rules.errors.empty()) {
            if (!std::exchange(rules.is_told, true))
                for (const Error& error : rules.errors) fail(error);
            summary_.exit_code = 2;
            return;
        }
        auto reader = LineReader::open(path, options_.limits.max_bytes);
        if (!reader.ok()) return fail(reader.errors().front());
        if (!restrict(*reader, path)) return;
        const std::uint64_t begin = reader->offset_bytes();
        const auto format = find_format(path, *reader);
        if (!format) return;
        summary_.parts.push_back({source_name(path), begin, begin, reader->size_bytes()});

        const auto make_work = [&] {
            return [checker = std::make_unique<LineChecker>(options_, source_name(path), *format,
                                                            rules.run)](Chunk& chunk, CheckedLines& out) {
                out.clear();
                for (Line& line : chunk.lines) checker->check(line, out);
                out.end_bytes = chunk.end_bytes;
            };
        };
        run_in_order<Chunk, CheckedLines>(
            options_.batch.threads, [&](Chunk& chunk) { return take(*reader, chunk); }, make_work,
            [&](const CheckedLines& chunk) { return use(chunk); });
        if (reader->error()) fail(*reader->error());
    }

    /// False, once it is told, when the file cannot be used.
    bool read_relations() {
        const std::string& path = options_.batch.relations_path;
        const auto bytes = read_file(path, options_.limits.max_bytes);
        if (complain_of(bytes)) return false;
        const auto source = make_source_text(source_name(path), *bytes, options_.limits);
        if (complain_of(source)) return false;
        auto relations = RecordTemplate::read(*source, options_.limits);
        if (complain_of(relations)) return false;
        relations_ = std::move(relations).value();
        if (!options_.batch.columns) return true;
        const auto& known = relations_->figures();
        if (std::find(known.begin(), known.end(), "id") != known.end()) {
            complain(
                Error{ErrorCode::schema_violation,
                      fmt::format("{} has a figure named \"id\", but the column of that name is "
                                  "the id of a row",
                                  source_name(path)),
                      {},
                      "give the figure another name"});
            return false;
        }
        for (const std::string& name : *options_.batch.columns) {
            if (name.empty() || name == "id" ||
                std::find(known.begin(), known.end(), name) != known.end())
                continue;
            complain(Error{ErrorCode::schema_violation,
                           fmt::format("--columns names \"{}\", which is no figure of {}",
                                       escape_unsafe(name), source_name(path)),
                           {},
                           did_you_mean(name, known)});
            return false;
        }
        return true;
    }

    /// Null, once it is told, when the file cannot be read so.
    std::unique_ptr<LineFormat> find_format(const std::string& path, LineReader& reader) {
        const auto& limits = options_.limits;
        if (!options_.batch.columns && (path.ends_with(".csv") || path.ends_with(".tsv"))) {
            fail(
                {ErrorCode::schema_violation,
                 fmt::format("{} is a table, but neither its columns nor what relates them is said",
                             source_name(path)),
                 {},
                 "brcheck batch --relations relations.json --columns header table.csv"});
            return nullptr;
        }
        if (!relations_) return report_lines(source_name(path), limits);
        if (!options_.batch.columns) return json_records(source_name(path), limits, *relations_);
        CsvColumns columns{*options_.batch.columns, options_.batch.separator};
        if (columns.names.empty()) {
            auto read = read_columns(path, reader);
            if (!read) return nullptr;
            columns = *std::move(read);
        }
        return csv_records(source_name(path), limits, *relations_, std::move(columns));
    }

    /// From the first line, also where another part of the file is to be checked.
    std::optional<CsvColumns> read_columns(const std::string& path, LineReader& reader) {
        Line line;
        const bool is_at_start = reader.offset_bytes() == 0;
        if (is_at_start) {
            reader.next(line);
        } else if (auto other = LineReader::open(path, options_.limits.max_bytes); other.ok()) {
            other->next(line);
        }
        std::vector<std::string> unused;
        const auto row = make_source_text(source_name(path), std::move(line.text), options_.limits);
        const auto columns = row.ok()
                                 ? read_header(*row, options_.batch.separator, *relations_, unused)
                                 : Result<CsvColumns>(row.errors());
        if (!columns.ok()) {
            for (const Error& error : columns.errors()) fail(error);
            return std::nullopt;
        }
        if (!unused.empty() && !options_.quiet)
            write_to_standard_error(
                escape_unsafe(fmt::format("brcheck: {}: not used, as no figure is named so: {}",
                                          source_name(path), fmt::join(unused, ", "))) +
                '\n');
        return *columns;
    }

    bool take(LineReader& reader, Chunk& chunk) {
        chunk.lines.clear();
        std::size_t bytes = 0;
        Line line;
        // Who sends one report and waits for its result before the next must get it.
        const auto has_more = [&] {
            return chunk.lines.empty() || reader.size_bytes() || reader.has_line_at_hand();
        };
        const std::size_t wanted =
            std::clamp(lines_taken_ / lines_before_one_more, least_lines, most_lines);
        while (chunk.lines.size() < wanted && bytes < bytes_at_a_time && has_more() &&
               reader.next(line)) {
            bytes += line.text.size();
            chunk.lines.push_back(std::exchange(line, {}));
        }
        lines_taken_ += chunk.lines.size();
        chunk.end_bytes = reader.offset_bytes();
        return !chunk.lines.empty();
    }

    bool use(const CheckedLines& chunk) {
        output_.write(chunk.results);
        output_.flush();
        // What did not arrive is not done: the summary names the byte to go on from.
        if (output_.is_broken()) return false;
        summary_.add_counts(chunk.summary);
        BatchPart& part = summary_.parts.back();
        part.end_bytes = chunk.end_bytes;
        progress_.show(
            summary_, part.end_bytes - part.begin_bytes,
            part.size_bytes ? std::optional(*part.size_bytes - part.begin_bytes) : std::nullopt);
        return true;
    }

    void finish() {
        const bool is_part = options_.batch.shard || options_.batch.resume_bytes;
        const bool was_interrupted = is_interrupted();
        const bool ended_early = was_interrupted || ran_out_ || output_.is_broken();
        if (summary_.records() == 0 && !is_part && summary_.exit_code == 0 && !ended_early)
            fail({ErrorCode::nothing_checked,
                  "there is no report in the input, so nothing was checked",
                  {},
                  "a report a line, for example: jq -c . reports/*.json | brcheck batch -"});
        if (ended_early && do_parts_tell_the_rest()) summary_.exit_code_so_far = summary_.exit_code;
        if (was_interrupted) summary_.exit_code = exit_interrupted;
        if (options_.batch.results == Results::summary) output_.write(batch_summary_json(summary_));
        const auto error = output_.finish();
        const bool is_reader_gone = !error && output_.is_broken();
        if (error) fail(*error);
        if (!options_.batch.summary_path.empty() &&
            write_document({"json", options_.batch.summary_path}, batch_summary_json(summary_)) !=
                0)
            summary_.exit_code = 2;
        if (options_.quiet || is_reader_gone) return;
        std::string text = "brcheck: " + batch_summary_text(summary_) + '\n';
        if (ended_early && !summary_.parts.empty() && is_unfinished(summary_.parts.back())) {
            const auto& shard = options_.batch.shard;
            text +=
                fmt::format("brcheck: {} is done up to byte {}; go on with --resume {}{}\n",
                            escape_unsafe(summary_.parts.back().path),
                            summary_.parts.back().end_bytes, summary_.parts.back().end_bytes,
                            shard ? fmt::format(" --shard {}/{}", shard->index, shard->count) : "");
        }
        write_to_standard_error(text);
    }

    static bool is_unfinished(const BatchPart& part) {
        return part.size_bytes && part.end_bytes < *part.size_bytes;
    }

    [[nodiscard]] bool do_parts_tell_the_rest() const {
        return summary_.parts.size() == options_.files.size() &&
               std::all_of(summary_.parts.begin(), summary_.parts.end(),
                           [](const BatchPart& part) { return part.size_bytes.has_value(); });
    }

    const Options& options_;
    std::optional<RecordTemplate> relations_;
    ReportRules rules_;
    OutputStream output_;
    std::size_t lines_taken_ = 0;
    bool ran_out_ = false;  ///< of memory
    Progress progress_;
    BatchSummary summary_;
};

}  // namespace

int check_batch(const Options& options) {
    return BatchRun(options).run();
}

}  // namespace brcheck::cli
