#include "brcheck/render/message.hpp"

#include "render/hint_message.hpp"
#include "render/message_facts.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace brcheck {
namespace {

/// Everything that a placeholder may draw on.
struct Facts {
    const Finding& finding;
    const Report& report;
    const CheckResult& result;
    ClashFacts clash;
    bool computed_is_left = false;  ///< "a + b = total": the sum is what was computed

    /// What stands behind "is".
    [[nodiscard]] Message interval(const Interval& value) const {
        if (value.is_all()) return {{Role::text, "of any size"}};
        return {{Role::value, format_interval_finely(value, clash.unit, finding.gap)}};
    }
    [[nodiscard]] const Relation* relation() const {
        return finding.relation ? &report.relations[*finding.relation] : nullptr;
    }
    [[nodiscard]] const Allowance* allowance() const {
        const Relation* owner = relation();
        return owner != nullptr && finding.allowance ? &owner->allowances[*finding.allowance]
                                                     : nullptr;
    }
};

Message name_of(const SideText& side) {
    return {{side.kind == SideText::Kind::literal ? Role::value : Role::name, side.text}};
}

Message describe_apart(const Facts& facts) {
    const auto& gap = facts.finding.gap;
    if (!gap) return {{Role::text, "no true values fit"}};
    Message out;
    if (gap->is_zero()) {
        out.push_back({Role::text, "they only meet at an end that is left out"});
    } else {
        out.push_back({Role::value, format_distance(*gap, facts.clash.unit)});
        out.push_back({Role::text, " apart"});
    }
    const Relation* relation = facts.relation();
    if (relation == nullptr || !relation->tolerance) return out;
    const Tolerance& tolerance = *relation->tolerance;
    out.push_back({Role::text, ", where "});
    out.push_back({Role::value, tolerance_text(tolerance, facts.clash.unit)});
    out.push_back({Role::text, " is accepted"});
    return out;
}

/// A side that is a number needs no "is": "but must be 5 %".
Message describe_computed(const Facts& facts) {
    const bool left = facts.computed_is_left;
    const SideText& side = left ? facts.clash.left : facts.clash.right;
    Message out;
    if (side.kind == SideText::Kind::literal) {
        out.push_back({Role::text, "must be "});
    } else {
        append(out, name_of(side));
        out.push_back({Role::text, " is "});
    }
    append(out, facts.interval(left ? facts.finding.left : facts.finding.right));
    return out;
}

Message describe_stated(const Facts& facts) {
    const bool left = !facts.computed_is_left;
    const SideText& side = left ? facts.clash.left : facts.clash.right;
    Message out;
    if (side.kind == SideText::Kind::literal) {
        out.push_back({Role::text, "it should be "});
    } else {
        append(out, name_of(side));
        out.push_back({Role::text, " is "});
    }
    append(out, facts.interval(left ? facts.finding.left : facts.finding.right));
    return out;
}

/// "a is 1 to 2, b + c is 2 to 3", "a + b is 99.7 to 100.3 %, against 100 %", or, where one side
/// has no bound of its own, "s is 33.25 to 33.35 %, which share(yes, n) cannot give".
Message describe_sides(const Facts& facts) {
    const SideText* sides[] = {&facts.clash.left, &facts.clash.right};
    const Interval* intervals[] = {&facts.finding.left, &facts.finding.right};
    const bool first_is_plain =
        sides[0]->kind == SideText::Kind::literal || intervals[0]->is_all();
    const std::size_t first = first_is_plain && !intervals[1]->is_all() ? 1 : 0;
    const std::size_t second = 1 - first;
    Message out = name_of(*sides[first]);
    out.push_back({Role::text, " is "});
    append(out, facts.interval(*intervals[first]));
    if (intervals[second]->is_all()) {
        out.push_back({Role::text, ", which "});
        append(out, name_of(*sides[second]));
        out.push_back({Role::text, " cannot give"});
        return out;
    }
    if (sides[second]->kind == SideText::Kind::literal) {
        out.push_back({Role::text, ", against "});
    } else {
        out.push_back({Role::text, ", "});
        append(out, name_of(*sides[second]));
        out.push_back({Role::text, " is "});
    }
    append(out, facts.interval(*intervals[second]));
    return out;
}

/// "yes would have to be 13.3 to 13.34", or the sides where no step says which quantity it was.
Message describe_whole(const Facts& facts) {
    if (facts.finding.steps.empty()) return describe_sides(facts);
    const DerivationStep& step = facts.finding.steps.back();
    const Quantity& quantity = facts.report.quantities[step.quantity];
    return {{Role::name, facts.report.names.name(step.quantity)},
            {Role::text, " would have to be "},
            {Role::value, format_interval(step.demanded, quantity.unit)}};
}

Message describe_clash(const Facts& facts) {
    const auto says_something = [](const Interval& side) {
        return !side.is_empty() && !side.is_all();
    };
    if (!facts.clash.has_sides || !says_something(facts.finding.left) ||
        !says_something(facts.finding.right))
        return {};
    Message out = name_of(facts.clash.left);
    out.push_back({Role::text, " can only be "});
    append(out, facts.interval(facts.finding.left));
    if (facts.clash.right.kind == SideText::Kind::literal) {
        const Comparison comparison = facts.clash.comparison;
        out.push_back({Role::text, ", but must be "});
        if (comparison != Comparison::equal)
            out.push_back({Role::text, fmt::format("{} ", comparison_words(comparison))});
    } else if (facts.clash.comparison == Comparison::equal) {
        out.push_back({Role::text, ", while "});
        append(out, name_of(facts.clash.right));
        out.push_back({Role::text, " can only be "});
    } else {
        out.push_back({Role::text,
                       fmt::format(", but must be {} ", comparison_words(facts.clash.comparison))});
        append(out, name_of(facts.clash.right));
        out.push_back({Role::text, ", which can only be "});
    }
    append(out, facts.interval(facts.finding.right));
    out.push_back({Role::text, ": "});
    append(out, describe_apart(facts));
    return out;
}

/// What the finding is about: its relation, all statements of a joint conflict, or the report.
Message describe_subject(const Facts& facts) {
    if (facts.finding.code == RuleCode::joint_conflict)
        if (const Conflict* conflict = primary_conflict(facts.finding, facts.result))
            return join_names(ids_of(facts.report, conflict->relations));
    if (facts.finding.relation) return relation_title(facts.report, *facts.finding.relation);
    if (facts.finding.code != RuleCode::undecided || facts.finding.quantities.empty())
        return {{Role::text, "the report"}};
    Message out{{Role::text, "the statements about "}};
    append(out, join_names(names_of(facts.report, facts.finding.quantities)));
    return out;
}

/// ": a chance of 1 in 2.4 million", or nothing when it was not computed.
Message describe_chance(const Facts& facts) {
    const auto& probability = facts.finding.probability;
    if (!probability || probability->sign() <= 0) return {};
    const Rational one_in = Rational(1) / *probability;
    const Rational rounded =
        round_to_place(one_in, *leading_place(one_in) - 1, Toward::minus_infinity);
    return {{Role::text, ": a chance of "}, {Role::value, "1 in " + format_value(rounded, Unit())}};
}

Message describe_undecided(const Facts& facts) {
    if (facts.finding.relation) return {{Role::text, ", so it is not decided whether it can hold"}};
    if (!facts.finding.quantities.empty())
        return {{Role::text, ", so it is not decided whether all of them can be true"}};
    return {{Role::text,
             ": every verdict stands, but implied intervals may be wider than they need be"}};
}

/// The side that a bound is set for; the bound itself is the number on the other side.
bool subject_is_left(const Facts& facts) {
    return facts.clash.left.kind != SideText::Kind::literal ||
           facts.clash.right.kind == SideText::Kind::literal;
}

Comparison mirrored(Comparison comparison) noexcept {
    switch (comparison) {
        case Comparison::less: return Comparison::greater;
        case Comparison::less_equal: return Comparison::greater_equal;
        case Comparison::greater: return Comparison::less;
        case Comparison::greater_equal: return Comparison::less_equal;
        case Comparison::equal: break;
    }
    return comparison;
}

/// "current prices" (a, b) and "constant prices" (c), or the same of the vintages.
Message describe_grounds(const Facts& facts) {
    const auto grounds = grounds_of(facts.finding, facts.report);
    Message out;
    for (std::size_t i = 0; i < grounds.size() && grounds[i].is_vintage == grounds[0].is_vintage;
         ++i) {
        const bool last = i + 1 == grounds.size() ||
                          grounds[i + 1].is_vintage != grounds[0].is_vintage;
        if (i > 0) out.push_back({Role::text, last ? " and " : ", "});
        out.push_back({Role::quote, "\"" + grounds[i].text + "\""});
        out.push_back({Role::text, " ("});
        append(out, join_names(names_of(facts.report, grounds[i].figures)));
        out.push_back({Role::text, ")"});
    }
    return out;
}

struct Placeholder {
    std::string_view name;
    Message (*make)(const Facts& facts);
};

/// `trade ("23.9 trillion yuan") in data/b.json:12:30`.
Message describe_elsewhere(const Facts& facts) {
    if (!facts.finding.elsewhere) return {};
    const Elsewhere& elsewhere = *facts.finding.elsewhere;
    Message out{{Role::name, elsewhere.id}};
    if (!elsewhere.text.empty()) {
        out.push_back({Role::text, " ("});
        out.push_back({Role::quote, "\"" + elsewhere.text + "\""});
        out.push_back({Role::text, ")"});
    }
    out.push_back({Role::text, " in "});
    out.push_back({Role::name, place_of(elsewhere)});
    return out;
}

constexpr std::array placeholders = {
    Placeholder{"relation", describe_subject},
    Placeholder{"left_text", [](const Facts& f) { return name_of(f.clash.left); }},
    Placeholder{"right_text", [](const Facts& f) { return name_of(f.clash.right); }},
    Placeholder{"elsewhere", describe_elsewhere},
    Placeholder{"left", [](const Facts& f) { return f.interval(f.finding.left); }},
    Placeholder{"right", [](const Facts& f) { return f.interval(f.finding.right); }},
    Placeholder{"comparison",
                [](const Facts& f) -> Message {
                    return {{Role::text, std::string(comparison_words(f.clash.comparison))}};
                }},
    Placeholder{"stated_is", describe_stated},
    Placeholder{"computed_text",
                [](const Facts& f) {
                    return name_of(f.computed_is_left ? f.clash.left : f.clash.right);
                }},
    Placeholder{"computed",
                [](const Facts& f) {
                    return f.interval(f.computed_is_left ? f.finding.left : f.finding.right);
                }},
    Placeholder{"computed_is", describe_computed},
    Placeholder{"subject",
                [](const Facts& f) {
                    return name_of(subject_is_left(f) ? f.clash.left : f.clash.right);
                }},
    Placeholder{"subject_value",
                [](const Facts& f) {
                    return f.interval(subject_is_left(f) ? f.finding.left : f.finding.right);
                }},
    Placeholder{"must_be",
                [](const Facts& f) -> Message {
                    const Comparison c = f.clash.comparison;
                    return {{Role::text, std::string(comparison_words(
                                             subject_is_left(f) ? c : mirrored(c)))}};
                }},
    Placeholder{"bound",
                [](const Facts& f) {
                    return f.interval(subject_is_left(f) ? f.finding.right : f.finding.left);
                }},
    Placeholder{"apart", describe_apart},
    Placeholder{"clash",
                [](const Facts& f) {
                    Message out = describe_clash(f);
                    if (!out.empty()) out.insert(out.begin(), {Role::text, ": "});
                    return out;
                }},
    Placeholder{"undecided", describe_undecided},
    Placeholder{"chance", describe_chance},
    Placeholder{"sides", describe_sides},
    Placeholder{"whole", describe_whole},
    Placeholder{"figures",
                [](const Facts& f) {
                    return join_names(names_of(f.report, f.finding.quantities));
                }},
    Placeholder{"grounds", describe_grounds},
    Placeholder{"comparable",
                [](const Facts& f) { return describe_comparable(f.finding, f.report); }},
    Placeholder{"probability",
                [](const Facts& f) -> Message {
                    const auto& chance = f.finding.probability;
                    return {{Role::value, chance ? format_probability(*chance) : "?"}};
                }},
    Placeholder{"allowed_code",
                [](const Facts& f) -> Message {
                    const Allowance* allowance = f.allowance();
                    return {
                        {Role::code, allowance != nullptr ? format_code(allowance->code) : "?"}};
                }},
    Placeholder{"until",
                [](const Facts& f) -> Message {
                    const Allowance* allowance = f.allowance();
                    return {{Role::quote, allowance != nullptr ? allowance->until : "?"}};
                }},
};

Message fill_in(std::string_view sentence, const Facts& facts) {
    Message out;
    while (!sentence.empty()) {
        const auto open = sentence.find('{');
        if (open != 0) out.push_back({Role::text, std::string(sentence.substr(0, open))});
        if (open == std::string_view::npos) break;
        const auto close = sentence.find('}', open);
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        const auto found = std::find_if(placeholders.begin(), placeholders.end(),
                                        [&](const Placeholder& p) { return p.name == name; });
        assert(found != placeholders.end());
        if (found != placeholders.end()) append(out, found->make(facts));
        sentence.remove_prefix(close == std::string_view::npos ? sentence.size() : close + 1);
    }
    return out;
}

Facts facts_of(const Finding& finding, const Report& report, const CheckResult& result) {
    Facts facts{finding, report, result, clash_facts(finding, report)};
    const auto is_expression = [](const SideText& side) {
        return side.kind == SideText::Kind::expression;
    };
    facts.computed_is_left =
        (is_expression(facts.clash.left) && !is_expression(facts.clash.right)) ||
        (facts.clash.left.kind == SideText::Kind::literal &&
         facts.clash.right.kind == SideText::Kind::quantity);
    return facts;
}

Message text(std::string_view words) { return {{Role::text, std::string(words)}}; }

constexpr std::string_view relation_prefix = "{relation}: ";

/// The sentence, and that a known finding has become worse.
Message with_growth(Message sentence, const Facts& facts) {
    const auto& known = facts.finding.known_gap;
    if (!known || sentence.empty()) return sentence;
    sentence.push_back({Role::text, "; the gap grew"});
    if (known->is_zero()) return sentence;
    sentence.push_back({Role::text, ", the baseline has "});
    sentence.push_back({Role::value, format_distance(*known, facts.clash.unit)});
    return sentence;
}

/// A definition clashed by itself: nothing that is demanded of the report is needed for it.
bool is_without_value(const Finding& finding, const CheckResult& result) {
    const Conflict* conflict = primary_conflict(finding, result);
    return finding.code == RuleCode::joint_conflict && conflict && conflict->relations.empty();
}

Message describe_missing_value(const Finding& finding, const Report& report) {
    Message out;
    for (const DerivationStep& step : finding.steps)
        if (step.kind == DerivationStep::Kind::definition)
            out = {{Role::name, report.names.name(step.index)}};
    if (out.empty()) out.push_back({Role::text, "a derived figure"});
    out.push_back({Role::text, " has no value with the figures as they are printed"});
    return out;
}

}  // namespace

