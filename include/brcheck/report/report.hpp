/// A report as read: what it states, what is derived from that, and what has to hold.
/// Immutable once read; everything else refers to its parts by index.
#pragma once

#include "brcheck/base/source_text.hpp"
#include "brcheck/expr/expression.hpp"
#include "brcheck/expr/name_table.hpp"
#include "brcheck/figure/figure.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/report/rule.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace brcheck {

using RelationIndex = std::uint32_t;

enum class QuantityKind : std::uint8_t {
    stated,   ///< a figure with text or a number: Report::figure() reads it
    range,    ///< a figure given by `range`
    unknown,  ///< a figure that the report does not print
    derived,  ///< computed: `definition` is set
};

/// The less common members of a figure, kept apart because most figures have none.
struct FigureDetails {
    std::string label;
    std::string period;
    std::string at;       ///< where in the report: "paragraph 5"
    std::string note;
    std::string basis;    ///< "constant prices", "list of 2023"
    std::string vintage;  ///< "first published", "revised 2026-01"
    std::string same_as;  ///< "other.json#id": the same quantity in another report
};

/// A figure or derived quantity. Of a stated figure it keeps what every check needs; the rest is
/// read again from the text where it is wanted, since a report of a million figures asks for few.
struct Quantity {
    QuantityKind kind = QuantityKind::unknown;
    bool whole = false;     ///< integer-valued, in its own unit
    bool fixed = false;     ///< from a trusted source: never blamed
    bool has_unit = false;  ///< false for an unknown without one: `unit` is then the bare number
    bool short_form = false;  ///< written as "id": "text", so the pointer ends at the id
    bool has_decimal_comma = false;  ///< in its text, or said to be its decimal mark
    Qualifier qualifier = Qualifier::none;  ///< of a stated figure, as its `rounding`
    Rounding rounding = Rounding::nearest;
    Unit unit;              ///< own unit, without scale word
    Interval interval;      ///< true values that the text allows, in base units; all for the rest
    Rational printed;       ///< stated: the printed number in base units, taken as exact
    /// Stated: what the file says beside the text; null for the defaults.
    std::shared_ptr<const FigureOptions> options;
    std::unique_ptr<Expression> definition;
    std::unique_ptr<FigureDetails> details;
    Span key;               ///< the id in the source, with its quotes
    Span value;             ///< the text (`stated`, `is`), or the whole member where there is none

    /// The printed number, or nothing for what is not stated.
    [[nodiscard]] std::optional<Rational> stated_value() const;
    /// The label, or "" when there is none.
    [[nodiscard]] const std::string& label() const noexcept;
};

/// An author's decision to live with a finding.
struct Allowance {
    std::uint16_t code = 0;
    std::string reason;
    std::string until;  ///< "2027-03-31", the last day on which it counts, or ""
    std::string by;
    Span span;
};

/// How much more than rounding the author accepts: added to the left side in both directions.
struct Tolerance {
    Rational amount;           ///< in base units, or a fraction when relative; >= 0
    bool is_relative = false;  ///< "0.5 %": of the value itself; "0.1 pp" and "2 kg" are absolute
};

enum class Strength : std::uint8_t { must, indicative };

struct Relation {
    std::string id;
    Expression condition;
    std::vector<QuantityType> side_types;  ///< one a side of the condition
    std::string label;
    std::string note;
    Severity severity = Severity::error;
    Strength strength = Strength::must;
    std::optional<Tolerance> tolerance;
    std::vector<Allowance> allowances;
    bool short_form = false;
    Span key;
    Span value;  ///< the text of `holds`, with its quotes
};

/// Where the report comes from, as its file says.
struct ReportSource {
    std::string publisher;
    std::string date;
    std::string url;
    std::string text;  ///< path of the running text, beside the file
};

struct Report {
    std::shared_ptr<const SourceText> source_text;
    std::string id;  ///< what others call the report, a record of many; "" where nobody does
    std::string title;
    ReportSource source;
    NameTable names;                     ///< ids of all quantities; its indices are VariableIndex
    std::vector<Quantity> quantities;    ///< figures first, then derived; by VariableIndex
    std::vector<VariableIndex> derivation_order;  ///< derived ones, each after what it needs
    std::vector<Relation> relations;

    /// The text of a figure as printed; "" for what is not stated.
    [[nodiscard]] std::string stated_text(VariableIndex quantity) const;
    /// The same read once more: number, scale, unit and their places. REQUIRES: it is stated.
    [[nodiscard]] Figure figure(VariableIndex quantity) const;

    /// The report is a record, and the quantity stands in the template that it has in common with
    /// others (input/record_template.hpp).
    [[nodiscard]] bool is_of_template(VariableIndex quantity) const;

    /// JSON pointer to the text of a quantity or relation: "/figures/trade/stated".
    [[nodiscard]] std::string pointer(VariableIndex quantity) const;
    [[nodiscard]] std::string relation_pointer(RelationIndex relation) const;
    [[nodiscard]] std::optional<RelationIndex> find_relation(std::string_view relation_id) const;
};

}  // namespace brcheck
