#include "cli/finding_policy.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck::cli {
namespace {

constexpr int code_digits = 3;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool can_be_found(const Rule& rule) noexcept {
    return rule.number >= 100 && rule.number / 100 != 5;
}

/// The digits of "BR9" or "9"; nothing for a name. "BR" alone stands for all codes.
std::optional<std::string_view> digits_of(std::string_view text) {
    std::string_view digits = text;
    const bool has_letters = text.size() >= 2 && (text[0] == 'B' || text[0] == 'b') &&
                             (text[1] == 'R' || text[1] == 'r');
    if (has_letters) digits.remove_prefix(2);
    const bool fits = digits.size() <= code_digits && (has_letters || !digits.empty()) &&
                      std::all_of(digits.begin(), digits.end(), is_digit);
    return fits ? std::optional(digits) : std::nullopt;
}

UnknownCode unknown(std::string_view text) {
    std::vector<std::string> known;
    for (const Rule& rule : all_rules()) {
        if (!can_be_found(rule)) continue;
        known.push_back(format_code(rule.number));
        known.emplace_back(rule.name);
    }
    const std::string hint = did_you_mean(text, known);
    return {fmt::format("no finding has the code \"{}\"", escape_unsafe(text)),
            hint.empty() ? "brcheck rules lists all codes" : hint};
}

/// The digits that decide, -1 where no selector matches.
int most_specific(const std::vector<CodeSelector>& selectors, RuleCode code) {
    int digits = -1;
    for (const CodeSelector& selector : selectors)
        if (selector.matches(code)) digits = std::max(digits, selector.digits);
    return digits;
}

}  // namespace

std::variant<CodeSelector, UnknownCode> parse_selector(std::string_view text) {
    CodeSelector selector;
    if (const auto digits = digits_of(text)) {
        int first = 0;
        int codes = 1;
        for (const char digit : *digits) first = first * 10 + (digit - '0');
        for (auto i = digits->size(); i < code_digits; ++i) {
            first *= 10;
            codes *= 10;
        }
        selector = {static_cast<std::uint16_t>(first),
                    static_cast<std::uint16_t>(first + codes - 1),
                    static_cast<int>(digits->size())};
    } else if (const Rule* named = find_rule(text)) {
        selector = {named->number, named->number, code_digits};
    } else {
        return unknown(text);
    }
    bool any = false;
    for (const Rule& rule : all_rules()) {
        if (rule.number < selector.first || rule.number > selector.last) continue;
        if (can_be_found(rule)) return selector;
        any = true;
    }
    if (!any) return unknown(text);
    return UnknownCode{
        selector.first < 100
            ? fmt::format("{} is an error of the file, which cannot be left out",
                          escape_unsafe(text))
            : fmt::format("{} is a hint inside of other findings", escape_unsafe(text)),
        ""};
}

std::optional<Severity> FindingPolicy::level(RuleCode code, Severity found) const {
    const int selected = select.empty() ? 0 : most_specific(select, code);
    if (selected <= most_specific(ignore, code)) return std::nullopt;
    std::optional<Severity> level = found;
    int digits = -1;
    for (const SeverityOverride& change : severities) {
        if (!change.codes.matches(code) || change.codes.digits < digits) continue;
        level = change.severity;
        digits = change.codes.digits;
    }
    return level;
}

std::optional<Severity> FindingPolicy::apply_to_group(Finding& finding,
                                                      ConflictGroup& group) const {
    std::optional<std::size_t> teller;
    std::optional<Severity> most;
    for (std::size_t i = 0; i < group.findings.size(); ++i) {
        const auto severity = level(group.findings[i].code, group.findings[i].severity);
        if (!severity) continue;
        if (!teller) teller = i;
        most = std::max(most.value_or(*severity), *severity);
    }
    if (!teller || *teller == 0) return most;
    const auto to_front = [&](auto& list) {
        const auto first = list.begin();
        const auto place = first + static_cast<std::ptrdiff_t>(*teller);
        std::rotate(first, place, place + 1);
    };
    to_front(group.conflicts);
    to_front(group.findings);
    std::vector<VariableIndex> quantities = std::move(finding.quantities);
    finding = group.findings.front();
    finding.quantities = std::move(quantities);
    return most;
}

std::size_t FindingPolicy::apply(CheckResult& result, const Report& report) const {
    if (select.empty() && ignore.empty() && severities.empty()) return 0;
    const std::size_t taken = std::erase_if(result.findings, [&](Finding& finding) {
        const auto severity = finding.group ? apply_to_group(finding, result.groups[*finding.group])
                                            : level(finding.code, finding.severity);
        if (severity) finding.severity = *severity;
        return !severity;
    });
    sort_findings(result.findings, report);
    return taken;
}

std::size_t hide_below(std::vector<Finding>& findings, Severity least) {
    return std::erase_if(findings,
                         [&](const Finding& finding) { return finding.severity < least; });
}

std::size_t put_last_over(std::vector<Finding>& findings, std::size_t most) {
    if (most == 0 || findings.size() <= most) return 0;
    const auto allowed = static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.allowed_by.has_value(); }));
    std::size_t room = std::min(findings.size() - allowed, most);
    std::size_t room_for_allowed = most - room;
    std::stable_partition(findings.begin(), findings.end(), [&](const Finding& finding) {
        std::size_t& left = finding.allowed_by ? room_for_allowed : room;
        if (left == 0) return false;
        --left;
        return true;
    });
    return findings.size() - most;
}

}  // namespace brcheck::cli
