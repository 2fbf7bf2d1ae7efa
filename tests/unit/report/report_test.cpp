#include "brcheck/report/report.hpp"

#include "brcheck/unit/unit_table.hpp"
#include "support/catch.hpp"

namespace brcheck {
namespace {

// Figures a (stated), b (range), c (unknown) and d (derived), each in short or long form.
Report make_report(bool short_form) {
    Report report;
    const std::vector<QuantityKind> kinds{QuantityKind::stated, QuantityKind::range,
                                          QuantityKind::unknown, QuantityKind::derived};
    std::string name = "a";
    for (const QuantityKind kind : kinds) {
        report.names.add(name);
        ++name[0];
        Quantity& quantity = report.quantities.emplace_back();
        quantity.kind = kind;
        quantity.short_form = short_form;
    }
    for (const char* id : {"first", "second"}) {
        Relation& relation = report.relations.emplace_back();
        relation.id = id;
        relation.short_form = short_form;
    }
    return report;
}

TEST_CASE("pointers of a report lead to the texts") {
    const Report long_report = make_report(false);
    CHECK(long_report.pointer(0) == "/figures/a/stated");
    CHECK(long_report.pointer(1) == "/figures/b");
    CHECK(long_report.pointer(2) == "/figures/c");
    CHECK(long_report.pointer(3) == "/derived/d/is");
    CHECK(long_report.relation_pointer(1) == "/relations/second/holds");

    const Report short_report = make_report(true);
    CHECK(short_report.pointer(0) == "/figures/a");
    CHECK(short_report.pointer(3) == "/derived/d");
    CHECK(short_report.relation_pointer(0) == "/relations/first");
}

TEST_CASE("relations are found by id") {
    const Report report = make_report(true);
    CHECK(report.find_relation("second") == RelationIndex{1});
    CHECK(report.find_relation("first") == RelationIndex{0});
    CHECK_FALSE(report.find_relation("third").has_value());
    CHECK_FALSE(report.find_relation("").has_value());
}

TEST_CASE("a stated value is the printed number in base units") {
    Quantity quantity;
    CHECK_FALSE(quantity.stated_value().has_value());
    quantity.kind = QuantityKind::stated;
    quantity.unit = percent_unit();
    quantity.printed = Rational(Integer(63), Integer(1000));
    CHECK(quantity.stated_value() == Rational(Integer(63), Integer(1000)));
    quantity.kind = QuantityKind::range;
    CHECK_FALSE(quantity.stated_value().has_value());
}

TEST_CASE("a quantity without a label has an empty one") {
    Quantity quantity;
    CHECK(quantity.label().empty());
    quantity.details = std::make_unique<FigureDetails>();
    CHECK(quantity.label().empty());
    quantity.details->label = "Trade";
    CHECK(quantity.label() == "Trade");
}

}  // namespace
}  // namespace brcheck
