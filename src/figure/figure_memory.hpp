/// Wordings of figures met before: with another number between the same words, a figure is read
/// from its form (figure/figure_form.hpp) at a small part of what reading it in full costs. For
/// many figures, of one report or of many.
#pragma once

#include "figure/figure_form.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace brcheck {

/// What a report keeps of a figure, in base units; its rounding is to the nearest.
struct KnownFigure {
    Unit unit;
    Qualifier qualifier = Qualifier::none;
    Interval interval;
    Rational printed;
};

/// For one thread.
class FigureMemory {
public:
    /// What parse_figure() would read; nothing where it has to be asked. What comes back where
    /// something does hangs on nothing but text and options.
    std::optional<KnownFigure> read(std::string_view text, const FigureOptions& options);

    /// More wordings make it forget those before.
    static constexpr std::size_t most_wordings = 1000;
    /// A wording is learned when it comes so often: that costs as much as reading it some 14 times.
    static constexpr std::size_t times_to_learn = 16;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    struct Form {
        FigureForm text;
        Unit unit;
        Qualifier qualifier = Qualifier::none;
        std::vector<Rational> halves;  ///< by digits behind the point: half of one's last digit
    };
    struct Wording {
        std::size_t times = 0;
        std::optional<Form> form;  ///< once it is learned, and where it can be
    };

    static std::optional<Form> learn(std::string_view text, const FigureOptions& options);
    static std::optional<KnownFigure> read(const Form& form, std::string_view text);

    NumberLimits limits_;  ///< all that is known was learned with these
    std::unordered_map<std::string, Wording, Hash, std::equal_to<>> wordings_;
    std::string key_;  ///< of the figure at hand
};

}  // namespace brcheck
