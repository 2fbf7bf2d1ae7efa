#include "input/json_builder.hpp"

#include <utility>

namespace brcheck {

JsonIndex JsonBuilder::add(JsonKind kind, Span span) {
    std::vector<JsonDocument::Node>& nodes = document_.nodes_;
    const auto index = static_cast<JsonIndex>(nodes.size());
    JsonDocument::Node& node = nodes.emplace_back();
    node.kind = kind;
    node.span = span;
    if (open_.empty()) return index;
    auto& [parent, last] = open_.back();
    node.parent = parent;
    if (nodes[parent].kind == JsonKind::object) {
        node.key = key_;
        node.has_escaped_key = has_escaped_key_;
    } else {
        node.key = {last == no_value ? 0 : nodes[last].key.begin + 1, 0};
    }
    if (last == no_value)
        nodes[parent].has_children = true;
    else
        nodes[last].next = index;
    last = index;
    return index;
}

JsonDocument JsonBuilder::finish() && {
    // Beyond that, memory that was reserved and is not needed is given back.
    constexpr std::size_t many_nodes = 4096;
    if (document_.nodes_.capacity() > many_nodes) document_.nodes_.shrink_to_fit();
    document_.find_duplicate_keys();
    return std::move(document_);
}

}  // namespace brcheck
