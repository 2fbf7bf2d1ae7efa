/// Puts a JsonDocument together, value by value in the order of the text. Private, for the readers
/// behind parse_json() alone.
#pragma once

#include "input/json_document.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace brcheck {

class JsonBuilder {
public:
    explicit JsonBuilder(std::shared_ptr<const SourceText> source) {
        document_.source_ = std::move(source);
    }

    void reserve(std::size_t nodes) { document_.nodes_.reserve(nodes); }

    /// The key, with its quotes, of the member whose value comes next.
    void set_key(Span key, bool has_escapes) {
        key_ = key;
        has_escaped_key_ = has_escapes;
    }
    void add_scalar(JsonKind kind, Span span, bool has_escapes = false) {
        document_.nodes_[add(kind, span)].has_escapes = has_escapes;
    }
    void open(JsonKind kind, Span bracket) { open_.push_back({add(kind, bracket), no_value}); }
    /// REQUIRES: something is open. `end_bytes`: behind the bracket that closes it.
    void close(std::uint32_t end_bytes) {
        document_.nodes_[open_.back().node].span.end = end_bytes;
        open_.pop_back();
    }

    /// How many objects and arrays are open; the last of them.
    [[nodiscard]] std::size_t depth() const noexcept { return open_.size(); }
    [[nodiscard]] bool is_in_object() const {
        return document_.kind(open_.back().node) == JsonKind::object;
    }
    [[nodiscard]] Span innermost() const { return document_.span(open_.back().node); }

    [[nodiscard]] const std::shared_ptr<const SourceText>& source() const noexcept {
        return document_.source_;
    }
    JsonDocument finish() &&;

private:
    struct Open {
        JsonIndex node;
        JsonIndex last_child;
    };

    JsonIndex add(JsonKind kind, Span span);

    JsonDocument document_;
    std::vector<Open> open_;
    Span key_;
    bool has_escaped_key_ = false;
};

/// The document, where simdjson takes the text; nothing for what it does not, for comments, for
/// keys with escapes, and for texts so long that what it needs beside them is too much.
std::optional<JsonDocument> read_json_quickly(const std::shared_ptr<const SourceText>& source,
                                              std::size_t max_nesting);

/// parse_json() without that: nlohmann_json takes all that is JSON and says where a text ceases to
/// be.
Result<JsonDocument> parse_json_precisely(std::shared_ptr<const SourceText> source,
                                          std::size_t max_nesting);

}  // namespace brcheck
