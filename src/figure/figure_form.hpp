/// Figures that are written like a known one, with another number between the same words: what
/// "23.6 trillion yuan" means tells what "9.15 trillion yuan" does. For many texts of one kind,
/// where reading each in full would cost more than all that is done with them.
#pragma once

#include "brcheck/figure/parse_figure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// Digits with at most one point between them, as written: 0.05 is 5 with 2 of 3 digits behind the
/// point.
struct PlainNumber {
    std::int64_t digits = 0;  ///< > 0
    int digit_count = 0;      ///< zeros in front counted
    int places = 0;           ///< digits behind the point
};

class FigureForm {
public:
    /// What a number allows: itself, what rounds to it, what is more, that and itself.
    enum class Reach : std::uint8_t { exact, rounded, over, at_least };

    /// The form of `text`; nothing where more than the number decides what such a text means, or
    /// where it is no figure at all. Reads a handful of texts in full to find out.
    static std::optional<FigureForm> of(std::string_view text, const FigureOptions& options);

    /// The number of a text of this form: parse_figure() with the same options would read it to
    /// number * one() and its reach(), in the unit of the known figure. Nothing for any other text,
    /// and for some that are of this form: 0, numbers of more than 15 digits, digits in groups.
    [[nodiscard]] std::optional<PlainNumber> read(std::string_view text) const;

    [[nodiscard]] Reach reach(const PlainNumber& number) const {
        return number.places == 0 ? *of_integers_ : *of_decimals_;
    }
    /// What the number 1 stands for, in base units; below 0 for "down 1 percent".
    [[nodiscard]] const Rational& one() const noexcept { return one_; }

private:
    std::string before_;
    std::string behind_;
    Rational one_;
    std::optional<Reach> of_integers_;  ///< nothing: those are read otherwise
    std::optional<Reach> of_decimals_;
};

}  // namespace brcheck
