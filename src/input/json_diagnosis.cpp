#include "input/json_diagnosis.hpp"

#include "brcheck/base/utf8.hpp"
#include "input/json_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace brcheck {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// A mistake in a text: which bytes, what it is, and what to do.
struct Mistake {
    std::size_t begin;
    std::size_t end;
    std::string message;
    std::string hint;
};

/// Looks for the mistake as a reader of JSON goes on from a place that was still right.
class Diagnosis {
public:
    Diagnosis(std::string_view text, std::size_t offset, std::size_t opened)
        : text_(text), offset_(offset), opened_(opened) {}

    Mistake find(JsonContext context) {
        std::optional<Mistake> mistake;
        switch (context) {
            case JsonContext::start:
                mistake = expect_start();
                break;
            case JsonContext::object_begin:
                mistake = expect_key("a key in double quotes or \"}\"");
                break;
            case JsonContext::key:
                mistake = expect_colon();
                break;
            case JsonContext::member:
                mistake = expect_next_member();
                break;
            case JsonContext::array_begin:
                mistake = expect_value("a value or \"]\"");
                break;
            case JsonContext::element:
                mistake = expect_next_element();
                break;
            case JsonContext::end:
                mistake = expect_end();
                break;
        }
        if (mistake) {
            return *std::move(mistake);
        }
        return {offset_, std::min(offset_ + 1, text_.size()), "the text is no JSON from here on",
                ""};
    }

private:
    /// Moves to the next character that counts; a mistake when a comment is malformed.
    std::optional<Mistake> skip_ahead() {
        offset_ = skip_blanks_and_comments(text_, offset_);
        if (offset_ < text_.size() && text_[offset_] == '/') {
            if (text_.substr(offset_).starts_with("/*")) {
                return Mistake{offset_, offset_ + 2, "a comment that is never closed",
                               "close it with */"};
            }
            return Mistake{offset_, offset_ + 1, "a slash that begins no comment",
                           "comments are // to the end of the line or /* */"};
        }
        return std::nullopt;
    }

    [[nodiscard]] bool at_end() const { return offset_ >= text_.size(); }
    [[nodiscard]] char current() const { return at_end() ? '\0' : text_[offset_]; }

    /// The token at the offset: a quoted text, a word, a numeral or a single character.
    [[nodiscard]] std::size_t token_end() const {
        const char c = current();
        std::size_t end = offset_;
        if (c == '"' || c == '\'') {
            end = text_.find_first_of(c == '"' ? "\"\r\n" : "'\r\n", offset_ + 1);
            if (end == none) {
                return text_.size();
            }
            return text_[end] == c ? end + 1 : end;
        }
        const auto in_word = [&](char d) {
            return is_key_letter(d) || is_digit(d) || d == '.' || d == '+' || d == '-';
        };
        while (end < text_.size() && in_word(text_[end])) {
            ++end;
        }
        if (end == offset_ && !at_end()) {
            end += decode_code_point(text_, offset_).size_bytes;
        }
        return end;
    }

    [[nodiscard]] std::string describe_found() const {
        if (at_end()) {
            return "the end of the file";
        }
        std::string_view token = text_.substr(offset_, token_end() - offset_);
        constexpr std::size_t longest = 40;
        if (count_code_points(token) > longest) {
            std::size_t end = 0;
            for (std::size_t i = 0; i < longest; ++i) {
                end += decode_code_point(token, end).size_bytes;
            }
            return escape_unsafe(token.substr(0, end)) + "...";
        }
        const char c = token.front();
        if (c == '"' || c == '\'' || is_key_letter(c) || is_digit(c) || is_digit(token.back()) ||
            is_key_letter(token.back())) {
            return escape_unsafe(token);
        }
        return fmt::format("\"{}\"", escape_unsafe(token));
    }

    Mistake expected(std::string_view what, std::string hint = "") const {
        if (at_end()) {
            const bool is_object = opened_ < text_.size() && text_[opened_] == '{';
            if (hint.empty() && opened_ < text_.size()) {
                hint = fmt::format("is a \"{}\" missing?", is_object ? '}' : ']');
            }
            return {text_.size(), text_.size(),
                    fmt::format("the file ends where {} is expected", what), std::move(hint)};
        }
        return {offset_, token_end(), fmt::format("expected {}, found {}", what, describe_found()),
                std::move(hint)};
    }

