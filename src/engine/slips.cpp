#include "engine/slips.hpp"

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "engine/digit_changes.hpp"
#include "engine/figure_text.hpp"
#include "engine/number_window.hpp"
#include "engine/other_periods.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t max_slip_digits = 24;
constexpr std::size_t max_of_a_kind = 2;
constexpr std::size_t max_slips = 6;

/// Words for parts of one that a hand takes for each other.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> ratio_words{{
    {"percentage points", "basis points"},
    {"percentage point", "basis point"},
    {"个百分点", "个基点"},
    {"百分点", "基点"},
    {"pp", "bp"},
    {"percent", "per mille"},
    {"per cent", "per mille"},
    {"%", "‰"},
    {"百分之", "千分之"},
}};

struct Candidate {
    Rational value;        ///< signed, in the written scale
    PrintedDigits number;
    std::string text;      ///< "": `number` in the place of the printed one
};

using IsPossible = std::function<bool(const Interval&)>;

class Search {
public:
    Search(const Report& report, VariableIndex index, const Interval& allowed,
           const IsPossible& is_possible)
        : report_(report), index_(index), figure_(report.figure(index)),
          allowed_(allowed), is_possible_(is_possible),
          options_(figure_.options ? *figure_.options : FigureOptions{}),
          to_written_(power_of_ten(-figure_.scale_exponent) / figure_.unit.factor()),
          written_allowed_(allowed * Interval(to_written_)), value_(figure_.number.value()) {
        target_ = value_;
        if (!allowed.has_low() || !allowed.has_high()) return;
        target_ = (written_allowed_.low() + written_allowed_.high()) * Rational(Integer(1), 2);
    }

    std::vector<Replacement> run() {
        const bool has_one_number = figure_.qualifier != Qualifier::range && !figure_.ratio;
        if (!has_one_number) {
            add_other_periods();
            return std::move(found_);
        }
        text_.emplace(figure_);
        is_negative_ = has_minus();
        window_.emplace(figure_, written_allowed_, is_negative_);
        const bool is_short = text_->number().digits.size() <= max_slip_digits;
        if (is_short) {
            add_rounded_to();
            if (text_->has_digits()) add_digit_slips(std::nullopt);
            add_scale_slips();
            add_sign_slip();
            if (!is_wide_) {
                add_unit_slip();
                add_truncated();
            }
        }
        add_other_periods();
        add_nearest();
        return std::move(found_);
    }

    /// Where the range tells nothing, since only gaps in it are ruled out.
    std::vector<Replacement> run_nearby() {
        if (figure_.qualifier == Qualifier::range || figure_.ratio) return {};
        text_.emplace(figure_);
        is_negative_ = has_minus();
        const Rational step = power_of_ten(figure_.number.place);
        const Integer printed = (value_ / step).floor();
        constexpr int max_tries = 20;
        std::vector<std::string> nearest;
        for (const int direction : {1, -1}) {
            const auto near =
                first_that_does(printed + Integer(direction), direction, step, max_tries);
            if (near) nearest.push_back(near->text);
        }
        // Where next to nothing would do, a slip that does is hardly an accident; of longer numbers
        // most would. Each is a question.
        constexpr std::size_t few_digits = 5;
        const std::size_t size = text_->number().digits.size();
        window_.emplace(figure_, written_allowed_, is_negative_);
        if (text_->has_digits() && size <= max_slip_digits)
            add_digit_slips(!nearest.empty() || size > few_digits);
        for (std::string& text : nearest)
            if (!is_found(text))
                found_.push_back({std::move(text), std::nullopt, std::nullopt, ""});
        return std::move(found_);
    }

private:
    /// The sign that a number in this place gets: it does not show on a 0.
    [[nodiscard]] bool has_minus() const {
        if (!value_.is_zero()) return value_.sign() < 0;
        PrintedDigits one = text_->number();
        one.digits.back() = '1';
        const Result<Figure> read = parse_figure(text_->with_number(one), options_);
        return read && read->number.digits.sign() < 0;
    }

