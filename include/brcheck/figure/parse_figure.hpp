/// The text of a figure to a Figure. Nothing is guessed: whatever is not understood is refused with
/// its place in the text, the reason and, where there is one, a suggestion.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/figure/figure.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// What the report file says beside the text.
struct FigureOptions {
    Rounding rounding = Rounding::nearest;
    bool rounding_given = false;          ///< a rule was named: it holds for counts, too
    std::optional<Rational> rounded_to;   ///< in the written scale: "1000" for 4,000; > 0
    char decimal_mark = 0;                ///< '.', ',' or 0: found out, and refused where both fit
    bool whole = false;                   ///< integer-valued: ends move inward to whole numbers
    std::string unit_text;                ///< "unit" of the file: for text that has none, or the same
    NumberLimits limits;
    std::size_t max_characters = 4096;    ///< code points in the text
    friend bool operator==(const FigureOptions&, const FigureOptions&) = default;
};

/// Reads all of `text`, English or Chinese. `text` may be long, empty or hostile.
/// Errors (spans are bytes in `text`): BR006 not understood; BR008 the text's unit and
/// `unit_text` clash; BR011 a number that could be read in two ways; BR012 beyond a limit.
Result<Figure> parse_figure(std::string_view text, const FigureOptions& options = {});

/// Reads one text after another, each as parse_figure() does. What stands behind a number is
/// understood once, however often it comes back: a table of "23.6 million yuan" costs little more
/// than one of bare numbers. Remembers a bounded number of wordings.
class FigureParser {
public:
    FigureParser();
    FigureParser(FigureParser&&) noexcept;
    FigureParser& operator=(FigureParser&&) noexcept;
    ~FigureParser();

    Result<Figure> parse(std::string_view text, const FigureOptions& options = {});

private:
    struct Tails;
    std::unique_ptr<Tails> tails_;
};

}  // namespace brcheck
