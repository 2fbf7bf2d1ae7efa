#include "input/read_certificate.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/expr/parse_expression.hpp"
#include "brcheck/expr/to_fraction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace brcheck {
namespace {

// More than any step of a proof needs; to_fraction has to stop somewhere.
constexpr std::size_t most_terms = 5000;

bool are_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return '0' <= c && c <= '9'; });
}

}  // namespace

std::optional<Rational> parse_ratio(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const std::size_t slash = text.find('/');
    const std::string_view top = text.substr(0, slash);
    const std::string_view bottom =
        slash == std::string_view::npos ? "1" : text.substr(slash + 1);
    if (!are_digits(top) || !are_digits(bottom)) return std::nullopt;
    Integer denominator = Integer::from_digits(bottom);
    if (denominator.is_zero()) return std::nullopt;
    const Rational size(Integer::from_digits(top), std::move(denominator));
    return is_negative ? -size : size;
}

CertificateReader::CertificateReader(ReadContext& context, const Report& report)
    : context_(context), document_(context.document()), report_(report) {
    for (RelationIndex r = 0; r < report.relations.size(); ++r)
        relations_.emplace(report.relations[r].id, r);
}

std::optional<JsonIndex> CertificateReader::as_kind(JsonIndex value, std::string_view key,
                                                    JsonKind kind) {
    if (document_.kind(value) == kind) return value;
    context_.fail(ErrorCode::schema_violation, value,
                  fmt::format("\"{}\" must be {}, found {}", key, describe_kind(kind),
                              describe_kind(document_.kind(value))));
    return std::nullopt;
}

std::optional<JsonIndex> CertificateReader::find(JsonIndex object, std::string_view key,
                                                 JsonKind kind) {
    if (document_.kind(object) != JsonKind::object) {
        context_.fail(ErrorCode::schema_violation, object,
                      fmt::format("this must be an object, found {}",
                                  describe_kind(document_.kind(object))));
        return std::nullopt;
    }
    for (JsonIndex i = document_.first_child(object); i != no_value; i = document_.next_sibling(i))
        if (document_.key(i) == key)
            return document_.kind(i) == JsonKind::null ? std::nullopt : as_kind(i, key, kind);
    return std::nullopt;
}

std::optional<JsonIndex> CertificateReader::require(JsonIndex object, std::string_view key,
                                                    JsonKind kind) {
    const std::size_t errors_before = context_.error_count();
    const auto found = find(object, key, kind);
    if (!found && context_.error_count() == errors_before) {
        const std::uint32_t begin = document_.span(object).begin;
        context_.fail_at(ErrorCode::schema_violation, {begin, begin + 1}, object,
                         fmt::format("\"{}\" is missing here", key),
                         "\"brcheck schema result\" says what a result holds");
    }
    return found;
}

std::string CertificateReader::require_text(JsonIndex object, std::string_view key) {
    const auto found = require(object, key, JsonKind::string);
    return found ? document_.text(*found).text() : "";
}

std::optional<RelationIndex> CertificateReader::find_relation(const std::string& id) const {
    const auto found = relations_.find(id);
    if (found == relations_.end()) return std::nullopt;
    return found->second;
}

RelationIndex CertificateReader::read_relation(JsonIndex value) {
    if (!as_kind(value, "relation", JsonKind::string)) return 0;
    const std::string id = document_.text(value).text();
    if (const auto found = find_relation(id)) return *found;
    std::vector<std::string> known;
    for (const Relation& relation : report_.relations) known.push_back(relation.id);
    context_.fail(ErrorCode::unknown_name, value,
                  fmt::format("the report has no relation {}", quote_cut(id)),
                  did_you_mean(id, known));
    return 0;
}

VariableIndex CertificateReader::read_quantity(JsonIndex value) {
    if (!as_kind(value, "quantity", JsonKind::string)) return 0;
    const std::string id = document_.text(value).text();
    if (const auto found = report_.names.find(id)) return *found;
    context_.fail(ErrorCode::unknown_name, value,
                  fmt::format("the report has no quantity {}", quote_cut(id)),
                  report_.names.did_you_mean(id));
    return 0;
}

