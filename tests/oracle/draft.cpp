#include "oracle/draft.hpp"

#include <algorithm>
#include <stdexcept>

namespace oracle {

TermRef quantity(Index index) {
    auto term = std::make_shared<Term>();
    term->op = Op::quantity;
    term->quantity = index;
    return term;
}

TermRef literal(long digits, int places, Unit unit, int scale) {
    auto term = std::make_shared<Term>();
    term->literal.digits = digits;
    term->literal.places = places;
    term->literal.unit = unit;
    term->literal.scale = scale;
    return term;
}

TermRef operation(Op op, std::vector<TermRef> arguments, unsigned exponent) {
    auto term = std::make_shared<Term>();
    term->op = op;
    term->exponent = exponent;
    term->arguments = std::move(arguments);
    return term;
}

TermRef operation(Op op, const std::vector<Index>& arguments, unsigned exponent) {
    std::vector<TermRef> terms;
    for (const Index index : arguments) terms.push_back(quantity(index));
    return operation(op, std::move(terms), exponent);
}

Draft::Draft(Random& source, std::string kind)
    : random(source), scale_(static_cast<int>(3 * source.between(1, 3))) {
    system_.kind = std::move(kind);
}

Number Draft::amount() {
    return Number(random.between(1'000, 999'999)) * power_of_ten(scale_ - 3);
}

Number Draft::rate(long low, long high) {
    return Number(random.between(low * 10, high * 10)) / 10'000;
}

Index Draft::add(Quantity added, const char* prefix) {
    added.id = prefix + std::to_string(system_.quantities.size());
    system_.quantities.push_back(std::move(added));
    return system_.quantities.size() - 1;
}

Printed Draft::print_rounded(Unit unit, const Number& truth, int places, int scale) {
    static const std::vector<Rounding> rules = {
        Rounding::nearest, Rounding::half_up, Rounding::half_down, Rounding::half_even,
        Rounding::truncated, Rounding::up, Rounding::floor, Rounding::ceiling, Rounding::unknown};
    Printed printed;
    printed.unit = unit;
    printed.places = places;
    printed.scale = scale;
    if (random.chance(20)) printed.rounding = random.pick(rules);
    const bool counts = (unit == Unit::plain || unit == Unit::people) && scale == 0;
    if (printed.rounding == Rounding::unsaid && counts && places == 0)
        printed.rounding = Rounding::nearest;
    const Number steps = truth / printed.place();
    const mpz_class below = mpz_class(steps.get_num() / steps.get_den());  // toward zero
    std::vector<mpz_class> fitting;
    for (int i = -1; i <= 1; ++i) {
        printed.digits = below + i;
        if (printed.ends().contains(truth)) fitting.push_back(printed.digits);
    }
    if (fitting.empty()) throw std::logic_error("no rounding of " + to_string(truth));
    printed.digits = random.pick(fitting);
    return printed;
}

Index Draft::print(Unit unit, const Number& truth, int places, int scale) {
    Quantity added;
    added.unit = unit;
    added.truth = truth;
    added.printed = print_rounded(unit, truth, places, scale);
    return add(std::move(added), "f");
}

Index Draft::money(const Number& truth) {
    return print(Unit::money, truth, static_cast<int>(random.between(0, 2)), scale_);
}

Index Draft::percent(const Number& truth) {
    return print(Unit::percent, truth, static_cast<int>(random.between(0, 2)));
}

Index Draft::points(const Number& truth) {
    return print(Unit::points, truth, static_cast<int>(random.between(1, 2)));
}

Index Draft::plain(const Number& truth) {
    return print(Unit::plain, truth, static_cast<int>(random.between(0, 2)));
}

Index Draft::bound(Unit unit, const Number& truth) {
    static const std::vector<Wording> wordings = {Wording::over, Wording::at_least, Wording::under,
                                                  Wording::at_most, Wording::nearly};
    Quantity added;
    added.unit = unit;
    added.truth = truth;
    Printed& printed = added.printed;
    printed.unit = unit;
    printed.scale = unit == Unit::money ? scale_ : 0;
    printed.places = static_cast<int>(random.between(0, 1));
    printed.wording = random.pick(wordings);
    const Number steps = truth / printed.place();
    const mpz_class below = mpz_class(steps.get_num() / steps.get_den());
    for (int i = -2; i <= 3; ++i) {
        printed.digits = below + i;
        if (printed.digits > 0 && printed.ends().contains(truth))
            return add(std::move(added), "f");
    }
    return print(unit, truth, 1, printed.scale);
}

Index Draft::count(long truth) {
    Quantity added;
    added.unit = Unit::plain;
    added.truth = truth;
    added.whole = random.chance(70);
    added.printed.digits = truth;
    return add(std::move(added), "n");
}

Index Draft::unknown(Unit unit, const Number& truth, bool whole) {
    Quantity added;
    added.kind = QuantityKind::unknown;
    added.unit = unit;
    added.whole = whole;
    added.truth = truth;
    return add(std::move(added), "u");
}

Index Draft::range(Unit unit, const Number& truth, const Ends& ends, bool whole) {
    Quantity added;
    added.kind = QuantityKind::range;
    added.unit = unit;
    added.whole = whole;
    added.truth = truth;
    added.range = ends;
    return add(std::move(added), "r");
}

Index Draft::money_or_unknown(const Number& truth, unsigned unknown_percent) {
    return random.chance(unknown_percent) ? unknown(Unit::money, truth) : money(truth);
}

Index Draft::derived(Unit unit, TermRef definition) {
    Quantity added;
    added.kind = QuantityKind::derived;
    added.unit = unit;
    added.truth = evaluate(system_, *definition).value();
    added.definition = std::move(definition);
    return add(std::move(added), "d");
}

Index Draft::stated(Printed printed, bool whole) {
    Quantity added;
    added.unit = printed.unit;
    added.whole = whole;
    added.truth = printed.value();
    added.printed = std::move(printed);
    return add(std::move(added), "f");
}

void Draft::require(TermRef left, Comparison comparison, TermRef right) {
    require({std::move(left), std::move(right)}, {comparison});
}

void Draft::require(std::vector<TermRef> sides, std::vector<Comparison> comparisons) {
    Relation relation;
    relation.id = "c" + std::to_string(system_.relations.size());
    relation.sides = std::move(sides);
    relation.comparisons = std::move(comparisons);
    system_.relations.push_back(std::move(relation));
}

void Draft::tolerate(Printed amount) {
    system_.relations.back().tolerance = Tolerance{std::move(amount)};
}

namespace {

mpz_class slipped(const mpz_class& digits, Random& random) {
    const int sign = digits < 0 ? -1 : 1;
    std::string text = mpz_class(abs(digits)).get_str();
    const std::size_t at = random.below(text.size());
    switch (random.below(8)) {
        case 0:
        case 1:
        case 2: return digits + (random.chance(50) ? 1 : -1);
        case 3: return digits + (random.chance(50) ? 1 : -1) * random.between(2, 9);
        case 4:
            if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
            break;
        case 5: text[at] = static_cast<char>('0' + random.below(10)); break;
        case 6:
            if (text.size() > 1) text.erase(at, 1);
            break;
        default: text.insert(at, 1, text[at]); break;
    }
    const mpz_class changed(text, 10);
    return changed == abs(digits) ? mpz_class(digits + 1) : mpz_class(sign * changed);
}

}  // namespace

void plant_slips(System& system, Random& random, unsigned count) {
    std::vector<Index> targets;
    for (Index i = 0; i < system.quantities.size(); ++i)
        if (system.quantities[i].kind == QuantityKind::stated) targets.push_back(i);
    for (unsigned n = 0; n < count && !targets.empty(); ++n) {
        const std::size_t at = random.below(targets.size());
        Printed& printed = system.quantities[targets[at]].printed;
        const mpz_class changed = slipped(printed.digits, random);
        targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(at));
        // "nearly 0" and "over -3" mean something else.
        if (printed.wording != Wording::bare && changed <= 0) continue;
        printed.digits = changed;
        ++system.slips;
    }
}

}  // namespace oracle
