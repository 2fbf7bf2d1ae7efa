#include "render/xml_writer.hpp"
#include "support/catch.hpp"

#include <functional>
#include <string>

using namespace brcheck;

namespace {

std::string written(const std::function<void(XmlWriter&)>& write) {
    std::string out;
    XmlWriter xml([&](std::string_view bytes) { out.append(bytes); });
    write(xml);
    return out.substr(out.find('\n') + 1);
}

}  // namespace

TEST_CASE("elements nest, and empty ones close themselves") {
    CHECK(written([](XmlWriter& xml) {
              xml.open("a", {{"k", "v"}, {"l", ""}});
              xml.open("b");
              xml.close();
              xml.open("c");
              xml.text("t");
              xml.close();
              xml.close();
          }) == "<a k=\"v\" l=\"\">\n  <b/>\n  <c>t</c>\n</a>\n");
}

TEST_CASE("text cannot end its element, nor a value its attribute") {
    const auto text = [](std::string_view value) {
        return written([&](XmlWriter& xml) {
            xml.open("a", {{"k", value}});
            xml.text(value);
            xml.close();
        });
    };
    CHECK(text("<b>&\"'") == "<a k=\"&lt;b&gt;&amp;&quot;'\">&lt;b&gt;&amp;\"'</a>\n");
    CHECK(text("]]>") == "<a k=\"]]&gt;\">]]&gt;</a>\n");
    CHECK(text("1\n2\t3\r") == "<a k=\"1&#10;2&#9;3&#13;\">1\n2\t3&#13;</a>\n");
    CHECK(text(std::string_view("\0\x1b", 2)) ==
          "<a k=\"\\u{0000}\\u{001B}\">\\u{0000}\\u{001B}</a>\n");
    CHECK(text("\xE2\x80\xAE\xEF\xBF\xBE\xFF") ==
          "<a k=\"\\u{202E}\\u{FFFE}\xEF\xBF\xBD\">\\u{202E}\\u{FFFE}\xEF\xBF\xBD</a>\n");
}
