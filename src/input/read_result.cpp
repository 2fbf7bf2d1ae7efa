#include "brcheck/input/read_result.hpp"

#include "input/json_document.hpp"
#include "input/member_reader.hpp"
#include "input/read_certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

// Room for splits that are nested 1,000 deep, the most that engine/verify takes.
constexpr std::size_t proof_nesting = 2048;

class ResultReader {
public:
    ResultReader(const JsonDocument& document, const Report& report, const ReadLimits& limits)
        : document_(document), report_(report), context_(document, limits),
          certificates_(context_, report) {}

    Result<ClaimedResult> read(std::string_view path) {
        for (const JsonDocument::DuplicateKey& duplicate : document_.duplicate_keys())
            context_.fail_at(ErrorCode::duplicate_key, document_.key_span(duplicate.second),
                             duplicate.second,
                             fmt::format("the key {} stands twice",
                                         quote_cut(document_.key(duplicate.second))));
        if (const auto entry = choose_report(path)) read_entry(*entry);
        if (certificates_.find(0, "verdict", JsonKind::string))
            result_.run_verdict = read_verdict(0);
        if (context_.error_count() != 0) return context_.take_errors();
        return std::move(result_);
    }

private:
    std::optional<JsonIndex> choose_report(std::string_view path) {
        const auto reports = certificates_.require(0, "reports", JsonKind::array);
        if (!reports) return std::nullopt;
        std::vector<JsonIndex> entries;
        for (JsonIndex i = document_.first_child(*reports); i != no_value;
             i = document_.next_sibling(i))
            entries.push_back(i);
        if (entries.size() == 1) return entries.front();
        std::optional<JsonIndex> chosen;
        for (const JsonIndex entry : entries) {
            if (certificates_.require_text(entry, "path") != path) continue;
            if (chosen) {
                context_.fail(ErrorCode::schema_violation, entry,
                              fmt::format("a second report has the path {}", quote_cut(path)));
                return std::nullopt;
            }
            chosen = entry;
        }
        if (chosen) return chosen;
        context_.fail(ErrorCode::schema_violation, *reports,
                      fmt::format("none of its {} reports has the path {}", entries.size(),
                                  quote_cut(path)),
                      "name the report as it was named when it was checked");
        return std::nullopt;
    }

    void read_entry(JsonIndex entry) {
        if (!belongs(entry) || context_.error_count() != 0) return;
        result_.verdict = read_verdict(entry);
        if (const auto conflicts = certificates_.require(entry, "conflicts", JsonKind::array))
            for (JsonIndex i = document_.first_child(*conflicts); i != no_value;
                 i = document_.next_sibling(i))
                read_conflict(i);
        if (const auto witness = certificates_.find(entry, "witness", JsonKind::object)) {
            result_.witness = certificates_.read_witness(*witness);
            result_.witness_digest = certificates_.require_text(entry, "witness_digest");
        }
    }

    Verdict read_verdict(JsonIndex object) {
        const std::string verdict = certificates_.require_text(object, "verdict");
        for (const Verdict each :
             {Verdict::consistent, Verdict::inconsistent, Verdict::incomplete})
            if (format_verdict(each) == verdict) return each;
        context_.fail(ErrorCode::schema_violation, object,
                      fmt::format("there is no verdict {}", quote_cut(verdict)));
        return Verdict::incomplete;
    }

    void read_conflict(JsonIndex value) {
        auto& conflict = result_.conflicts.emplace_back();
        conflict.relations = certificates_.read_relations(value, "relations");
        conflict.figures = certificates_.read_quantities(value, "figures");
        std::sort(conflict.relations.begin(), conflict.relations.end());
        std::sort(conflict.figures.begin(), conflict.figures.end());
        if (const auto refutation = certificates_.find(value, "refutation", JsonKind::object)) {
            conflict.refutation = certificates_.read_refutation(*refutation);
            conflict.refutation_digest = certificates_.require_text(value, "refutation_digest");
        }
    }

    /// False, with an error for the first difference, when the document is about another report.
    bool belongs(JsonIndex entry) {
        std::vector<bool> found(report_.quantities.size(), false);
        for (const bool is_derived : {false, true}) {
            const std::string_view key = is_derived ? "derived" : "figures";
            const auto list = certificates_.require(entry, key, JsonKind::object);
            if (!list) return false;
            for (JsonIndex i = document_.first_child(*list); i != no_value;
                 i = document_.next_sibling(i)) {
                const auto v = report_.names.find(document_.key(i));
                if (!v || (report_.quantities[*v].kind == QuantityKind::derived) != is_derived)
                    return differ(i, fmt::format("the report has no such quantity as {}",
                                                 quote_cut(document_.key(i))));
                found[*v] = true;
                if (!is_same_quantity(i, *v)) return false;
            }
        }
        for (VariableIndex v = 0; v < found.size(); ++v)
            if (!found[v])
                return differ(entry, fmt::format("the report's \"{}\" is missing here",
                                                 report_.names.name(v)));
        return has_same_relations(entry);
    }