    /// What is printed nowhere below 0.
    [[nodiscard]] bool is_size() const {
        return !figure_.unit.can_be_negative() && !figure_.sign_from_verb && !is_negative_;
    }

    [[nodiscard]] Rational value_of(const PrintedDigits& number) const {
        const Decimal decimal{Integer::from_digits(number.digits), text_->place(number.fraction)};
        return is_negative_ ? -decimal.value() : decimal.value();
    }

    /// `text` reads as `value` of the same kind of quantity, and would do.
    [[nodiscard]] bool does(const std::string& text, const Rational& value,
                            const FigureOptions& options) const {
        const Result<Figure> read = parse_figure(text, options);
        return read && read->unit.factor() == figure_.unit.factor() &&
               read->unit.kind() == figure_.unit.kind() &&
               read->unit.dimension() == figure_.unit.dimension() &&
               read->value() == value * power_of_ten(figure_.scale_exponent) &&
               would_do(read->interval * Interval(figure_.unit.factor()));
    }

    [[nodiscard]] bool would_do(const Interval& interval) const {
        return meets(interval, allowed_) && (!is_possible_ || is_possible_(interval));
    }

    [[nodiscard]] bool is_found(const std::string& text) const {
        return std::any_of(found_.begin(), found_.end(), [&text](const Replacement& replacement) {
            return replacement.printed == text;
        });
    }

    [[nodiscard]] bool is_full() const { return slip_count_ == max_slips; }

    void add_slip(std::string text, RuleCode slip, std::optional<VariableIndex> same_as = {}) {
        found_.push_back({std::move(text), slip, same_as, ""});
        ++slip_count_;
    }

    void sort_by_distance(std::vector<Candidate>& candidates) const {
        std::stable_sort(candidates.begin(), candidates.end(),
                         [this](const Candidate& a, const Candidate& b) {
                             return abs(a.value - target_) < abs(b.value - target_);
                         });
    }

    void add_best(RuleCode slip, std::vector<Candidate>& candidates) {
        sort_by_distance(candidates);
        std::size_t taken = 0;
        for (Candidate& candidate : candidates) {
            if (taken == max_of_a_kind || is_full()) return;
            std::string text = candidate.text.empty() ? text_->with_number(candidate.number)
                                                      : std::move(candidate.text);
            if (is_found(text) || !does(text, candidate.value, options_)) continue;
            add_slip(std::move(text), slip);
            ++taken;
        }
    }

    void add_rounded_to();
    /// Nothing where it has to be found out whether `allowed` is wide.
    void add_digit_slips(std::optional<bool> is_wide);
    void screen(std::vector<Candidate>& candidates, PrintedDigits number);
    void add_scale_slips();
    [[nodiscard]] std::optional<std::string> scale_word(std::int64_t step) const;
    void add_sign_slip();
    void add_unit_slip();
    void add_truncated();
    void add_other_periods();
    void add_nearest();
    bool add_nearest_multiples(const Rational& step);
    std::optional<Candidate> first_that_does(Integer multiple, int direction, const Rational& step,
                                             int max_tries);
    [[nodiscard]] std::string print(const Rational& value) const;

    const Report& report_;
    VariableIndex index_;
    const Figure figure_;
    const Interval& allowed_;
    const IsPossible& is_possible_;
    const FigureOptions options_;
    const Rational to_written_;       ///< times a value in base units
    const Interval written_allowed_;
    const Rational value_;            ///< printed, in the written scale
    Rational target_;                 ///< what is near to it comes first
    std::optional<FigureText> text_;
    std::optional<NumberWindow> window_;
    bool is_negative_ = false;
    bool is_wide_ = false;            ///< `allowed` leaves most changes of a digit possible
    std::size_t slip_count_ = 0;
    std::vector<Replacement> found_;
};

