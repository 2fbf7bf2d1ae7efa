#include "render/xml_writer.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/markup.hpp"

#include <cassert>

namespace brcheck {
namespace {

/// U+FFFE and U+FFFF are valid UTF-8, but no characters of XML 1.0 (section 2.2).
std::string without_noncharacters(std::string text) {
    for (const auto& [bytes, visible] : {std::pair{"\xEF\xBF\xBE", "\\u{FFFE}"},
                                         std::pair{"\xEF\xBF\xBF", "\\u{FFFF}"}})
        for (std::size_t at = 0; (at = text.find(bytes, at)) != std::string::npos;)
            text.replace(at, 3, visible);
    return text;
}

bool begins_command(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(' ');
    return begin != std::string_view::npos && line.substr(begin).starts_with("::");
}

std::string escape_xml(std::string_view text, bool in_attribute) {
    std::string out;
    while (!text.empty()) {
        const std::size_t special = text.find_first_of("&<>\"\t\n\r#");
        out += without_noncharacters(escape_unsafe(text.substr(0, special)));
        if (special == std::string_view::npos) break;
        switch (text[special]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += in_attribute ? "&quot;" : "\""; break;
            case '\r': out += "&#13;"; break;
            // A line that begins with "::", or "##" in any, is a command to who reads a log.
            case '\n':
                out += in_attribute || begins_command(text.substr(special + 1)) ? "&#10;" : "\n";
                break;
            case '#': out += text.substr(special + 1).starts_with('#') ? "&#35;" : "#"; break;
            default: out += in_attribute ? "&#9;" : "\t"; break;
        }
        text.remove_prefix(special + 1);
    }
    return out;
}

}  // namespace

XmlWriter::XmlWriter(Output output) : output_(std::move(output)) {
    output_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

void XmlWriter::open(std::string_view name, std::initializer_list<Attribute> attributes) {
    begin_content(Content::elements);
    std::string tag = '\n' + std::string(open_.size() * 2, ' ') + '<' + std::string(name);
    for (const auto& [key, value] : attributes)
        tag.append(1, ' ').append(key).append("=\"").append(escape_xml(value, true)).append(1, '"');
    output_(tag);
    open_.push_back({std::string(name)});
}

void XmlWriter::text(std::string_view text) {
    begin_content(Content::text);
    output_(escape_xml(text, false));
}

void XmlWriter::close() {
    assert(!open_.empty());
    const Element element = std::move(open_.back());
    open_.pop_back();
    if (element.content == Content::none) {
        output_("/>");
    } else {
        std::string tag = "</" + element.name + '>';
        if (element.content == Content::elements)
            tag.insert(0, '\n' + std::string(open_.size() * 2, ' '));
        output_(tag);
    }
    if (open_.empty()) output_("\n");
}

void XmlWriter::begin_content(Content content) {
    if (open_.empty()) return;
    Element& element = open_.back();
    if (element.content == Content::none) output_(">");
    element.content = content;
}

}  // namespace brcheck
