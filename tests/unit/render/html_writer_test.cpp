#include "render/html_writer.hpp"

#include "support/catch.hpp"

#include <string>

using namespace brcheck;

TEST_CASE("text and attributes are escaped and made visible") {
    HtmlWriter html;
    html.open("code", {{"title", "a \"b\" <c> & 'd'\n"}}).text("</code> & \x1b[31m\xff").close();
    CHECK(html.take() ==
          "<code title=\"a &quot;b&quot; &lt;c&gt; &amp; 'd'\\u{000A}\">&lt;/code&gt; &amp; "
          "\\u{001B}[31m\xEF\xBF\xBD</code>");
}

TEST_CASE("elements nest over pieces, and only blocks begin on a line of their own") {
    HtmlWriter html;
    html.open("section").leaf("h3", "Title").open("p").text("a ");
    CHECK(html.take() == "\n<section>\n<h3>Title</h3>\n<p>a ");
    html.leaf("strong", "b").close().empty("line", {{"x1", "0"}}).close();
    CHECK(html.take() == "<strong>b</strong></p><line x1=\"0\" /></section>");
    CHECK(html.take().empty());
}

TEST_CASE("each role has its element") {
    const auto written = [](Role role, const std::string& text) {
        HtmlWriter html;
        html.message({{role, text}});
        return html.take();
    };
    CHECK(written(Role::text, "a<b") == "a&lt;b");
    CHECK(written(Role::name, "id") == "<code>id</code>");
    CHECK(written(Role::quote, "q") == "<bdi>q</bdi>");
    CHECK(written(Role::good, "g") == "<strong>g</strong>");
    CHECK(written(Role::value, "3.7 to 3.9 %") == "<span class=\"value whole\">3.7 to 3.9 %</span>");
    CHECK(written(Role::value, std::string(29, '1')) ==
          "<span class=\"value\">" + std::string(29, '1') + "</span>");
    CHECK(written(Role::code, "BR301") == "<span class=\"rule\">BR301</span>");
}
