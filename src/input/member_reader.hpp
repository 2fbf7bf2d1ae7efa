/// Typed access to the members of JSON objects: what is missing, misspelt or of the wrong type
/// becomes an error with its place, and reading goes on. Private to the readers of report files.
#pragma once

#include "brcheck/expr/parse_expression.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/input/read_report.hpp"
#include "brcheck/number/decimal.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "input/json_document.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace brcheck {

/// What is shared while one report is read: the document, the limits, the errors so far.
class ReadContext {
public:
    ReadContext(const JsonDocument& document, const ReadLimits& limits)
        : document_(document), limits_(limits) {}

    [[nodiscard]] const JsonDocument& document() const noexcept { return document_; }
    [[nodiscard]] const ReadLimits& limits() const noexcept { return limits_; }

    /// Adds an error at the bytes of a value.
    void fail(ErrorCode code, JsonIndex value, std::string message, std::string hint = "");
    /// Adds an error at other bytes that belong to a value: its key, a bracket.
    void fail_at(ErrorCode code, Span span, JsonIndex value, std::string message,
                 std::string hint = "");
    /// Adds errors whose spans count in the text of a value.
    void fail_inside(const std::vector<Error>& errors, JsonIndex value);

    /// How many errors there were, those beyond the number that is kept included.
    [[nodiscard]] std::size_t error_count() const noexcept { return error_count_; }
    /// The errors in the order of place; the first ten thousand that were found.
    [[nodiscard]] std::vector<Error> take_errors();

    /// 1-based line of an offset, for messages that name a second place.
    [[nodiscard]] std::size_t line(std::size_t offset_bytes);

    /// The unit that the string `value` names; nothing, once its errors are added, when it names
    /// none. Equal texts are parsed once.
    std::optional<ScaledUnit> unit(JsonIndex value);
    /// A unit equal to `unit` that shares its content with all equal ones of the report.
    Unit share(const Unit& unit);
    /// These options, shared with the figure before when it has the same; null for the defaults.
    std::shared_ptr<const FigureOptions> share(const FigureOptions& options);

    /// For the next expression of the report: what is left of the names that patterns may stand for.
    [[nodiscard]] ExpressionOptions expression_options() const;
    void count_expanded(const Expression& expression);

private:
    void add(Error error);

    const JsonDocument& document_;
    const ReadLimits& limits_;
    std::vector<Error> errors_;
    std::size_t error_count_ = 0;
    std::size_t expanded_ = 0;
    std::vector<std::size_t> line_begins_;
    std::unordered_map<std::string, ScaledUnit> units_by_text_;
    std::unordered_map<std::string, Unit> units_by_symbol_;
    std::shared_ptr<const FigureOptions> last_options_;
};

/// The members of one object. Unknown keys are errors from the start.
class MemberReader {
public:
    /// REQUIRES: `object` is an object; `keys` outlives the reader.
    MemberReader(ReadContext& context, JsonIndex object, std::span<const std::string> keys);

    /// The member, or no_value. REQUIRES (here and below): `key` is one of the keys.
    [[nodiscard]] JsonIndex find(std::string_view key) const {
        return may_have(key) ? find_member(key) : no_value;
    }
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != no_value; }

    /// The member when it is there and of that kind; an error when it is of another kind.
    std::optional<JsonIndex> find(std::string_view key, JsonKind kind) {
        return may_have(key) ? find_of_kind(key, kind) : std::nullopt;
    }
    /// "" when there is none, or none that is a string.
    std::string string(std::string_view key) {
        return may_have(key) ? read_string(key) : std::string();
    }
    bool boolean(std::string_view key);  ///< false when there is none
    /// A number, or a string that holds nothing but one.
    std::optional<Decimal> decimal(std::string_view key);
    /// One of `names`, as its index.
    std::optional<std::size_t> choice(std::string_view key, std::span<const std::string> names);

private:
    /// One of 64 bits: most keys that an object does not have are told by it.
    static constexpr std::uint64_t bit_of(std::string_view key) {
        const auto first = static_cast<unsigned char>(key.empty() ? '\0' : key.front());
        return std::uint64_t{1} << ((key.size() * 5 + first) % 64);
    }
    [[nodiscard]] bool may_have(std::string_view key) const { return (bits_ & bit_of(key)) != 0; }
    [[nodiscard]] JsonIndex find_member(std::string_view key) const;
    std::optional<JsonIndex> find_of_kind(std::string_view key, JsonKind kind);
    std::string read_string(std::string_view key);

    struct Member {
        std::string_view key;
        JsonIndex value = no_value;
    };

    ReadContext& context_;
    std::vector<Member> members_;  ///< those that are there
    std::uint64_t bits_ = 0;       ///< of their keys
};

/// A foreign text in a message: in quotes, cut when long, free of what a terminal obeys.
std::string quote_cut(std::string_view text);

/// The unit in which a quantity of that kind is shown, or "a bare number".
std::string describe_unit(const Dimension& dimension, UnitKind kind);

/// `"a", "b" or "c"`
std::string list_names(std::span<const std::string> names);

}  // namespace brcheck
