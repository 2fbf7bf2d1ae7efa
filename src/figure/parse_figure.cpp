#include "brcheck/figure/parse_figure.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "figure/build_figure.hpp"
#include "figure/figure_parts.hpp"
#include "figure/folded_text.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace brcheck {
namespace {

/// Digits with at most one point between them at the start of `text`, few enough for 64 bits.
/// Returns their end, or 0 when there are none.
std::size_t read_digits(std::string_view text, NumberPart& part, const NumberLimits& limits) {
    constexpr std::size_t max_plain_digits = 18;
    std::size_t at = 0;
    std::int64_t digits = 0;
    std::size_t count = 0;
    std::size_t point = std::string_view::npos;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (is_ascii_digit(c)) {
            if (++count > max_plain_digits || count > limits.max_digits) return 0;
            digits = digits * 10 + (c - '0');
        } else if (c == '.' && point == std::string_view::npos) {
            point = at;
        } else {
            break;
        }
    }
    if (count == 0 || point == at - 1) return 0;
    const bool has_point = point != std::string_view::npos;
    part.number.digits = Integer(digits);
    part.number.place = has_point ? -static_cast<std::int64_t>(at - point - 1) : 0;
    part.is_plain_integer = !has_point;
    return at;
}

/// A bare decimal or percentage in ASCII: most figures of large files.
bool read_plain(std::string_view text, FigureParts& parts, const NumberLimits& limits) {
    const bool has_sign = !text.empty() && (text.front() == '-' || text.front() == '+');
    const std::size_t begin = has_sign ? 1 : 0;
    const std::size_t size = read_digits(text.substr(begin), parts.first, limits);
    if (size == 0) return false;
    const std::size_t end = begin + size;
    if (end < text.size() && text[end] != '%') return false;
    if (end < text.size()) {
        parts.first.unit = percent_unit();
        const auto percent = static_cast<std::uint32_t>(end);
        parts.first.unit_span = {percent, percent + 1};
    }
    if (text.size() > end + 1) return false;
    parts.first.is_negative = text.front() == '-';
    parts.first.number_span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return true;
}

Result<GivenUnit> read_given_unit(std::string_view text, std::string_view figure_text) {
    GivenUnit given;
    Result<ScaledUnit> parsed = parse_unit(text);
    if (!parsed && figure_text.ends_with(text)) {
        // Who writes "trilion" in both places does mean trilions.
        given.text = text;
        given.unit = count_unit(text);
        return given;
    }
    if (!parsed) {
        const Error& error = parsed.errors().front();
        return figure_error(error.code, {}, fmt::format("in \"unit\": {}", error.message),
                            error.hint);
    }
    given.text = text;
    given.unit = std::move(parsed->unit);
    given.scale_exponent = parsed->scale_exponent;
    given.scale_name = std::move(parsed->scale_name);
    return given;
}

/// Nothing when the text is short enough and well-formed.
std::optional<Error> check_text(std::string_view text, std::size_t max_characters) {
    constexpr std::size_t max_bytes_each = 4;
    const bool is_surely_long = text.size() / max_bytes_each > max_characters;
    if (!is_surely_long) {
        if (const auto bad = find_invalid_utf8(text)) {
            const auto begin = static_cast<std::uint32_t>(*bad);
            return figure_error(ErrorCode::unreadable_figure, {begin, begin + 1},
                                "the text is not valid UTF-8");
        }
    }
    if (is_surely_long ||
        (text.size() > max_characters && count_code_points(text) > max_characters)) {
        return figure_error(ErrorCode::limit_exceeded, {},
                            fmt::format("the text is longer than the limit of {} characters",
                                        max_characters));
    }
    return std::nullopt;
}

/// `tail`, where asked for, gets what was read behind the number; see can_recur().
struct ReadTail {
    FigureParts parts;
    bool can_recur = false;
};

/// True when any other number before the same words would be read in the same way: one number,
/// whose value tells nothing about the words, and no digit behind it that could belong to it.
bool can_recur(const FigureParts& parts, std::string_view folded) {
    return parts.kind == PartsKind::single && !parts.first.ratio &&
           parts.first.number_span.begin == 0 &&
           std::none_of(folded.begin() + parts.first.number_span.end, folded.end(),
                        is_ascii_digit);
}

