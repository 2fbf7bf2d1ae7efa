#include "engine/compiled_rows.hpp"

#include "checked_report.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// "1 a -2 b" of each sum row: coefficients of the quantities themselves, the first one 1.
std::vector<std::string> forms_of(const Report& report) {
    const Network network(report);
    CompiledRows rows;
    rows.compile(network);
    std::vector<std::string> forms;
    for (const Row& row : rows.rows()) {
        if (row.kind != Row::Kind::sum) continue;
        const auto variables = rows.variables(row);
        const auto coefficients = rows.coefficients(row);
        REQUIRE(variables.size() == coefficients.size());
        const auto of_quantity = [&](std::size_t i) {
            return Rational(coefficients[i]) / to_rational(rows.scale(variables[i]));
        };
        std::string form;
        for (std::size_t i = 0; i < variables.size(); ++i)
            form += (i == 0 ? "" : " ") + (of_quantity(i) / of_quantity(0)).to_string() + ' ' +
                    std::string(report.names.name(variables[i]));
        forms.push_back(std::move(form));
    }
    return forms;
}

}  // namespace

TEST_CASE("rows keep their own coefficients, whatever their neighbours have", "[compiled_rows]") {
    auto read = read_report(
        "test.json",
        testing::report_text(
            R"("a": "12 km", "b": "13 km", "c": "25 km", "d": "7.5 km", "e": "3 m", "f": "20 km")", "",
            R"("same_1": "a + b = c", "same_2": "b + c = f", "other": "a - b = c",)"
            R"("scaled_1": "a + d = f", "scaled_2": "b + d = f", "left_out": "sqrt(a * b) = c",)"
            R"("finer": "a + e = b", "short": "a = b", "product": "e * a = e * b",)"
            R"("same_3": "c + d = f", "weighted": "a + 2 * b = c")"));
    REQUIRE(read.ok());
    const std::vector<std::string> forms = forms_of(read.value());
    const std::vector<std::string> expected = {
        "1 a 1 b -1 c",  "1 b 1 c -1 f", "1 a -1 b -1 c", "1 a 1 d -1 f", "1 b 1 d -1 f",
        "1 a 1 e -1 b", "1 a -1 b", "1 c 1 d -1 f", "1 a 2 b -1 c"};
    for (const std::string& form : expected) {
        CAPTURE(form);
        CHECK(std::find(forms.begin(), forms.end(), form) != forms.end());
    }
}

TEST_CASE("ends of figures of more digits than words keep their openness", "[compiled_rows]") {
    auto read = read_report(
        "test.json", testing::report_text(
                         R"("a": "1,234,567,890,123,456,789,012 km", "b": "1,234,567,890,123,456,789,013 km",)"
                         R"("c": "2,469,135,780,246,913,578,025 km")",
                         "", R"("sum": "a + b = c")"));
    REQUIRE(read.ok());
    const Report& report = read.value();
    const Network network(report);
    CompiledRows rows;
    rows.compile(network);
    REQUIRE(rows.rows().size() == 1);
    for (const RowVariable v : rows.variables(rows.rows()[0])) {
        const Rational low = report.quantities[v].interval.low();
        const Rational high = low + Rational(1000);
        for (const Interval& x :
             {Interval::closed(low, high), Interval::between(low, true, high, false),
              Interval::between(low, false, high, true), Interval::at_least(low, true),
              Interval::at_most(high, true), Interval::at_least(low), Interval::all()}) {
            INFO(x.to_string());
            CHECK(rows.interval_of(v, rows.range_of(v, x)) == x);
        }
        CHECK(rows.value_of(v, rows.range_of(v, Interval(low)).low) == low);
    }
}
