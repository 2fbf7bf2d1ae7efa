#include "render/conflict_text.hpp"

namespace brcheck {

void add_labelled(std::string& out, const Markup& markup, const Part& label,
                  const Message& message) {
    constexpr std::size_t label_width = std::string_view("fits if").size();
    Message line{label, {Role::text, std::string(label_width - label.text.size() + 2, ' ')}};
    line.insert(line.end(), message.begin(), message.end());
    const std::size_t indent = label.text.empty() ? label_width + 4 : 2;
    if (label.text.empty()) line.erase(line.begin(), line.begin() + 2);
    markup.add_lines(out, line, {indent, label_width + 4});
}

void add_printed(std::string& out, const Markup& markup, const TableRows& figures,
                 std::size_t indent) {
    if (figures.empty()) return;
    out += '\n';
    markup.add_lines(out, {{Role::text, "what is printed"}}, {indent, indent});
    markup.add_table(out, figures, indent);
}

void add_group(std::string& out, const Markup& markup, const GroupContent& content) {
    if (!content.others.empty()) {
        markup.add_lines(out, content.others_title, {2, 2});
        for (const Message& other : content.others) markup.add_lines(out, other, {4, 6});
        out += '\n';
    }
    if (!content.introduction.empty()) markup.add_lines(out, content.introduction, {2, 2});
    for (const Advice& repair : content.repairs)
        add_labelled(out, markup, repair.label, repair.message);
    if (!content.suspects.empty())
        add_labelled(out, markup, {Role::faint, "look at"}, content.suspects);
}

}  // namespace brcheck