Result<Figure> read_text(std::string_view text, const FigureOptions& options, ReadTail* tail) {
    if (auto error = check_text(text, options.max_characters)) return std::move(*error);
    GivenUnit given;
    if (!options.unit_text.empty()) {
        Result<GivenUnit> read = read_given_unit(options.unit_text, text);
        if (!read) return std::move(read.errors());
        given = std::move(*read);
    }
    Figure figure;
    figure.text = text;
    Error error;
    if (options.decimal_mark != ',') {
        FigureParts plain;
        if (read_plain(text, plain, options.limits)) {
            if (build_figure(plain, options, given, figure, error)) return figure;
            return error;
        }
    }
    const FoldedText folded(text);
    FigureParts parts;
    const bool is_read = read_parts(folded.text(), options, given, parts, error);
    if (is_read && tail != nullptr && can_recur(parts, folded.text())) *tail = {parts, true};
    if (!is_read || !build_figure(parts, options, given, figure, error)) {
        error.location.span = folded.to_original(error.location.span);
        return error;
    }
    for (Span* span : {&figure.number_span, &figure.scale_span, &figure.unit_span,
                       &figure.qualifier_span}) {
        *span = span->begin == span->end ? Span{} : folded.to_original(*span);
    }
    return figure;
}

}  // namespace

Result<Figure> parse_figure(std::string_view text, const FigureOptions& options) {
    return read_text(text, options, nullptr);
}

/// What stands behind the number of a figure, by its text.
struct FigureParser::Tails {
    struct Tail {
        FigureParts parts;
        // Counted from the end of the number; empty where nothing was written.
        Span scale_span;
        Span unit_span;
        Span qualifier_span;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    static constexpr std::size_t most = 1000;

    std::unordered_map<std::string, Tail, Hash, std::equal_to<>> by_text;
};

FigureParser::FigureParser() : tails_(std::make_unique<Tails>()) {}
FigureParser::FigureParser(FigureParser&&) noexcept = default;
FigureParser& FigureParser::operator=(FigureParser&&) noexcept = default;
FigureParser::~FigureParser() = default;

Result<Figure> FigureParser::parse(std::string_view text, const FigureOptions& options) {
    NumberPart number;
    const bool is_usual = options.unit_text.empty() && options.decimal_mark != ',' &&
                          text.size() <= options.max_characters;
    const std::size_t end = is_usual ? read_digits(text, number, options.limits) : 0;
    if (end == 0 || end == text.size()) return parse_figure(text, options);

    const auto shift = [](Span span, std::int64_t by) {
        if (span.begin == span.end) return Span{};
        return Span{static_cast<std::uint32_t>(span.begin + by),
                    static_cast<std::uint32_t>(span.end + by)};
    };
    const auto number_size = static_cast<std::int64_t>(end);
    const std::string_view tail_text = text.substr(end);
    const auto known = tails_->by_text.find(tail_text);
    if (known == tails_->by_text.end()) {
        ReadTail read;
        Result<Figure> figure = read_text(text, options, &read);
        if (figure && read.can_recur && read.parts.first.number_span.end == end &&
            tails_->by_text.size() < Tails::most) {
            tails_->by_text.emplace(
                tail_text,
                Tails::Tail{std::move(read.parts), shift(figure->scale_span, -number_size),
                            shift(figure->unit_span, -number_size),
                            shift(figure->qualifier_span, -number_size)});
        }
        return figure;
    }
    const Tails::Tail& tail = known->second;
    FigureParts parts = tail.parts;
    parts.first.number = std::move(number.number);
    parts.first.is_plain_integer = number.is_plain_integer;
    Figure figure;
    Error error;
    // What fails is read once more for the places in its errors.
    if (!build_figure(parts, options, {}, figure, error)) return parse_figure(text, options);
    figure.text = text;
    figure.number_span = {0, static_cast<std::uint32_t>(end)};
    figure.scale_span = shift(tail.scale_span, number_size);
    figure.unit_span = shift(tail.unit_span, number_size);
    figure.qualifier_span = shift(tail.qualifier_span, number_size);
    return figure;
}

}  // namespace brcheck
