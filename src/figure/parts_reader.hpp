/// Reads the text of a figure from left to right: words before the number, the number with what
/// hangs on it, a second number, words behind. One object for one text; see read_parts().
#pragma once

#include "brcheck/unit/unit_table.hpp"
#include "figure/figure_parts.hpp"
#include "figure/phrase.hpp"
#include "figure/read_unit.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace brcheck {

class PartsReader {
public:
    PartsReader(std::string_view text, const FigureOptions& options, const GivenUnit& given,
                FigureParts& parts, Error& error)
        : text_(text), options_(options), given_(given), parts_(parts), error_(error) {}

    bool read();

private:
    // Before the number.
    bool read_before();
    bool read_before_phrase(const Phrase& phrase);
    bool read_direction(const Phrase& phrase, int direction);
    bool read_range_opener(const Phrase& phrase);
    bool read_currency(NumberPart& part, const UnitMatch& match);
    bool read_sign(bool minus, std::size_t size);
    bool fail_no_number();
    // The number and what hangs on it.
    bool read_value(NumberPart& part);
    bool read_word_value(NumberPart& part, const Phrase& phrase);
    bool read_tail(NumberPart& part);
    bool read_inside(NumberPart& part);
    bool read_scale(NumberPart& part);
    bool read_own_unit(NumberPart& part);
    [[nodiscard]] bool is_bare_m(std::size_t after, const NumberPart& part) const;
    bool close_parenthesis();
    // A second number.
    bool read_second();
    bool read_margin_in_parentheses();
    bool read_second_before(NumberPart& part, bool is_margin);
    // Behind everything.
    bool read_after();
    bool read_after_phrase(const Phrase& phrase);
    bool fail_trailing();
    bool check_whole();

    bool set_qualifier(Qualifier qualifier, std::size_t size);
    bool fail(std::size_t begin, std::size_t end, std::string message, std::string hint = "",
              ErrorCode code = ErrorCode::unreadable_figure) {
        error_ = figure_error(code, span(begin, end), std::move(message), std::move(hint));
        return false;
    }
    static Span span(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
    [[nodiscard]] std::string quoted(std::size_t begin, std::size_t end) const {
        return quote_piece(text_.substr(begin, end - begin));
    }
    [[nodiscard]] std::string quoted(Span piece) const { return quoted(piece.begin, piece.end); }
    void skip() { at_ = skip_blank(text_, at_); }
    [[nodiscard]] bool has_second() const { return parts_.kind != PartsKind::single; }

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    std::string_view text_;
    const FigureOptions& options_;
    const GivenUnit& given_;
    FigureParts& parts_;
    Error& error_;

    std::size_t at_ = 0;
    std::size_t parenthesis_ = nowhere;  ///< of an accounting negative, while it is open
    bool parenthesis_was_open_ = false;
    std::optional<Span> sign_;
    std::optional<Span> direction_;
    std::optional<Span> level_;
    std::optional<Span> exactly_;
    std::optional<Span> opener_;
    bool opener_is_optional_ = false;
    Span joiner_;                        ///< of a range or a margin
};

}  // namespace brcheck
