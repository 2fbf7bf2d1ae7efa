#include "brcheck/input/read_report.hpp"

#include "brcheck/base/utf8.hpp"
#include "input/json_document.hpp"
#include "input/member_reader.hpp"
#include "input/read_derived.hpp"
#include "input/read_figure.hpp"
#include "input/read_memory.hpp"
#include "input/read_relation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::span<const std::string> report_keys() {
    static const std::vector<std::string> keys{"brcheck", "id",        "title",   "source",
                                               "figures", "derived",   "relations", "$schema"};
    return keys;
}

std::span<const std::string> source_keys() {
    static const std::vector<std::string> keys{"publisher", "date", "url", "text"};
    return keys;
}

Error refuse_size(std::shared_ptr<const SourceText> source, const ReadLimits& limits) {
    return {ErrorCode::limit_exceeded,
            fmt::format("the file is larger than {} bytes", limits.max_bytes),
            Location{std::move(source), "", {}}, ""};
}

/// The text with every byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string replace_invalid_utf8(std::string_view bytes) {
    std::string out;
    while (const std::optional<std::size_t> bad = find_invalid_utf8(bytes)) {
        out.append(bytes.substr(0, *bad));
        out += "\xef\xbf\xbd";
        bytes.remove_prefix(*bad + 1);
    }
    out.append(bytes);
    return out;
}

/// An id that the author may have meant: other characters become "_".
std::string propose_id(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool is_word = is_identifier(std::string_view(&c, 1)) || (c >= '0' && c <= '9');
        if (is_word || (!out.empty() && out.back() != '_')) {
            out.push_back(is_word ? c : '_');
        }
    }
    while (!out.empty() && out.back() == '_') {
        out.pop_back();
    }
    return out.empty() || is_identifier(out) ? out : "_" + out;
}

class ReportReader {
public:
    ReportReader(const JsonDocument& document, const ReadLimits& limits, ReadMemory& memory,
                 FigureTexts texts)
        : document_(document),
          limits_(limits),
          memory_(memory),
          texts_(texts),
          context_(document, limits) {
        report_.source_text = document.source();
    }

    Result<Report> read() {
        if (read_root()) {
            refuse_duplicate_keys();
        }
        if (context_.error_count() != 0) {
            return context_.take_errors();
        }
        return std::move(report_);
    }

private:
    void refuse_duplicate_keys() {
        for (const JsonDocument::DuplicateKey& duplicate : document_.duplicate_keys()) {
            context_.fail_at(ErrorCode::duplicate_key, document_.key_span(duplicate.second),
                             duplicate.second,
                             fmt::format("the key {} stands twice, first in line {}",
                                         quote_cut(document_.key(duplicate.second)),
                                         context_.line(document_.key_span(duplicate.first).begin)));
        }
    }

    /// Another of brcheck's own files, taken for a report: one error instead of one for each key.
    bool refuse_other_document() {
        struct Kind {
            std::string_view key;
            std::string_view name;
            std::string_view hint;
        };
        static constexpr Kind kinds[] = {
            {"findings", "a list of findings, a baseline or a result",
             "--baseline FILE reads a baseline"},
            {"fail_on", "settings", "they hold for the reports in their folder and below"},
            {"select", "settings", "they hold for the reports in their folder and below"},
            {"ignore", "settings", "they hold for the reports in their folder and below"},
            {"severity", "settings", "they hold for the reports in their folder and below"},
            {"show", "settings", "they hold for the reports in their folder and below"},
            {"max_findings", "settings", "they hold for the reports in their folder and below"},
            {"baseline", "settings", "they hold for the reports in their folder and below"}};
        const Kind* found = nullptr;
        std::string decoded;
        for (JsonIndex i = document_.first_child(0); i != no_value; i = document_.next_sibling(i)) {
            const std::string_view key = document_.key_view(i, decoded);
            const auto is_own = [&](const std::string& own) {
                return own == key && own != "$schema" && own != "id" && own != "title";
            };
            if (std::any_of(report_keys().begin(), report_keys().end(), is_own)) return false;
            for (const Kind& kind : kinds)
                if (key == kind.key && (found == nullptr || &kind < found)) found = &kind;
        }
        if (found == nullptr) return false;
        context_.fail(ErrorCode::schema_violation, 0,
                      fmt::format("this is no report, but {}", found->name),
                      std::string(found->hint));
        return true;
    }

