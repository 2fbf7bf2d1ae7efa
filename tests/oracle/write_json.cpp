#include "oracle/system.hpp"

#include <array>
#include <stdexcept>

namespace oracle {
namespace {

std::string scale_word(int exponent) {
    switch (exponent) {
        case 0: return "";
        case 3: return "thousand";
        case 6: return "million";
        case 9: return "billion";
        case 12: return "trillion";
        case 15: return "quadrillion";
        default: throw std::logic_error("no word for 10^" + std::to_string(exponent));
    }
}

std::string unit_text(Unit unit) {
    switch (unit) {
        case Unit::money: return "yuan";
        case Unit::percent: return "%";
        case Unit::points: return "pp";
        case Unit::plain: return "";
        case Unit::people: return "people";
    }
    return "";
}

std::string decimal_text(const mpz_class& digits, int places) {
    std::string body = mpz_class(abs(digits)).get_str();
    const auto wanted = static_cast<std::size_t>(places) + 1;
    if (body.size() < wanted) body.insert(0, wanted - body.size(), '0');
    if (places > 0) body.insert(body.size() - static_cast<std::size_t>(places), ".");
    return digits < 0 ? "-" + body : body;
}

/// REQUIRES: the value is a decimal.
std::string decimal_text(const Number& value) {
    int places = 0;
    while (Number(value * power_of_ten(places)).get_den() != 1) {
        if (++places > 60) throw std::logic_error(to_string(value) + " is no short decimal");
    }
    return decimal_text(Number(value * power_of_ten(places)).get_num(), places);
}

std::string number_text(const Printed& printed, int money_shift) {
    std::string out = decimal_text(printed.digits, printed.places);
    const int scale = printed.scale + (printed.unit == Unit::money ? money_shift : 0);
    for (const std::string& word : {scale_word(scale), unit_text(printed.unit)})
        if (!word.empty()) out += ' ' + word;
    return out;
}

const char* rounding_name(Rounding rounding) {
    static constexpr std::array names = {"",   "nearest", "half-up", "half-down", "half-even",
                                         "truncated", "up", "floor", "ceiling", "exact", "unknown"};
    return names.at(static_cast<std::size_t>(rounding));
}

class TermWriter {
public:
    TermWriter(const System& system, int money_shift) : system_(system), shift_(money_shift) {}

    [[nodiscard]] std::string text(const Term& term) const {
        const auto argument = [&](std::size_t i) { return text(*term.arguments[i]); };
        const auto inner = [&](std::size_t i) {
            const Op op = term.arguments[i]->op;
            const bool is_closed = op == Op::quantity || op >= Op::share ||
                                   (op == Op::literal && term.arguments[i]->literal.digits >= 0);
            return is_closed ? argument(i) : '(' + argument(i) + ')';
        };
        switch (term.op) {
            case Op::literal: return number_text(term.literal, shift_);
            case Op::quantity: return system_.quantities[term.quantity].id;
            case Op::negate: return '-' + inner(0);
            case Op::add: return argument(0) + " + " + inner(1);
            case Op::subtract: return argument(0) + " - " + inner(1);
            case Op::multiply: return inner(0) + " * " + inner(1);
            case Op::divide: return inner(0) + " / " + inner(1);
            case Op::power: return inner(0) + " ^ " + std::to_string(term.exponent);
            default: break;
        }
        std::string out = function_name(term.op) + "(";
        for (std::size_t i = 0; i < term.arguments.size(); ++i)
            out += (i == 0 ? "" : ", ") + argument(i);
        if (term.op == Op::cagr) out += ", " + std::to_string(term.exponent);
        return out + ')';
    }

private:
    static std::string function_name(Op op) {
        switch (op) {
            case Op::share: return "share";
            case Op::growth: return "growth";
            case Op::change: return "change";
            case Op::points: return "points";
            case Op::sum: return "sum";
            case Op::mean: return "mean";
            case Op::ratio: return "ratio";
            case Op::index: return "index";
            case Op::cagr: return "cagr";
            case Op::weighted: return "weighted";
            case Op::min: return "min";
            case Op::max: return "max";
            case Op::abs: return "abs";
            case Op::sqrt: return "sqrt";
            default: throw std::logic_error("no function");
        }
    }

