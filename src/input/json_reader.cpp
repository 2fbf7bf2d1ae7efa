#include "input/json_builder.hpp"
#include "input/json_diagnosis.hpp"
#include "input/json_syntax.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>
#include <utility>

namespace brcheck {
namespace {

Span make_span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// What the parser reads, one byte at a time, and how far it has come.
class TokenCursor {
public:
    explicit TokenCursor(std::string_view text) : text_(text) { end_token(0); }

    // Numerals stay as written, but the parser would turn them into doubles and refuse those beyond
    // their range. So it gets to see a 0 and blanks in place of every well-formed one.
    [[nodiscard]] char peek() {
        if (offset_ < masked_end_) {
            return ' ';
        }
        const char c = text_[offset_];
        if (offset_ == token_begin_ && (c == '-' || (c >= '0' && c <= '9'))) {
            const std::size_t end = find_numeral_end(text_, offset_);
            if (is_json_numeral(text_.substr(offset_, end - offset_))) {
                masked_end_ = end;
                return '0';
            }
        }
        return c;
    }
    void advance() { ++offset_; }
    [[nodiscard]] bool at_end() const { return offset_ == text_.size(); }

    [[nodiscard]] std::size_t offset() const { return offset_; }
    /// The first byte of the token that is being read, or that comes next.
    [[nodiscard]] std::size_t token_begin() const { return token_begin_; }
    [[nodiscard]] std::size_t token_end() const { return token_end_; }
    [[nodiscard]] std::string_view text() const { return text_; }

    void end_token(std::size_t end) {
        token_end_ = end;
        token_begin_ = skip_to_token(text_, end);
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t token_begin_ = 0;
    std::size_t token_end_ = 0;
    std::size_t masked_end_ = 0;
};

class TokenIterator {
public:
    using difference_type = std::ptrdiff_t;
    using value_type = char;
    using pointer = const char*;
    using reference = char;
    using iterator_category = std::input_iterator_tag;

    TokenIterator() = default;
    explicit TokenIterator(TokenCursor& cursor) : cursor_(&cursor) {}

    char operator*() const { return cursor_->peek(); }
    TokenIterator& operator++() {
        cursor_->advance();
        return *this;
    }
    friend bool operator==(const TokenIterator& a, const TokenIterator& b) {
        return a.is_end() == b.is_end();
    }

private:
    [[nodiscard]] bool is_end() const { return cursor_ == nullptr || cursor_->at_end(); }

    TokenCursor* cursor_ = nullptr;
};

/// Takes the parser's events and builds the document.
class PreciseReader {
public:
    using Json = nlohmann::json;

    PreciseReader(std::shared_ptr<const SourceText> source, std::size_t max_nesting)
        : cursor_(source->text()), max_nesting_(max_nesting), builder_(std::move(source)) {}

    Result<JsonDocument> run() {
        if (const std::optional<Error> error = refuse_unreadable()) return place(*error);
        const bool parsed = Json::sax_parse(TokenIterator(cursor_), TokenIterator(), this,
                                            nlohmann::detail::input_format_t::json, true, true);
        if (error_) return place(*error_);
        if (!parsed)
            return place(diagnose_json(cursor_.text(), cursor_.token_end(), context_,
                                       builder_.depth() == 0 ? 0 : builder_.innermost().begin));
        return std::move(builder_).finish();
    }

    // The events, as nlohmann::json_sax names them.
    bool null() { return add_scalar(JsonKind::null); }
    bool boolean(bool) { return add_scalar(JsonKind::boolean); }
    bool number_integer(Json::number_integer_t) { return add_number(); }
    bool number_unsigned(Json::number_unsigned_t) { return add_number(); }
    bool number_float(Json::number_float_t, const std::string&) { return add_number(); }
    bool string(std::string&) {
        const Span span = take_token(cursor_.offset());
        builder_.add_scalar(JsonKind::string, span, has_backslash(span));
        end_value();
        return true;
    }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(JsonKind::object, JsonContext::object_begin); }
    bool start_array(std::size_t) { return open(JsonKind::array, JsonContext::array_begin); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string&) {
        const Span span = take_token(cursor_.offset());
        builder_.set_key(span, has_backslash(span));
        context_ = JsonContext::key;
        return true;
    }
    template <typename Exception>
    bool parse_error(std::size_t, const std::string&, const Exception&) {
        return false;
    }

private:
    /// What the parser lets pass: it takes a zero byte for the end, and skips a byte-order mark.
    [[nodiscard]] std::optional<Error> refuse_unreadable() const {
        const std::string_view text = cursor_.text();
        if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
            return Error{ErrorCode::invalid_json, "a zero byte in the text",
                         Location{nullptr, "", make_span(zero, zero + 1)},
                         "save the file as plain text in UTF-8"};
        if (text.starts_with("\xef\xbb\xbf"))
            return Error{ErrorCode::invalid_json, "a second byte-order mark",
                         Location{nullptr, "", make_span(0, 3)}, "remove it"};
        return std::nullopt;
    }

    Error place(Error error) const {
        error.location.source = builder_.source();
        return error;
    }

    [[nodiscard]] bool has_backslash(Span span) const {
        return cursor_.text().substr(span.begin, span.end - span.begin).find('\\') !=
               std::string_view::npos;
    }

    Span take_token(std::size_t end) {
        const Span span = make_span(cursor_.token_begin(), end);
        cursor_.end_token(end);
        return span;
    }

    void end_value() {
        context_ = builder_.depth() == 0     ? JsonContext::end
                   : builder_.is_in_object() ? JsonContext::member
                                             : JsonContext::element;
    }

    bool add_scalar(JsonKind kind) {
        builder_.add_scalar(kind, take_token(cursor_.offset()));
        end_value();
        return true;
    }

    bool add_number() {
        const std::size_t begin = cursor_.token_begin();
        const std::size_t end = find_numeral_end(cursor_.text(), begin);
        // "12kg" is told as one mistake, and not as a number without a comma after it.
        const bool is_glued = end < cursor_.text().size() && is_key_letter(cursor_.text()[end]);
        if (is_glued || !is_json_numeral(cursor_.text().substr(begin, end - begin))) return false;
        builder_.add_scalar(JsonKind::number, take_token(end));
        end_value();
        return true;
    }

    bool open(JsonKind kind, JsonContext context) {
        const Span span = take_token(cursor_.offset());
        if (builder_.depth() == max_nesting_) {
            error_ = Error{ErrorCode::limit_exceeded,
                           fmt::format("nested more than {} levels deep", max_nesting_),
                           Location{nullptr, "", span}, ""};
            return false;
        }
        builder_.open(kind, span);
        context_ = context;
        return true;
    }

    bool close() {
        builder_.close(take_token(cursor_.offset()).end);
        end_value();
        return true;
    }

    TokenCursor cursor_;
    std::size_t max_nesting_;
    JsonBuilder builder_;
    JsonContext context_ = JsonContext::start;
    std::optional<Error> error_;
};

}  // namespace

Result<JsonDocument> parse_json(std::shared_ptr<const SourceText> source, std::size_t max_nesting) {
    if (auto document = read_json_quickly(source, max_nesting)) return *std::move(document);
    return PreciseReader(std::move(source), max_nesting).run();
}

Result<JsonDocument> parse_json_precisely(std::shared_ptr<const SourceText> source,
                                          std::size_t max_nesting) {
    return PreciseReader(std::move(source), max_nesting).run();
}

}  // namespace brcheck