    /// False when the rest of the file cannot be judged by the rules of the format.
    bool read_root() {
        if (document_.kind(0) != JsonKind::object) {
            context_.fail(ErrorCode::schema_violation, 0,
                          fmt::format("a report must be an object, found {}",
                                      describe_kind(document_.kind(0))),
                          "\"brcheck init\" writes a report to start from");
            return false;
        }
        if (refuse_other_document()) {
            return false;
        }
        MemberReader members(context_, 0, report_keys());
        if (!read_version(members)) {
            return false;
        }
        members.string("$schema");
        report_.id = members.string("id");
        report_.title = members.string("title");
        if (const auto source = members.find("source", JsonKind::object)) {
            MemberReader parts(context_, *source, source_keys());
            report_.source = {parts.string("publisher"), parts.string("date"), parts.string("url"),
                              parts.string("text")};
        }
        const JsonIndex figures = members.find("figures", JsonKind::object).value_or(no_value);
        const JsonIndex derived = members.find("derived", JsonKind::object).value_or(no_value);
        const JsonIndex relations = members.find("relations", JsonKind::object).value_or(no_value);
        if (exceeds_limits(figures, derived, relations)) {
            return false;
        }
        read_quantities(figures, derived);
        refuse_ambiguous_numbers(figures);
        read_relations(relations);
        if (!members.has("figures") && !members.has("derived")) {
            fail_at_bracket(0, "a report without \"figures\"",
                            "add \"figures\": {\"trade\": \"23.6 trillion yuan\"}");
        } else if (count(figures) + count(derived) == 0 && context_.error_count() == 0) {
            fail_at_bracket(figures != no_value ? figures : derived, "a report without figures",
                            "add one: \"trade\": \"23.6 trillion yuan\"");
        }
        return true;
    }

    void fail_at_bracket(JsonIndex value, std::string message, std::string hint) {
        const std::uint32_t begin = document_.span(value).begin;
        context_.fail_at(ErrorCode::schema_violation, {begin, begin + 1}, value, std::move(message),
                         std::move(hint));
    }

    /// False when it is another version, whose rules are not known.
    bool read_version(MemberReader& members) {
        const JsonIndex version = members.find("brcheck");
        if (version == no_value) {
            const std::uint32_t begin = document_.span(0).begin;
            context_.fail_at(ErrorCode::unsupported_version, {begin, begin + 1}, 0,
                             "the format version \"brcheck\" is missing", "add \"brcheck\": 1");
            return true;
        }
        if (!members.find("brcheck", JsonKind::number)) {
            return true;
        }
        const std::string_view raw = document_.raw(version);
        const std::optional<Decimal> number = parse_decimal(raw);
        if (number && number->value() == Rational(1)) {
            return true;
        }
        context_.fail(ErrorCode::unsupported_version, version,
                      fmt::format("format version {} is not known",
                                  raw.size() <= 20 ? raw : "of many digits"),
                      "this brcheck reads \"brcheck\": 1");
        return false;
    }

    [[nodiscard]] std::size_t count(JsonIndex object) const {
        std::size_t out = 0;
        if (object != no_value) {
            for (JsonIndex i = document_.first_child(object); i != no_value;
                 i = document_.next_sibling(i)) {
                ++out;
            }
        }
        return out;
    }

    bool exceeds_limits(JsonIndex figures, JsonIndex derived, JsonIndex relations) {
        const bool too_many_figures =
            exceeds(figures, derived, limits_.max_figures, "figures and derived quantities");
        return exceeds(relations, no_value, limits_.max_relations, "relations") || too_many_figures;
    }

    /// The error stands at the first member beyond the limit.
    bool exceeds(JsonIndex first, JsonIndex second, std::size_t limit, std::string_view what) {
        std::size_t seen = 0;
        for (const JsonIndex object : {first, second}) {
            if (object == no_value) {
                continue;
            }
            for (JsonIndex i = document_.first_child(object); i != no_value;
                 i = document_.next_sibling(i)) {
                if (++seen > limit) {
                    context_.fail_at(ErrorCode::limit_exceeded, document_.key_span(i), i,
                                     fmt::format("more than {} {}", limit, what));
                    return true;
                }
            }
        }
        return false;
    }

