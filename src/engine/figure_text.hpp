/// A figure's text taken apart at its number, to print another number, sign, scale word or unit the
/// same way. What comes out is text, not yet a figure: whether it reads as meant is for parse_figure
/// to say ("12,34" ten times smaller, printed "1,234", does not).
#pragma once

#include "brcheck/figure/figure.hpp"
#include "engine/digit_changes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

class FigureText {
public:
    /// `figure` must outlive it. REQUIRES: neither a range nor a ratio word.
    explicit FigureText(const Figure& figure);

    /// False where the number is a word ("three million"); number() is then what its digits are.
    [[nodiscard]] bool has_digits() const noexcept { return has_digits_; }
    [[nodiscard]] const PrintedDigits& number() const noexcept { return number_; }
    /// Power of ten of the last of digits printed with that many decimals, in the written scale.
    [[nodiscard]] std::int64_t place(std::size_t fraction) const noexcept {
        return exponent_ - static_cast<std::int64_t>(fraction);
    }

    /// The text with another number, grouped and marked as the figure's is.
    [[nodiscard]] std::string with_number(const PrintedDigits& number) const;
    /// The same with the opposite sign: a sign is taken away or put before the number (and a
    /// currency before it). Of a figure whose sign is a verb ("fell by 3 percent") the number, scale
    /// word and unit are left, with a minus where one is needed. "" where none of it is possible: a
    /// verb together with "over" and its kin.
    [[nodiscard]] std::string with_opposite_sign(const PrintedDigits& number) const;
    /// The text with another scale word, a first one, or ("") without its own.
    [[nodiscard]] std::string with_scale_word(std::string_view word) const;
    /// REQUIRES: the text has a unit.
    [[nodiscard]] std::string with_unit(std::string_view unit) const;
    /// It has Chinese or Japanese characters, which words are joined to without blanks.
    [[nodiscard]] bool is_ideographic() const noexcept { return is_ideographic_; }

private:
    struct Mark {
        std::size_t place;  ///< how many digits stand before it
        std::string_view text;
    };
    void read_number();
    void read_marks(const std::vector<Mark>& marks);
    [[nodiscard]] std::string format(const PrintedDigits& number) const;
    [[nodiscard]] std::string group(std::string_view whole) const;
    [[nodiscard]] std::string_view piece(std::size_t begin, std::size_t end) const {
        return std::string_view(figure_.text).substr(begin, end - begin);
    }
    /// Where a minus goes: before the number and a currency that stands right before it.
    [[nodiscard]] std::size_t sign_place() const;

    const Figure& figure_;
    PrintedDigits number_;
    bool has_digits_ = false;
    bool is_ideographic_ = false;
    bool omits_zero_ = false;       ///< ".5"
    bool is_indian_ = false;        ///< 12,34,567
    std::string separator_;         ///< between groups; "" for none
    std::string decimal_mark_;
    std::string exponent_text_;     ///< "e6"
    std::int64_t exponent_ = 0;
};

}  // namespace brcheck
