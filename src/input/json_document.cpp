#include "input/json_document.hpp"

#include "base/json_string.hpp"
#include "input/json_diagnosis.hpp"
#include "input/json_syntax.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

namespace brcheck {

namespace {

// Many errors under one endless key must not repeat it as many times.
constexpr std::size_t max_pointer = 8192;

std::string_view slice(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

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

}  // namespace

/// Takes the parser's events and builds the document.
class JsonBuilder {
public:
    using Json = nlohmann::json;

    JsonBuilder(std::shared_ptr<const SourceText> source, std::size_t max_nesting)
        : cursor_(source->text()), max_nesting_(max_nesting) {
        document_.source_ = std::move(source);
    }

    Result<JsonDocument> run() {
        if (const std::optional<Error> error = refuse_unreadable()) {
            return place(*error);
        }
        const bool parsed = Json::sax_parse(TokenIterator(cursor_), TokenIterator(), this,
                                            nlohmann::detail::input_format_t::json, true, true);
        if (error_) {
            return place(*error_);
        }
        if (!parsed) {
            return place(diagnose_json(cursor_.text(), cursor_.token_end(), context_,
                                       open_.empty() ? 0 : document_.span(open_.back()).begin));
        }
        document_.nodes_.shrink_to_fit();
        document_.find_duplicate_keys();
        return std::move(document_);
    }

    // The events, as nlohmann::json_sax names them.
    bool null() { return add_scalar(JsonKind::null); }
    bool boolean(bool) { return add_scalar(JsonKind::boolean); }
    bool number_integer(Json::number_integer_t) { return add_number(); }
    bool number_unsigned(Json::number_unsigned_t) { return add_number(); }
    bool number_float(Json::number_float_t, const std::string&) { return add_number(); }
    bool string(std::string&) { return add_scalar(JsonKind::string); }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(JsonKind::object, JsonContext::object_begin); }
    bool start_array(std::size_t) { return open(JsonKind::array, JsonContext::array_begin); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string&) {
        key_ = take_token(cursor_.offset());
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
        if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
            return Error{ErrorCode::invalid_json, "a zero byte in the text",
                         Location{nullptr, "", make_span(zero, zero + 1)},
                         "save the file as plain text in UTF-8"};
        }
        if (text.starts_with("\xef\xbb\xbf")) {
            return Error{ErrorCode::invalid_json, "a second byte-order mark",
                         Location{nullptr, "", make_span(0, 3)}, "remove it"};
        }
        return std::nullopt;
    }

    Error place(Error error) const {
        error.location.source = document_.source_;
        return error;
    }

    Span take_token(std::size_t end) {
        const Span span = make_span(cursor_.token_begin(), end);
        cursor_.end_token(end);
        return span;
    }

    JsonIndex add(JsonKind kind, Span span) {
        std::vector<JsonDocument::Node>& nodes = document_.nodes_;
        const auto index = static_cast<JsonIndex>(nodes.size());
        JsonDocument::Node node;
        node.kind = kind;
        node.span = span;
        if (!open_.empty()) {
            const JsonIndex parent = open_.back();
            JsonIndex& last = last_child_.back();
            node.parent = parent;
            node.key = key_;
            if (nodes[parent].kind == JsonKind::array) {
                node.key = {last == no_value ? 0 : nodes[last].key.begin + 1, 0};
            }
            if (last == no_value) {
                nodes[parent].has_children = true;
            } else {
                nodes[last].next = index;
            }
            last = index;
        }
        nodes.push_back(node);
        return index;
    }

    void end_value() {
        context_ = JsonContext::end;
        if (!open_.empty()) {
            context_ = document_.kind(open_.back()) == JsonKind::object ? JsonContext::member
                                                                        : JsonContext::element;
        }
    }

    bool add_scalar(JsonKind kind) {
        add(kind, take_token(cursor_.offset()));
        end_value();
        return true;
    }

    bool add_number() {
        const std::size_t begin = cursor_.token_begin();
        const std::size_t end = find_numeral_end(cursor_.text(), begin);
        // "12kg" is told as one mistake, and not as a number without a comma after it.
        const bool is_glued = end < cursor_.text().size() && is_key_letter(cursor_.text()[end]);
        if (is_glued || !is_json_numeral(cursor_.text().substr(begin, end - begin))) {
            return false;
        }
        add(JsonKind::number, take_token(end));
        end_value();
        return true;
    }

    bool open(JsonKind kind, JsonContext context) {
        const Span span = take_token(cursor_.offset());
        if (open_.size() == max_nesting_) {
            error_ = Error{ErrorCode::limit_exceeded,
                           fmt::format("nested more than {} levels deep", max_nesting_),
                           Location{nullptr, "", span}, ""};
            return false;
        }
        open_.push_back(add(kind, span));
        last_child_.push_back(no_value);
        context_ = context;
        return true;
    }

    bool close() {
        document_.nodes_[open_.back()].span.end = take_token(cursor_.offset()).end;
        open_.pop_back();
        last_child_.pop_back();
        end_value();
        return true;
    }

