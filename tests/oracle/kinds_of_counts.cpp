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

}  // namespace oracle::kinds
