#include "brcheck/figure/parse_figure.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "figure/build_figure.hpp"
#include "figure/figure_parts.hpp"
#include "figure/folded_text.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

namespace brcheck {
namespace {

/// A bare decimal or percentage in ASCII: most figures of large files.
bool read_plain(std::string_view text, FigureParts& parts, const NumberLimits& limits) {
    constexpr std::size_t max_plain_digits = 18;
    std::size_t at = 0;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) ++at;
    const std::size_t begin = at;
    std::int64_t digits = 0;
    std::size_t count = 0;
    std::size_t point = std::string_view::npos;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (is_ascii_digit(c)) {
            if (++count > max_plain_digits || count > limits.max_digits) return false;
            digits = digits * 10 + (c - '0');
        } else if (c == '.' && point == std::string_view::npos) {
            point = at;
        } else {
            break;
        }
    }
    const std::size_t end = at;
    if (count == 0 || point == end - 1) return false;
    if (at < text.size() && text[at] == '%') {
        parts.first.unit = percent_unit();
        const auto percent = static_cast<std::uint32_t>(at);
        parts.first.unit_span = {percent, percent + 1};
        ++at;
    }
    if (at != text.size()) return false;
    const bool has_point = point != std::string_view::npos;
    parts.first.number.digits = Integer(digits);
    parts.first.number.place = has_point ? -static_cast<std::int64_t>(end - point - 1) : 0;
    parts.first.is_plain_integer = !has_point;
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

}  // namespace

Result<Figure> parse_figure(std::string_view text, const FigureOptions& options) {
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
    if (!read_parts(folded.text(), options, given, parts, error) ||
        !build_figure(parts, options, given, figure, error)) {
        error.location.span = folded.to_original(error.location.span);
        return error;
    }
    for (Span* span : {&figure.number_span, &figure.scale_span, &figure.unit_span,
                       &figure.qualifier_span}) {
        *span = span->begin == span->end ? Span{} : folded.to_original(*span);
    }
    return figure;
}

}  // namespace brcheck
