#include "oracle/kinds.hpp"

#include <algorithm>

namespace oracle::kinds {
namespace {

constexpr Comparison equal = Comparison::equal;

TermRef added(const std::vector<Index>& list) { return operation(Op::sum, list); }

/// Unknown parts of an unknown total; only their shares are printed.
void shares_of_nothing(Draft& draft) {
    const long size = draft.random.between(2, 5);
    std::vector<Index> parts;
    Number sum = 0;
    for (long i = 0; i < size; ++i) {
        // Nearly equal parts, so that rounding them all the same way is not far off.
        parts.push_back(draft.unknown(Unit::money, Number(draft.random.between(980, 1'020))));
        sum += draft.truth(parts.back());
    }
    const Index total = draft.unknown(Unit::money, sum);
    draft.require(quantity(total), equal, added(parts));
    if (draft.random.chance(85))
        draft.require(quantity(total), Comparison::greater, literal(0));
    for (const Index part : parts) {
        const Index share = draft.print(Unit::percent, draft.truth(part) / sum, 1);
        draft.require(quantity(part), equal, quantity(share) * quantity(total));
    }
}

/// Rows and columns of cells that nobody prints.
void unprinted_cells(Draft& draft) {
    const auto rows = static_cast<std::size_t>(draft.random.between(2, 3));
    const auto columns = static_cast<std::size_t>(draft.random.between(2, 3));
    std::vector<std::vector<Index>> lines(rows + columns);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t k = 0; k < columns; ++k) {
            const Index cell = draft.unknown(Unit::money, draft.amount());
            lines[r].push_back(cell);
            lines[rows + k].push_back(cell);
        }
    }
    for (const auto& line : lines) {
        Number sum = 0;
        for (const Index cell : line) sum += draft.truth(cell);
        const Index total = draft.print(Unit::money, sum, 1, draft.scale());
        draft.require(quantity(total), equal, added(line));
    }
}

/// Steps around a circle that must come back to where they began.
void circle(Draft& draft) {
    const long size = draft.random.between(2, 5);
    std::vector<Index> levels;
    for (long i = 0; i < size; ++i) levels.push_back(draft.unknown(Unit::money, draft.amount()));
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Index from = levels[i];
        const Index to = levels[(i + 1) % levels.size()];
        const Number step = draft.truth(to) - draft.truth(from);
        if (draft.random.chance(20)) {
            draft.require(quantity(to), step >= 0 ? Comparison::greater_equal : Comparison::less,
                          quantity(from));
            continue;
        }
        const Index printed = draft.print(Unit::money, step, 1, draft.scale());
        draft.require(quantity(to), equal, quantity(from) + quantity(printed));
    }
}

/// Two factors between the same two unknowns.
void two_factors(Draft& draft) {
    const Number factor = Number(draft.random.between(900, 1'100)) / 1'000;
    const Number truth = draft.random.between(1, 100'000);
    const Ends wide = {power_of_ten(-6), power_of_ten(6)};
    const Index y = draft.range(Unit::plain, truth, wide);
    const Index x = draft.range(Unit::plain, truth * factor, wide);
    for (int i = 0; i < 2; ++i) {
        const Index printed = draft.print(Unit::plain, factor, static_cast<int>(
                                                                   draft.random.between(2, 3)));
        draft.require(quantity(x), equal, quantity(printed) * quantity(y));
    }
}

}  // namespace

void loops(Draft& draft) {
    switch (draft.random.below(5)) {
        case 0: shares_of_nothing(draft); break;
        case 1: unprinted_cells(draft); break;
        case 2: circle(draft); break;
        case 3: two_factors(draft); break;
        default: {
            const Index a = draft.unknown(Unit::money, draft.amount());
            const Index b = draft.unknown(Unit::money, draft.amount());
            for (int i = 0; i < 2; ++i) {
                const Index total = draft.money(draft.truth(a) + draft.truth(b));
                draft.require(quantity(a) + quantity(b), equal, quantity(total));
            }
            break;
        }
    }
}

void roots(Draft& draft) {
    const auto value = [&]() -> Number { return Number(draft.random.between(1, 90)) / 10; };
    const Index x = draft.unknown(Unit::plain, value());
    const Number tx = draft.truth(x);
    // Exact, or rounded to tenths.
    const auto print = [&](const Number& truth) {
        Printed exact;
        exact.digits = Number(truth * 100).get_num();
        exact.places = 2;
        exact.rounding = Rounding::exact;
        return draft.random.chance(50) ? draft.stated(exact) : draft.print(Unit::plain, truth, 1);
    };
    switch (draft.random.below(4)) {
        case 0: {  // x y = p, x = y: mostly no fraction
            const Index y = draft.unknown(Unit::plain, tx);
            const Index product = print(tx * tx);
            draft.require(quantity(product), equal, quantity(x) * quantity(y));
            draft.require(quantity(x), equal, quantity(y));
            break;
        }
        case 1: {  // a sum and a product: two roots, one, or none
            const Index y = draft.unknown(Unit::plain, draft.random.chance(60) ? tx : value());
            const Index sum = print(tx + draft.truth(y));
            const Index product = print(tx * draft.truth(y));
            draft.require(quantity(sum), equal, quantity(x) + quantity(y));
            draft.require(quantity(product), equal, quantity(x) * quantity(y));
            break;
        }
        case 2: {
            const Index square = print(tx * tx);
            draft.require(operation(Op::power, std::vector<Index>{x}, 2), equal, quantity(square));
            break;
        }
        default: {
            const Index before = draft.money(draft.amount());
            const Number rate = draft.rate(-100, 300);
            const Number factor = (1 + rate) * (1 + rate);
            const Index after = draft.money(draft.truth(before) * factor);
            const Index yearly = draft.unknown(Unit::percent, rate);
            draft.require(quantity(after), equal,
                          quantity(before) *
                              operation(Op::power,
                                        std::vector{literal(1) + quantity(yearly)}, 2));
            if (draft.random.chance(70))
                draft.require(quantity(yearly), Comparison::greater, literal(-1));
            break;
        }
    }
    if (draft.random.chance(60)) draft.require(quantity(x), Comparison::greater, literal(0));
    if (draft.random.chance(40))
        draft.require(quantity(x), Comparison::less,
                      literal(Number(tx * 10).get_num().get_si() + draft.random.between(1, 9), 1));
}

void distances(Draft& draft) {
    std::vector<Index> points;
    const long size = draft.random.between(3, 4);
    for (long i = 0; i < size; ++i)
        points.push_back(draft.unknown(Unit::plain, Number(draft.random.between(-90, 90)) / 7));
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t k = i + 1; k < points.size(); ++k) {
            if (draft.random.chance(25)) continue;
            const std::vector<Index> pair{points[i], points[k]};
            const Index apart =
                draft.print(Unit::plain, abs(draft.truth(points[i]) - draft.truth(points[k])), 1);
            const TermRef distance =
                draft.random.chance(70)
                    ? operation(Op::abs, std::vector{quantity(pair[0]) - quantity(pair[1])})
                    : operation(Op::max, pair) - operation(Op::min, pair);
            draft.require(quantity(apart), equal, distance);
        }
    }
    if (draft.random.chance(40)) {
        const auto [least, greatest] =
            std::minmax_element(points.begin(), points.end(),
                                [&](Index a, Index b) { return draft.truth(a) < draft.truth(b); });
        const Index width =
            draft.print(Unit::plain, draft.truth(*greatest) - draft.truth(*least), 1);
        draft.require(quantity(width), equal,
                      operation(Op::max, points) - operation(Op::min, points));
    }
}

}  // namespace oracle::kinds