    /// A member with an endless id is not looked into.
    bool refuse_long_id(JsonIndex member) {
        const Span key = document_.key_span(member);
        const bool is_surely_short = key.end - key.begin <= limits_.max_characters;
        if (is_surely_short || count_code_points(document_.key(member)) <= limits_.max_characters) {
            return false;
        }
        context_.fail_at(ErrorCode::limit_exceeded, document_.key_span(member), member,
                         fmt::format("an id of more than {} characters", limits_.max_characters));
        return true;
    }

    /// The id of a member, once its form is checked; nothing for one that no expression can name.
    std::optional<std::string> read_id(JsonIndex member) {
        std::string id = document_.key(member);
        if (is_identifier(id)) {
            return id;
        }
        const std::string proposal = id.size() <= 60 ? propose_id(id) : "";
        context_.fail_at(ErrorCode::schema_violation, document_.key_span(member), member,
                         fmt::format("{} is no id: a letter or _ first, then letters, digits and _",
                                     quote_cut(id)),
                         proposal.empty() ? "" : fmt::format("write {}", quote_cut(proposal)));
        return std::nullopt;
    }

    /// Enters the name of a figure or derived quantity; false when it gets no place.
    bool add_quantity(JsonIndex member, std::string_view kind) {
        std::optional<std::string> id = read_id(member);
        if (!id) {
            return false;
        }
        if (find_function(*id) != nullptr) {
            context_.fail_at(ErrorCode::schema_violation, document_.key_span(member), member,
                             fmt::format("\"{}\" is the name of a function", *id),
                             fmt::format("rename it, say to \"{}_value\"", *id));
        }
        if (!report_.names.add(*std::move(id))) {
            const std::string known = document_.key(member);
            const VariableIndex other = *report_.names.find(known);
            context_.fail_at(
                ErrorCode::duplicate_key, document_.key_span(member), member,
                fmt::format("{} {} has the id of the figure in line {}", kind, quote_cut(known),
                            context_.line(report_.quantities[other].key.begin)),
                "figures and derived quantities share their names: rename one");
            return false;
        }
        report_.quantities.emplace_back().key = document_.key_span(member);
        return true;
    }

    void read_quantities(JsonIndex figures, JsonIndex derived) {
        const std::size_t size = count(figures) + count(derived);
        report_.quantities.reserve(size);
        report_.names.reserve(size);
        if (figures != no_value) {
            for (JsonIndex i = document_.first_child(figures); i != no_value;
                 i = document_.next_sibling(i)) {
                if (refuse_long_id(i)) {
                    continue;
                }
                const bool has_place = add_quantity(i, "the figure");
                std::optional<Quantity> figure = read_figure(context_, memory_, i, texts_);
                if (has_place && figure) {
                    report_.quantities.back() = *std::move(figure);
                }
            }
        }
        std::vector<DerivedMember> members;
        if (derived != no_value) {
            for (JsonIndex i = document_.first_child(derived); i != no_value;
                 i = document_.next_sibling(i)) {
                if (!refuse_long_id(i) && add_quantity(i, "the derived quantity")) {
                    members.push_back(
                        {static_cast<VariableIndex>(report_.quantities.size() - 1), i});
                }
            }
        }
        // A figure that could not be read keeps its place without a unit.
        for (const Quantity& quantity : report_.quantities) {
            has_type_.push_back(quantity.has_unit);
        }
        read_derived(context_, members, report_, has_type_);
    }