    const System& system_;
    int shift_;
};

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string unit_member(Unit unit) {
    const std::string text = unit_text(unit);
    return text.empty() ? "\"unknown\": true" : "\"unit\": " + quoted(text);
}

std::string range_members(const Quantity& quantity, int money_shift) {
    const Number unit = factor_of(quantity.unit) /
                        power_of_ten(quantity.unit == Unit::money ? money_shift : 0);
    std::string out;
    const auto add = [&](const char* key, const std::string& value) {
        out += (out.empty() ? "\"" : ", \"") + std::string(key) + "\": " + value;
    };
    const Ends& range = quantity.range;
    if (range.low) add("low", quoted(decimal_text(Number(*range.low / unit))));
    if (range.high) add("high", quoted(decimal_text(Number(*range.high / unit))));
    if (range.low && range.low_open) add("low_open", "true");
    if (range.high && range.high_open) add("high_open", "true");
    out = "\"range\": {" + out + "}";
    const std::string text = unit_text(quantity.unit);
    return text.empty() ? out : out + ", \"unit\": " + quoted(text);
}

/// `text` stands in for what the figure prints, if it is given.
std::string figure_text(const Quantity& quantity, int money_shift, const std::string* text) {
    std::string members;
    if (quantity.kind == QuantityKind::stated) {
        const Printed& printed = quantity.printed;
        const std::string stated = quoted(text ? *text : write_stated(printed, money_shift));
        const bool is_short = printed.rounding == Rounding::unsaid && printed.coarser == 0 &&
                              !quantity.whole && !quantity.fixed;
        if (is_short) return stated;
        members = "\"stated\": " + stated;
        if (printed.rounding != Rounding::unsaid)
            members += ", \"rounding\": " + quoted(rounding_name(printed.rounding));
        if (printed.coarser > 0)
            members += ", \"rounded_to\": " + quoted(decimal_text(power_of_ten(printed.coarser)));
    } else if (quantity.kind == QuantityKind::range) {
        members = range_members(quantity, money_shift);
    } else {
        members = unit_member(quantity.unit);
    }
    if (quantity.whole) members += ", \"whole\": true";
    if (quantity.fixed) members += ", \"fixed\": true";
    return '{' + members + '}';
}

}  // namespace

std::string write_stated(const Printed& printed, int money_shift) {
    static constexpr std::array words = {"", "over ", "at least ", "under ", "at most ", "nearly "};
    return words.at(static_cast<std::size_t>(printed.wording)) + number_text(printed, money_shift);
}

std::string write_relation(const System& system, const Relation& relation, int money_shift) {
    static constexpr std::array signs = {" = ", " < ", " <= ", " > ", " >= "};
    const TermWriter writer(system, money_shift);
    std::string out = writer.text(*relation.sides[0]);
    for (std::size_t i = 0; i < relation.comparisons.size(); ++i)
        out += signs.at(static_cast<std::size_t>(relation.comparisons[i])) +
               writer.text(*relation.sides[i + 1]);
    return out;
}

std::string write_json(const System& system, const Layout& layout) {
    const auto order_of = [](const std::vector<std::size_t>& order, std::size_t size) {
        if (!order.empty()) return order;
        std::vector<std::size_t> plain(size);
        for (std::size_t i = 0; i < size; ++i) plain[i] = i;
        return plain;
    };
    std::string figures;
    std::string derived;
    std::string relations;
    const auto add = [](std::string& list, const std::string& id, const std::string& value) {
        list += (list.empty() ? "\n    \"" : ",\n    \"") + id + "\": " + value;
    };
    for (const std::size_t i : order_of(layout.quantities, system.quantities.size())) {
        const Quantity& quantity = system.quantities[i];
        if (quantity.definition)
            add(derived, quantity.id,
                quoted(TermWriter(system, layout.money_shift).text(*quantity.definition)));
        else
            add(figures, quantity.id,
                figure_text(quantity, layout.money_shift,
                            layout.restated && layout.restated->first == i
                                ? &layout.restated->second
                                : nullptr));
    }
    for (const std::size_t i : order_of(layout.relations, system.relations.size())) {
        const Relation& relation = system.relations[i];
        const std::string holds = quoted(write_relation(system, relation, layout.money_shift));
        if (relation.tolerance)
            add(relations, relation.id,
                "{\"holds\": " + holds + ", \"tolerance\": " +
                    quoted(number_text(relation.tolerance->amount, layout.money_shift)) + '}');
        else
            add(relations, relation.id, holds);
    }
    std::string out = "{\n  \"brcheck\": 1,\n  \"figures\": {" + figures + "\n  }";
    if (!derived.empty()) out += ",\n  \"derived\": {" + derived + "\n  }";
    return out + ",\n  \"relations\": {" + relations + "\n  }\n}\n";
}

}  // namespace oracle
