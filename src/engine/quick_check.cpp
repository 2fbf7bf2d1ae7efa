#include "engine/quick_check.hpp"

#include "engine/computed_values.hpp"
#include "engine/fast_lane.hpp"
#include "engine/joint_solver.hpp"
#include "engine/network.hpp"
#include "engine/plain_arithmetic.hpp"
#include "engine/range.hpp"
#include "engine/wide_fraction.hpp"
#include "figure/figure_form.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t most_figures = 200;  // beyond it nothing is sought at a glance

Enclosure enclose(const Range& range) {
    Enclosure out = Enclosure::all();
    if (range.has_low) out.low = enclose(range.low).low;
    if (range.has_high) out.high = enclose(range.high).high;
    return out;
}

Fraction power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;  // PlainNumber has 15 digits at most
    return {power, 1};
}

/// A text whose number is all that may change.
struct Form {
    FigureForm text;
    Fraction one;
    PlainNumber number;  ///< the last one read
};

}  // namespace

class QuickCheck::Look {
public:
    explicit Look(Report& model) : model_(std::move(model)), network_(model_), values_(network_) {}
    /// Puts the model back.
    void give_back(Report& model) { model = std::move(model_); }

    [[nodiscard]] const Report& model() const noexcept { return model_; }
    [[nodiscard]] std::span<const VariableIndex> stated() const noexcept { return stated_; }

    bool prepare(const CheckResult& result) {
        if (!is_simple(result)) return false;
        try {
            collect_figures();
            lane_.compile(network_);
            find_slippable();
            return is_alike(model_texts());
        } catch (const FractionOverflow&) {
            return false;
        }
    }

