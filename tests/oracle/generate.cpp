#include "oracle/generate.hpp"

#include "oracle/kinds.hpp"

#include <algorithm>
#include <stdexcept>

namespace oracle {
namespace {

struct Kind {
    const char* name;
    void (*fill)(Draft& draft);
    bool is_from_truth;  ///< holds by construction until slips are planted
};

const std::vector<Kind>& all_kinds() {
    static const std::vector<Kind> list = {
        {"sums", kinds::sums, true},
        {"table", kinds::table, true},
        {"shares", kinds::shares, true},
        {"growth", kinds::growth, true},
        {"products", kinds::products, true},
        {"differences", kinds::differences, true},
        {"means", kinds::means, true},
        {"compound", kinds::compound, true},
        {"orders", kinds::orders, true},
        {"comparisons", kinds::comparisons, true},
        {"grim", kinds::grim, true},
        {"percent_of_count", kinds::percent_of_count, true},
        {"partitions", kinds::partitions, true},
        {"touching", kinds::touching, false},
        {"unknowns", kinds::unknowns, true},
        {"derived", kinds::derived, true},
        {"repeated", kinds::repeated, true},
        {"zero_divisors", kinds::zero_divisors, true},
        {"one_sided", kinds::one_sided, true},
        {"tolerances", kinds::tolerances, true},
        {"whole_sums", kinds::whole_sums, true},
        {"loops", kinds::loops, true},
        {"roots", kinds::roots, true},
        {"extrema", kinds::extrema, true},
        {"mixed", kinds::mixed, true},
        {"weights", kinds::weights, true},
        {"distances", kinds::distances, true},
        {"whole_systems", kinds::whole_systems, true},
        {"surveys", kinds::surveys, true},
    };
    return list;
}

}  // namespace

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const Kind& kind : all_kinds()) names.emplace_back(kind.name);
    return names;
}

System generate(const std::string& name, Random& random) {
    const auto kind = std::find_if(all_kinds().begin(), all_kinds().end(),
                                   [&](const Kind& k) { return k.name == name; });
    if (kind == all_kinds().end()) throw std::invalid_argument("no kind " + name);
    Draft draft(random, name);
    kind->fill(draft);
    System system = std::move(draft).take();
    if (!kind->is_from_truth) return system;
    if (!holds_for_truth(system))
        throw std::logic_error("not true by construction:\n" + write_json(system));
    if (random.chance(50))
        plant_slips(system, random, static_cast<unsigned>(1 + random.below(3)));
    // A trusted figure now and then: it must never be blamed.
    for (Quantity& quantity : system.quantities)
        if (quantity.kind == QuantityKind::stated && random.chance(4)) quantity.fixed = true;
    return system;
}

}  // namespace oracle
