#include "oracle/kinds.hpp"

namespace oracle::kinds {
namespace {

constexpr Comparison equal = Comparison::equal;

TermRef one() { return literal(1); }

Number sum_of(const Draft& draft, const std::vector<Index>& list) {
    Number total = 0;
    for (const Index i : list) total += draft.truth(i);
    return total;
}

/// Random distinct members of `list`, at least `least` of them.
std::vector<Index> some_of(Draft& draft, const std::vector<Index>& list, std::size_t least,
                           std::size_t most) {
    const auto order = draft.random.permutation(list.size());
    const auto size = static_cast<std::size_t>(draft.random.between(
        static_cast<long>(least), static_cast<long>(std::min(most, list.size()))));
    std::vector<Index> out;
    for (std::size_t i = 0; i < size; ++i) out.push_back(list[order[i]]);
    return out;
}

TermRef added(Draft& draft, const std::vector<Index>& list) {
    if (draft.random.chance(40)) return operation(Op::sum, list);
    TermRef term = quantity(list[0]);
    for (std::size_t i = 1; i < list.size(); ++i) term = term + quantity(list[i]);
    return term;
}

TermRef grown(Index old, Index rate) { return quantity(old) * (one() + quantity(rate)); }

void require_growth(Draft& draft, Index now, Index old, Index rate) {
    switch (draft.random.below(3)) {
        case 0:
            draft.require(quantity(rate), equal,
                          operation(Op::growth, std::vector<Index>{now, old}));
            break;
        case 1: draft.require(quantity(now), equal, grown(old, rate)); break;
        default:
            draft.require(quantity(old), equal, quantity(now) / (one() + quantity(rate)));
            break;
    }
}

}  // namespace

void sums(Draft& draft) {
    std::vector<Index> subtotals;
    const long groups = draft.random.between(1, 3);
    for (long g = 0; g < groups; ++g) {
        std::vector<Index> parts;
        const long size = draft.random.between(2, groups == 1 ? 6 : 3);
        for (long i = 0; i < size; ++i)
            parts.push_back(draft.money_or_unknown(draft.amount(), 8));
        subtotals.push_back(draft.money_or_unknown(sum_of(draft, parts), 10));
        draft.require(quantity(subtotals.back()), equal, added(draft, parts));
    }
    if (groups == 1) return;
    const Index total = draft.money(sum_of(draft, subtotals));
    draft.require(added(draft, subtotals), equal, quantity(total));
}

void table(Draft& draft) {
    const auto rows = static_cast<std::size_t>(draft.random.between(2, 3));
    const auto columns = static_cast<std::size_t>(draft.random.between(2, rows == 3 ? 2 : 3));
    std::vector<std::vector<Index>> by_row(rows);
    std::vector<std::vector<Index>> by_column(columns);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            const Index cell = draft.money_or_unknown(draft.amount(), 15);
            by_row[r].push_back(cell);
            by_column[c].push_back(cell);
        }
    }
    std::vector<Index> row_totals;
    for (const auto& list : {by_row, by_column}) {
        std::vector<Index> totals;
        for (const auto& line : list) {
            totals.push_back(draft.money(sum_of(draft, line)));
            draft.require(quantity(totals.back()), equal, added(draft, line));
        }
        if (row_totals.empty()) row_totals = totals;
    }
    if (draft.random.chance(70)) {
        const Index total = draft.money(sum_of(draft, row_totals));
        draft.require(quantity(total), equal, added(draft, row_totals));
    }
}

