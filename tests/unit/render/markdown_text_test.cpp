#include "render/markdown_text.hpp"

#include "support/catch.hpp"

#include <string>

using namespace brcheck;

TEST_CASE("running text is shown as it is written") {
    struct Row {
        std::string text, written;
    };
    for (const Row& row : {
             Row{"plain, 3.7 to 3.9 % (of it)", "plain, 3.7 to 3.9 % (of it)"},
             Row{"a_b *c* `d` ~e~ \\f", "a\\_b \\*c\\* \\`d\\` \\~e\\~ \\\\f"},
             Row{"<b> & [x](y) | z", "\\<b\\> \\& \\[x\\](y) \\| z"},
             Row{"$700 billion", "\\$700 billion"},
             Row{"@octocat", "@&#8203;octocat"},
             Row{"#12", "\\#&#8203;12"},
             Row{"https://a.example: b", "https:&#8203;//a.example: b"},
             Row{"www.a.example :smile:", "www&#8203;.a.example :&#8203;smile:"},
             Row{"a\nb\x1b", "a\\\\u{000A}b\\\\u{001B}"},
         }) {
        CAPTURE(row.text);
        CHECK(markdown_text(row.text) == row.written);
    }
}

TEST_CASE("a code span outlasts backticks, and bars where cells end") {
    CHECK(markdown_code("share_2024") == "`share_2024`");
    CHECK(markdown_code("a`b``c") == "```a`b``c```");
    CHECK(markdown_code("`a") == "`` `a ``");
    CHECK(markdown_code(" a ") == "`  a  `");
    CHECK(markdown_code("a|b") == "`a|b`");
    CHECK(markdown_code("a|b|", true) == "`a\\|b\\|`");
    CHECK(markdown_code("") == "");
}

TEST_CASE("a block of code ends where brcheck ends it") {
    CHECK(markdown_block("a\n") == "```text\na\n```\n");
    CHECK(markdown_block("```\n````\n") == "`````text\n```\n````\n`````\n");
}

TEST_CASE("a text of many characters loses its middle") {
    const std::string text = markdown_text(std::string(5000, 'x') + "end");
    CHECK(text == std::string(200, 'x') + " ... " + std::string(197, 'x') + "end");
    CHECK(markdown_text(std::string(400, 'x')) == std::string(400, 'x'));
}