std::vector<RelationIndex> CertificateReader::read_relations(JsonIndex object,
                                                             std::string_view key) {
    std::vector<RelationIndex> out;
    if (const auto list = require(object, key, JsonKind::array))
        for (JsonIndex i = document_.first_child(*list); i != no_value;
             i = document_.next_sibling(i))
            out.push_back(read_relation(i));
    return out;
}

std::vector<VariableIndex> CertificateReader::read_quantities(JsonIndex object,
                                                              std::string_view key) {
    std::vector<VariableIndex> out;
    if (const auto list = require(object, key, JsonKind::array))
        for (JsonIndex i = document_.first_child(*list); i != no_value;
             i = document_.next_sibling(i))
            out.push_back(read_quantity(i));
    return out;
}

std::uint32_t CertificateReader::read_count(JsonIndex value) {
    std::uint32_t out = 0;
    const std::string_view raw = document_.raw(value);
    const auto [stop, error] = std::from_chars(raw.data(), raw.data() + raw.size(), out);
    if (document_.kind(value) != JsonKind::number || error != std::errc() ||
        stop != raw.data() + raw.size())
        context_.fail(ErrorCode::schema_violation, value,
                      "this must be a whole number from 0, without fraction or exponent");
    return out;
}

Rational CertificateReader::read_rational(JsonIndex value) {
    if (document_.kind(value) == JsonKind::string) {
        if (const auto number = parse_ratio(document_.text(value).text())) return *number;
    }
    context_.fail(ErrorCode::schema_violation, value,
                  "this must be an exact number: a string such as \"7\" or \"-1/3\"");
    return {};
}

Interval CertificateReader::read_interval(JsonIndex object) {
    if (const auto empty = find(object, "empty", JsonKind::boolean))
        if (document_.boolean(*empty)) return Interval::empty();
    Interval out;
    for (const bool is_low : {true, false}) {
        const auto end = find(object, is_low ? "low" : "high", JsonKind::string);
        const auto open = require(object, is_low ? "low_open" : "high_open", JsonKind::boolean);
        if (!end || !open) continue;
        const Rational value = read_rational(*end);
        const bool is_open = document_.boolean(*open);
        out = intersect(out, is_low ? Interval::at_least(value, is_open)
                                    : Interval::at_most(value, is_open));
    }
    return out;
}

Polynomial CertificateReader::read_polynomial(JsonIndex object, std::string_view key) {
    const auto value = require(object, key, JsonKind::string);
    if (!value) return {};
    // As long as the document, which has its own limit.
    const std::size_t size = document_.source()->text().size();
    const ExpressionOptions options{.limits = {.max_digits = size}, .max_characters = size};
    const auto expression =
        parse_expression(document_.text(*value).text(), report_.names, options);
    if (!expression) {
        context_.fail_inside(expression.errors(), *value);
        return {};
    }
    auto fraction = to_fraction(*expression, expression->root(), most_terms);
    if (fraction && fraction->denominators.empty()) return std::move(fraction->numerator);
    context_.fail(ErrorCode::unreadable_expression, *value,
                  "this must be a polynomial of the report's quantities",
                  "sums and products only, as in \"3 / 2 * share * whole - part\"");
    return {};
}

ProofSource CertificateReader::read_source(JsonIndex object, std::string_view key) {
    struct Row {
        std::string_view key;
        ProofSource::Kind kind;
    };
    static constexpr std::array<Row, 7> rows{{{"relation", ProofSource::Kind::relation},
                                              {"definition", ProofSource::Kind::definition},
                                              {"low", ProofSource::Kind::low},
                                              {"high", ProofSource::Kind::high},
                                              {"fact", ProofSource::Kind::fact},
                                              {"upper_slack", ProofSource::Kind::upper_slack},
                                              {"lower_slack", ProofSource::Kind::lower_slack}}};
    ProofSource out;
    const auto source = require(object, key, JsonKind::object);
    if (!source) return out;
    int found = 0;
    for (JsonIndex i = document_.first_child(*source); i != no_value;
         i = document_.next_sibling(i)) {
        const std::string name = document_.key(i);
        if (name == "comparison") {
            out.comparison = read_count(i);
            continue;
        }
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const Row& each) { return each.key == name; });
        if (row == rows.end()) continue;
        ++found;
        out.kind = row->kind;
        switch (row->kind) {
            case ProofSource::Kind::relation:
            case ProofSource::Kind::upper_slack:
            case ProofSource::Kind::lower_slack: out.index = read_relation(i); break;
            case ProofSource::Kind::fact: out.index = read_count(i); break;
            default: out.index = read_quantity(i); break;
        }
    }
    if (found != 1)
        context_.fail(ErrorCode::schema_violation, *source,
                      "a source is one of relation, definition, low, high, fact, upper_slack and "
                      "lower_slack");
    return out;
}

