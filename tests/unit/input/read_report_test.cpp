#include "brcheck/input/read_report.hpp"

#include "base/embedded_data.hpp"
#include "brcheck/expr/function.hpp"
#include "support/catch.hpp"
#include "support/in_memory.hpp"

namespace brcheck {
namespace {

using testing::read_errors;

std::string_view format_kind(QuantityKind kind) {
    switch (kind) {
        case QuantityKind::stated: return "stated";
        case QuantityKind::range: return "range";
        case QuantityKind::unknown: return "unknown";
        case QuantityKind::derived: return "derived";
    }
    return "";
}

// "id: kind unit interval <value as written> flags details"
std::string dump_quantity(const Report& report, VariableIndex index) {
    const Quantity& q = report.quantities[index];
    const std::string_view text = report.source_text->text();
    std::string out = report.names.name(index) + ": " + std::string(format_kind(q.kind)) + " [" +
                      (q.has_unit ? q.unit.symbol() : "no unit") + "] " + q.interval.to_string() +
                      " <" + std::string(text.substr(q.value.begin, q.value.end - q.value.begin)) +
                      ">";
    out += q.whole ? " whole" : "";
    out += q.fixed ? " fixed" : "";
    out += q.short_form ? " short" : "";
    if (q.details) {
        for (const std::string* part : {&q.details->label, &q.details->period, &q.details->at,
                                        &q.details->note, &q.details->basis,
                                        &q.details->vintage}) {
            out += " '" + *part + "'";
        }
    }
    return out;
}

std::string dump_relation(const Report& report, RelationIndex index) {
    const Relation& r = report.relations[index];
    std::string out = r.id + ": " + r.condition.text() + ' ' +
                      std::string(format_severity(r.severity));
    out += r.strength == Strength::indicative ? " indicative" : "";
    if (r.tolerance) {
        out += " +-" + r.tolerance->amount.to_string();
        out += r.tolerance->is_relative ? " relative" : "";
    }
    for (const Allowance& allowance : r.allowances) {
        out += " allow " + format_code(allowance.code) + " '" + allowance.reason + "' '" +
               allowance.until + "' '" + allowance.by + "'";
    }
    out += r.label.empty() ? "" : " '" + r.label + "'";
    out += r.note.empty() ? "" : " '" + r.note + "'";
    return out;
}

Report read(std::string bytes) {
    Result<Report> report = read_report("report.json", std::move(bytes));
    const std::vector<std::string> errors = testing::describe_errors(report);
    CAPTURE(errors);
    REQUIRE(report.ok());
    return std::move(report).value();
}

// A report of one figure "a".
std::string with_figure(const std::string& figure) {
    return "{\"brcheck\": 1, \"figures\": {\"a\": " + figure + "}}";
}

TEST_CASE("figures are read in short and long form") {
    struct Row {
        const char* json;
        const char* expected;
    };
    const std::vector<Row> rows{
        {R"("23.6 trillion yuan")",
         R"(a: stated [CNY] [23550000000000, 23650000000000] <"23.6 trillion yuan"> short)"},
        {R"("6.3 percent")", R"(a: stated [%] [0.0625, 0.0635] <"6.3 percent"> short)"},
        {"50.0", "a: stated [] [49.95, 50.05] <50.0> short"},
        {"50", "a: stated [] [50, 50] <50> short"},
        {"-0.5", "a: stated [] [-0.55, -0.45] <-0.5> short"},
        {R"({"stated": 1.2e6, "unit": "yuan"})",
         "a: stated [CNY] [1150000, 1250000] <1.2e6>"},
        {R"({"stated": 1.234, "unit": "%"})", "a: stated [%] [0.012335, 0.012345] <1.234>"},
        {R"({"stated": 1.234, "unit": "%", "decimal_mark": ","})",
         "a: stated [%] [0.012335, 0.012345] <1.234>"},
        {R"({"stated": "1,5", "unit": "%", "decimal_mark": ","})",
         R"(a: stated [%] [0.0145, 0.0155] <"1,5">)"},
        {R"({"stated": "5 %", "rounding": "truncated"})",
         R"(a: stated [%] [0.05, 0.06) <"5 %">)"},
        {R"({"stated": "4,000 yuan", "rounded_to": "1000"})",
         R"(a: stated [CNY] [3500, 4500] <"4,000 yuan">)"},
        {R"({"stated": "4,000 yuan", "rounded_to": 1000})",
         R"(a: stated [CNY] [3500, 4500] <"4,000 yuan">)"},
        {R"({"stated": "about 40 people", "whole": true, "fixed": true})",
         R"(a: stated [person] [36, 44] <"about 40 people"> whole fixed)"},
        {R"({"stated": "5 %", "label": "L", "period": "P", "at": "A", "note": "N", "basis": )"
         R"("B", "vintage": "V"})",
         R"(a: stated [%] [0.045, 0.055] <"5 %"> 'L' 'P' 'A' 'N' 'B' 'V')"},
        {R"({"stated": "5 %", "unknown": false, "label": ""})",
         R"(a: stated [%] [0.045, 0.055] <"5 %">)"},
        {R"({"range": {"low": "1.5", "high": 2}, "unit": "trillion yuan"})",
         R"(a: range [CNY] [1500000000000, 2000000000000] <{"range": {"low": "1.5", "high": )"
          R"(2}, "unit": "trillion yuan"}>)"},
        {R"({"range": {"low": 1, "low_open": true}, "unit": "%"})",
         R"(a: range [%] (0.01, inf) <{"range": {"low": 1, "low_open": true}, "unit": "%"}>)"},
        {R"({"range": {"high": "-1e1", "high_open": true}})",
         R"(a: range [] (-inf, -10) <{"range": {"high": "-1e1", "high_open": true}}>)"},
        {R"({"range": {"low": "1.2", "high": 3, "high_open": true}, "whole": true})",
         R"(a: range [] [2, 2] <{"range": {"low": "1.2", "high": 3, "high_open": true}, )"
          R"("whole": true}> whole)"},
        {R"({"range": {"low": "1.2", "high": "1.3"}, "unit": "thousand people", "whole": true})",
         R"(a: range [person] [1200, 1300] <{"range": {"low": "1.2", "high": "1.3"}, "unit": )"
          R"("thousand people", "whole": true}> whole)"},
        {R"({"unknown": true})", R"(a: unknown [no unit] (-inf, inf) <{"unknown": true}>)"},
        {R"({"unit": "yuan"})", R"(a: unknown [CNY] (-inf, inf) <{"unit": "yuan"}>)"},
        {R"({"unit": "yuan", "unknown": false, "whole": true})",
         R"(a: unknown [CNY] (-inf, inf) <{"unit": "yuan", "unknown": false, "whole": true}> )"
          R"(whole)"},
    };
    for (const Row& row : rows) {
        INFO(row.json);
        CHECK(dump_quantity(read(with_figure(row.json)), 0) == row.expected);
    }
}

TEST_CASE("a whole report is read") {
    const Report report = read(R"json({
        // the example of the format's description, and some
        "$schema": "schema/report.schema.json",
        "brcheck": 1,
        "title": "Trade \u00e4",
        "source": {"publisher": "P", "date": "2026", "url": "U", "text": "report.txt"},
        "relations": {
            "growth": "up = growth(new, old)",
            "lead": {"holds": "up > lead", "label": "L", "note": "N", "severity": "warning",
                     "strength": "indicative", "tolerance": "0.1 pp",
                     "allow": [{"code": "BR105", "reason": "known"},
                               {"code": "growth-mismatch", "reason": " ", "until": "2028-02-29",
                                "by": "me"}]},
            "level": {"holds": "new > old", "tolerance": "2 billion yuan", "severity": "note"},
            "wide": {"holds": "new > old", "tolerance": "0.5 %", "allow": []}
        },
        "derived": {
            "sum_all": "added + old",
            "added": {"is": "new - old", "unit": "billion yuan", "label": "Added"},
            "rate": {"is": "added / old", "unit": "%", "note": "N"},
            "per_head": "new / heads"
        },
        "figures": {"new": "23.6 trillion yuan", "old": "22.2 trillion yuan", "up": "6.3 %",
                    "lead": "2.5 percentage points", "heads": "5 million people"}
    })json");
    CHECK(report.title == "Trade \u00e4");
    CHECK(report.source.publisher == "P");
    CHECK(report.source.date == "2026");
    CHECK(report.source.url == "U");
    CHECK(report.source.text == "report.txt");
    std::string names;
    for (VariableIndex i = 0; i < report.quantities.size(); ++i) {
        names += report.names.name(i) + ' ';
    }
    CHECK(names == "new old up lead heads sum_all added rate per_head ");
    CHECK(dump_quantity(report, 5) ==
          "sum_all: derived [CNY] (-inf, inf) <\"added + old\"> short");
    CHECK(dump_quantity(report, 6) ==
          "added: derived [CNY] (-inf, inf) <\"new - old\"> 'Added' '' '' '' '' ''");
    CHECK(dump_quantity(report, 7) ==
          "rate: derived [%] (-inf, inf) <\"added / old\"> '' '' '' 'N' '' ''");
    CHECK(report.quantities[8].unit.dimension().to_string() == "CNY/#person");
    CHECK(report.derivation_order == std::vector<VariableIndex>{6, 5, 7, 8});
    REQUIRE(report.relations.size() == 4);
    CHECK(dump_relation(report, 0) == "growth: up = growth(new, old) error");
    CHECK(dump_relation(report, 1) ==
          "lead: up > lead warning indicative +-1/1000 allow BR105 'known' '' '' "
          "allow BR202 ' ' '2028-02-29' 'me' 'L' 'N'");
    CHECK(dump_relation(report, 2) == "level: new > old note +-2000000000");
    CHECK(dump_relation(report, 3) == "wide: new > old error +-1/200 relative");
    CHECK(report.relations[0].side_types.size() == 2);
    CHECK(report.relations[0].short_form);
    CHECK_FALSE(report.relations[1].short_form);
    const Span key = report.relations[1].key;
    CHECK(report.source_text->text().substr(key.begin, key.end - key.begin) == "\"lead\"");
}

TEST_CASE("reports may be small, and begin with a byte-order mark") {
    CHECK(read("{\"brcheck\": 1, \"derived\": {\"a\": \"1 + 1\"}}").relations.empty());
    CHECK(read("\xef\xbb\xbf{\"brcheck\": 1.0, \"figures\": {\"a\": 5}, \"relations\": {}}")
              .relations.empty());
    CHECK(read("{\"brcheck\":1,\r\n\"title\":\"\",\r\n\"figures\":{\"\\u0061b\":5}}\r\n")
              .names.name(0) == "ab");
}

TEST_CASE("units that are equal share their content") {
    std::string figures;
    for (int i = 0; i < 100; ++i) {
        figures += (i > 0 ? ", " : "") + std::string("\"f") + std::to_string(i) +
                   "\": {\"stated\": \"5\", \"unit\": \"gadgets\"}";
    }
    const Report report = read("{\"brcheck\": 1, \"figures\": {" + figures + "}}");
    for (const Quantity& quantity : report.quantities) {
        CHECK(&quantity.unit.symbol() == &report.quantities[0].unit.symbol());
    }
}

TEST_CASE("a stated figure is read again as it was read first") {
    const Report report = read(R"({"brcheck": 1, "figures": {
        "plain": 12.50,
        "words": "over 23.6 million yuan",
        "escaped": "\u8d85\u8fc7 1.5\u4e07\u4ebf\u5143",
        "given": {"stated": "1.234,5", "unit": "million yuan", "decimal_mark": ",", "whole": true,
                  "rounding": "truncated"},
        "alike": {"stated": "7", "unit": "million yuan", "decimal_mark": ",", "whole": true,
                  "rounding": "truncated"},
        "coarse": {"stated": "4,000 projects", "rounded_to": 1000, "decimal_mark": "."},
        "range": {"range": {"low": 1, "high": 2}}, "unknown": {"unknown": true}}})");
    const char* texts[] = {"12.50", "over 23.6 million yuan", "超过 1.5万亿元", "1.234,5", "7",
                           "4,000 projects", "", ""};
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        INFO(report.names.name(v));
        CHECK(report.stated_text(v) == texts[v]);
        const Quantity& quantity = report.quantities[v];
        CHECK(quantity.stated_value().has_value() == (quantity.kind == QuantityKind::stated));
        if (quantity.kind != QuantityKind::stated) continue;
        const Figure figure = report.figure(v);
        CHECK(figure.text == texts[v]);
        CHECK(figure.qualifier == quantity.qualifier);
        CHECK(figure.rounding == quantity.rounding);
        CHECK(&figure.unit.symbol() == &quantity.unit.symbol());
        CHECK(figure.interval * Interval(quantity.unit.factor()) == quantity.interval);
        CHECK(figure.value() * quantity.unit.factor() == quantity.stated_value());
    }
    CHECK(report.quantities[1].options == nullptr);
    CHECK(report.quantities[2].qualifier == Qualifier::over);
    CHECK(report.figure(3).rounding == Rounding::truncated);
    CHECK(report.quantities[3].stated_value() == Rational(1234500000));
    CHECK(report.quantities[5].interval == Interval::closed(Rational(3500), Rational(4500)));
}

