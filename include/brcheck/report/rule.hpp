/// The table of everything brcheck can say, errors and findings alike: data/rules.tsv, compiled in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brcheck {

enum class Severity : std::uint8_t { note, warning, error };

std::string_view format_severity(Severity severity);  ///< "note", "warning", "error"
std::optional<Severity> parse_severity(std::string_view name);

/// Numbers of the rules that findings cite; those of errors are ErrorCode (base/error.hpp).
/// 301 is shown as BR301.
enum class RuleCode : std::uint16_t {
    relation_fails = 101,
    sum_mismatch = 102,
    difference_mismatch = 103,
    product_mismatch = 104,
    order_mismatch = 105,
    bound_broken = 106,
    share_mismatch = 201,
    growth_mismatch = 202,
    points_mismatch = 203,
    percent_or_points = 204,
    compound_growth_mismatch = 205,
    mean_mismatch = 206,
    index_mismatch = 207,
    impossible_for_whole_numbers = 208,
    ratio_mismatch = 209,
    same_quantity_differs = 210,
    joint_conflict = 301,
    scale_slip = 501,
    digit_swap = 502,
    wrong_digit = 503,
    lost_digit = 504,
    doubled_digit = 505,
    sign_slip = 506,
    percent_points_slip = 507,
    other_period = 508,
    lost_inner_zero = 509,
    inserted_digit = 510,
    truncated_not_rounded = 511,
    holds_only_by_rounding = 901,
    unchecked_figure = 902,
    undecided = 903,
    weak_check = 904,
    implausible_rounding = 905,
    not_comparable = 906,
    holds_only_on_a_tie = 907,
    allow_without_reason = 911,
    unused_allow = 912,
    expired_allow = 913,
};

struct Rule {
    std::uint16_t number = 0;
    std::string_view name;         ///< kebab-case: "share-mismatch"
    Severity severity = Severity::error;
    std::string_view title;        ///< one line for `brcheck rules`
    /// Sentence with {placeholders}; render/message knows what stands for each. Empty for errors,
    /// whose messages come from the place that found them.
    std::string_view message;
    std::string_view explanation;  ///< paragraphs, separated by " | ", for `brcheck explain`
    std::string_view wrong;        ///< a small example that is found
    std::string_view right;        ///< the same, mended
    bool in_force = false;         ///< false: the code is reserved, but nothing finds it yet
};

/// All rules, by rising number.
std::span<const Rule> all_rules();
/// REQUIRES: the number is in the table.
const Rule& rule(std::uint16_t number);
const Rule& rule(RuleCode code);
/// By code ("BR301", any letter case), number ("301") or name ("joint-conflict"); null if unknown.
const Rule* find_rule(std::string_view text);

}  // namespace brcheck
