#include "oracle/kinds.hpp"

namespace oracle::kinds {
namespace {

constexpr Comparison equal = Comparison::equal;

Ends around(Draft& draft, long value) {
    return {Number(value - draft.random.between(0, 4)), Number(value + draft.random.between(0, 4))};
}

/// How many there are: printed, or in a small range.
Index sample_size(Draft& draft, long n) {
    if (draft.random.chance(65)) return draft.count(n);
    return draft.range(Unit::plain, n, around(draft, n), true);
}

Index share_of(Draft& draft, Index part, Index whole) {
    const Index share = draft.percent(draft.truth(part) / draft.truth(whole));
    if (draft.random.chance(60))
        draft.require(quantity(share), equal,
                      operation(Op::share, std::vector<Index>{part, whole}));
    else
        draft.require(quantity(share) * quantity(whole), equal, quantity(part));
    return share;
}

}  // namespace

void grim(Draft& draft) {
    const auto group = [&](long n) {
        const Index size = sample_size(draft, n);
        const Index total = draft.unknown(Unit::plain, draft.random.between(n, 7 * n), true);
        const Index mean = draft.print(Unit::plain, draft.truth(total) / n,
                                       static_cast<int>(draft.random.between(1, 2)));
        draft.require(quantity(mean), equal, quantity(total) / quantity(size));
        return std::pair(size, total);
    };
    const auto [n1, t1] = group(draft.random.between(3, 90));
    if (draft.random.chance(50)) return;
    const auto [n2, t2] = group(draft.random.between(3, 60));
    const Number n = draft.truth(n1) + draft.truth(n2);
    const Index all = draft.count(n.get_num().get_si());
    draft.require(quantity(all), equal, quantity(n1) + quantity(n2));
    const Index mean = draft.print(Unit::plain, (draft.truth(t1) + draft.truth(t2)) / n, 2);
    draft.require(quantity(mean), equal, (quantity(t1) + quantity(t2)) / quantity(all));
}

void percent_of_count(Draft& draft) {
    const long n = draft.random.between(5, 300);
    const Index size = sample_size(draft, n);
    const long questions = draft.random.between(1, 3);
    std::vector<Index> counts;
    for (long i = 0; i < questions; ++i) {
        const long k = draft.random.between(0, n);
        counts.push_back(draft.random.chance(75) ? draft.unknown(Unit::plain, k, true)
                                                 : draft.count(k));
        share_of(draft, counts.back(), size);
    }
    if (questions > 1 && draft.truth(counts[0]) != draft.truth(counts[1])) {
        const bool less = draft.truth(counts[0]) < draft.truth(counts[1]);
        draft.require(quantity(counts[0]), less ? Comparison::less : Comparison::greater,
                      quantity(counts[1]));
    }
}

void partitions(Draft& draft) {
    std::vector<Index> counts;
    const long parts = draft.random.between(2, 4);
    const long largest = draft.random.chance(50) ? 30 : 400;
    long n = 0;
    for (long i = 0; i < parts; ++i) {
        const long k = draft.random.between(1, largest);
        n += k;
        counts.push_back(draft.random.chance(70) ? draft.unknown(Unit::plain, k, true)
                                                 : draft.count(k));
    }
    const Index all = sample_size(draft, n);
    draft.require(quantity(all), equal, operation(Op::sum, counts));
    std::vector<Index> shares;
    for (const Index k : counts) shares.push_back(share_of(draft, k, all));
    if (draft.random.chance(30)) {
        // Each person of the first group has so many of something that cannot be cut.
        const Index units = draft.unknown(
            Unit::plain, draft.truth(counts[0]) * draft.random.between(2, 6), true);
        const Index each = draft.print(Unit::plain, draft.truth(units) / draft.truth(counts[0]), 2);
        draft.require(quantity(units), equal, quantity(each) * quantity(counts[0]));
    }
}

void whole_sums(Draft& draft) {
    switch (draft.random.below(3)) {
        case 0: {  // 6 x + 9 y is a multiple of 3
            const long a = draft.random.between(2, 12);
            const long b = draft.random.between(2, 12);
            const long tx = draft.random.between(0, 5'000);
            const long ty = draft.random.between(0, 5'000);
            const Index x = draft.unknown(Unit::plain, tx, true);
            const Index y = draft.unknown(Unit::plain, ty, true);
            const Index total = draft.count(a * tx + b * ty);
            draft.require(literal(a) * quantity(x) + literal(b) * quantity(y), equal,
                          quantity(total));
            if (draft.random.chance(50)) {
                const Index difference = draft.count(tx - ty);
                draft.require(quantity(difference), equal, quantity(x) - quantity(y));
            }
            if (draft.random.chance(60))
                for (const Index i : {x, y})
                    draft.require(quantity(i), Comparison::greater_equal, literal(0));
            break;
        }
        case 1: {  // boxes of so many
            const long boxes = draft.random.between(2, 40);
            const long each = draft.random.between(2, 40);
            const Index n = sample_size(draft, boxes);
            const Index per_box = sample_size(draft, each);
            const Index total = draft.count(boxes * each);
            draft.require(quantity(total), equal, quantity(n) * quantity(per_box));
            break;
        }
        default: {  // pairs and triples of the same people
            const long n = 6 * draft.random.between(2, 40);
            const Index people = sample_size(draft, n);
            const Index pairs = draft.unknown(Unit::plain, n / 2, true);
            const Index triples = draft.unknown(Unit::plain, n / 3, true);
            draft.require(literal(2) * quantity(pairs), equal, quantity(people));
            draft.require(quantity(people), equal, literal(3) * quantity(triples));
            const Index groups = draft.print(Unit::plain, n / 2 + n / 3, 0);
            draft.require(quantity(groups), equal, quantity(pairs) + quantity(triples));
            break;
        }
    }
}

void whole_systems(Draft& draft) {
    std::vector<Index> unknowns;
    const long size = draft.random.between(3, 4);
    for (long i = 0; i < size; ++i)
        unknowns.push_back(draft.unknown(Unit::plain, draft.random.between(0, 60), true));
    const long equations = draft.random.between(2, 3);
    for (long e = 0; e < equations; ++e) {
        // Some of them times so many, on both sides, so that nothing is subtracted.
        TermRef left;
        TermRef right;
        Number difference = 0;
        for (const Index x : unknowns) {
            if (draft.random.chance(25)) continue;
            const long times = draft.random.between(1, 9);
            const bool is_left = !left || draft.random.chance(60);
            const TermRef term = literal(times) * quantity(x);
            TermRef& side = is_left ? left : right;
            side = side ? side + term : term;
            difference += (is_left ? times : -times) * draft.truth(x);
        }
        if (!left) continue;
        const long rest = difference.get_num().get_si();
        if (rest < 0) {
            left = left + quantity(draft.count(-rest));
        } else {
            const TermRef count = quantity(draft.count(rest));
            right = right ? right + count : count;
        }
        draft.require(left, equal, right);
    }
    if (draft.random.chance(30))
        for (const Index x : unknowns)
            draft.require(quantity(x), Comparison::greater_equal, literal(0));
}

/// A share of a sample with its margin of error, and an end of the interval that these give.
void surveys(Draft& draft) {
    // So that the root of p (1 - p) / n is a fraction: p = a^2 / (a^2 + b^2), n is a square.
    const long root_of_n = draft.random.between(8, 60);
    // As a number: Z3 takes minutes where a whole quantity stands below a root.
    const TermRef size = literal(root_of_n * root_of_n);
    const long a = draft.random.between(1, 9);
    const long b = draft.random.between(1, 9);
    const long both = a * a + b * b;
    const Index share = draft.print(Unit::percent, Number(a * a) / both,
                                    static_cast<int>(draft.random.between(0, 1)));
    const TermRef root = operation(
        Op::sqrt,
        std::vector{quantity(share) * (literal(1) - quantity(share)) / size});
    // To Z3 a definition has a value whether or not a conflict names it: here no other needs it.
    const bool has_low = draft.random.chance(40);
    const TermRef error = !has_low && draft.random.chance(80)
                              ? quantity(draft.derived(Unit::plain, root))
                              : root;
    const Number margin_of_error = Number(a * b) / (both * root_of_n) * 196 / 100;
    const Index margin = draft.points(margin_of_error);
    draft.require(quantity(margin), equal, literal(196, 2) * error);
    if (!has_low) return;
    const Index low = draft.print(Unit::percent, draft.truth(share) - margin_of_error, 1);
    draft.require(quantity(low), equal, quantity(share) - quantity(margin));
}

}  // namespace oracle::kinds
