#include "engine/propagate.hpp"

#include "checked_report.hpp"
#include "engine/decide_alone.hpp"

#include <numeric>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

struct Propagated {
    explicit Propagated(const std::string& figures, const std::string& relations)
        : report(read(testing::report_text(figures, "", relations))), network(report) {
        constraints.resize(network.constraints().size());
        std::iota(constraints.begin(), constraints.end(), ConstraintIndex{0});
        const PrintedValues printed = collect_printed_values(report);
        TightHull tight_hull(printed.box);
        Reviser reviser(network);
        for (const ConstraintIndex c : constraints)
            if (decide_alone(network, c, printed, reviser, tight_hull).is_quiet)
                network.set_quiet(c);
    }

    static Report read(const std::string& text) {
        auto report = read_report("test.json", text);
        if (!report.ok()) FAIL(report.errors().front().message << " in " << text);
        return std::move(report).value();
    }

    Propagation run(bool is_as_printed) {
        box.clear();
        for (const Quantity& quantity : report.quantities) box.push_back(quantity.interval);
        return Propagator(network).run(constraints, box, {1000, true, false, is_as_printed});
    }

    Report report;
    Network network;
    std::vector<ConstraintIndex> constraints;
    std::vector<Interval> box;
};

}  // namespace

TEST_CASE("a constraint that is quiet with everything as printed speaks once something is narrowed",
          "[propagate]") {
    Propagated propagated("\"a\": \"10 km\", \"b\": \"5 km\", \"c\": \"5 km\", \"d\": \"20 km\"",
                          "\"sum\": \"a = b + c\", \"bound\": \"b <= 4.8 km\", "
                          "\"tight\": \"a >= 10.2 km\", \"idle\": \"d = 2 * a\"");
    CHECK(propagated.network.is_quiet(0));
    CHECK_FALSE(propagated.network.is_quiet(1));
    CHECK_FALSE(propagated.network.is_quiet(2));

    const Propagation all = propagated.run(false);
    const std::vector<Interval> box = propagated.box;
    const Propagation skipping = propagated.run(true);
    CHECK(propagated.box == box);
    CHECK_FALSE(all.conflict);
    CHECK_FALSE(skipping.conflict);
    CHECK(box[*propagated.report.names.find("c")].to_string() == "[5400, 5500]");
    CHECK(skipping.revisions == all.revisions);
    CHECK(skipping.work == all.work);
    REQUIRE(skipping.trail.size() == all.trail.size());
    for (std::size_t i = 0; i < all.trail.size(); ++i) {
        CHECK(skipping.trail[i].quantity == all.trail[i].quantity);
        CHECK(skipping.trail[i].after == all.trail[i].after);
    }
}

TEST_CASE("a constraint that names an unknown is never quiet", "[propagate]") {
    const Propagated propagated("\"a\": \"10 km\", \"b\": {\"unknown\": true, \"unit\": \"km\"}",
                                "\"open\": \"a = b\", \"free\": \"b >= b - a\"");
    CHECK_FALSE(propagated.network.is_quiet(0));
    CHECK_FALSE(propagated.network.is_quiet(1));
}
