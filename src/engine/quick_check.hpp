/// Many reports of one kind: their figures differ, nothing else does. Of most of them it can be
/// seen at once that check() would say of them what it said of the first.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace brcheck {

class QuickCheck {
public:
    /// `result` is what check() said of `model`. Null where a look is not enough: the model has
    /// findings other than the note on unchecked figures, relations that do not hold exactly, or
    /// more than sums, products and quotients of stated figures. The model is only taken where
    /// something comes back.
    static std::unique_ptr<QuickCheck> of(Report& model, const CheckResult& result);
    ~QuickCheck();

    [[nodiscard]] const Report& model() const noexcept;
    /// The figures that texts stand for, rising: all that are stated, but for those that come from
    /// a template that the reports have in common.
    [[nodiscard]] std::span<const VariableIndex> stated() const noexcept;

    /// `texts`: of the stated figures of a report that has all else with the model in common.
    /// True: that report can be read, and check() says the same of it, to the status of each
    /// relation: it is consistent, every relation holds exactly, and no finding is there but the
    /// model's. False says nothing.
    [[nodiscard]] bool is_alike(std::span<const std::string_view> texts);

    /// The model with the texts of another report that is alike: its source, and the places of the
    /// stated figures there. Only those may be asked of it then, and the notes on figures that rest
    /// on them: relations keep the places that they had.
    const Report& put_in(std::shared_ptr<const SourceText> source, std::span<const Span> places);

private:
    class Look;
    explicit QuickCheck(std::unique_ptr<Look> look);

    std::unique_ptr<Look> look_;
};

}  // namespace brcheck
