#include "expr/pattern.hpp"

#include "brcheck/base/suggest.hpp"
#include "expr/lexer.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace brcheck {
namespace {

bool is_pattern_character(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '*';
}

bool is_product(std::string_view text, const NameTable& names) {
    while (true) {
        const std::size_t end = std::min(text.find('*'), text.size());
        const std::string_view factor = text.substr(0, end);
        const bool is_number =
            !factor.empty() && std::all_of(factor.begin(), factor.end(), is_ascii_digit);
        if (!is_number && !names.find(factor)) {
            return false;
        }
        if (end == text.size()) {
            return true;
        }
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::size_t pattern_end(std::string_view text, std::size_t begin, const NameTable& names) {
    std::size_t end = begin;
    while (end < text.size() && is_pattern_character(text[end])) {
        ++end;
    }
    const std::string_view pattern = text.substr(begin, end - begin);
    const std::size_t next = skip_blanks(text, end);
    const bool is_whole_operand = next < text.size() && (text[next] == ',' || text[next] == ')');
    if (!is_whole_operand || pattern.empty() || is_ascii_digit(pattern.front()) ||
        pattern.find('*') == std::string_view::npos || is_product(pattern, names)) {
        return 0;
    }
    return end;
}

bool takes_patterns(const OperationInfo& function) {
    return function.max_arguments == SIZE_MAX && function.operation != Operation::weighted;
}

std::string pattern_hint(std::string_view pattern, const NameTable& names) {
    constexpr std::size_t most_names = 1000;
    const std::string_view stem = pattern.substr(0, pattern.find('*'));
    if (names.size() > most_names || stem.empty()) {
        return {};
    }
    std::vector<std::string> stems;
    for (VariableIndex i = 0; i < names.size(); ++i) {
        const std::string& name = names.name(i);
        for (std::size_t end = name.find('_'); end != std::string::npos;
             end = name.find('_', end + 1)) {
            std::string candidate = name.substr(0, end + 1);
            if (candidate != stem && names.match(candidate + '*').size() >= 2) {
                stems.push_back(std::move(candidate));
            }
        }
    }
    const std::string meant = suggest(stem, stems);
    return meant.empty() ? std::string() : "did you mean \"" + meant + "*\"?";
}

}  // namespace brcheck
