#include "input/record_template.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace brcheck;

namespace {

const std::string file_text = R"j({
  "brcheck": 1,
  "figures": {
    "turnover": {"unit": "EUR"},
    "costs": {"unit": "EUR", "label": "Costs"},
    "profit": {"unknown": true},
    "rate": "19 %",
    "fixed": {"stated": "5 %"},
    "band": {"range": {"low": "1", "high": "2"}, "unit": "EUR"},
    "none": {"unit": "EUR"}
  },
  "relations": {"r": "profit = turnover - costs"}
})j";

std::shared_ptr<const SourceText> source_of(const std::string& name, const std::string& text) {
    return std::make_shared<const SourceText>(name, text);
}

RecordTemplate template_of(const std::string& text = file_text) {
    auto made = RecordTemplate::read(source_of("relations.json", text), {});
    REQUIRE(made.ok());
    return std::move(made).value();
}

std::vector<Error> errors_of(const std::string& record) {
    const auto relations = template_of();
    const auto read = relations.read_record(source_of("records.ndjson", record));
    if (!read.ok()) return read.errors();
    ReadMemory memory;
    const auto report = relations.fill(*read, memory);
    return report.ok() ? std::vector<Error>{} : report.errors();
}

}  // namespace

TEST_CASE("a record fills the figures that the file leaves open, and may replace the others") {
    const RecordTemplate relations = template_of();
    CHECK(relations.figures() ==
          std::vector<std::string>{"turnover", "costs", "profit", "rate", "fixed", "none"});
    const std::string text =
        R"({"id": "a \"1\"", "figures": {"costs": "60.2", "turnover": 100.5, "profit": "40 EUR", "fixed": "6 %", "none": null}})";
    const auto source = source_of("records.ndjson", text);
    const auto record = relations.read_record(source);
    REQUIRE(record.ok());
    ReadMemory memory;
    const auto report = relations.fill(*record, memory);
    REQUIRE(report.ok());
    CHECK(report->id == "a \"1\"");
    const auto stated = [&](const char* name) {
        return report->stated_text(*report->names.find(name));
    };
    CHECK(stated("turnover") == "100.5");
    CHECK(stated("costs") == "60.2");
    CHECK(stated("profit") == "40 EUR");
    CHECK(stated("rate") == "19 %");
    CHECK(stated("fixed") == "6 %");
    CHECK(report->quantities[*report->names.find("none")].kind == QuantityKind::unknown);
    CHECK(report->quantities[*report->names.find("costs")].unit.symbol() == "EUR");
    CHECK(report->quantities[*report->names.find("costs")].label() == "Costs");

    // Each stands where it was written.
    const auto place = [&](const char* name) {
        return written_place(*report->source_text,
                             report->quantities[*report->names.find(name)].value);
    };
    for (const char* name : {"turnover", "costs", "profit", "fixed"}) {
        INFO(name);
        const WrittenPlace at = place(name);
        REQUIRE(at.source == source.get());
        const std::string raw = text.substr(at.span.begin, at.span.end - at.span.begin);
        CHECK((raw == stated(name) || raw == '"' + stated(name) + '"'));
        CHECK_FALSE(report->is_of_template(*report->names.find(name)));
        CHECK(report->pointer(*report->names.find(name)) == std::string("/figures/") + name);
    }
    const WrittenPlace at = place("rate");
    CHECK(at.source->name() == "relations.json");
    CHECK(file_text.substr(at.span.begin, at.span.end - at.span.begin) == "\"19 %\"");
    CHECK(report->is_of_template(*report->names.find("rate")));
    const WrittenPlace relation = written_place(*report->source_text, report->relations[0].value);
    CHECK(file_text.substr(relation.span.begin, relation.span.end - relation.span.begin) ==
          "\"profit = turnover - costs\"");
}