void shares(Draft& draft) {
    std::vector<Index> parts;
    const long size = draft.random.between(2, 5);
    for (long i = 0; i < size; ++i) parts.push_back(draft.money_or_unknown(draft.amount(), 30));
    const Index total = draft.money_or_unknown(sum_of(draft, parts), 25);
    if (draft.random.chance(80)) draft.require(quantity(total), equal, added(draft, parts));
    std::vector<Index> rates;
    for (const Index part : parts) {
        if (draft.random.chance(20)) continue;
        rates.push_back(draft.percent(draft.truth(part) / draft.truth(total)));
        if (draft.random.chance(60))
            draft.require(quantity(rates.back()), equal,
                          operation(Op::share, std::vector<Index>{part, total}));
        else
            draft.require(quantity(part), equal, quantity(total) * quantity(rates.back()));
    }
    if (rates.size() == parts.size() && draft.random.chance(60))
        draft.require(added(draft, rates), equal, literal(100, 0, Unit::percent));
    else if (rates.empty())
        draft.require(quantity(parts[0]), Comparison::less, quantity(total));
}

void growth(Draft& draft) {
    const long years = draft.random.between(1, 4);
    std::vector<Index> levels = {draft.money_or_unknown(draft.amount(), 40)};
    std::vector<Index> rates;
    for (long i = 0; i < years; ++i) {
        const Number rate = draft.rate(-90, 250);
        const Number next = draft.truth(levels.back()) * (1 + rate);
        levels.push_back(draft.money_or_unknown(next, 40));
        rates.push_back(draft.percent(rate));
        require_growth(draft, levels[levels.size() - 1], levels[levels.size() - 2], rates.back());
    }
    const Number whole = draft.truth(levels.back()) / draft.truth(levels.front()) - 1;
    if (years > 1 && draft.random.chance(60)) {
        const Index all = draft.percent(whole);
        if (draft.random.chance(50)) {
            require_growth(draft, levels.back(), levels.front(), all);
        } else {
            TermRef product = one() + quantity(rates[0]);
            for (std::size_t i = 1; i < rates.size(); ++i)
                product = product * (one() + quantity(rates[i]));
            draft.require(one() + quantity(all), equal, product);
        }
    } else if (draft.random.chance(40)) {
        const Index lead = draft.money(draft.truth(levels[1]) - draft.truth(levels[0]));
        draft.require(quantity(lead), equal,
                      operation(Op::change, std::vector<Index>{levels[1], levels[0]}));
    }
}

