#include "input/report_shape.hpp"

#include "brcheck/base/utf8.hpp"
#include "input/json_document.hpp"
#include "input/json_syntax.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace brcheck {
namespace {

constexpr std::string_view descriptions_of_report[] = {"title"};
constexpr std::string_view descriptions_of_source[] = {"publisher", "date", "url"};
constexpr std::string_view descriptions_of_member[] = {"label", "note", "at", "period"};

bool is_one_of(std::string_view key, std::span<const std::string_view> keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Calls use(value) for all strings that only describe: no check reads them.
template <typename Use>
void for_each_description(const JsonDocument& document, Use use) {
    const auto for_each = [&](JsonIndex object, auto use_member) {
        if (document.kind(object) != JsonKind::object) return;
        for (JsonIndex i = document.first_child(object); i != no_value;
             i = document.next_sibling(i))
            use_member(i, document.key(i));
    };
    const auto use_strings = [&](JsonIndex object, std::span<const std::string_view> keys) {
        for_each(object, [&](JsonIndex i, const std::string& key) {
            if (document.kind(i) == JsonKind::string && is_one_of(key, keys)) use(i);
        });
    };
    use_strings(0, descriptions_of_report);
    for_each(0, [&](JsonIndex part, const std::string& name) {
        if (name == "source") use_strings(part, descriptions_of_source);
        if (name != "figures" && name != "derived" && name != "relations") return;
        for_each(part, [&](JsonIndex member, const std::string&) {
            use_strings(member, descriptions_of_member);
        });
    });
}

/// What stands in a string without escapes from `begin` on, up to its closing quote.
std::optional<std::string_view> plain_string(std::string_view text, std::size_t begin,
                                             bool& is_ascii) {
    const std::size_t end = find_string_stop(text, begin, is_ascii);
    if (end == text.size() || text[end] != '"') return std::nullopt;
    return text.substr(begin, end - begin);
}

}  // namespace

ReportShape ReportShape::of(const Report& report,
                            const std::shared_ptr<const SourceText>& source,
                            const ReadLimits& limits) {
    struct Place {
        Span span;
        Gap gap;
        std::size_t number;
    };
    std::vector<Place> places;
    ReportShape shape;
    const std::string_view text = source->text();
    for (const Quantity& quantity : report.quantities) {
        if (quantity.kind != QuantityKind::stated) continue;
        const WrittenPlace written = written_place(*report.source_text, quantity.value);
        if (written.source != source.get()) continue;
        const bool is_string = text[written.span.begin] == '"';
        places.push_back({written.span, is_string ? Gap::stated_string : Gap::stated_number,
                          shape.stated_count_++});
    }
    if (const auto document = parse_json(source, limits.max_nesting); document.ok()) {
        for_each_description(*document, [&](JsonIndex i) {
            places.push_back({document->span(i), Gap::description, 0});
        });
        if (const JsonIndex id = document->find(0, "id"); id != no_value)
            places.push_back({document->span(id), Gap::id, 0});
    }
    std::sort(places.begin(), places.end(),
              [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });

    shape.longest_figure_ = limits.max_characters;
    std::size_t done = 0;
    for (const Place& place : places) {
        const std::size_t quote = place.gap == Gap::stated_number ? 0 : 1;
        shape.pieces_.push_back({std::string(text.substr(done, place.span.begin + quote - done)),
                                 place.gap, place.number});
        done = place.span.end - quote;
    }
    shape.end_ = text.substr(done);
    return shape;
}

bool ReportShape::split(std::string_view text, std::vector<std::string_view>& stated,
                        std::string_view& id) const {
    // The names of the last relations tell most other kinds.
    if (!text.ends_with(end_)) return false;
    stated.resize(stated_count_);
    id = {};
    std::size_t at = 0;
    bool is_ascii = true;
    for (const Piece& piece : pieces_) {
        if (text.compare(at, piece.before.size(), piece.before) != 0) return false;
        at += piece.before.size();
        std::string_view content;
        if (piece.gap == Gap::stated_number) {
            content = text.substr(at, find_numeral_end(text, at) - at);
            if (!is_json_numeral(content)) return false;
        } else {
            const auto found = plain_string(text, at, is_ascii);
            if (!found) return false;
            content = *found;
        }
        at += content.size();
        if (piece.gap == Gap::id) {
            id = content;
        } else if (piece.gap != Gap::description) {
            if (content.size() > longest_figure_) return false;
            stated[piece.place] = content;
        }
    }
    return text.substr(at) == end_ && (is_ascii || !find_invalid_utf8(text));
}

}  // namespace brcheck