std::string to_plain_text(const Message& message) {
    std::string out;
    for (const Part& part : message) out += part.text;
    return out;
}

Message describe(const Finding& finding, const Report& report, const CheckResult& result) {
    if (is_without_value(finding, result))
        return with_growth(describe_missing_value(finding, report),
                           facts_of(finding, report, result));
    const Facts facts = facts_of(finding, report, result);
    return with_growth(fill_in(rule(finding.code).message, facts), facts);
}

Message describe_without_relation(const Finding& finding, const Report& report,
                                  const CheckResult& result) {
    if (is_without_value(finding, result)) return describe(finding, report, result);
    std::string_view sentence = rule(finding.code).message;
    if (sentence.starts_with(relation_prefix)) sentence.remove_prefix(relation_prefix.size());
    const Facts facts = facts_of(finding, report, result);
    return with_growth(fill_in(sentence, facts), facts);
}

Message describe_clash(const Finding& finding, const Report& report, const CheckResult& result) {
    const Facts facts = facts_of(finding, report, result);
    return with_growth(describe_clash(facts), facts);
}

Message describe_next_step(const Finding& finding, const Report& report) {
    switch (finding.code) {
        case RuleCode::holds_only_by_rounding: return {};
        case RuleCode::undecided:
            return text("split the report where its parts do not depend on each other");
        case RuleCode::unchecked_figure: return text("add a relation if there is one");
        case RuleCode::weak_check: return text("use a more exact figure if the source has one");
        case RuleCode::implausible_rounding:
            return text(
                "say \"rounding\": \"truncated\" if the figures were cut off; else look them up");
        case RuleCode::holds_only_on_a_tie:
            return text("say \"rounding\": \"half-up\" if that is the rule of the source");
        case RuleCode::not_comparable:
            return text(
                "state figures of one basis, or add the unpublished one as an unknown figure");
        case RuleCode::allow_without_reason: return text("write one sentence into \"reason\"");
        case RuleCode::unused_allow: return text("take the allowance out");
        case RuleCode::expired_allow:
            return text("look again: correct the figure, or set a new date with a reason");
        default: break;
    }
    if (finding.elsewhere) return text("both sources: one of them is wrong, or another release");
    std::vector<VariableIndex> doubtful;
    for (const VariableIndex quantity : finding.quantities)
        if (!report.quantities[quantity].fixed) doubtful.push_back(quantity);
    constexpr std::size_t most_names = 4;
    if (doubtful.empty()) return text("the relation: it may not be what the report means");
    Message out;
    if (doubtful.size() <= most_names)
        append(out, join_names(names_of(report, doubtful)));
    else
        out.push_back({Role::text, fmt::format("the {} printed figures", doubtful.size())});
    out.push_back({Role::text, doubtful.size() == 1
                                   ? " in the source: it is wrong, or the relation is"
                                   : " in the source: one of them is wrong, or the relation is"});
    return out;
}

}  // namespace brcheck