    bool has_same_relations(JsonIndex entry) {
        const auto list = certificates_.require(entry, "relations", JsonKind::object);
        if (!list) return false;
        std::vector<bool> found(report_.relations.size(), false);
        result_.statuses.resize(report_.relations.size());
        for (JsonIndex i = document_.first_child(*list); i != no_value;
             i = document_.next_sibling(i)) {
            const auto r = certificates_.find_relation(document_.key(i));
            if (!r)
                return differ(i, fmt::format("the report has no relation {}",
                                             quote_cut(document_.key(i))));
            found[*r] = true;
            if (!has_text(i, "holds", report_.relations[*r].condition.text())) return false;
            const std::string status = certificates_.require_text(i, "status");
            std::size_t known = 0;
            while (known < relation_status_count &&
                   format_status(static_cast<RelationStatus>(known)) != status)
                ++known;
            if (known == relation_status_count)
                context_.fail(ErrorCode::schema_violation, i,
                              fmt::format("there is no status {}", quote_cut(status)));
            else
                result_.statuses[*r] = static_cast<RelationStatus>(known);
        }
        for (RelationIndex r = 0; r < found.size(); ++r)
            if (!found[r])
                return differ(*list, fmt::format("the report's relation \"{}\" is missing here",
                                                 report_.relations[r].id));
        return true;
    }

    bool is_same_quantity(JsonIndex value, VariableIndex v) {
        const Quantity& quantity = report_.quantities[v];
        if (quantity.definition) return has_text(value, "is", quantity.definition->text());
        if (quantity.kind == QuantityKind::stated) {
            if (!has_text(value, "stated", report_.stated_text(v))) return false;
        } else if (const auto stated = certificates_.find(value, "stated", JsonKind::string)) {
            return differ(*stated, fmt::format("the report's \"{}\" has no printed text",
                                               report_.names.name(v)));
        }
        if (quantity.has_unit && !has_text(value, "unit", quantity.unit.symbol())) return false;
        return has_end(value, v, true) && has_end(value, v, false);
    }

    bool has_text(JsonIndex object, std::string_view key, const std::string& expected) {
        const auto member = certificates_.require(object, key, JsonKind::string);
        if (!member) return false;
        const std::string found = document_.text(*member).text();
        return found == expected ||
               differ(*member, fmt::format("\"{}\" is {} here and {} in the report", key,
                                           quote_cut(found), quote_cut(expected)));
    }

    bool has_end(JsonIndex object, VariableIndex v, bool is_low) {
        const std::string key = is_low ? "low" : "high";
        const Interval& interval = report_.quantities[v].interval;
        const bool is_finite = is_low ? interval.has_low() : interval.has_high();
        const bool is_open = is_low ? interval.low_open() : interval.high_open();
        const auto open = certificates_.require(object, key + "_open", JsonKind::boolean);
        if (!open) return false;
        const auto member = certificates_.find(object, key, JsonKind::string);
        const bool is_same =
            member.has_value() == is_finite && document_.boolean(*open) == is_open &&
            (!is_finite || is_rounded_from(document_.text(*member).text(),
                                           (is_low ? interval.low() : interval.high()) /
                                               report_.quantities[v].unit.factor()));
        return is_same || differ(member.value_or(object),
                                 fmt::format("the {} end of \"{}\" is not that of the report", key,
                                             report_.names.name(v)));
    }

    /// The document writes 15 digits of what has no decimal form of 30 places, and else all.
    static bool is_rounded_from(const std::string& text, const Rational& value) {
        const auto found =
            parse_decimal(text, {.max_digits = text.size(), .max_exponent = 0});
        if (!found) return false;
        return found->value() == value ||
               (round_to_place(value, -30, Toward::nearest) != value &&
                abs(found->value() - value) <= abs(value) * power_of_ten(-14));
    }

    bool differ(JsonIndex value, const std::string& difference) {
        context_.fail(ErrorCode::schema_violation, value,
                      "the result belongs to another report: " + difference,
                      "check the report again: \"brcheck -f json=result.json report.json\"");
        return false;
    }

    const JsonDocument& document_;
    const Report& report_;
    ReadContext context_;
    CertificateReader certificates_;
    ClaimedResult result_;
};

}  // namespace

Result<ClaimedResult> read_result(std::shared_ptr<const SourceText> source, const Report& report,
                                  std::string_view path, const ReadLimits& limits) {
    Result<JsonDocument> document =
        parse_json(std::move(source), std::max(limits.max_nesting, proof_nesting));
    if (!document) return std::move(document).errors();
    return ResultReader(*document, report, limits).read(path);
}

}  // namespace brcheck
