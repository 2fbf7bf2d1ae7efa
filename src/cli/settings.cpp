#include "cli/settings.hpp"

#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace brcheck::cli {

namespace {

class Understanding {
public:
    explicit Understanding(const Settings& settings) : settings_(settings) {}

    Result<RunRules> run() {
        rules_.fail_on = level(settings_.fail_on, "fail-on").value_or(Severity::error);
        if (settings_.strict) rules_.fail_on = std::min(rules_.fail_on, Severity::warning);
        if (const auto show = level(settings_.show, "show"))
            rules_.show = std::min(*show, rules_.fail_on);
        rules_.policy.select = selectors(settings_.select, "select");
        rules_.policy.ignore = selectors(settings_.ignore, "ignore");
        read_severities();
        rules_.baseline = settings_.baseline;
        if (!errors_.empty()) return std::move(errors_);
        return std::move(rules_);
    }

private:
    using Values = std::vector<std::string>;

    /// `what` goes on after the name of the flag.
    void fail(std::string_view flag, const std::string& what, std::string hint = "") {
        errors_.push_back({ErrorCode::unknown_name, fmt::format("--{}{}", flag, what), {},
                           std::move(hint)});
    }

    std::optional<Severity> level(const Values& values, std::string_view flag) {
        if (values.empty()) return std::nullopt;
        const auto severity = parse_severity(values.back());
        if (!severity)
            fail(flag, fmt::format(" takes error, warning or note, not \"{}\"",
                                   escape_unsafe(values.back())));
        return severity;
    }

    static void for_each_item(const Values& values,
                              const std::function<void(std::string_view)>& use) {
        for (const std::string_view value : values)
            for (std::size_t begin = 0; begin <= value.size();) {
                const std::size_t end = std::min(value.find(',', begin), value.size());
                std::string_view item = value.substr(begin, end - begin);
                while (item.starts_with(' ')) item.remove_prefix(1);
                while (item.ends_with(' ')) item.remove_suffix(1);
                use(item);
                begin = end + 1;
            }
    }

    std::optional<CodeSelector> selector(std::string_view flag, std::string_view text) {
        const auto parsed = parse_selector(text);
        if (const auto* selector = std::get_if<CodeSelector>(&parsed)) return *selector;
        const auto& unknown = std::get<UnknownCode>(parsed);
        fail(flag, ": " + unknown.message, unknown.hint);
        return std::nullopt;
    }

    std::vector<CodeSelector> selectors(const Values& values, std::string_view flag) {
        std::vector<CodeSelector> out;
        for_each_item(values, [&](std::string_view item) {
            if (const auto codes = selector(flag, item)) out.push_back(*codes);
        });
        return out;
    }

    void read_severities() {
        for_each_item(settings_.severity, [&](std::string_view item) {
            const auto equals = item.find('=');
            const std::string_view level =
                equals == std::string_view::npos ? "" : item.substr(equals + 1);
            const auto severity = parse_severity(level);
            if (!severity && level != "off")
                return fail("severity",
                            fmt::format(" takes CODE=LEVEL with the level off, note, warning or "
                                        "error, not \"{}\"",
                                        escape_unsafe(item)));
            if (const auto codes = selector("severity", item.substr(0, equals)))
                rules_.policy.severities.push_back({*codes, severity});
        });
    }

    const Settings& settings_;
    RunRules rules_;
    std::vector<Error> errors_;
};

}  // namespace

Result<RunRules> understand(const Settings& settings) { return Understanding(settings).run(); }

}  // namespace brcheck::cli
