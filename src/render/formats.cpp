#include "brcheck/render/renderer.hpp"
#include "render/concise.hpp"
#include "render/github.hpp"
#include "render/gitlab.hpp"
#include "render/html.hpp"
#include "render/json.hpp"
#include "render/jsonl.hpp"
#include "render/junit.hpp"
#include "render/markdown.hpp"
#include "render/rdjson.hpp"
#include "render/sarif.hpp"
#include "render/terminal.hpp"

#include <array>

namespace brcheck {
namespace {

constexpr std::array formats = {
    Format{"text", "for people: findings with their derivation, then the verdict",
           make_terminal_renderer},
    Format{"concise", "one line a finding: path:line:column: level: text [CODE]",
           make_concise_renderer},
    Format{"json", "one JSON document for programs, schema_version 1.0", make_json_renderer},
    Format{"jsonl", "one JSON object a line: findings, errors, a summary", make_jsonl_renderer},
    Format{"sarif", "SARIF 2.1.0, for code scanning and editors", make_sarif_renderer},
    Format{"junit", "JUnit XML: one case a relation", make_junit_renderer},
    Format{"github", "annotations of GitHub Actions", make_github_renderer},
    Format{"gitlab", "GitLab Code Quality", make_gitlab_renderer},
    Format{"rdjson", "Reviewdog Diagnostic Format", make_rdjson_renderer},
    Format{"markdown", "for a comment on a pull request: under 65,536 characters",
           make_markdown_renderer},
    Format{"html", "a page for people: drawn intervals, no script, nothing from a network",
           make_html_renderer},
};

}  // namespace

std::span<const Format> all_formats() { return formats; }

const Format* find_format(std::string_view name) {
    for (const Format& format : formats)
        if (format.name == name) return &format;
    return nullptr;
}

}  // namespace brcheck
