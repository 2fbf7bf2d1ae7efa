/// Writes HTML: escaping and nesting. No other file writes a tag.
#pragma once

#include "brcheck/render/message.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// The value may hold anything, the name is one of ours.
struct Attribute {
    std::string_view name;
    std::string value;
};

/// Elements are opened and closed in turn; text and values of attributes may hold anything: they are
/// made visible (render/markup.hpp) and escaped. Blocks begin on a line of their own.
class HtmlWriter {
public:
    HtmlWriter& open(std::string_view tag, std::initializer_list<Attribute> attributes = {});
    /// Ends the element that was opened last.
    HtmlWriter& close();
    /// An element without content: "<line ... />". REQUIRES: it is foreign (SVG) or void.
    HtmlWriter& empty(std::string_view tag, std::initializer_list<Attribute> attributes);
    HtmlWriter& text(std::string_view text);
    /// An element that holds nothing but text.
    HtmlWriter& leaf(std::string_view tag, std::string_view text,
                     std::initializer_list<Attribute> attributes = {});
    /// Each part in the element that its role calls for.
    HtmlWriter& message(const Message& message);

    /// What was written since the last call; open elements stay open.
    [[nodiscard]] std::string take();

private:
    void begin(std::string_view tag, std::initializer_list<Attribute> attributes);
    void part(const Part& part);

    std::string out_;
    std::vector<std::string_view> open_;
};

}  // namespace brcheck