    std::optional<Mistake> expect_start() {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        opened_ = text_.size();
        if (at_end()) {
            return Mistake{text_.size(), text_.size(), "the file is empty",
                           "\"brcheck init\" writes a report to start from"};
        }
        return expect_value("a JSON object");
    }

    std::optional<Mistake> expect_end() {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        opened_ = text_.size();
        if (at_end()) {
            return std::nullopt;
        }
        return expected("the end of the file", "a report is one JSON object with nothing after it");
    }

    std::optional<Mistake> expect_colon() {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        if (current() != ':') {
            return expected("\":\" after the key");
        }
        ++offset_;
        return expect_value("a value");
    }

    std::optional<Mistake> expect_key(std::string_view what) {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        const char c = current();
        if (c == '"') {
            return check_string();
        }
        if (is_key_letter(c)) {
            return expected(
                what, fmt::format("write \"{}\"", text_.substr(offset_, token_end() - offset_)));
        }
        return expected(what, quote_hint());
    }

    std::optional<Mistake> expect_next_member() {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        if (current() != ',') {
            const bool is_key = current() == '"';
            return expected("\",\" or \"}\"", is_key ? "is a comma missing before it?" : "");
        }
        const std::size_t comma = offset_++;
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        return current() == '}' ? trailing_comma(comma) : expect_key("a key in double quotes");
    }

    std::optional<Mistake> expect_next_element() {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        if (current() != ',') {
            const bool is_value = !at_end() && current() != '}' && current() != ':';
            return expected("\",\" or \"]\"", is_value ? "is a comma missing before it?" : "");
        }
        const std::size_t comma = offset_++;
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        return current() == ']' ? trailing_comma(comma) : expect_value("a value");
    }

    Mistake trailing_comma(std::size_t comma) const {
        return {comma, comma + 1,
                fmt::format("a comma after the last entry, before \"{}\"", current()),
                "remove the comma"};
    }

    std::optional<Mistake> expect_value(std::string_view what) {
        if (std::optional<Mistake> mistake = skip_ahead()) {
            return mistake;
        }
        const char c = current();
        if (c == '"') {
            return check_string();
        }
        if (is_digit(c) || c == '-' || c == '+' || c == '.') {
            return check_numeral();
        }
        if (is_key_letter(c)) {
            return check_word(what);
        }
        return expected(what, quote_hint());
    }

    [[nodiscard]] std::string quote_hint() const {
        const std::string_view rest = text_.substr(std::min(offset_, text_.size()));
        for (const std::string_view quote : {"'", "`", "\u201c", "\u201d", "\u2018", "\u2019"}) {
            if (rest.starts_with(quote)) {
                return "strings stand in straight double quotes: \"...\"";
            }
        }
        return "";
    }

    std::optional<Mistake> check_word(std::string_view what) const {
        const std::string_view word = text_.substr(offset_, token_end() - offset_);
        if (word == "true" || word == "false" || word == "null") {
            return std::nullopt;
        }
        for (const auto& [wrong, right] : {std::pair{"True", "true"},
                                           {"TRUE", "true"},
                                           {"False", "false"},
                                           {"FALSE", "false"},
                                           {"None", "null"},
                                           {"Null", "null"},
                                           {"NULL", "null"}}) {
            if (word == wrong) {
                return expected(what, fmt::format("write {}", right));
            }
        }
        if (word == "NaN" || word == "Infinity" || word == "inf" || word == "nan") {
            return expected(what, "a figure that is not known has no \"stated\"");
        }
        return expected(what, "text stands in double quotes");
    }

