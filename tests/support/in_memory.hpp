// Reports and sources made of strings, and errors as one line each, for tests.
#pragma once

#include "brcheck/input/read_report.hpp"

#include <memory>
#include <string>
#include <vector>

namespace brcheck::testing {

inline std::shared_ptr<const SourceText> make_source(std::string text) {
    return std::make_shared<const SourceText>("report.json", std::move(text));
}

// "BR003 2:5-9 /figures/a message (hint)": line, columns of the first and after the last character
// (with its line where that is another), pointer, message, and the hint if there is one.
inline std::string describe(const Error& error) {
    std::string out = format_code(static_cast<std::uint16_t>(error.code));
    if (error.location.source) {
        const Position begin = error.location.source->position(error.location.span.begin);
        const Position end = error.location.source->position(error.location.span.end);
        out += ' ' + std::to_string(begin.line) + ':' + std::to_string(begin.column) + '-';
        if (end.line != begin.line) {
            out += std::to_string(end.line) + ':';
        }
        out += std::to_string(end.column);
    }
    out += ' ' + error.location.pointer + ' ' + error.message;
    return error.hint.empty() ? out : out + " (" + error.hint + ')';
}

template <typename T>
std::vector<std::string> describe_errors(const Result<T>& result) {
    std::vector<std::string> out;
    if (!result) {
        for (const Error& error : result.errors()) {
            out.push_back(describe(error));
        }
    }
    return out;
}

// The errors of a report, each as its line. Empty when it can be read.
inline std::vector<std::string> read_errors(std::string bytes, const ReadLimits& limits = {}) {
    return describe_errors(read_report("report.json", std::move(bytes), limits));
}

}  // namespace brcheck::testing
