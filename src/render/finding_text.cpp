#include "render/finding_text.hpp"

#include "render/conflict_text.hpp"
#include "render/finding_content.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t most_steps_of_text = 40;

void add_advice(std::string& out, const Markup& markup, const Report& report,
                const FindingContent& content) {
    for (const Advice& hint : content.hints) add_labelled(out, markup, hint.label, hint.message);
    if (content.group)
        add_group(out, markup, *content.group);
    else if (!content.next_step.empty())
        add_labelled(out, markup, {Role::faint, "look at"}, content.next_step);
    const std::string& path = report.source_text->name();
    if (content.relation && path != "<stdin>")
        markup.add_lines(out,
                         {{Role::faint, "why"},
                          {Role::text, "      brcheck why " + shell_word(path) + " " +
                                           report.relations[*content.relation].id}},
                         {2, 13});
}

/// Notes, allowed findings, findings about allowances: the sentence says all there is.
void add_remark(std::string& out, const Markup& markup, const FindingContent& content) {
    Message line{markup.mark(content.severity)};
    if (content.allowance != nullptr)
        line = {{Role::note, fmt::format("{} allowed", markup.sign(Role::note))}};
    line.push_back({Role::text, "  "});
    append(line, content.sentence);
    if (content.allowance != nullptr) {
        line.push_back({Role::text, "; "});
        append(line, describe(*content.allowance));
    }
    markup.add_lines_with_tail(out, line, {0, 2}, {Role::code, content.code});
    if (content.next_step.empty()) return;
    Message advice{{Role::faint, "do"}, {Role::text, "  "}};
    append(advice, content.next_step);
    markup.add_lines(out, advice, {2, 6});
}

}  // namespace

void add_steps(std::string& out, const Markup& markup, const Report& report,
               const std::vector<DerivationStep>& steps, std::size_t indent) {
    const bool cut = steps.size() > most_steps_of_text;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (cut && i == most_steps_of_text / 2) {
            const std::size_t left_out = steps.size() - most_steps_of_text;
            markup.add_lines(out, {{Role::faint, fmt::format("... {} steps left out", left_out)}},
                             {indent + 4, indent + 4});
            i += left_out;
        }
        Message line{{Role::faint, fmt::format("{:>2}", i + 1)}, {Role::text, "  "}};
        append(line, describe(steps[i], report));
        markup.add_lines(out, line, {indent, indent + 4});
    }
}

void add_derivation(std::string& out, const Markup& markup, const Report& report,
                    const FindingContent& content, std::size_t indent) {
    const Indent lines{indent, indent};
    if (!content.statements.empty()) {
        markup.add_table(out, content.statements, indent);
        add_printed(out, markup, content.parts, indent);
    } else {
        markup.add_table(out, content.parts, indent);
    }
    if (content.steps != nullptr) {
        out += '\n';
        markup.add_lines(out, {{Role::text, "how they clash, step by step"}}, lines);
        add_steps(out, markup, report, *content.steps, indent);
    } else if (!content.remark_on_steps.empty()) {
        out += '\n';
        markup.add_lines(out, content.remark_on_steps, lines);
    }
    if (!content.clash.empty()) {
        out += '\n';
        markup.add_lines(out, content.clash, lines);
    }
    if (!content.drawing) return;
    out += '\n';
    add_drawing(out, markup, *content.drawing, indent);
}

std::string shell_word(const std::string& text) {
    const bool plain =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   std::string_view("_-./,:=@+").find(c) != std::string_view::npos ||
                   static_cast<unsigned char>(c) >= 0x80;
        });
    if (plain) return text;
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

void add_finding(std::string& out, const Markup& markup, ReportView& view,
                 const CheckResult& result, const Finding& finding) {
    const Report& report = view.report();
    const FindingContent content = content_of(view, result, finding);
    if (content.is_remark) return add_remark(out, markup, content);

    Message head{markup.mark(content.severity), {Role::text, "  "}};
    append(head, content.title);
    markup.add_lines_with_tail(out, head, {0, 2}, {Role::code, content.code});
    const Position position = view.positions().position(content.place.begin);
    markup.add_lines(out,
                     {{Role::faint, fmt::format("{}:{}:{}", report.source_text->name(),
                                                position.line, position.column)}},
                     {2, 4});
    markup.add_lines(out, content.sentence, {2, 2});
    out += '\n';
    if (content.statements.empty()) {
        markup.add_snippet(out, *report.source_text, content.place, position.line,
                           role_of(content.severity), 4);
        out += '\n';
    }
    add_derivation(out, markup, report, content, 4);
    out += '\n';
    add_advice(out, markup, report, content);
}

}  // namespace brcheck