    /// Where one figure has a decimal comma, "1,234" and "1.234" do not tell what they are.
    void refuse_ambiguous_numbers(JsonIndex figures) {
        const auto example =
            std::find_if(report_.quantities.begin(), report_.quantities.end(),
                         [](const Quantity& quantity) { return quantity.has_decimal_comma; });
        if (example == report_.quantities.end()) return;
        const auto example_index =
            static_cast<VariableIndex>(example - report_.quantities.begin());
        for (JsonIndex i = document_.first_child(figures); i != no_value;
             i = document_.next_sibling(i)) {
            const auto v = report_.names.find(document_.key(i));
            if (!v || report_.quantities[*v].kind != QuantityKind::stated) continue;
            const std::shared_ptr<const FigureOptions> given = report_.quantities[*v].options;
            if (given && given->decimal_mark != 0) continue;
            const Figure figure = report_.figure(*v);
            FigureOptions options = given ? *given : FigureOptions();
            options.decimal_mark = ',';
            const Result<Figure> other = parse_figure(figure.text, options);
            if (!other || (other->number == figure.number && other->second == figure.second))
                continue;
            const bool is_first = other->number != figure.number;
            Error error;
            error.code = ErrorCode::ambiguous_number;
            error.message = fmt::format(
                "this is {} with a decimal point, {} with a decimal comma, as {} has it ({})",
                (is_first ? figure.number : *figure.second).to_string(),
                (is_first ? other->number : *other->second).to_string(),
                report_.names.name(example_index),
                quote_cut(report_.figure(example_index).text));
            error.hint = R"(say which: "decimal_mark": "," or ".")";
            error.location.span = figure.number_span;
            const JsonIndex stated = document_.find(i, "stated");
            context_.fail_inside({error}, stated == no_value ? i : stated);
        }
    }

    void read_relations(JsonIndex relations) {
        if (relations == no_value) {
            return;
        }
        const UnitOf unit_of = [this](VariableIndex variable) -> const Unit* {
            return has_type_[variable] ? &report_.quantities[variable].unit : nullptr;
        };
        report_.relations.reserve(count(relations));
        for (JsonIndex i = document_.first_child(relations); i != no_value;
             i = document_.next_sibling(i)) {
            if (refuse_long_id(i)) {
                continue;
            }
            std::optional<std::string> id = read_id(i);
            std::optional<Relation> relation = read_relation(context_, i, report_.names, unit_of);
            if (id && relation) {
                relation->id = *std::move(id);
                report_.relations.push_back(*std::move(relation));
            }
        }
    }

    const JsonDocument& document_;
    const ReadLimits& limits_;
    ReadMemory& memory_;
    FigureTexts texts_;
    ReadContext context_;
    Report report_;
    std::vector<bool> has_type_;  ///< by VariableIndex: the unit is known
};

}  // namespace

Result<std::shared_ptr<const SourceText>> make_source_text(std::string name, std::string bytes,
                                                           const ReadLimits& limits, std::size_t first_line) {
    if (bytes.size() > limits.max_bytes) {
        return refuse_size(std::make_shared<const SourceText>(std::move(name), "", first_line), limits);
    }
    if (std::string_view(bytes).starts_with(byte_order_mark)) {
        bytes.erase(0, byte_order_mark.size());
    }
    const std::optional<std::size_t> bad = find_invalid_utf8(bytes);
    if (!bad) {
        return std::make_shared<const SourceText>(std::move(name), std::move(bytes), first_line);
    }
    const bool is_utf16 = bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
    const auto begin = static_cast<std::uint32_t>(*bad);
    return Error{
        ErrorCode::invalid_json,
        fmt::format("the byte 0x{:02X} is not UTF-8",
                    static_cast<unsigned>(static_cast<unsigned char>(bytes[*bad]))),
        Location{std::make_shared<const SourceText>(std::move(name), replace_invalid_utf8(bytes),
                                                    first_line),
                 "",
                 {begin, begin + 3}},
        is_utf16 ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8"};
}

Result<Report> read_report(std::shared_ptr<const SourceText> source, const ReadLimits& limits,
                           ReadMemory& memory, FigureTexts texts) {
    if (source->text().size() > limits.max_bytes) {
        return refuse_size(std::move(source), limits);
    }
    Result<JsonDocument> document = parse_json(std::move(source), limits.max_nesting);
    if (!document) {
        return std::move(document).errors();
    }
    return ReportReader(*document, limits, memory, texts).read();
}

Result<Report> read_report(std::shared_ptr<const SourceText> source, const ReadLimits& limits) {
    ReadMemory memory;
    return read_report(std::move(source), limits, memory);
}

Result<Report> read_report(std::string name, std::string bytes, const ReadLimits& limits) {
    Result<std::shared_ptr<const SourceText>> source =
        make_source_text(std::move(name), std::move(bytes), limits);
    if (!source) {
        return std::move(source).errors();
    }
    return read_report(std::move(source).value(), limits);
}

}  // namespace brcheck
