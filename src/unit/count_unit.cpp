#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"

#include <utility>

namespace brcheck {
namespace {

/// Lower case, one blank between words, none around.
std::string fold(std::string_view text) {
    std::string out;
    bool is_blank_due = false;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = decode_code_point(text, i);
        if (is_space(c.value)) {
            is_blank_due = !out.empty();
        } else {
            out += is_blank_due ? " " : "";
            is_blank_due = false;
            for (const char byte : text.substr(i, c.size_bytes)) {
                out += to_lower_ascii(byte);
            }
        }
        i += c.size_bytes;
    }
    return out;
}

/// The word without its measure word. At least two characters have to be left: 项目 is a word of
/// its own, not 目 counted by 项.
std::string_view drop_measure_word(std::string_view text) {
    if (text.empty()) {
        return text;
    }
    const std::size_t size = decode_code_point(text, 0).size_bytes;
    std::string_view rest = text.substr(size);
    while (rest.starts_with(' ')) {
        rest.remove_prefix(1);
    }
    return is_measure_word(text.substr(0, size)) && count_code_points(rest) >= 2 ? rest : text;
}

/// The noun of a unit that counts: "person" for people.
std::optional<std::string> known_noun(std::string_view word) {
    const std::optional<Unit> unit = find_unit(word);
    if (!unit || unit->kind() != UnitKind::level || unit->factor() != Rational(1)) {
        return std::nullopt;
    }
    const std::vector<Dimension::Power>& powers = unit->dimension().powers();
    if (powers.size() != 1 || powers[0].exponent != 1 || powers[0].name.front() != '#') {
        return std::nullopt;
    }
    return powers[0].name.substr(1);
}

/// English plurals by their ending; the singular of a singular is itself.
std::string singular(std::string word) {
    const auto ends = [&](std::string_view ending) { return word.ends_with(ending); };
    if (word.size() <= 2 || !ends("s") || ends("ss") || ends("us") || ends("is") ||
        ends("series") || ends("species")) {
        return word;
    }
    std::size_t cut = 1;
    if (ends("ies") && word.size() > 4) {
        word.resize(word.size() - 3);
        return word + "y";
    }
    if (ends("sses") || ends("shes") || ends("ches") || ends("xes") || ends("zzes")) {
        cut = 2;
    }
    word.resize(word.size() - cut);
    return word;
}

}  // namespace

Unit count_unit(std::string_view noun) {
    const std::string folded = fold(noun);
    const std::string_view counted = drop_measure_word(folded);
    const std::size_t last_begin = counted.rfind(' ') + 1;  // 0 where there is no blank
    const std::string_view last = counted.substr(last_begin);
    std::string name = "#";
    if (const std::optional<std::string> whole = known_noun(counted)) {
        name += *whole;
    } else {
        name += counted.substr(0, last_begin);
        name += known_noun(last).value_or(singular(std::string(last)));
    }
    std::size_t begin = 0;
    while (begin < noun.size() && is_space(decode_code_point(noun, begin).value)) {
        begin += decode_code_point(noun, begin).size_bytes;
    }
    return Unit(std::string(noun.substr(begin)), 1, Dimension::base(std::move(name)),
                UnitKind::level, false);
}

}  // namespace brcheck
