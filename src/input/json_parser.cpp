#include "input/json_diagnosis.hpp"
#include "input/json_document.hpp"
#include "input/json_syntax.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <optional>
#include <utility>

namespace brcheck {

namespace {

// A node for so many bytes: less than most texts have.
constexpr std::size_t bytes_of_node = 24;
// Beyond that, memory that was reserved and is not needed is given back.
constexpr std::size_t many_nodes = 4096;

Span make_span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// The first quote, backslash or control character from `at` on, or the end.
std::size_t find_string_stop(std::string_view text, std::size_t at) {
    constexpr std::uint64_t ones = ~std::uint64_t{0} / 0xff;
    constexpr std::uint64_t high_bits = ones * 0x80;
    // The lowest byte that is marked is one that is 0 or below 0x20; higher ones may be wrong.
    const auto below = [](std::uint64_t word, std::uint64_t limit) {
        return (word - ones * limit) & ~word & high_bits;
    };
    if constexpr (std::endian::native == std::endian::little) {
        while (at + sizeof(std::uint64_t) <= text.size()) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + at, sizeof word);
            const std::uint64_t stops =
                below(word, 0x20) | below(word ^ (ones * '"'), 1) | below(word ^ (ones * '\\'), 1);
            if (stops != 0) {
                return at + static_cast<std::size_t>(std::countr_zero(stops)) / 8;
            }
            at += sizeof word;
        }
    }
    const auto is_stop = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
    };
    while (at < text.size() && !is_stop(text[at])) {
        ++at;
    }
    return at;
}

/// The four hexadecimal digits at `at`; nothing when they are none.
std::optional<unsigned> read_hex(std::string_view text, std::size_t at) {
    if (text.size() - at < 4) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char c : text.substr(at, 4)) {
        const char lower = static_cast<char>(c | 0x20);
        if (c >= '0' && c <= '9') {
            value = value * 16 + static_cast<unsigned>(c - '0');
        } else if (lower >= 'a' && lower <= 'f') {
            value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
        } else {
            return std::nullopt;
        }
    }
    return value;
}

/// The end of the escape whose backslash stands at `at`; nothing when it is none.
std::optional<std::size_t> skip_escape(std::string_view text, std::size_t at) {
    if (at + 1 == text.size()) {
        return std::nullopt;
    }
    if (text[at + 1] != 'u') {
        const bool is_known =
            std::string_view("\"\\/bfnrt").find(text[at + 1]) != std::string_view::npos;
        return is_known ? std::optional(at + 2) : std::nullopt;
    }
    const auto first = read_hex(text, at + 2);
    if (!first || (*first >= 0xdc00 && *first < 0xe000)) {
        return std::nullopt;
    }
    if (*first < 0xd800 || *first >= 0xe000) {
        return at + 6;
    }
    // The first half of a pair (RFC 8259, section 7).
    if (!text.substr(at + 6).starts_with("\\u")) {
        return std::nullopt;
    }
    const auto second = read_hex(text, at + 8);
    if (!second || *second < 0xdc00 || *second >= 0xe000) {
        return std::nullopt;
    }
    return at + 12;
}

}  // namespace

/// One pass over the text. It only says that it cannot go on, and where: why is for
/// input/json_diagnosis.hpp to find out.
class JsonParser {
public:
    JsonParser(std::shared_ptr<const SourceText> source, std::size_t max_nesting)
        : text_(source->text()), max_nesting_(max_nesting) {
        document_.source_ = std::move(source);
    }

    Result<JsonDocument> run() {
        if (std::optional<Error> error = refuse_unreadable()) {
            return place(*std::move(error));
        }
        document_.nodes_.reserve(text_.size() / bytes_of_node + 1);
        const bool is_parsed = parse();
        if (error_) {
            return place(*std::move(error_));
        }
        if (!is_parsed) {
            return place(
                diagnose_json(text_, token_end_, context_,
                              open_.empty() ? 0 : document_.span(open_.back().node).begin));
        }
        if (document_.nodes_.capacity() > many_nodes) {
            document_.nodes_.shrink_to_fit();
        }
        document_.find_duplicate_keys();
        return std::move(document_);
    }

private:
    using Node = JsonDocument::Node;

    struct Open {
        JsonIndex node;
        JsonIndex last_child;
        bool is_object;
    };

    struct String {
        Span span;
        bool has_escapes;
    };

    [[nodiscard]] std::optional<Error> refuse_unreadable() const {
        if (const std::size_t zero = text_.find('\0'); zero != std::string_view::npos) {
            return Error{ErrorCode::invalid_json, "a zero byte in the text",
                         Location{nullptr, "", make_span(zero, zero + 1)},
                         "save the file as plain text in UTF-8"};
        }
        if (text_.starts_with("\xef\xbb\xbf")) {
            return Error{ErrorCode::invalid_json, "a second byte-order mark",
                         Location{nullptr, "", make_span(0, 3)}, "remove it"};
        }
        return std::nullopt;
    }

    Error place(Error error) const {
        error.location.source = document_.source_;
        return error;
    }

