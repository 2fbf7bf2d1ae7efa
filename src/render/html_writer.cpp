#include "render/html_writer.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/markup.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace brcheck {
namespace {

// Elements whose surroundings no reader sees: a line end before them changes nothing.
constexpr std::array blocks = {
    std::string_view("article"), std::string_view("section"), std::string_view("header"),
    std::string_view("div"),     std::string_view("p"),       std::string_view("h2"),
    std::string_view("h3"),      std::string_view("h4"),      std::string_view("h5"),
    std::string_view("ul"),      std::string_view("ol"),      std::string_view("li"),
    std::string_view("dl"),      std::string_view("dt"),      std::string_view("dd"),
    std::string_view("figure"),  std::string_view("figcaption"), std::string_view("svg"),
    std::string_view("pre")};

constexpr std::size_t widest_value = 28;

void add_escaped(std::string& out, std::string_view text) {
    const std::string visible = escape_unsafe(text);
    for (std::size_t i = 0; i < visible.size(); ++i) {
        const char c = visible[i];
        switch (c) {
            // "##[name]" is a command to some who read a log.
            case '#': out += visible.substr(i + 1, 1) == "#" ? "&#35;" : "#"; break;
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
}

}  // namespace

void HtmlWriter::begin(std::string_view tag, std::initializer_list<Attribute> attributes) {
    if (std::find(blocks.begin(), blocks.end(), tag) != blocks.end()) out_ += '\n';
    out_.append("<").append(tag);
    for (const Attribute& attribute : attributes) {
        out_.append(" ").append(attribute.name).append("=\"");
        add_escaped(out_, attribute.value);
        out_ += '"';
    }
}

HtmlWriter& HtmlWriter::open(std::string_view tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    out_ += '>';
    open_.push_back(tag);
    return *this;
}

HtmlWriter& HtmlWriter::close() {
    assert(!open_.empty());
    out_.append("</").append(open_.back()).append(">");
    open_.pop_back();
    return *this;
}

HtmlWriter& HtmlWriter::empty(std::string_view tag, std::initializer_list<Attribute> attributes) {
    begin(tag, attributes);
    out_ += " />";
    return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text) {
    add_escaped(out_, text);
    return *this;
}

HtmlWriter& HtmlWriter::leaf(std::string_view tag, std::string_view text,
                             std::initializer_list<Attribute> attributes) {
    return open(tag, attributes).text(text).close();
}

void HtmlWriter::part(const Part& part) {
    switch (part.role) {
        case Role::text: text(part.text); return;
        case Role::name: leaf("code", part.text); return;
        case Role::good: leaf("strong", part.text); return;
        // The direction of a quotation is its own: it must not turn the sentence around it.
        case Role::quote: leaf("bdi", part.text); return;
        // A number is not parted from its unit, where a telephone has room for both on a line.
        case Role::value:
            leaf("span", part.text,
                 {{"class", display_width(part.text) <= widest_value ? "value whole" : "value"}});
            return;
        case Role::code: leaf("span", part.text, {{"class", "rule"}}); return;
        case Role::error: leaf("span", part.text, {{"class", "error"}}); return;
        case Role::warning: leaf("span", part.text, {{"class", "warning"}}); return;
        case Role::note: leaf("span", part.text, {{"class", "note"}}); return;
        case Role::faint: leaf("span", part.text, {{"class", "faint"}}); return;
    }
}

HtmlWriter& HtmlWriter::message(const Message& message) {
    for (const Part& p : message) part(p);
    return *this;
}

std::string HtmlWriter::take() { return std::exchange(out_, {}); }

}  // namespace brcheck
