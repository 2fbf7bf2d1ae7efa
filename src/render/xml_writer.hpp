/// Well-formed XML 1.0, a piece at a time. The only place that writes a tag of it.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace brcheck {

/// Text and values of attributes may hold anything: what XML cannot hold, and what a terminal would
/// obey, is written as a visible \u{XXXX}; line ends and tabs stay.
class XmlWriter {
public:
    using Attribute = std::pair<std::string_view, std::string_view>;

    /// Writes the declaration, too.
    explicit XmlWriter(Output output);

    /// REQUIRES: names are XML names.
    void open(std::string_view name, std::initializer_list<Attribute> attributes = {});
    /// Inside the element that was opened last.
    void text(std::string_view text);
    /// REQUIRES: an element is open.
    void close();

private:
    enum class Content { none, text, elements };
    struct Element {
        std::string name;
        Content content = Content::none;
    };
    void begin_content(Content content);

    Output output_;
    std::vector<Element> open_;
};

}  // namespace brcheck