    /// Moves on to the next token. False at the end of the text.
    bool find_token() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
        if (at_ < text_.size() && (text_[at_] <= ' ' || text_[at_] == '/')) {
            at_ = skip_blanks_and_comments(text_, at_);
        }
        return at_ < text_.size();
    }

    bool take(char c) {
        if (!find_token() || text_[at_] != c) {
            return false;
        }
        ++at_;
        return true;
    }

    void end_token(std::size_t end, JsonContext context) {
        at_ = token_end_ = end;
        context_ = context;
    }

    bool parse() {
        do {
            // A value is due here, after its key or the comma.
            if (!find_token() || !parse_value()) {
                return false;
            }
            while (!open_.empty() && !is_at_element_) {
                if (!find_token()) {
                    return false;
                }
                if (text_[at_] == (open_.back().is_object ? '}' : ']')) {
                    close();
                    continue;
                }
                if (text_[at_] != ',') {
                    return false;
                }
                ++at_;
                if (open_.back().is_object && !parse_key()) {
                    return false;
                }
                break;
            }
        } while (!open_.empty());
        return !find_token();
    }

    /// A scalar; or the start of an object or array, all of it where it is empty.
    bool parse_value() {
        is_at_element_ = false;
        switch (text_[at_]) {
            case '"': {
                const auto string = parse_string();
                if (!string) {
                    return false;
                }
                document_.nodes_[add(JsonKind::string, string->span)].has_escapes =
                    string->has_escapes;
                end_value(string->span.end);
                return true;
            }
            case '{':
                return open(JsonKind::object);
            case '[':
                return open(JsonKind::array);
            case 't':
                return parse_word("true", JsonKind::boolean);
            case 'f':
                return parse_word("false", JsonKind::boolean);
            case 'n':
                return parse_word("null", JsonKind::null);
            default:
                return parse_number();
        }
    }

    bool parse_word(std::string_view word, JsonKind kind) {
        if (!text_.substr(at_).starts_with(word)) {
            return false;
        }
        add(kind, make_span(at_, at_ + word.size()));
        end_value(at_ + word.size());
        return true;
    }

    bool parse_number() {
        const std::size_t end = find_numeral_end(text_, at_);
        // "12kg" is told as one mistake, and not as a number without a comma after it.
        const bool is_glued = end < text_.size() && is_key_letter(text_[end]);
        if (is_glued || !is_json_numeral(text_.substr(at_, end - at_))) {
            return false;
        }
        add(JsonKind::number, make_span(at_, end));
        end_value(end);
        return true;
    }

    /// REQUIRES: a quote stands here.
    std::optional<String> parse_string() {
        bool has_escapes = false;
        std::size_t end = at_ + 1;
        while (true) {
            end = find_string_stop(text_, end);
            if (end == text_.size()) {
                return std::nullopt;
            }
            if (text_[end] == '"') {
                return String{make_span(at_, end + 1), has_escapes};
            }
            const auto next = text_[end] == '\\' ? skip_escape(text_, end) : std::nullopt;
            if (!next) {
                return std::nullopt;
            }
            has_escapes = true;
            end = *next;
        }
    }

    /// A key and its colon.
    bool parse_key() {
        if (!find_token() || text_[at_] != '"') {
            return false;
        }
        const auto string = parse_string();
        if (!string) {
            return false;
        }
        key_ = *string;
        end_token(string->span.end, JsonContext::key);
        return take(':');
    }

    bool open(JsonKind kind) {
        const bool is_object = kind == JsonKind::object;
        const Span bracket = make_span(at_, at_ + 1);
        if (open_.size() == max_nesting_) {
            error_ = Error{ErrorCode::limit_exceeded,
                           fmt::format("nested more than {} levels deep", max_nesting_),
                           Location{nullptr, "", bracket}, ""};
            return false;
        }
        open_.push_back({add(kind, bracket), no_value, is_object});
        end_token(bracket.end, is_object ? JsonContext::object_begin : JsonContext::array_begin);
        if (!find_token()) {
            return false;
        }
        if (text_[at_] == (is_object ? '}' : ']')) {
            close();
            return true;
        }
        is_at_element_ = true;
        return !is_object || parse_key();
    }

    void close() {
        document_.nodes_[open_.back().node].span.end = make_span(0, at_ + 1).end;
        open_.pop_back();
        end_value(at_ + 1);
    }

    JsonIndex add(JsonKind kind, Span span) {
        std::vector<Node>& nodes = document_.nodes_;
        const auto index = static_cast<JsonIndex>(nodes.size());
        Node& node = nodes.emplace_back();
        node.kind = kind;
        node.span = span;
        if (!open_.empty()) {
            Open& around = open_.back();
            JsonIndex& last = around.last_child;
            node.parent = around.node;
            if (around.is_object) {
                node.key = key_.span;
                node.has_escaped_key = key_.has_escapes;
            } else {
                node.key = {last == no_value ? 0 : nodes[last].key.begin + 1, 0};
            }
            if (last == no_value) {
                nodes[around.node].has_children = true;
            } else {
                nodes[last].next = index;
            }
            last = index;
        }
        return index;
    }

    void end_value(std::size_t end) {
        end_token(end, open_.empty()            ? JsonContext::end
                       : open_.back().is_object ? JsonContext::member
                                                : JsonContext::element);
    }

    JsonDocument document_;
    std::string_view text_;
    std::size_t max_nesting_;
    std::size_t at_ = 0;
    std::size_t token_end_ = 0;  ///< of the last key, value or bracket that was understood
    JsonContext context_ = JsonContext::start;
    std::vector<Open> open_;      ///< objects and arrays that are not closed yet
    String key_{};                ///< of the member whose value comes
    bool is_at_element_ = false;  ///< right behind an opening bracket: no comma is due
    std::optional<Error> error_;
};

Result<JsonDocument> parse_json(std::shared_ptr<const SourceText> source, std::size_t max_nesting) {
    return JsonParser(std::move(source), max_nesting).run();
}

}  // namespace brcheck