TEST_CASE("what a record does not give is as the file has it") {
    const RecordTemplate relations = template_of();
    Record record;
    record.source = source_of("records.ndjson", "{}");
    ReadMemory memory;
    const auto report = relations.fill(record, memory);
    REQUIRE(report.ok());
    CHECK(report->id.empty());
    CHECK(report->source_text->text() == file_text);
}

TEST_CASE("a file can say how the texts of its records are written") {
    const std::string text =
        R"({"brcheck": 1, "figures": {"a": {"unit": "EUR", "decimal_mark": ","},
            "b": {"unit": "%", "decimal_mark": ",", "rounding": "truncated"}}})";
    CHECK_FALSE(read_report("report.json", text).ok());
    const auto relations = RecordTemplate::read(source_of("relations.json", text), {});
    REQUIRE(relations.ok());
    const auto record = relations->read_record(
        source_of("records.ndjson", R"({"figures": {"a": "1.234", "b": "3,5"}})"));
    REQUIRE(record.ok());
    ReadMemory memory;
    const auto report = relations->fill(*record, memory);
    REQUIRE(report.ok());
    CHECK(report->quantities[0].printed == Rational(1234));
    CHECK(report->quantities[1].interval.contains(Rational(Integer(35), Integer(1000))));
    CHECK_FALSE(report->quantities[1].interval.contains(Rational(Integer(349), Integer(10000))));
    // And that of those that a record leaves out.
    Record empty;
    empty.source = source_of("records.ndjson", "{}");
    CHECK(relations->fill(empty, memory).ok());
}

TEST_CASE("errors of a record stand in it, with the figure") {
    struct Case {
        std::string record;
        ErrorCode code;
        std::string pointer;
        std::string marked;
    };
    const Case cases[] = {
        {R"({"figures": {"costs": "6x0"}})", ErrorCode::unreadable_figure, "/figures/costs", ""},
        {R"({"figures": {"cost": "60"}})", ErrorCode::schema_violation, "/figures/cost",
         "\"cost\""},
        {R"({"figures": {"costs": true}})", ErrorCode::schema_violation, "/figures/costs", "true"},
        {R"({"figures": {"band": "1"}})", ErrorCode::schema_violation, "/figures/band", "\"band\""},
        {R"({"figures": {"costs": "5 kg"}})", ErrorCode::unit_mismatch, "/figures/costs", ""},
        {R"({"figures": {}, "relations": {}})", ErrorCode::schema_violation, "/relations",
         "\"relations\""},
        {R"({"figures": {"costs": "1", "costs": "2"}})", ErrorCode::duplicate_key, "/figures/costs",
         "\"costs\""},
        {R"({"id": 5, "figures": {}})", ErrorCode::schema_violation, "/id", "5"},
        {R"({"id": "a"})", ErrorCode::schema_violation, "", ""},
        {R"([1])", ErrorCode::schema_violation, "", "[1]"},
        {R"({"figures": )", ErrorCode::invalid_json, "", ""},
    };
    for (const Case& c : cases) {
        INFO(c.record);
        const auto errors = errors_of(c.record);
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].code == c.code);
        CHECK(errors[0].location.pointer == c.pointer);
        const WrittenPlace at = written_place(*errors[0].location.source, errors[0].location.span);
        CHECK(at.source->name() == "records.ndjson");
        if (!c.marked.empty())
            CHECK(c.record.substr(at.span.begin, at.span.end - at.span.begin) == c.marked);
    }
}

TEST_CASE("the file of a template is a report by itself, without an id") {
    const auto refuse = [](const std::string& text) {
        return RecordTemplate::read(source_of("relations.json", text), {}).errors().front().code;
    };
    CHECK(refuse(R"({"brcheck": 1, "id": "x", "figures": {"a": "1"}})") ==
          ErrorCode::schema_violation);
    CHECK(refuse(R"({"brcheck": 1, "figures": {"a": {}}})") == ErrorCode::schema_violation);
    CHECK(refuse(R"({"brcheck": 1, "figures": {"a": "1"}, "relations": {"r": "a = b"}})") ==
          ErrorCode::unknown_name);
}
