/// A JSON text as a compact tree in which every value and key knows its bytes in the source.
/// Numerals stay as written and strings are decoded when asked for, so that a value costs one small
/// node, whatever its length.
/// Private: readers of report files use it through input/member_reader.hpp.
#pragma once

#include "brcheck/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

enum class JsonKind : std::uint8_t { null, boolean, number, string, array, object };

/// "a string", "an object", ... for messages.
std::string_view describe_kind(JsonKind kind);

/// Index of a value in its document; 0 is the whole.
using JsonIndex = std::uint32_t;
inline constexpr JsonIndex no_value = 0xffff'ffff;

class JsonDocument {
public:
    [[nodiscard]] const std::shared_ptr<const SourceText>& source() const noexcept {
        return source_;
    }

    [[nodiscard]] JsonKind kind(JsonIndex value) const { return nodes_[value].kind; }
    /// The bytes of the value, quotes and brackets included.
    [[nodiscard]] Span span(JsonIndex value) const { return nodes_[value].span; }
    /// Those bytes: for a number the digits as written.
    [[nodiscard]] std::string_view raw(JsonIndex value) const;

    /// Members of an object or elements of an array, in the order of the text; no_value at the end.
    /// A member whose key stands before in the same object is left out (see duplicate_keys).
    [[nodiscard]] JsonIndex first_child(JsonIndex value) const;
    [[nodiscard]] JsonIndex next_sibling(JsonIndex value) const;

    /// The member of that key, or no_value. REQUIRES: an object.
    [[nodiscard]] JsonIndex find(JsonIndex object, std::string_view key) const;

    /// The key of a member with its quotes. REQUIRES for both: `value` is a member of an object.
    [[nodiscard]] Span key_span(JsonIndex value) const { return nodes_[value].key; }
    [[nodiscard]] std::string key(JsonIndex value) const;
    /// The same as a view: of the source, or of `decoded`, which then holds it.
    [[nodiscard]] std::string_view key_view(JsonIndex value, std::string& decoded) const;

    /// REQUIRES: a boolean.
    [[nodiscard]] bool boolean(JsonIndex value) const;
    /// The text of a string without its escapes, or of any other value as written.
    [[nodiscard]] DecodedText text(JsonIndex value) const;
    /// The same without the way back to the source: a view of that, or of `decoded`, which then
    /// holds it.
    [[nodiscard]] std::string_view text_view(JsonIndex value, std::string& decoded) const;

    /// JSON pointer (RFC 6901) to the value: "" for the whole, "/figures/trade/stated"; to the
    /// value around it when it would be longer than some 8,000 bytes.
    [[nodiscard]] std::string pointer(JsonIndex value) const;

    struct DuplicateKey {
        JsonIndex first;
        JsonIndex second;
    };
    /// Members whose key stands before in the same object, each with the first one of that key, in
    /// the order of the text.
    [[nodiscard]] const std::vector<DuplicateKey>& duplicate_keys() const noexcept {
        return duplicate_keys_;
    }

private:
    friend class JsonBuilder;

    // A value stands right before its children; siblings are chained.
    struct Node {
        Span span;
        Span key;  ///< in an array: {position of the element, 0}
        JsonIndex parent = no_value;
        JsonIndex next = no_value;
        JsonKind kind = JsonKind::null;
        bool has_children : 1 = false;
        bool is_duplicate : 1 = false;
        bool has_escapes : 1 = false;  ///< of a string
        bool has_escaped_key : 1 = false;
    };

    [[nodiscard]] JsonIndex skip_duplicates(JsonIndex value) const;
    void find_duplicate_keys();
    void find_duplicate_keys(JsonIndex object);
    /// False, too, where there are many keys, or some with escapes.
    [[nodiscard]] bool has_few_distinct_keys(JsonIndex object) const;

    std::shared_ptr<const SourceText> source_;
    std::vector<Node> nodes_;
    std::vector<DuplicateKey> duplicate_keys_;
};

/// Reads all of `source` as one JSON value; comments (// and /* */) are allowed, trailing commas
/// are not.
/// Errors, never more than one: BR002 with what was found and what was expected there; BR012 at the
/// bracket that opens one level more than `max_nesting`.
Result<JsonDocument> parse_json(std::shared_ptr<const SourceText> source, std::size_t max_nesting);

}  // namespace brcheck
