#include "oracle/kinds.hpp"

#include <algorithm>

namespace oracle::kinds {
namespace {

constexpr Comparison equal = Comparison::equal;

TermRef one() { return literal(1); }

Printed printed(Unit unit, mpz_class digits, int places, int scale, Rounding rounding) {
    Printed out;
    out.unit = unit;
    out.digits = std::move(digits);
    out.places = places;
    out.scale = scale;
    out.rounding = rounding;
    return out;
}

std::vector<Index> by_truth(const Draft& draft, std::vector<Index> list) {
    std::sort(list.begin(), list.end(),
              [&](Index a, Index b) { return draft.truth(a) < draft.truth(b); });
    return list;
}

/// "<" or "<=" where the truth allows the first.
Comparison rising(Draft& draft, Index a, Index b) {
    const bool strict = draft.truth(a) < draft.truth(b) && draft.random.chance(60);
    return strict ? Comparison::less : Comparison::less_equal;
}

/// Total and parts of `count` figures with a unit of 10^-places, off by whole units.
void touching_sum(Draft& draft) {
    static const std::vector<Rounding> rules = {
        Rounding::unsaid, Rounding::unsaid, Rounding::unsaid, Rounding::half_up,
        Rounding::truncated, Rounding::half_even, Rounding::up, Rounding::exact, Rounding::unknown};
    const long parts = draft.random.between(2, 10);
    const bool is_mixed = draft.random.chance(25);
    const Rounding rule = draft.random.pick(rules);
    const int places = static_cast<int>(draft.random.between(0, 2));
    const bool is_long = draft.random.chance(20);
    mpz_class total = 0;
    std::vector<Index> list;
    for (long i = 0; i < parts; ++i) {
        mpz_class digits = draft.random.between(100, 99'999);
        // Thirty digits beside two.
        if (is_long && draft.random.chance(50))
            digits = digits * mpz_class("1000000000000000000000000") + digits;
        const bool is_negative = draft.random.chance(10);
        if (is_negative) digits = -digits;
        total += digits;
        list.push_back(draft.stated(printed(Unit::money, digits, places, draft.scale(),
                                            is_mixed ? draft.random.pick(rules) : rule)));
    }
    // Nearest: the slacks of all add up to (parts + 1) / 2 units.
    const long reach = draft.random.chance(70) ? (parts + 1) / 2 : parts;
    const long off = (draft.random.chance(50) ? 1 : -1) * (reach + draft.random.between(-1, 1));
    const Index sum = draft.stated(printed(Unit::money, total + off, places, draft.scale(),
                                           is_mixed ? draft.random.pick(rules) : rule));
    draft.require(quantity(sum), equal, operation(Op::sum, list));
}

/// A quotient of exact numbers beside a printed value whose end it meets.
void touching_share(Draft& draft) {
    static const std::vector<Rounding> rules = {
        Rounding::unsaid, Rounding::nearest, Rounding::half_up, Rounding::half_down,
        Rounding::half_even, Rounding::truncated, Rounding::floor, Rounding::ceiling};
    static const std::vector<long> wholes = {8, 16, 40, 80, 200, 400, 1'600};
    const long whole = draft.random.pick(wholes);
    const long part = draft.random.between(1, whole - 1);
    const Index k = draft.count(part);
    const Index n = draft.count(whole);
    // The share in half percent or tenths, above or below.
    const int places = static_cast<int>(draft.random.between(0, 1));
    const Number steps = Number(part) / whole * 100 * power_of_ten(places);
    const mpz_class below = steps.get_num() / steps.get_den();
    const Index share = draft.stated(
        printed(Unit::percent, below + static_cast<long>(draft.random.between(0, 1)), places, 0,
                draft.random.pick(rules)));
    draft.require(quantity(share), equal, operation(Op::share, std::vector<Index>{k, n}));
}

/// Ends that meet in an order, with every combination of open and closed.
void touching_order(Draft& draft) {
    static const std::vector<Rounding> rules = {Rounding::unsaid, Rounding::half_up,
                                                Rounding::half_down, Rounding::half_even,
                                                Rounding::unknown};
    const long digits = draft.random.between(10, 999);
    const Index a = draft.stated(
        printed(Unit::percent, digits, 1, 0, draft.random.pick(rules)));
    const Index b = draft.stated(printed(Unit::percent, digits + draft.random.between(-1, 1), 1, 0,
                                         draft.random.pick(rules)));
    const auto comparison = static_cast<Comparison>(draft.random.below(5));
    draft.require(quantity(a), comparison, quantity(b));
    if (draft.random.chance(50)) {
        const Index c = draft.unknown(Unit::percent, 0);
        draft.require({quantity(b), quantity(c), quantity(a)},
                      {draft.random.chance(50) ? Comparison::less : Comparison::less_equal,
                       Comparison::less_equal});
    }
}

}  // namespace

void orders(Draft& draft) {
    std::vector<Index> list;
    const long size = draft.random.between(3, 8);
    const bool is_rate = draft.random.chance(50);
    const Number base = is_rate ? Number(0) : draft.amount();
    for (long i = 0; i < size; ++i) {
        // Close enough together for roundings to matter.
        const Number step = Number(draft.random.between(0, 40)) / (is_rate ? 2'000 : 200);
        const Number truth = is_rate ? Number(draft.rate(100, 140) + step)
                                     : Number(base + step * power_of_ten(draft.scale()));
        if (draft.random.chance(10))
            list.push_back(draft.unknown(is_rate ? Unit::percent : Unit::money, truth));
        else
            list.push_back(is_rate ? draft.percent(truth) : draft.money(truth));
    }
    list = by_truth(draft, list);
    std::size_t i = 0;
    while (i + 1 < list.size()) {
        const auto links = static_cast<std::size_t>(draft.random.between(1, 3));
        std::vector<TermRef> sides = {quantity(list[i])};
        std::vector<Comparison> comparisons;
        for (std::size_t k = 0; k < links && i + 1 < list.size(); ++k, ++i) {
            comparisons.push_back(rising(draft, list[i], list[i + 1]));
            sides.push_back(quantity(list[i + 1]));
        }
        draft.require(std::move(sides), std::move(comparisons));
    }
    if (draft.random.chance(50) && draft.truth(list.back()) > draft.truth(list.front()))
        draft.require(quantity(list.back()), Comparison::greater, quantity(list.front()));
}

void comparisons(Draft& draft) {
    const long size = draft.random.between(2, 4);
    std::vector<Index> list;
    for (long i = 0; i < size; ++i) {
        list.push_back(draft.percent(draft.rate(100, 900)));
        const Number truth = draft.truth(list.back());
        const mpz_class tenths = mpz_class(Number(truth * 1000).get_num() /
                                           Number(truth * 1000).get_den());
        const long bound = tenths.get_si();
        switch (draft.random.below(3)) {
            case 0:
                draft.require(quantity(list.back()), Comparison::greater_equal,
                              literal(bound, 1, Unit::percent));
                break;
            case 1:
                draft.require(quantity(list.back()), Comparison::less,
                              literal(bound + 1, 1, Unit::percent));
                break;
            default:
                draft.require({literal(bound - 2, 1, Unit::percent), quantity(list.back()),
                               literal(bound + 3, 1, Unit::percent)},
                              {Comparison::less, Comparison::less});
                break;
        }
    }
    const Index sum = draft.percent(draft.truth(list[0]) + draft.truth(list[1]));
    draft.require(quantity(sum), equal, quantity(list[0]) + quantity(list[1]));
    const bool greater = draft.truth(list[0]) > draft.truth(list[1]);
    if (draft.truth(list[0]) != draft.truth(list[1]))
        draft.require(quantity(list[0]) - quantity(list[1]),
                      greater ? Comparison::greater : Comparison::less,
                      literal(0));
}

void touching(Draft& draft) {
    switch (draft.random.below(4)) {
        case 0: touching_share(draft); break;
        case 1: touching_order(draft); break;
        default: touching_sum(draft); break;
    }
}

void unknowns(Draft& draft) {
    const Index x = draft.unknown(Unit::money, draft.amount());
    const Index y = draft.unknown(Unit::money, draft.amount());
    const Number tx = draft.truth(x);
    const Number ty = draft.truth(y);
    const Index sum = draft.money(tx + ty);
    draft.require(quantity(x) + quantity(y), equal, quantity(sum));
    if (draft.random.chance(60)) {
        const Index difference = draft.money(tx - ty);
        draft.require(quantity(difference), equal, quantity(x) - quantity(y));
    }
    if (draft.random.chance(50)) {
        const Index weighted = draft.money(tx + 2 * ty);
        draft.require(quantity(weighted), equal, quantity(x) + literal(2) * quantity(y));
    }
    if (draft.random.chance(50)) {
        const Index share = draft.percent(tx / (tx + ty));
        draft.require(quantity(x), equal, quantity(share) * quantity(sum));
    }
    if (draft.random.chance(35)) {
        const Index ratio = draft.plain(tx / ty);
        draft.require(quantity(ratio), equal, operation(Op::ratio, std::vector<Index>{x, y}));
    }
    if (draft.random.chance(40)) {
        const Index again = draft.money(tx + ty);
        draft.require(quantity(again), equal, quantity(x) + quantity(y));
    }
    if (draft.random.chance(30)) draft.require(quantity(x), Comparison::greater, literal(0));
}

void repeated(Draft& draft) {
    switch (draft.random.below(4)) {
        case 0: {
            const Index a = draft.money(draft.amount());
            const Index b = draft.money(draft.amount());
            const Index share = draft.percent(draft.truth(a) / (draft.truth(a) + draft.truth(b)));
            draft.require(quantity(share), equal, quantity(a) / (quantity(a) + quantity(b)));
            if (draft.random.chance(50)) {
                const Index lead =
                    draft.percent((draft.truth(a) - draft.truth(b)) /
                                  (draft.truth(a) + draft.truth(b)));
                draft.require(quantity(lead), equal,
                              (quantity(a) - quantity(b)) / (quantity(a) + quantity(b)));
            }
            break;
        }
        case 1: {
            const Index s = draft.percent(draft.rate(50, 950));
            const Number truth = draft.truth(s) * (1 - draft.truth(s));
            const Index variance = draft.print(Unit::plain, truth,
                                               static_cast<int>(draft.random.between(2, 4)));
            draft.require(quantity(variance), equal, quantity(s) * (one() - quantity(s)));
            break;
        }
        case 2: {
            const Index a = draft.plain(Number(draft.random.between(-300, 300)) / 100);
            const Number t = draft.truth(a);
            const Index square = draft.print(Unit::plain, t * t, 1);
            draft.require(quantity(square), equal, quantity(a) * quantity(a));
            if (draft.random.chance(50)) {
                const Index value = draft.print(Unit::plain, t * t - t, 2);
                draft.require(quantity(value), equal,
                              operation(Op::power, std::vector<Index>{a}, 2) - quantity(a));
            }
            break;
        }
        default: {
            const Index a = draft.money(draft.amount());
            const Index b = draft.money(draft.truth(a) * (1 + draft.rate(-20, 20)));
            const Index gap = draft.money(draft.truth(b) - draft.truth(a));
            const Index rate = draft.percent((draft.truth(b) - draft.truth(a)) / draft.truth(a));
            draft.require(quantity(rate), equal,
                          (quantity(b) - quantity(a)) / quantity(a));
            draft.require(quantity(gap), equal, quantity(b) - quantity(a));
            draft.require(quantity(gap), equal, quantity(rate) * quantity(a));
            break;
        }
    }
}

void zero_divisors(Draft& draft) {
    const auto small = [&]() -> Number {
        Number value = 0;
        while (value == 0) value = Number(draft.random.between(-250, 250)) / 1000;
        return value * power_of_ten(draft.scale());
    };
    const Index old = draft.print(Unit::money, small(), static_cast<int>(draft.random.between(0, 1)),
                                  draft.scale());
    const Index now = draft.print(Unit::money, small(), 1, draft.scale());
    const Number ratio = draft.truth(now) / draft.truth(old);
    if (draft.random.chance(60)) {
        const Index rate = draft.print(Unit::percent, ratio - 1, 0);
        draft.require(quantity(rate), equal,
                      operation(Op::growth, std::vector<Index>{now, old}));
    } else {
        const Index printed_ratio = draft.print(Unit::plain, ratio, 1);
        draft.require(quantity(printed_ratio), equal, quantity(now) / quantity(old));
    }
    if (draft.random.chance(50)) {
        const Index gap = draft.print(Unit::money, draft.truth(now) - draft.truth(old), 1,
                                      draft.scale());
        draft.require(quantity(gap), equal, quantity(now) - quantity(old));
    }
    if (draft.random.chance(40)) {
        const Index a = draft.plain(Number(draft.random.between(1, 40)) / 10);
        const Index b = draft.plain(Number(draft.random.between(1, 40)) / 10);
        const Number both =
            draft.truth(a) * draft.truth(b) / (draft.truth(a) + draft.truth(b));
        const Index c = draft.print(Unit::plain, both, 1);
        draft.require(one() / quantity(c), equal, one() / quantity(a) + one() / quantity(b));
    }
}

void one_sided(Draft& draft) {
    const Number share = draft.rate(300, 700);
    const auto some = [&](Unit unit, const Number& truth) {
        if (draft.random.chance(50)) return draft.bound(unit, truth);
        return unit == Unit::money ? draft.money(truth) : draft.percent(truth);
    };
    const Index part = some(Unit::money, draft.amount());
    const Index whole = some(Unit::money, draft.truth(part) / share);
    const Index printed_share = some(Unit::percent, share);
    if (draft.random.chance(50))
        draft.require(quantity(printed_share), equal,
                      operation(Op::share, std::vector<Index>{part, whole}));
    else
        draft.require(quantity(part), equal, quantity(printed_share) * quantity(whole));
    const Number rest_truth = draft.truth(whole) - draft.truth(part);
    if (draft.random.chance(60)) {
        const Index rest = some(Unit::money, rest_truth);
        draft.require(quantity(whole), equal, quantity(part) + quantity(rest));
    }
    if (draft.random.chance(50)) {
        const Index rest_share = some(Unit::percent, 1 - share);
        draft.require(quantity(printed_share) + quantity(rest_share), equal,
                      literal(100, 0, Unit::percent));
        if (draft.truth(rest_share) < share)
            draft.require(quantity(rest_share), Comparison::less, quantity(printed_share));
    }
}

void tolerances(Draft& draft) {
    const auto amount = [&](Unit unit, int scale) {
        return printed(unit, draft.random.between(1, 9), unit == Unit::percent ? 1 : 1, scale,
                       Rounding::exact);
    };
    const Index a = draft.money(draft.amount());
    const Index b = draft.money(draft.amount());
    const Number sum = draft.truth(a) + draft.truth(b);
    const Index total = draft.money(sum);
    draft.require(quantity(a) + quantity(b), equal, quantity(total));
    draft.tolerate(amount(draft.random.chance(50) ? Unit::money : Unit::percent, 0));
    if (draft.random.chance(60)) draft.tolerate(amount(Unit::money, draft.scale()));
    const Index share = draft.percent(draft.truth(a) / sum);
    draft.require(quantity(share), equal, operation(Op::share, std::vector<Index>{a, total}));
    draft.tolerate(amount(Unit::points, 0));
    if (draft.random.chance(40)) {
        const Index other = draft.percent(draft.truth(b) / sum);
        const bool less = draft.truth(other) <= draft.truth(share);
        draft.require(quantity(other), less ? Comparison::less_equal : Comparison::greater_equal,
                      quantity(share));
        if (draft.random.chance(50)) draft.tolerate(amount(Unit::points, 0));
    }
}

void extrema(Draft& draft) {
    std::vector<Index> list;
    const long size = draft.random.between(2, 4);
    const Number base = draft.rate(0, 100);
    for (long i = 0; i < size; ++i) {
        const Number truth = base + Number(draft.random.between(-30, 30)) / 1000;
        if (draft.random.chance(15))
            list.push_back(draft.unknown(Unit::percent, truth));
        else
            list.push_back(draft.percent(truth));
    }
    const auto sorted = by_truth(draft, list);
    const Index most = draft.percent(draft.truth(sorted.back()));
    draft.require(quantity(most), equal, operation(Op::max, list));
    if (draft.random.chance(60)) {
        const Index least = draft.percent(draft.truth(sorted.front()));
        draft.require(quantity(least), equal, operation(Op::min, list));
        if (draft.random.chance(50)) {
            const Index gap = draft.points(draft.truth(most) - draft.truth(least));
            draft.require(quantity(gap), equal,
                          operation(Op::max, list) - operation(Op::min, list));
        }
    }
    if (draft.random.chance(50)) {
        const Index gap = draft.points(abs(draft.truth(list[0]) - draft.truth(list[1])));
        draft.require(quantity(gap), equal,
                      operation(Op::abs, std::vector{quantity(list[0]) - quantity(list[1])}));
    }
}

}  // namespace oracle::kinds