ProofStep CertificateReader::read_step(JsonIndex value) {
    ProofStep out;
    const std::string kind = require_text(value, "step");
    if (kind == "narrow") {
        out.source = read_source(value, "by");
        if (const auto quantity = require(value, "quantity", JsonKind::string))
            out.quantity = read_quantity(*quantity);
        if (const auto interval = require(value, "to", JsonKind::object))
            out.interval = read_interval(*interval);
    } else if (kind == "fact" || kind == "round") {
        out.kind = kind == "fact" ? ProofStep::Kind::fact : ProofStep::Kind::round;
        out.fact.polynomial = read_polynomial(value, "polynomial");
        out.factor = read_polynomial(value, "factor");
        const std::string sign = require_text(value, "is");
        out.fact.sign = sign == "= 0"   ? Sign::zero
                        : sign == "> 0" ? Sign::positive
                                        : Sign::nonnegative;
        if (out.fact.sign == Sign::nonnegative && sign != ">= 0")
            context_.fail(ErrorCode::schema_violation, value,
                          "\"is\" must be \"= 0\", \">= 0\" or \"> 0\"");
        if (const auto terms = require(value, "terms", JsonKind::array))
            for (JsonIndex i = document_.first_child(*terms); i != no_value;
                 i = document_.next_sibling(i)) {
                const ProofSource source = read_source(i, "by");
                out.terms.push_back({source, read_polynomial(i, "times")});
            }
    } else if (kind == "split") {
        out.kind = ProofStep::Kind::split;
        if (const auto quantity = require(value, "quantity", JsonKind::string))
            out.quantity = read_quantity(*quantity);
        if (const auto at = require(value, "at", JsonKind::string)) out.at = read_rational(*at);
    } else if (kind == "cases") {
        out.kind = ProofStep::Kind::cases;
        out.fact.polynomial = read_polynomial(value, "polynomial");
    } else {
        context_.fail(ErrorCode::schema_violation, value,
                      "\"step\" must be \"narrow\", \"fact\", \"round\", \"split\" or \"cases\"");
    }
    if (has_branches(out.kind)) {
        out.below = read_steps(value, "below");
        out.above = read_steps(value, "above");
    }
    return out;
}

std::vector<ProofStep> CertificateReader::read_steps(JsonIndex object, std::string_view key) {
    std::vector<ProofStep> out;
    if (const auto list = require(object, key, JsonKind::array))
        for (JsonIndex i = document_.first_child(*list); i != no_value;
             i = document_.next_sibling(i))
            out.push_back(read_step(i));
    return out;
}

Refutation CertificateReader::read_refutation(JsonIndex value) {
    return {read_relations(value, "relations"), read_quantities(value, "figures"),
            read_steps(value, "steps")};
}

Witness CertificateReader::read_witness(JsonIndex value) {
    Witness out;
    out.values.resize(report_.quantities.size());
    std::vector<bool> found(report_.quantities.size(), false);
    for (JsonIndex i = document_.first_child(value); i != no_value; i = document_.next_sibling(i)) {
        const auto v = report_.names.find(document_.key(i));
        if (!v) {
            context_.fail_at(ErrorCode::unknown_name, document_.key_span(i), i,
                             fmt::format("the report has no quantity {}",
                                         quote_cut(document_.key(i))));
            continue;
        }
        found[*v] = true;
        if (document_.kind(i) == JsonKind::object) {
            const Interval interval = read_interval(i);
            out.enclosed.push_back({*v, read_source(i, "fixed_by"), interval});
        } else {
            out.values[*v] = read_rational(i);
        }
    }
    for (VariableIndex v = 0; v < found.size(); ++v)
        if (!found[v]) {
            const std::uint32_t begin = document_.span(value).begin;
            context_.fail_at(ErrorCode::schema_violation, {begin, begin + 1}, value,
                             fmt::format("the witness has no value for \"{}\"",
                                         report_.names.name(v)));
            break;
        }
    return out;
}

}  // namespace brcheck
