#include "cli/merge_run.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/input/read_report.hpp"
#include "cli/console.hpp"
#include "cli/files.hpp"
#include "input/json_document.hpp"
#include "render/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace brcheck::cli {
namespace {

/// Adds numbers to numbers, member by member.
void add_numbers(JsonTree& sum, const JsonTree& more) {
    if (more.is_object()) {
        if (!sum.is_object()) sum = JsonTree::object();
        for (const auto& [key, value] : more.items()) add_numbers(sum[key], value);
    } else if (more.is_number_unsigned()) {
        sum = (sum.is_number_unsigned() ? sum.get<std::uint64_t>() : 0) + more.get<std::uint64_t>();
    }
}

bool is_exit_code(const JsonTree& value) {
    return value.is_number_unsigned() && (value <= 2U || value == 130U);
}

/// Of one part of a file, as a summary tells it.
std::uint64_t begin_of(const JsonTree& part) {
    return part["begin"].get<std::uint64_t>();
}
std::uint64_t end_of(const JsonTree& part) {
    return part["end"].get<std::uint64_t>();
}

class Merge {
public:
    explicit Merge(const Options& options) : options_(options) {}

    int run() {
        for (const std::string& path : options_.files) add_file(path);
        if (sum_.is_null()) return exit_code_;
        tell_coverage();
        tell_if_nothing_was_checked();
        sum_.erase("exit_code_so_far");
        const int exit_code = has_gap_ ? 2 : exit_code_;
        sum_["exit_code"] = exit_code;
        if (has_gap_ && !has_failed_ && exit_code_ <= 2) sum_["exit_code_so_far"] = exit_code_;
        return write_document({"json", ""}, json_text(sum_) + '\n', exit_code);
    }

private:
    /// What more summaries cannot mend.
    void fail(std::string message, std::string hint = "") {
        complain({ErrorCode::unreadable_file, std::move(message), {}, std::move(hint)});
        fail();
    }
    void fail() {
        has_failed_ = true;
        exit_code_ = 2;
    }

    void add_file(const std::string& path) {
        auto bytes = read_file(path, options_.limits.max_bytes);
        if (complain_of(bytes)) return fail();
        auto source =
            make_source_text(source_name(path), std::move(bytes).value(), options_.limits);
        if (complain_of(source)) return fail();
        // The first tells what is wrong and where, the second gives a tree that can be written
        // again.
        if (complain_of(parse_json(*source, options_.limits.max_nesting))) return fail();
        const JsonTree tree = JsonTree::parse((*source)->text(), nullptr, false, true);
        if (!is_summary(tree))
            return fail(fmt::format("{} is no summary of a batch", escape_unsafe(path)),
                        "brcheck batch --summary FILE writes one");
        const JsonTree& parts = tree["parts"];
        if (!seen_.insert(parts.dump()).second) {
            // Parts without a line look alike.
            if (std::any_of(parts.begin(), parts.end(),
                            [](const JsonTree& part) { return end_of(part) > begin_of(part); }))
                write_to_standard_error(fmt::format(
                    "brcheck: {} repeats parts of a summary before it; they count once\n",
                    escape_unsafe(path)));
            return;
        }
        add(tree);
    }

    static bool is_summary(const JsonTree& tree) {
        if (!tree.is_object() || tree.value("type", "") != "batch_summary") return false;
        if (!tree.contains("parts") || !tree["parts"].is_array() || !tree.contains("exit_code") ||
            !is_exit_code(tree["exit_code"]))
            return false;
        if (tree.contains("exit_code_so_far") && !is_exit_code(tree["exit_code_so_far"]))
            return false;
        return std::all_of(tree["parts"].begin(), tree["parts"].end(), [](const JsonTree& part) {
            return part.is_object() && part.contains("path") && part["path"].is_string() &&
                   part.contains("begin") && part["begin"].is_number_unsigned() &&
                   part.contains("end") && part["end"].is_number_unsigned() &&
                   part.contains("size");
        });
    }

    void add(const JsonTree& tree) {
        // Whether the rest is there is seen from the parts.
        const bool is_unfinished = tree.contains("exit_code_so_far");
        exit_code_ =
            std::max(exit_code_, tree[is_unfinished ? "exit_code_so_far" : "exit_code"].get<int>());
        if (sum_.is_null()) {
            sum_ = tree;
            sum_["parts"] = JsonTree::array();
        } else {
            for (const char* key : {"reports", "verdicts", "relations", "figures", "findings"})
                if (tree.contains(key)) add_numbers(sum_[key], tree[key]);
        }
        for (const JsonTree& part : tree["parts"]) {
            auto& parts = parts_[part["path"].get<std::string>()];
            parts.push_back(part);
        }
    }

    /// Parts in order, without gaps and overlaps, from the first byte of a file to its last.
    void tell_coverage() {
        for (auto& [path, parts] : parts_) {
            std::sort(parts.begin(), parts.end(), [](const JsonTree& a, const JsonTree& b) {
                return std::tuple(begin_of(a), end_of(a)) < std::tuple(begin_of(b), end_of(b));
            });
            std::uint64_t done = 0;
            std::uint64_t size = 0;  // the largest: files grow
            const std::string shown = escape_unsafe(path);
            for (const JsonTree& part : parts) {
                const std::uint64_t begin = begin_of(part);
                const std::uint64_t end = end_of(part);
                if (begin < done && end > begin)
                    fail(fmt::format("bytes {} to {} of {} are in two summaries", begin,
                                     std::min(done, end), shown),
                         "leave out the summary of the run that was repeated in other parts");
                else if (begin > done)
                    tell_gap(shown, done, begin);
                done = std::max(done, end);
                if (part["size"].is_number_unsigned())
                    size = std::max(size, part["size"].get<std::uint64_t>());
                sum_["parts"].push_back(part);
            }
            if (done < size) tell_gap(shown, done, size);
        }
    }

    void tell_if_nothing_was_checked() {
        const bool has_reports = !sum_.contains("reports") || sum_["reports"] != 0;
        if (has_reports || has_gap_ || exit_code_ != 0) return;
        complain({ErrorCode::nothing_checked,
                  "there is no report in any part of the input, so nothing was checked",
                  {},
                  "a report a line, for example: jq -c . reports/*.json | brcheck batch -"});
        fail();
    }

    void tell_gap(const std::string& path, std::uint64_t begin, std::uint64_t end) {
        has_gap_ = true;
        complain({ErrorCode::unreadable_file,
                  fmt::format("bytes {} to {} of {} are in no summary", begin, end, path),
                  {},
                  "a part is missing, or was not finished"});
    }

    const Options& options_;
    JsonTree sum_;
    std::map<std::string, std::vector<JsonTree>> parts_;
    std::set<std::string> seen_;
    int exit_code_ = 0;
    bool has_gap_ = false;
    bool has_failed_ = false;
};

}  // namespace

int merge_summaries(const Options& options) {
    return Merge(options).run();
}

}  // namespace brcheck::cli
