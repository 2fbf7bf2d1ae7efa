#include "input/member_reader.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "input/json_syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {

namespace {

// A file that is wrong all over says so often enough; without an end, a hostile one would fill the
// memory with messages.
constexpr std::size_t max_errors = 10'000;

// As many members as most objects have.
constexpr std::size_t usual_count = 8;

bool is_written_number(std::string_view text) {
    return is_json_numeral(text.starts_with('+') ? text.substr(1) : text);
}

}  // namespace

std::string quote_cut(std::string_view text) {
    constexpr std::size_t longest = 60;
    std::size_t end = 0;
    for (std::size_t i = 0; i < longest && end < text.size(); ++i) {
        end += decode_code_point(text, end).size_bytes;
    }
    return fmt::format("\"{}{}\"", escape_unsafe(text.substr(0, end)),
                       end < text.size() ? "..." : "");
}

std::string describe_unit(const Dimension& dimension, UnitKind kind) {
    const std::string symbol = display_unit(dimension, kind).symbol();
    return symbol.empty() ? "a bare number" : symbol;
}

std::string list_names(std::span<const std::string> names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        out += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
        out += '"' + names[i] + '"';
    }
    return out;
}

void ReadContext::fail(ErrorCode code, JsonIndex value, std::string message, std::string hint) {
    fail_at(code, document_.span(value), value, std::move(message), std::move(hint));
}

void ReadContext::fail_at(ErrorCode code, Span span, JsonIndex value, std::string message,
                          std::string hint) {
    add({code, std::move(message), Location{document_.source(), document_.pointer(value), span},
         std::move(hint)});
}

void ReadContext::add(Error error) {
    ++error_count_;
    if (errors_.size() < max_errors) {
        errors_.push_back(std::move(error));
    }
}

void ReadContext::fail_inside(const std::vector<Error>& errors, JsonIndex value) {
    const DecodedText text = document_.text(value);
    for (const Error& error : errors) {
        add(place_in_source(error, text, document_.source(), document_.pointer(value)));
    }
}

std::vector<Error> ReadContext::take_errors() {
    std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
        return a.location.span.begin < b.location.span.begin;
    });
    return std::move(errors_);
}

std::size_t ReadContext::line(std::size_t offset_bytes) {
    const std::string_view text = document_.source()->text();
    if (line_begins_.empty()) {
        line_begins_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool is_crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            if (text[i] == '\n' || (text[i] == '\r' && !is_crlf)) {
                line_begins_.push_back(i + 1);
            }
        }
    }
    const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset_bytes);
    return static_cast<std::size_t>(next - line_begins_.begin());
}

std::optional<ScaledUnit> ReadContext::unit(JsonIndex value) {
    std::string decoded;
    std::string text(document_.text_view(value, decoded));
    if (const auto known = units_by_text_.find(text); known != units_by_text_.end()) {
        return known->second;
    }
    if (count_code_points(text) > limits_.max_characters) {
        fail(ErrorCode::limit_exceeded, value,
             fmt::format("a unit of more than {} characters", limits_.max_characters));
        return std::nullopt;
    }
    Result<ScaledUnit> parsed = parse_unit(text);
    if (!parsed) {
        fail_inside(parsed.errors(), value);
        return std::nullopt;
    }
    parsed->unit = share(parsed->unit);
    return units_by_text_.emplace(std::move(text), std::move(parsed).value()).first->second;
}

Unit ReadContext::share(const Unit& unit) {
    const auto [place, is_new] = units_by_symbol_.try_emplace(unit.symbol(), unit);
    return is_new || !(place->second == unit) ? unit : place->second;
}

ExpressionOptions ReadContext::expression_options() const {
    ExpressionOptions options{.limits = limits_.numbers, .max_characters = limits_.max_characters};
    options.max_expanded -= std::min(options.max_expanded, expanded_);
    return options;
}

void ReadContext::count_expanded(const Expression& expression) {
    // Without a pattern there is no more of it than of its text.
    const std::size_t size = expression.nodes().size();
    if (size > expression.text().size()) {
        expanded_ += size;
    }
}