    JsonDocument document_;
    TokenCursor cursor_;
    std::size_t max_nesting_;
    std::vector<JsonIndex> open_;        ///< objects and arrays that are not closed yet
    std::vector<JsonIndex> last_child_;  ///< the latest child of each
    Span key_;
    JsonContext context_ = JsonContext::start;
    std::optional<Error> error_;
};

std::string_view describe_kind(JsonKind kind) {
    switch (kind) {
        case JsonKind::null:
            return "null";
        case JsonKind::boolean:
            return "true or false";
        case JsonKind::number:
            return "a number";
        case JsonKind::string:
            return "a string";
        case JsonKind::array:
            return "an array";
        case JsonKind::object:
            return "an object";
    }
    return "";
}

std::string_view JsonDocument::raw(JsonIndex value) const {
    return slice(source_->text(), span(value));
}

JsonIndex JsonDocument::skip_duplicates(JsonIndex value) const {
    while (value != no_value && nodes_[value].is_duplicate) {
        value = nodes_[value].next;
    }
    return value;
}

JsonIndex JsonDocument::first_child(JsonIndex value) const {
    return nodes_[value].has_children ? value + 1 : no_value;  // a first key is never a duplicate
}

JsonIndex JsonDocument::next_sibling(JsonIndex value) const {
    return skip_duplicates(nodes_[value].next);
}

JsonIndex JsonDocument::find(JsonIndex object, std::string_view wanted) const {
    JsonIndex i = first_child(object);
    while (i != no_value && key(i) != wanted) {
        i = next_sibling(i);
    }
    return i;
}

std::string JsonDocument::key(JsonIndex value) const {
    const Span span = key_span(value);
    return decode_json_string(slice(source_->text(), span), span.begin).text();
}

bool JsonDocument::boolean(JsonIndex value) const {
    return raw(value) == "true";
}

DecodedText JsonDocument::text(JsonIndex value) const {
    if (kind(value) == JsonKind::string) {
        return decode_json_string(raw(value), span(value).begin);
    }
    return {std::string(raw(value)), span(value).begin};
}

std::string JsonDocument::pointer(JsonIndex value) const {
    std::vector<JsonIndex> path;
    for (; nodes_[value].parent != no_value; value = nodes_[value].parent) {
        path.push_back(value);
    }
    std::string out;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        const Span written = nodes_[*step].key;
        const bool is_key = written.end > written.begin;
        if (is_key && out.size() + (written.end - written.begin) > max_pointer) {
            break;
        }
        out.push_back('/');
        if (kind(nodes_[*step].parent) == JsonKind::array) {
            out += std::to_string(nodes_[*step].key.begin);
            continue;
        }
        for (const char c : key(*step)) {
            if (c == '~') {
                out += "~0";
            } else if (c == '/') {
                out += "~1";
            } else {
                out.push_back(c);
            }
        }
    }
    return out;
}

void JsonDocument::find_duplicate_keys() {
    for (JsonIndex i = 0; i < nodes_.size(); ++i) {
        if (nodes_[i].kind == JsonKind::object) {
            find_duplicate_keys(i);
        }
    }
    std::sort(duplicate_keys_.begin(), duplicate_keys_.end(),
              [](const DuplicateKey& a, const DuplicateKey& b) { return a.second < b.second; });
}

void JsonDocument::find_duplicate_keys(JsonIndex object) {
    // Hashes come first, so that sorting the many keys of an object does not jump about in the
    // source. Keys are compared as views of the source; only those with escapes are decoded.
    struct Key {
        std::size_t hash;
        JsonIndex member;
    };
    std::vector<Key> keys;
    std::unordered_map<JsonIndex, std::string> decoded;
    const auto text = [&](JsonIndex member) -> std::string_view {
        if (const auto known = decoded.find(member); known != decoded.end()) {
            return known->second;
        }
        const std::string_view raw = slice(source_->text(), nodes_[member].key);
        return raw.substr(1, raw.size() - 2);
    };
    for (JsonIndex i = first_child(object); i != no_value; i = nodes_[i].next) {
        if (text(i).find('\\') != std::string_view::npos) {
            decoded.emplace(i, key(i));
        }
        keys.push_back({std::hash<std::string_view>{}(text(i)), i});
    }
    std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
        if (a.hash != b.hash) {
            return a.hash < b.hash;
        }
        const int order = text(a.member).compare(text(b.member));
        return order != 0 ? order < 0 : a.member < b.member;
    });
    for (std::size_t i = 1, first = 0; i < keys.size(); ++i) {
        if (keys[i].hash != keys[first].hash ||
            text(keys[i].member) != text(keys[first].member)) {
            first = i;
            continue;
        }
        nodes_[keys[i].member].is_duplicate = true;
        duplicate_keys_.push_back({keys[first].member, keys[i].member});
    }
}

Result<JsonDocument> parse_json(std::shared_ptr<const SourceText> source, std::size_t max_nesting) {
    return JsonBuilder(std::move(source), max_nesting).run();
}

}  // namespace brcheck
