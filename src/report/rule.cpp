#include "brcheck/report/rule.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

namespace brcheck {
namespace {

std::optional<std::uint16_t> parse_number(std::string_view text) {
    std::uint16_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::vector<Rule> load_rules() {
    const TableText table = TableText::parse(embedded::rules_tsv);
    const int number = table.column("number");
    const int name = table.column("name");
    const int severity = table.column("severity");
    const int title = table.column("title");
    const int message = table.column("message");
    const int explanation = table.column("explanation");
    const int wrong = table.column("wrong");
    const int right = table.column("right");
    const int since = table.column("since");
    std::vector<Rule> rules;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto code = parse_number(table.cell(row, number));
        const auto level = parse_severity(table.cell(row, severity));
        assert(code && level);
        rules.push_back({code.value_or(std::uint16_t{0}), table.cell(row, name),
                         level.value_or(Severity::error), table.cell(row, title),
                         table.cell(row, message), table.cell(row, explanation),
                         table.cell(row, wrong), table.cell(row, right),
                         !table.cell(row, since).empty()});
    }
    assert(std::is_sorted(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
        return a.number < b.number;
    }));
    return rules;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_in_any_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

const Rule* find_number(std::uint16_t number) {
    const auto rules = all_rules();
    const auto found =
        std::lower_bound(rules.begin(), rules.end(), number,
                         [](const Rule& rule, std::uint16_t n) { return rule.number < n; });
    return found != rules.end() && found->number == number ? &*found : nullptr;
}

}  // namespace

std::string_view format_severity(Severity severity) {
    switch (severity) {
        case Severity::note: return "note";
        case Severity::warning: return "warning";
        case Severity::error: return "error";
    }
    return "";
}

std::optional<Severity> parse_severity(std::string_view name) {
    for (const Severity severity : {Severity::note, Severity::warning, Severity::error})
        if (name == format_severity(severity)) return severity;
    return std::nullopt;
}

std::span<const Rule> all_rules() {
    static const std::vector<Rule> rules = load_rules();
    return rules;
}

const Rule& rule(std::uint16_t number) {
    const Rule* found = find_number(number);
    assert(found != nullptr);
    return *found;
}

const Rule& rule(RuleCode code) { return rule(static_cast<std::uint16_t>(code)); }

const Rule* find_rule(std::string_view text) {
    std::string_view digits = text;
    if (text.size() > 2 && equal_in_any_case(text.substr(0, 2), "BR")) digits.remove_prefix(2);
    if (const auto number = parse_number(digits)) return find_number(*number);
    for (const Rule& rule : all_rules())
        if (equal_in_any_case(rule.name, text)) return &rule;
    return nullptr;
}

}  // namespace brcheck