std::shared_ptr<const FigureOptions> ReadContext::share(const FigureOptions& options) {
    if (options == FigureOptions{}) {
        return nullptr;
    }
    if (!last_options_ || *last_options_ != options) {
        last_options_ = std::make_shared<const FigureOptions>(options);
    }
    return last_options_;
}

MemberReader::MemberReader(ReadContext& context, JsonIndex object,
                           std::span<const std::string> keys)
    : context_(context) {
    const JsonDocument& document = context.document();
    members_.reserve(std::min(keys.size(), usual_count));
    std::string decoded;
    for (JsonIndex i = document.first_child(object); i != no_value; i = document.next_sibling(i)) {
        const std::string_view key = document.key_view(i, decoded);
        const auto known = std::find(keys.begin(), keys.end(), key);
        if (known != keys.end()) {
            members_.push_back({*known, i});
            bits_ |= bit_of(*known);
            continue;
        }
        std::string hint = did_you_mean(key, keys);
        if (hint.empty()) {
            hint = "known here: " + list_names(keys);
        }
        context.fail_at(ErrorCode::schema_violation, document.key_span(i), i,
                        "unknown key " + quote_cut(key), std::move(hint));
    }
}

JsonIndex MemberReader::find_member(std::string_view key) const {
    const auto found = std::find_if(members_.begin(), members_.end(),
                                    [&](const Member& member) { return member.key == key; });
    return found == members_.end() ? no_value : found->value;
}

std::optional<JsonIndex> MemberReader::find_of_kind(std::string_view key, JsonKind kind) {
    const JsonIndex member = find(key);
    if (member == no_value) {
        return std::nullopt;
    }
    const JsonKind found = context_.document().kind(member);
    if (found == kind) {
        return member;
    }
    context_.fail(
        ErrorCode::schema_violation, member,
        fmt::format("\"{}\" must be {}, found {}", key, describe_kind(kind), describe_kind(found)));
    return std::nullopt;
}

std::string MemberReader::read_string(std::string_view key) {
    const std::optional<JsonIndex> member = find(key, JsonKind::string);
    std::string decoded;
    return member ? std::string(context_.document().text_view(*member, decoded)) : "";
}

bool MemberReader::boolean(std::string_view key) {
    const std::optional<JsonIndex> member = find(key, JsonKind::boolean);
    return member && context_.document().boolean(*member);
}

std::optional<Decimal> MemberReader::decimal(std::string_view key) {
    const JsonIndex member = find(key);
    if (member == no_value) {
        return std::nullopt;
    }
    const JsonDocument& document = context_.document();
    const JsonKind kind = document.kind(member);
    if (kind != JsonKind::string && kind != JsonKind::number) {
        context_.fail(ErrorCode::schema_violation, member,
                      fmt::format("\"{}\" must be a number or a string that holds one, found {}",
                                  key, describe_kind(kind)));
        return std::nullopt;
    }
    const DecodedText text = document.text(member);
    const NumberLimits& limits = context_.limits().numbers;
    if (std::optional<Decimal> number = parse_decimal(text.text(), limits)) {
        return number;
    }
    if (is_written_number(text.text())) {
        context_.fail(ErrorCode::limit_exceeded, member,
                      fmt::format("\"{}\" has more than {} digits or an exponent beyond {}", key,
                                  limits.max_digits, limits.max_exponent));
    } else {
        context_.fail(ErrorCode::schema_violation, member,
                      fmt::format("\"{}\" must be a plain decimal number, found {}", key,
                                  quote_cut(text.text())),
                      "write digits with a point, as in \"23.6\"");
    }
    return std::nullopt;
}

std::optional<std::size_t> MemberReader::choice(std::string_view key,
                                                std::span<const std::string> names) {
    const std::optional<JsonIndex> member = find(key, JsonKind::string);
    if (!member) {
        return std::nullopt;
    }
    const std::string name = context_.document().text(*member).text();
    const auto known = std::find(names.begin(), names.end(), name);
    if (known != names.end()) {
        return static_cast<std::size_t>(known - names.begin());
    }
    context_.fail(
        ErrorCode::schema_violation, *member,
        fmt::format("\"{}\" must be {}, found {}", key, list_names(names), quote_cut(name)),
        did_you_mean(name, names));
    return std::nullopt;
}

}  // namespace brcheck