TEST_CASE("an unknown without a unit does not stop what rests on it") {
    const Report report = read(R"({"brcheck": 1,
        "figures": {"a": {"unknown": true}, "b": "5 yuan"},
        "derived": {"c": "a + b", "d": {"is": "a * 2", "unit": "kg"}, "e": "a * a"},
        "relations": {"r": "a = 5 kg"}})");
    CHECK_FALSE(report.quantities[0].has_unit);
    CHECK(report.quantities[3].unit.symbol() == "kg");
    CHECK_FALSE(report.quantities[4].has_unit);
}

TEST_CASE("the starter report is right") {
    const Report report = read(std::string(embedded::starter_report_json));
    CHECK(report.quantities.size() == 7);
    CHECK(report.relations.size() == 4);
}

TEST_CASE("the schema refuses the names of all functions as ids") {
    const std::string_view schema = embedded::report_schema_json;
    const std::size_t rule = schema.find("\"quantity_id\"");
    REQUIRE(rule != std::string_view::npos);
    const std::string_view names = schema.substr(schema.find("\"enum\"", rule));
    const std::string_view listed = names.substr(0, names.find(']'));
    for (const OperationInfo& operation : all_operations()) {
        if (operation.is_function) {
            INFO(operation.name);
            CHECK(listed.find('"' + std::string(operation.name) + '"') != std::string_view::npos);
        }
    }
}

