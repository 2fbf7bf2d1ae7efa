#include "engine/quick_check.hpp"

#include "engine/glance.hpp"
#include "engine/network.hpp"
#include "engine/plain_check.hpp"
#include "figure/figure_form.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

Fraction power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;  // PlainNumber has 15 digits at most
    return {power, 1};
}

bool is_simple(const Report& model, const CheckResult& result) {
    return result.verdict == Verdict::consistent && model.quantities.size() <= most_at_a_glance &&
           std::all_of(
               result.findings.begin(), result.findings.end(),
               [](const Finding& finding) { return finding.code == RuleCode::unchecked_figure; }) &&
           std::all_of(result.relations.begin(), result.relations.end(),
                       [](const RelationResult& relation) {
                           return relation.status == RelationStatus::holds;
                       }) &&
           std::none_of(model.quantities.begin(), model.quantities.end(),
                        [](const Quantity& quantity) { return quantity.has_decimal_comma; }) &&
           PlainCheck::suits(model);
}

}  // namespace

class QuickCheck::Look {
    /// A text whose number is all that may change.
    struct Form {
        FigureForm text;
        Fraction one;
        PlainNumber number;  ///< the last one read
    };

public:
    /// REQUIRES: is_simple(model, what check() said of it).
    explicit Look(Report& model) : model_(std::move(model)), network_(model_), check_(network_) {}
    /// Puts the model back.
    void give_back(Report& model) { model = std::move(model_); }

    [[nodiscard]] const Report& model() const noexcept { return model_; }
    [[nodiscard]] std::span<const VariableIndex> stated() const noexcept { return stated_; }

    bool prepare() {
        try {
            collect_figures();
            return is_alike(model_texts());
        } catch (const FractionOverflow&) {
            return false;
        }
    }

    bool is_alike(std::span<const std::string_view> texts) {
        try {
            return read(texts) && passes();
        } catch (const FractionOverflow&) {
            return false;
        }
    }

    const Report& put_in(std::shared_ptr<const SourceText> source, std::span<const Span> places) {
        model_.source_text = std::move(source);
        for (std::size_t i = 0; i < stated_.size(); ++i)
            model_.quantities[stated_[i]].value = places[i];
        return model_;
    }

private:
    /// Every relation holds exactly, and is no weak check.
    bool passes() {
        if (!check_.evaluate_derived()) return false;
        for (RelationIndex r = 0; r < model_.relations.size(); ++r)
            if (!check_.holds_exactly(r) || !check_.has_power(r)) return false;
        return check_.is_possible();
    }

    void collect_figures() {
        const std::size_t count = model_.quantities.size();
        forms_.resize(count);
        for (VariableIndex v = 0; v < count; ++v) {
            const Quantity& quantity = model_.quantities[v];
            if (quantity.kind != QuantityKind::stated) continue;
            if (model_.is_of_template(v)) {
                enter_as_printed(v);
                continue;
            }
            stated_.push_back(v);
            texts_.push_back(model_.stated_text(v));
            auto form = FigureForm::of(texts_.back(),
                                       quantity.options ? *quantity.options : FigureOptions{});
            if (form && form->read(texts_.back()))
                forms_[v].emplace(Form{*form, fraction_of(form->one()), {}});
            else
                enter_as_printed(v);
        }
    }

    void enter_as_printed(VariableIndex v) { check_.enter(v, stated_number(model_.quantities[v])); }

    [[nodiscard]] std::vector<std::string_view> model_texts() const {
        return {texts_.begin(), texts_.end()};
    }

    bool read(std::span<const std::string_view> texts) {
        for (std::size_t i = 0; i < stated_.size(); ++i) {
            std::optional<Form>& form = forms_[stated_[i]];
            if (!form) {
                if (texts[i] != texts_[i]) return false;
                continue;
            }
            const auto number = form->text.read(texts[i]);
            if (!number) return false;
            form->number = *number;
            enter(stated_[i], *form);
        }
        return true;
    }

    void enter(VariableIndex v, const Form& form) {
        const Fraction step = step_of(form);
        StatedNumber number;
        number.exact = Fraction{form.number.digits, 1} * step;
        number.range = number.half_up = reach_of(form, form.number.digits);
        if (form.text.reach(form.number) == FigureForm::Reach::rounded)
            (step.sign() > 0 ? number.half_up.high_open : number.half_up.low_open) = true;
        const std::int64_t weight = power_of_ten(form.number.digit_count - 1).numerator;
        number.first_digit = {form.number.digits / weight, step * Fraction{weight, 1}};
        check_.enter(v, number);
    }

    [[nodiscard]] static Range reach_of(const Form& form, std::int64_t digits) {
        const Fraction step = step_of(form);
        const Fraction value = Fraction{digits, 1} * step;
        const Fraction half = (step.sign() < 0 ? -step : step) / Fraction{2, 1};
        switch (form.text.reach(form.number)) {
            case FigureForm::Reach::exact:
                return Range::point(value);
            case FigureForm::Reach::rounded:
                return {value - half, value + half, true, true, false, false};
            case FigureForm::Reach::over:
                return {value, {}, true, false, true, false};
            case FigureForm::Reach::at_least:
                return {value, {}, true, false, false, false};
        }
        return Range::point(value);
    }

    [[nodiscard]] static Fraction step_of(const Form& form) {
        return form.one / power_of_ten(form.number.places);
    }

    Report model_;
    Network network_;
    PlainCheck check_;
    std::vector<VariableIndex> stated_;
    std::vector<std::string> texts_;          ///< of the model, by place in stated_
    std::vector<std::optional<Form>> forms_;  ///< by quantity; none: its text has to be the model's
};

std::unique_ptr<QuickCheck> QuickCheck::of(Report& model, const CheckResult& result) {
    if (!is_simple(model, result)) return nullptr;
    auto look = std::make_unique<Look>(model);
    if (look->prepare()) return std::unique_ptr<QuickCheck>(new QuickCheck(std::move(look)));
    look->give_back(model);
    return nullptr;
}

QuickCheck::QuickCheck(std::unique_ptr<Look> look) : look_(std::move(look)) {}
QuickCheck::~QuickCheck() = default;

const Report& QuickCheck::model() const noexcept {
    return look_->model();
}

std::span<const VariableIndex> QuickCheck::stated() const noexcept {
    return look_->stated();
}

bool QuickCheck::is_alike(std::span<const std::string_view> texts) {
    return look_->is_alike(texts);
}

const Report& QuickCheck::put_in(std::shared_ptr<const SourceText> source,
                                 std::span<const Span> places) {
    return look_->put_in(std::move(source), places);
}

}  // namespace brcheck