void products(Draft& draft) {
    const bool has_levels = draft.random.chance(60);
    const unsigned unstated = has_levels ? 25 : 100;
    const auto level = [&](Unit unit, const Number& truth) {
        if (draft.random.chance(unstated)) return draft.unknown(unit, truth);
        return unit == Unit::money ? draft.money(truth) : draft.plain(truth);
    };
    const Index price = level(Unit::money, draft.amount() / 100);
    const Index amount = level(Unit::plain, Number(draft.random.between(500, 99'999)) / 100);
    const Index revenue = level(Unit::money, draft.truth(price) * draft.truth(amount));
    draft.require(quantity(revenue), equal, quantity(price) * quantity(amount));
    if (has_levels && draft.random.chance(40)) return;
    const Number price_rate = draft.rate(-100, 200);
    const Number amount_rate = draft.rate(-100, 200);
    const Index new_price = level(Unit::money, draft.truth(price) * (1 + price_rate));
    const Index new_amount = level(Unit::plain, draft.truth(amount) * (1 + amount_rate));
    const Index new_revenue = level(Unit::money, draft.truth(new_price) * draft.truth(new_amount));
    draft.require(quantity(new_revenue), equal, quantity(new_price) * quantity(new_amount));
    // Levels that nobody states have a sign all the same.
    for (const Index i : {price, amount, revenue})
        if (draft.random.chance(70)) draft.require(quantity(i), Comparison::greater, literal(0));
    require_growth(draft, new_price, price, draft.percent(price_rate));
    require_growth(draft, new_amount, amount, draft.percent(amount_rate));
    require_growth(draft, new_revenue, revenue,
                   draft.percent((1 + price_rate) * (1 + amount_rate) - 1));
}

void differences(Draft& draft) {
    std::vector<Index> levels;
    std::vector<Index> rates;
    const long size = draft.random.between(2, 4);
    for (long i = 0; i < size; ++i) {
        levels.push_back(draft.money_or_unknown(draft.amount(), 15));
        rates.push_back(draft.percent(draft.rate(-50, 600)));
    }
    for (std::size_t i = 1; i < levels.size(); ++i) {
        const std::vector<Index> pair = {levels[i], levels[i - 1]};
        const Index gap = draft.money(draft.truth(pair[0]) - draft.truth(pair[1]));
        draft.require(quantity(gap), equal,
                      operation(draft.random.chance(50) ? Op::change : Op::subtract, pair));
        const std::vector<Index> both = {rates[i], rates[i - 1]};
        const Index step = draft.points(draft.truth(both[0]) - draft.truth(both[1]));
        if (draft.random.chance(60))
            draft.require(quantity(step), equal, operation(Op::points, both));
        else
            draft.require(quantity(both[0]), equal, quantity(both[1]) + quantity(step));
    }
}

void means(Draft& draft) {
    std::vector<Index> values;
    const long size = draft.random.between(2, 4);
    for (long i = 0; i < size; ++i) values.push_back(draft.percent(draft.rate(0, 900)));
    if (draft.random.chance(50)) {
        const Index mean = draft.percent(sum_of(draft, values) / size);
        draft.require(quantity(mean), equal, operation(Op::mean, values));
        if (draft.random.chance(50)) {
            const Index other = draft.percent(draft.truth(values[0]) - draft.truth(mean));
            draft.require(quantity(other), equal, quantity(values[0]) - quantity(mean));
        }
        return;
    }
    std::vector<Index> pairs;
    Number total = 0;
    Number weights = 0;
    for (const Index value : values) {
        const Index weight = draft.money(draft.amount());
        pairs.push_back(value);
        pairs.push_back(weight);
        total += draft.truth(value) * draft.truth(weight);
        weights += draft.truth(weight);
    }
    const Index mean = draft.percent(total / weights);
    draft.require(quantity(mean), equal, operation(Op::weighted, pairs));
}

void compound(Draft& draft) {
    const auto years = static_cast<unsigned>(draft.random.between(2, 4));
    const Number rate = draft.rate(-40, 120);
    const Index first = draft.money_or_unknown(draft.amount(), 10);
    Number factor = 1;
    for (unsigned i = 0; i < years; ++i) factor *= 1 + rate;
    const Index last = draft.money_or_unknown(draft.truth(first) * factor, 10);
    const Index yearly = draft.percent(rate);
    const TermRef power = operation(Op::power, std::vector{one() + quantity(yearly)}, years);
    if (draft.random.chance(35))
        draft.require(quantity(yearly), equal,
                      operation(Op::cagr, std::vector<Index>{last, first}, years));
    else
        draft.require(quantity(last), equal, quantity(first) * power);
    if (draft.random.chance(50)) {
        const Index whole = draft.percent(factor - 1);
        require_growth(draft, last, first, whole);
    }
}

void derived(Draft& draft) {
    const Number share = draft.rate(200, 800);
    const Number part_rate = draft.rate(-50, 150);
    const Number all_rate = draft.rate(-50, 150);
    const Index part = draft.money(draft.amount());
    const Index rate = draft.percent(part_rate);
    const Index all = draft.money_or_unknown(draft.truth(part) / share, 20);
    const Index growth_of_all = draft.percent(all_rate);
    const Index part_before =
        draft.derived(Unit::money, quantity(part) / (one() + quantity(rate)));
    const Index all_before =
        draft.derived(Unit::money, quantity(all) / (one() + quantity(growth_of_all)));
    const Index rest = draft.derived(Unit::money, quantity(all) - quantity(part));
    const Index before = draft.percent(draft.truth(part_before) / draft.truth(all_before));
    draft.require(quantity(before), equal,
                  operation(Op::share, std::vector<Index>{part_before, all_before}));
    const Index now = draft.percent(share);
    if (draft.random.chance(60))
        draft.require(quantity(part), equal, quantity(all) * quantity(now));
    else
        draft.require(quantity(now), equal,
                      operation(Op::share, std::vector<Index>{part, all}));
    if (draft.random.chance(50)) {
        const Index printed_rest = draft.money(draft.truth(rest));
        draft.require(quantity(printed_rest), equal, quantity(rest));
    }
    const bool rose = draft.truth(now) > draft.truth(before);
    if (draft.random.chance(50) && draft.truth(now) != draft.truth(before))
        draft.require(quantity(now), rose ? Comparison::greater : Comparison::less,
                      quantity(before));
}

void mixed(Draft& draft) {
    std::vector<Index> levels;
    std::vector<Index> rates;
    const long start = draft.random.between(2, 4);
    const long most = draft.random.between(start + 2, 14);
    for (long i = 0; i < start; ++i)
        levels.push_back(draft.money_or_unknown(draft.amount(), 10));
    while (static_cast<long>(draft.size()) < most) {
        const std::vector<Index> pair = some_of(draft, levels, 2, 2);
        switch (draft.random.below(7)) {
            case 0: {
                const auto parts = some_of(draft, levels, 2, 4);
                levels.push_back(draft.money_or_unknown(sum_of(draft, parts), 15));
                draft.require(quantity(levels.back()), equal, added(draft, parts));
                break;
            }
            case 1:
            case 2:
                rates.push_back(draft.percent(draft.truth(pair[0]) / draft.truth(pair[1])));
                draft.require(quantity(rates.back()), equal, operation(Op::share, pair));
                break;
            case 3: {
                const Number rate = draft.rate(-90, 250);
                const Index now = pair[0];
                const Index old = draft.money_or_unknown(draft.truth(now) / (1 + rate), 50);
                rates.push_back(draft.percent(rate));
                require_growth(draft, now, old, rates.back());
                levels.push_back(old);
                break;
            }
            case 4: {
                const Index gap = draft.money(draft.truth(pair[0]) - draft.truth(pair[1]));
                draft.require(quantity(gap), equal, operation(Op::change, pair));
                break;
            }
            case 5:
                if (draft.truth(pair[0]) < draft.truth(pair[1]))
                    draft.require(quantity(pair[0]), Comparison::less, quantity(pair[1]));
                levels.push_back(draft.money((draft.truth(pair[0]) + draft.truth(pair[1])) / 2));
                draft.require(quantity(levels.back()), equal, operation(Op::mean, pair));
                break;
            default:
                if (rates.size() >= 2) {
                    const auto two = some_of(draft, rates, 2, 2);
                    const Index step = draft.points(draft.truth(two[0]) - draft.truth(two[1]));
                    draft.require(quantity(step), equal, operation(Op::points, two));
                } else {
                    const Index index =
                        draft.plain(100 * draft.truth(pair[0]) / draft.truth(pair[1]));
                    draft.require(quantity(index), equal, operation(Op::index, pair));
                }
                break;
        }
    }
}

void weights(Draft& draft) {
    std::vector<Index> pairs;
    Number total = 0;
    Number all = 0;
    const long size = draft.random.between(2, 3);
    for (long i = 0; i < size; ++i) {
        const Index value = draft.percent(draft.rate(0, 900));
        const Index weight = draft.unknown(Unit::money, draft.amount());
        total += draft.truth(value) * draft.truth(weight);
        all += draft.truth(weight);
        pairs.insert(pairs.end(), {value, weight});
    }
    const Index mean = draft.percent(total / all);
    draft.require(quantity(mean), equal, operation(Op::weighted, pairs));
    for (std::size_t i = 3; i < pairs.size(); i += 2) {
        const Index growth = draft.percent(draft.truth(pairs[i]) / draft.truth(pairs[1]) - 1);
        require_growth(draft, pairs[i], pairs[1], growth);
    }
}

}  // namespace oracle::kinds