TEST_CASE("source texts are UTF-8 and within the limit") {
    const auto good = make_source_text("a.json", "\xef\xbb\xbf{}\r\n");
    REQUIRE(good.ok());
    CHECK((*good)->text() == "{}\r\n");
    CHECK((*good)->name() == "a.json");

    const auto bad = make_source_text("a.json", "\xef\xbb\xbf\u4e07\n\"\xe9t\xe9\"");
    REQUIRE_FALSE(bad.ok());
    CHECK(testing::describe_errors(bad) ==
          std::vector<std::string>{
              "BR002 2:2-3  the byte 0xE9 is not UTF-8 (save the file as UTF-8)"});
    CHECK(bad.errors()[0].location.source->text() == "\u4e07\n\"\ufffdt\ufffd\"");

    const auto wide = make_source_text("a.json", std::string("\xff\xfe{\0}\0", 6));
    CHECK(testing::describe_errors(wide) ==
          std::vector<std::string>{
              "BR002 1:1-2  the byte 0xFF is not UTF-8 (the file is UTF-16: save it as UTF-8)"});

    ReadLimits limits;
    limits.max_bytes = 10;
    CHECK(make_source_text("a.json", std::string(10, ' '), limits).ok());
    const auto large = make_source_text("a.json", std::string(11, ' '), limits);
    CHECK(testing::describe_errors(large) ==
          std::vector<std::string>{"BR012 1:1-1  the file is larger than 10 bytes"});
    CHECK(large.errors()[0].location.source->name() == "a.json");
    CHECK(read_errors(std::string(11, ' '), limits).size() == 1);
}

}  // namespace
}  // namespace brcheck