void Search::add_rounded_to() {
    const bool can_be_coarser = figure_.qualifier == Qualifier::none ||
                                figure_.qualifier == Qualifier::about;
    if (!can_be_coarser || !text_->has_digits() || figure_.number.place != 0) return;
    const std::string& digits = text_->number().digits;
    const std::size_t last = digits.find_last_not_of('0');
    if (text_->number().fraction > 0 || last == std::string::npos) return;
    for (std::size_t zeros = 1; zeros < digits.size() - last; ++zeros) {
        FigureOptions options = options_;
        options.rounded_to = power_of_ten(static_cast<std::int64_t>(zeros));
        if (options_.rounded_to && *options.rounded_to <= *options_.rounded_to) continue;
        if (!does(figure_.text, value_, options)) continue;
        found_.push_back({figure_.text, std::nullopt, std::nullopt, '1' + std::string(zeros, '0')});
        return;
    }
}

/// Cheap: by the number alone. add_best() reads the text of those that are left.
void Search::screen(std::vector<Candidate>& candidates, PrintedDigits number) {
    const bool is_part_of_thing = figure_.is_exact && figure_.unit.kind() == UnitKind::level &&
                                  number.fraction > text_->number().fraction;
    if (is_part_of_thing) return;
    const Integer magnitude = Integer::from_digits(number.digits);
    if (!window_->may_do(magnitude, text_->place(number.fraction))) return;
    // Printed so coarsely that it is nothing, a value would not be restored.
    if (magnitude.is_zero() && !allowed_.contains_zero()) return;
    candidates.push_back({value_of(number), std::move(number), ""});
}

void Search::add_digit_slips(std::optional<bool> is_wide) {
    constexpr std::array kinds{RuleCode::digit_swap,    RuleCode::wrong_digit,
                               RuleCode::lost_digit,    RuleCode::doubled_digit,
                               RuleCode::inserted_digit, RuleCode::lost_inner_zero};
    std::array<std::vector<Candidate>, kinds.size()> candidates;
    std::size_t wrong_digits = 0;
    for (DigitChange& change : digit_changes(text_->number())) {
        const auto kind = std::find(kinds.begin(), kinds.end(), change.slip) - kinds.begin();
        if (change.slip == RuleCode::wrong_digit) ++wrong_digits;
        screen(candidates[static_cast<std::size_t>(kind)], std::move(change.number));
    }
    is_wide_ = is_wide.value_or(candidates[1].size() * 2 > wrong_digits);
    const std::size_t count = is_wide_ ? 1 : kinds.size();
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_longer =
            kinds[i] == RuleCode::lost_digit || kinds[i] == RuleCode::lost_inner_zero;
        if (!is_wide || !is_longer) add_best(kinds[i], candidates[i]);
    }
}

/// The word that makes the same digits 10^step times as much; "" for none at all.
std::optional<std::string> Search::scale_word(std::int64_t step) const {
    const std::int64_t exponent = figure_.scale_exponent + step;
    const Span span = figure_.scale_span;
    if (span.begin < span.end) {
        if (exponent == 0) return "";
        const std::string_view text = figure_.text;
        return scale_word_like(text.substr(span.begin, span.end - span.begin), exponent);
    }
    const bool has_level_unit = figure_.unit.kind() == UnitKind::level &&
                                figure_.unit_span.begin < figure_.unit_span.end;
    if (!has_level_unit || figure_.scale_exponent != 0 || exponent < 0) return std::nullopt;
    return scale_word_like(text_->is_ideographic() ? "万" : "thousand", exponent);
}

