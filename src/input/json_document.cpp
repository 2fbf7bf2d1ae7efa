#include "input/json_document.hpp"

#include "base/json_string.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

namespace brcheck {

namespace {

// Many errors under one endless key must not repeat it as many times.
constexpr std::size_t max_pointer = 8192;

// Up to so many keys of an object, comparing each with each costs less than sorting them.
constexpr std::size_t few_keys = 24;

std::string_view slice(std::string_view text, Span span) {
    return text.substr(span.begin, span.end - span.begin);
}

}  // namespace

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
    std::string decoded;
    JsonIndex i = first_child(object);
    while (i != no_value && key_view(i, decoded) != wanted) {
        i = next_sibling(i);
    }
    return i;
}

std::string JsonDocument::key(JsonIndex value) const {
    std::string decoded;
    return std::string(key_view(value, decoded));
}

std::string_view JsonDocument::key_view(JsonIndex value, std::string& decoded) const {
    const Span span = key_span(value);
    const std::string_view raw = slice(source_->text(), span);
    if (!nodes_[value].has_escaped_key) {
        return raw.substr(1, raw.size() - 2);
    }
    decoded = decode_json_string(raw, span.begin).text();
    return decoded;
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

std::string_view JsonDocument::text_view(JsonIndex value, std::string& decoded) const {
    const std::string_view written = raw(value);
    if (kind(value) != JsonKind::string) {
        return written;
    }
    if (!nodes_[value].has_escapes) {
        return written.substr(1, written.size() - 2);
    }
    decoded = decode_json_string(written, span(value).begin).text();
    return decoded;
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
        if (nodes_[i].kind == JsonKind::object && !has_few_distinct_keys(i)) {
            find_duplicate_keys(i);
        }
    }
    std::sort(duplicate_keys_.begin(), duplicate_keys_.end(),
              [](const DuplicateKey& a, const DuplicateKey& b) { return a.second < b.second; });
}

bool JsonDocument::has_few_distinct_keys(JsonIndex object) const {
    std::array<std::string_view, few_keys> keys;
    std::size_t count = 0;
    for (JsonIndex i = first_child(object); i != no_value; i = nodes_[i].next) {
        const std::string_view key = slice(source_->text(), nodes_[i].key);
        if (count == few_keys || nodes_[i].has_escaped_key ||
            std::find(keys.begin(), keys.begin() + count, key) != keys.begin() + count) {
            return false;
        }
        keys[count++] = key;
    }
    return true;
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
        if (nodes_[i].has_escaped_key) {
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
        if (keys[i].hash != keys[first].hash || text(keys[i].member) != text(keys[first].member)) {
            first = i;
            continue;
        }
        nodes_[keys[i].member].is_duplicate = true;
        duplicate_keys_.push_back({keys[first].member, keys[i].member});
    }
}

}  // namespace brcheck