    Mistake check_numeral() const {
        const std::string_view token = text_.substr(offset_, token_end() - offset_);
        std::string hint = "write it in double quotes, as the report prints it";
        const std::string_view digits = token.substr(token.front() == '-' ? 1 : 0);
        if (token.find("NaN") != none || token.find("Inf") != none) {
            hint = "a figure that is not known has no \"stated\"";
        } else if (token.front() == '+') {
            hint = "leave out the plus sign";
        } else if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
            hint = "a JSON number has no leading zeros";
        } else if (digits.starts_with('.') || digits.ends_with('.')) {
            hint = "a JSON number has digits on both sides of its point";
        }
        const std::string found = describe_found();
        return {offset_, offset_ + token.size(), fmt::format("{} is no JSON number", found), hint};
    }

    /// The first thing that is wrong inside the string that begins at the offset.
    std::optional<Mistake> check_string() const {
        std::size_t i = offset_ + 1;
        while (i < text_.size() && text_[i] != '"') {
            const char c = text_[i];
            if (c == '\n' || c == '\r') {
                return Mistake{offset_, i, "a string that is not closed in its line",
                               "close it with a double quote; a line break inside is \\n"};
            }
            if (static_cast<unsigned char>(c) < 0x20) {
                return Mistake{i, i + 1,
                               fmt::format("a control character (U+{:04X}) in a string",
                                           static_cast<unsigned>(c)),
                               c == '\t' ? "write it as \\t" : "remove it"};
            }
            if (c != '\\') {
                ++i;
                continue;
            }
            if (std::optional<Mistake> mistake = check_escape(i)) {
                return mistake;
            }
            i += is_surrogate(i, "89abAB") ? 12u : text_[i + 1] == 'u' ? 6u : 2u;
        }
        if (i < text_.size()) {
            return std::nullopt;
        }
        return Mistake{offset_, offset_ + 1, "a string that is never closed",
                       "close it with a double quote"};
    }

    /// True for \uDXxx at `offset` where X is one of `second_digits`.
    [[nodiscard]] bool is_surrogate(std::size_t offset, std::string_view second_digits) const {
        return offset + 6 <= text_.size() && text_[offset] == '\\' && text_[offset + 1] == 'u' &&
               (text_[offset + 2] == 'd' || text_[offset + 2] == 'D') &&
               second_digits.find(text_[offset + 3]) != none && is_hex(text_[offset + 4]) &&
               is_hex(text_[offset + 5]);
    }

    [[nodiscard]] std::optional<Mistake> check_escape(std::size_t offset) const {
        if (offset + 1 >= text_.size()) {
            return Mistake{offset_, offset_ + 1, "a string that is never closed",
                           "close it with a double quote"};
        }
        const char c = text_[offset + 1];
        if (c != 'u') {
            if (std::string_view("\"\\/bfnrt").find(c) != none) {
                return std::nullopt;
            }
            const std::size_t end = offset + 1 + decode_code_point(text_, offset + 1).size_bytes;
            return Mistake{offset, end,
                           fmt::format("\"{}\" is no JSON escape",
                                       escape_unsafe(text_.substr(offset, end - offset))),
                           "a backslash is written \\\\"};
        }
        std::size_t end = offset + 2;
        while (end < text_.size() && end < offset + 6 && is_hex(text_[end])) {
            ++end;
        }
        const std::string_view escape = text_.substr(offset, end - offset);
        if (end < offset + 6) {
            return Mistake{offset, end, fmt::format("\"{}\" is no JSON escape", escape),
                           "after \\u stand four hexadecimal digits"};
        }
        const bool is_low = is_surrogate(offset, "cdefCDEF");
        const bool is_high = is_surrogate(offset, "89abAB");
        if (is_low || (is_high && !is_surrogate(end, "cdefCDEF"))) {
            return Mistake{
                offset, end,
                fmt::format("\"{}\" is half of a pair and stands for no character alone", escape),
                "write the character itself"};
        }
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t offset_;
    std::size_t opened_;
};

}  // namespace

Error diagnose_json(std::string_view text, std::size_t offset, JsonContext context,
                    std::size_t opened) {
    const Mistake mistake = Diagnosis(text, offset, opened).find(context);
    return {ErrorCode::invalid_json, mistake.message,
            Location{nullptr,
                     "",
                     {static_cast<std::uint32_t>(mistake.begin),
                      static_cast<std::uint32_t>(mistake.end)}},
            mistake.hint};
}

}  // namespace brcheck