void Search::add_scale_slips() {
    const bool is_rate = figure_.unit.kind() == UnitKind::percent ||
                         figure_.unit.kind() == UnitKind::points;
    const Integer magnitude = abs(figure_.number.digits);
    std::vector<Candidate> candidates;
    const auto try_step = [&](std::int64_t step) {
        const Rational value = value_ * power_of_ten(step);
        if (const auto word = scale_word(step);
            word && window_->may_do(magnitude, figure_.number.place + step)) {
            std::string text = text_->with_scale_word(*word);
            if (does(text, value, options_)) {
                candidates.push_back({value, {}, std::move(text)});
                return;
            }
        }
        // A fraction printed as percent is two places off; who writes a scale word moves no mark
        // by three.
        const bool can_move = std::abs(step) == 1 ||
                              (std::abs(step) == 2 ? is_rate : figure_.scale_exponent == 0);
        if (can_move && text_->has_digits()) screen(candidates, text_->number().shifted(step));
    };
    if (magnitude.is_zero()) return;
    for (const std::int64_t size : {1, 2, 3, 4, 6}) {
        if (is_rate && size > 2) break;
        try_step(size);
        try_step(-size);
    }
    add_best(RuleCode::scale_slip, candidates);
}

void Search::add_sign_slip() {
    // "over -3" is no mirror image of "over 3".
    const bool is_mirrored = figure_.qualifier == Qualifier::none ||
                             figure_.qualifier == Qualifier::about ||
                             figure_.qualifier == Qualifier::margin;
    if (!is_mirrored || value_.is_zero() || is_size()) return;
    std::string text = text_->with_opposite_sign(text_->number());
    if (text.empty()) return;
    std::vector<Candidate> candidates{{-value_, {}, std::move(text)}};
    add_best(RuleCode::sign_slip, candidates);
}

/// Percent for per mille, percentage points for basis points, and back: what changes the value.
void Search::add_unit_slip() {
    const Span span = figure_.unit_span;
    if (span.begin == span.end || is_full()) return;
    const std::string_view printed =
        std::string_view(figure_.text).substr(span.begin, span.end - span.begin);
    for (const auto& [larger, smaller] : ratio_words) {
        if (printed != larger && printed != smaller) continue;
        std::string text = text_->with_unit(printed == larger ? smaller : larger);
        const Result<Figure> read = parse_figure(text, options_);
        const bool fits = read && read->number == figure_.number && !is_found(text) &&
                          read->unit.kind() == figure_.unit.kind() &&
                          would_do(read->interval * Interval(read->unit.factor()));
        if (fits) add_slip(std::move(text), RuleCode::percent_points_slip);
        return;
    }
}

void Search::add_truncated() {
    const bool rounds_to_nearest =
        figure_.rounding == Rounding::nearest || figure_.rounding == Rounding::half_up ||
        figure_.rounding == Rounding::half_down || figure_.rounding == Rounding::half_even;
    if (!rounds_to_nearest || figure_.is_exact || figure_.qualifier != Qualifier::none) return;
    FigureOptions options = options_;
    options.rounding = Rounding::truncated;
    options.rounding_given = true;
    if (is_full() || is_found(figure_.text) || !does(figure_.text, value_, options)) return;
    add_slip(figure_.text, RuleCode::truncated_not_rounded);
}

void Search::add_other_periods() {
    const bool is_bounded = allowed_.has_low() && allowed_.has_high();
    const Rational target = target_ / to_written_;
    std::size_t taken = 0;
    for (const VariableIndex other :
         other_periods(report_, index_, allowed_, target, is_wide_ || !is_bounded)) {
        if (taken == max_of_a_kind || is_full()) return;
        const std::string text = report_.stated_text(other);
        if (is_found(text)) continue;
        // Printed here, it is rounded as this figure is.
        const Result<Figure> read = parse_figure(text, options_);
        if (!read || !would_do(read->interval * Interval(read->unit.factor()))) continue;
        add_slip(text, RuleCode::other_period, other);
        ++taken;
    }
}

