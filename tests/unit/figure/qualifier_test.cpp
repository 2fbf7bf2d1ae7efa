#include "brcheck/figure/qualifier.hpp"

#include "brcheck/number/decimal.hpp"
#include "figure/phrase.hpp"
#include "unit/letters.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>
#include <utility>

namespace brcheck {
namespace {

Rational decimal(const char* text) { return parse_decimal(text)->value(); }

TEST_CASE("each qualifier leaves the interval of its definition") {
    struct Row {
        Qualifier qualifier;
        const char* value;
        const char* last;
        const char* last_nonzero;
        const char* interval;
    };
    const Row rows[] = {
        {Qualifier::none, "23.6", "0.1", "0.1", "[23.55, 23.65]"},
        {Qualifier::none, "-3", "1", "1", "[-3.5, -2.5]"},
        {Qualifier::over, "4000", "1", "1000", "(4000, inf)"},
        {Qualifier::over, "-3", "1", "1", "(-inf, -3)"},
        {Qualifier::just_over, "4000", "1", "1000", "(4000, 4400]"},
        {Qualifier::just_over, "50", "1", "10", "(50, 55]"},
        {Qualifier::just_over, "51.9", "0.1", "0.1", "(51.9, 51.95]"},
        {Qualifier::just_over, "0", "1", "1", "(0, 0.5]"},
        {Qualifier::at_least, "5", "1", "1", "[5, inf)"},
        {Qualifier::under, "5", "1", "1", "(-inf, 5)"},
        {Qualifier::under, "-5", "1", "1", "(-5, inf)"},
        {Qualifier::at_most, "5", "1", "1", "(-inf, 5]"},
        {Qualifier::nearly, "50", "1", "10", "[45, 50)"},
        {Qualifier::nearly, "-50", "1", "10", "(-50, -45]"},
        {Qualifier::nearly, "12", "1", "1", "[11.5, 12)"},
        {Qualifier::nearly, "0", "1", "1", "[-0.5, 0.5]"},
        {Qualifier::about, "4000", "1", "1000", "[3600, 4400]"},
        {Qualifier::about, "2.5", "0.1", "0.1", "[2.45, 2.55]"},
        {Qualifier::about, "1", "1", "1", "[0.5, 1.5]"},
        {Qualifier::about, "5", "1", "1", "[4.5, 5.5]"},
        {Qualifier::about, "0", "1", "1", "[-0.5, 0.5]"},
        {Qualifier::about, "-4000", "1", "1000", "[-4400, -3600]"},
        {Qualifier::ratio_word, "2", "0.2", "0.4", "[1.9, 2.1]"},
        {Qualifier::ratio_word, "-0.5", "0.05", "0.1", "[-0.525, -0.475]"},
    };
    for (const Row& row : rows) {
        CAPTURE(format_qualifier(row.qualifier), row.value);
        const WrittenValue written{decimal(row.value), decimal(row.last),
                                   decimal(row.last_nonzero), Rounding::nearest, false};
        CHECK(qualified_interval(row.qualifier, written, false).to_string() == row.interval);
    }
}

TEST_CASE("sizes end at zero, exact counts do not round, other rules reach the bare value") {
    WrittenValue written{Rational(5), Rational(1), Rational(1), Rounding::nearest, true};
    CHECK(qualified_interval(Qualifier::none, written, true).to_string() == "[5, 5]");
    CHECK(qualified_interval(Qualifier::under, written, true).to_string() == "[0, 5)");
    CHECK(qualified_interval(Qualifier::at_most, written, true).to_string() == "[0, 5]");
    CHECK(qualified_interval(Qualifier::about, written, true).to_string() == "[4.5, 5.5]");
    written.is_exact = false;
    written.rounding = Rounding::truncated;
    CHECK(qualified_interval(Qualifier::none, written, true).to_string() == "[5, 6)");
    CHECK(qualified_interval(Qualifier::about, written, true).to_string() == "[4.5, 6)");
    written.value = Rational(0);
    written.rounding = Rounding::nearest;
    CHECK(qualified_interval(Qualifier::under, written, true).is_empty());
}

TEST_CASE("names of qualifiers are read back") {
    for (const Qualifier qualifier :
         {Qualifier::over, Qualifier::just_over, Qualifier::at_least, Qualifier::under,
          Qualifier::at_most, Qualifier::nearly, Qualifier::about, Qualifier::range,
          Qualifier::margin, Qualifier::ratio_word}) {
        CHECK_FALSE(format_qualifier(qualifier).empty());
        CHECK(parse_qualifier_name(format_qualifier(qualifier)) == qualifier);
    }
    CHECK(format_qualifier(Qualifier::none).empty());
    CHECK_FALSE(parse_qualifier_name("overly").has_value());
}

TEST_CASE("no word of the table stands twice in one place") {
    std::map<std::pair<std::string, PhrasePlace>, int> seen;
    for (const Phrase& phrase : all_phrases()) {
        CAPTURE(phrase.words);
        CHECK_FALSE(phrase.words.empty());
        CHECK(phrase.words.find("  ") == std::string::npos);
        CHECK(phrase.words.front() != ' ');
        CHECK(phrase.words.back() != ' ');
        for (const char c : phrase.words) CHECK(to_lower_ascii(c) == c);
        CHECK(++seen[std::make_pair(phrase.words, phrase.place)] == 1);
    }
    CHECK(seen.size() > 600);
}

TEST_CASE("a word has one meaning before and after the number") {
    std::map<std::string, const Phrase*> before;
    for (const Phrase& phrase : all_phrases()) {
        if (phrase.place == PhrasePlace::before) before[phrase.words] = &phrase;
    }
    for (const Phrase& phrase : all_phrases()) {
        if (phrase.place != PhrasePlace::after) continue;
        const auto other = before.find(phrase.words);
        if (other == before.end()) continue;
        CAPTURE(phrase.words);
        CHECK(other->second->meaning == phrase.meaning);
        CHECK(other->second->qualifier == phrase.qualifier);
    }
}

TEST_CASE("phrases match as whole words, longest first, in any letter case") {
    const auto words = [](const char* text) {
        const Phrase* phrase = match_phrase(text, PhrasePlace::before);
        return phrase == nullptr ? std::string() : phrase->words;
    };
    CHECK(words("Over 5") == "over");
    CHECK(words("overall 5").empty());
    CHECK(words("up to 5") == "up to");
    CHECK(words("up 5") == "up");
    CHECK(words("no more than 5") == "no more than");
    CHECK(words("one-third") == "one-third");
    CHECK(words("one-off").empty());
    CHECK(words("超过5") == "超过");
    CHECK(words("").empty());
}

}  // namespace
}  // namespace brcheck