    bool is_alike(std::span<const std::string_view> texts) {
        try {
            if (!read(texts)) return false;
            evaluate_derived();
            return holds_exactly() && has_power() && is_possible();
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
    [[nodiscard]] bool is_simple(const CheckResult& result) const {
        const bool has_plain_findings = std::all_of(
            result.findings.begin(), result.findings.end(),
            [](const Finding& finding) { return finding.code == RuleCode::unchecked_figure; });
        if (result.verdict != Verdict::consistent || !has_plain_findings ||
            model_.quantities.size() > most_figures)
            return false;
        for (RelationIndex r = 0; r < model_.relations.size(); ++r) {
            const Relation& relation = model_.relations[r];
            if (result.relations[r].status != RelationStatus::holds ||
                relation.strength != Strength::must || relation.tolerance ||
                !relation.allowances.empty() || !is_plain(relation.condition))
                return false;
        }
        return std::all_of(
            model_.quantities.begin(), model_.quantities.end(), [](const Quantity& quantity) {
                const bool has_grounds = quantity.details && (!quantity.details->basis.empty() ||
                                                              !quantity.details->vintage.empty() ||
                                                              !quantity.details->same_as.empty());
                return !has_grounds &&
                       (quantity.kind == QuantityKind::stated ||
                        (quantity.kind == QuantityKind::derived && is_plain(*quantity.definition)));
            });
    }

    void collect_figures() {
        const std::size_t count = model_.quantities.size();
        forms_.resize(count);
        exact_.resize(count);
        ranges_.resize(count);
        half_up_.resize(count);
        enclosures_.resize(count);
        box_.assign(count, Interval::all());
        quantities_.resize(count);
        std::iota(quantities_.begin(), quantities_.end(), VariableIndex{0});
        constraints_.resize(network_.constraints().size());
        std::iota(constraints_.begin(), constraints_.end(), ConstraintIndex{0});
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

    void enter_as_printed(VariableIndex v) {
        const Quantity& quantity = model_.quantities[v];
        exact_[v] = fraction_of(quantity.printed);
        ranges_[v] = range_of(quantity.interval, Fraction{1, 1});
        enclosures_[v] = enclose(ranges_[v]);
        half_up_[v] = range_of(half_up_interval(quantity), Fraction{1, 1});
    }

    /// Figures in which a slip can be tried: nothing derived that the relation names rests on them.
    void find_slippable() {
        slippable_.resize(model_.relations.size());
        for (RelationIndex r = 0; r < model_.relations.size(); ++r) {
            const Expression& condition = model_.relations[r].condition;
            std::vector<VariableIndex> derived;
            for (const VariableIndex v : condition.variables())
                if (network_.kind(v) == QuantityKind::derived) derived.push_back(v);
            const auto behind = network_.printed_sources(derived);
            const auto add = [&](VariableIndex v) {
                auto& list = slippable_[r];
                if (forms_[v] && !std::binary_search(behind.begin(), behind.end(), v) &&
                    std::find(list.begin(), list.end(), v) == list.end())
                    list.push_back(v);
            };
            // A figure with a side of its own is moved by its whole slip.
            for (const NodeIndex side : condition.sides()) {
                const Node& node = condition.nodes()[side];
                if (node.operation == Operation::variable) add(node.payload);
            }
            for (const VariableIndex v : condition.variables()) add(v);
        }
    }

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
        exact_[v] = Fraction{form.number.digits, 1} * step;
        Range range = reach_of(form, form.number.digits);
        ranges_[v] = range;
        enclosures_[v] = enclose(range);
        if (form.text.reach(form.number) == FigureForm::Reach::rounded)
            (step.sign() > 0 ? range.high_open : range.low_open) = true;
        half_up_[v] = range;
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

    void evaluate_derived() {
        for (const VariableIndex v : model_.derivation_order) {
            const Expression& definition = *model_.quantities[v].definition;
            evaluate_exactly(definition);
            exact_[v] = exact_values_[definition.root()];
            evaluate_enclosed(definition);
            enclosures_[v] = enclosed_values_[definition.root()];
        }
    }

    void evaluate_exactly(const Expression& expression) {
        evaluate_plainly<WideFraction>(
            expression, exact_, [](Fraction value) { return WideFraction(value); }, exact_values_);
    }

    void evaluate_enclosed(const Expression& expression) {
        evaluate_plainly<Enclosure>(
            expression, enclosures_, [](Fraction value) { return enclose(value); },
            enclosed_values_);
    }

    /// The status of every relation is `holds`: see agrees_as_printed() of decide_alone.cpp.
    [[nodiscard]] bool holds_exactly() {
        return std::all_of(model_.relations.begin(), model_.relations.end(),
                           [&](const Relation& relation) { return holds_exactly(relation); });
    }

    bool holds_exactly(const Relation& relation) {
        const Expression& condition = relation.condition;
        evaluate_exactly(condition);
        for (std::size_t k = 0; k < condition.comparisons().size(); ++k) {
            const NodeIndex sides[] = {condition.sides()[k], condition.sides()[k + 1]};
            const WideFraction values[] = {exact_values_[sides[0]], exact_values_[sides[1]]};
            const Comparison comparison = condition.comparisons()[k];
            if (holds(comparison, values[0], values[1])) continue;
            if (comparison != Comparison::equal) return false;
            const auto is_in_printed = [&](std::size_t side) {
                const Node& node = condition.nodes()[sides[side]];
                return node.operation == Operation::variable &&
                       network_.kind(node.payload) == QuantityKind::stated &&
                       lies_in(values[1 - side], ranges_[node.payload]);
            };
            if (!is_in_printed(0) && !is_in_printed(1)) return false;
        }
        return true;
    }

    /// One slip that each relation would find, so that none is noted as a weak check (BR904).
    [[nodiscard]] bool has_power() {
        for (RelationIndex r = 0; r < model_.relations.size(); ++r) {
            const Expression& condition = model_.relations[r].condition;
            if (condition.comparisons().size() > 1) continue;  // of chains power is not exact
            const auto& figures = slippable_[r];
            if (std::none_of(figures.begin(), figures.end(),
                             [&](VariableIndex v) { return finds_slip(condition, v); }))
                return false;
        }
        return true;
    }

    /// Another first digit, far away.
    bool finds_slip(const Expression& condition, VariableIndex v) {
        const PlainNumber& number = forms_[v]->number;
        const std::int64_t weight = power_of_ten(number.digit_count - 1).numerator;
        const std::int64_t first = number.digits / weight;
        for (const std::int64_t other : {std::int64_t{9}, std::int64_t{1}}) {
            if (other == first) continue;
            const Range moved = reach_of(*forms_[v], number.digits + (other - first) * weight);
            const Enclosure printed = std::exchange(enclosures_[v], enclose(moved));
            evaluate_enclosed(condition);
            enclosures_[v] = printed;
            if (!can_hold(condition.comparisons()[0], enclosed_values_[condition.sides()[0]],
                          enclosed_values_[condition.sides()[1]]))
                return true;
        }
        return false;
    }

    /// With no figure on a tie that rounding half up would send away (BR907).
    bool is_possible() {
        if (values_.find(exact_, half_up_)) return true;
        for (VariableIndex v = 0; v < box_.size(); ++v)
            if (network_.kind(v) == QuantityKind::stated)
                box_[v] = network_.round_if_whole(v, interval_of(half_up_[v], Fraction{1, 1}));
        lane_.decide(box_, constraints_, quantities_, false);
        return lane_.all_decided() && !lane_.is_impossible();
    }

    Report model_;
    Network network_;
    ComputedValues values_;
    FastLane lane_;
    std::vector<VariableIndex> stated_;
    std::vector<std::string> texts_;                     ///< of the model, by place in stated_
    std::vector<std::vector<VariableIndex>> slippable_;  ///< by relation
    std::vector<ConstraintIndex> constraints_;
    std::vector<VariableIndex> quantities_;

    // Of the report at hand, by quantity.
    std::vector<std::optional<Form>> forms_;  ///< none: its text has to be the model's
    std::vector<WideFraction> exact_;         ///< taken as exact
    std::vector<Range> ranges_;               ///< of stated ones
    std::vector<Enclosure> enclosures_;       ///< of those, and of what is derived
    std::vector<Range> half_up_;  ///< the same without ties that are rounded the other way
    std::vector<Interval> box_;   ///< those for the fast lane; derived ones open
    std::vector<WideFraction> exact_values_;  ///< of the nodes of an expression
    std::vector<Enclosure> enclosed_values_;
};

std::unique_ptr<QuickCheck> QuickCheck::of(Report& model, const CheckResult& result) {
    auto look = std::make_unique<Look>(model);
    if (look->prepare(result)) return std::unique_ptr<QuickCheck>(new QuickCheck(std::move(look)));
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