/// The text with this value, in the written scale; "" where its precision does not reach.
std::string Search::print(const Rational& value) const {
    PrintedDigits number = text_->number();
    const Rational scaled = abs(value) * power_of_ten(-text_->place(number.fraction));
    const std::size_t max_bits = 4 * options_.limits.max_digits;
    if (!scaled.is_integer() || scaled.bit_length() > max_bits) return "";
    number.digits = scaled.numerator().to_string();
    if (number.digits.size() < number.fraction) {
        number.digits.insert(0, number.fraction - number.digits.size(), '0');
    }
    const bool keeps_sign = value.is_zero() ? figure_.sign_from_verb || !is_negative_
                                            : (value.sign() < 0) == is_negative_;
    return keeps_sign ? text_->with_number(number) : text_->with_opposite_sign(number);
}

/// A few steps inward from an end of the window, since only reading the text says what it allows.
std::optional<Candidate> Search::first_that_does(Integer multiple, int direction,
                                                 const Rational& step, int max_tries) {
    if (is_size() && multiple.sign() < 0) {
        if (direction < 0) return std::nullopt;
        multiple = Integer(0);
    }
    for (int i = 0; i < max_tries; ++i) {
        const Rational value = Rational(multiple) * step;
        std::string text = print(value);
        if (!text.empty() && does(text, value, options_)) return Candidate{value, {}, text};
        multiple = multiple + Integer(direction);
    }
    return std::nullopt;
}

bool Search::add_nearest_multiples(const Rational& step) {
    constexpr int max_tries = 4;
    const Interval numbers = window_->multiples_of(step);
    std::vector<Candidate> ends;
    if (numbers.has_low()) {
        auto low = first_that_does((numbers.low() / step).ceiling(), 1, step, max_tries);
        if (low) ends.push_back(std::move(*low));
    }
    if (numbers.has_high()) {
        auto high = first_that_does((numbers.high() / step).floor(), -1, step, max_tries);
        if (high) ends.push_back(std::move(*high));
    }
    target_ = value_;
    sort_by_distance(ends);
    // What lies in the middle is no tie, and where a sum of the others leads to.
    if (written_allowed_.has_low() && written_allowed_.has_high()) {
        const Rational middle =
            (written_allowed_.low() + written_allowed_.high()) / Rational(2) / step;
        auto inside = first_that_does((middle + Rational(1) / Rational(2)).floor(), 1, step, 1);
        if (inside) ends.insert(ends.begin(), *std::move(inside));
    }
    for (Candidate& end : ends) {
        const bool is_mere_zero =
            end.value.is_zero() && !allowed_.contains_zero() && !found_.empty();
        if (is_mere_zero || is_found(end.text)) continue;
        found_.push_back({std::move(end.text), std::nullopt, std::nullopt, ""});
    }
    return !ends.empty();
}

void Search::add_nearest() {
    if (options_.rounded_to) {
        add_nearest_multiples(*options_.rounded_to);
        return;
    }
    const std::int64_t place = figure_.number.place;
    const bool is_bare = figure_.qualifier == Qualifier::none ||
                         figure_.qualifier == Qualifier::margin;
    std::int64_t coarse = is_bare ? place : figure_.number.last_nonzero_place();
    coarse = std::min(coarse, place + static_cast<std::int64_t>(max_slip_digits));
    for (; coarse >= place; --coarse) {
        if (add_nearest_multiples(power_of_ten(coarse))) return;
    }
}

}  // namespace

std::vector<Replacement> find_replacements(const Report& report, VariableIndex figure,
                                           const Interval& allowed, const IsPossible& is_possible) {
    const Quantity& quantity = report.quantities[figure];
    const bool would_do = meets(quantity.interval, allowed) &&
                          (!is_possible || is_possible(quantity.interval));
    if (allowed.is_empty() || quantity.kind != QuantityKind::stated || would_do) return {};
    if (allowed.is_all())
        return is_possible ? Search(report, figure, allowed, is_possible).run_nearby()
                           : std::vector<Replacement>();
    return Search(report, figure, allowed, is_possible).run();
}

}  // namespace brcheck
