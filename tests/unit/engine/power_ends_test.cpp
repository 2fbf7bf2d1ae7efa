#include "engine/power_ends.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/interval_text.hpp"

#include <numeric>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// What the equations of a report leave of its quantities, over what is printed and `more`.
class Ends {
public:
    using Box = std::vector<std::pair<std::string, std::string>>;

    Ends(const std::string& figures, const std::string& relations, const Box& more = {})
        : report_(read(R"j({"brcheck": 1, "figures": {)j" + figures + R"j(}, "relations": {)j" +
                       relations + "}}")),
          network_(report_),
          constraints_(network_.constraints().size()) {
        std::iota(constraints_.begin(), constraints_.end(), 0U);
        for (VariableIndex v = 0; v < report_.quantities.size(); ++v)
            box_.push_back(network_.given_interval(v));
        for (const auto& [name, interval] : more)
            box_[*report_.names.find(name)] = testing::interval(interval);
        ends_.emplace(network_, constraints_, box_);
    }

    /// "1 to 2 open"; "none" for an end that is not told. Roots are told to ten digits.
    std::string operator()(const std::string& name) {
        std::string text;
        for (const bool is_low : {true, false}) {
            const auto end = ends_->find(*report_.names.find(name), is_low);
            text += is_low ? "" : " to ";
            if (!end) {
                text += "none";
                continue;
            }
            const Interval& value = end->enclosure;
            if (!value.is_point()) {
                CHECK((value.high() - value.low()) * power_of_ten(25) < abs(value.high()));
                text += "about " + format_decimal(value.low(), 10, Toward::nearest);
            } else {
                text += value.low().to_string();
            }
            if (end->is_open) text += " open";
        }
        return text;
    }

    std::optional<LocatedEnd> find(const std::string& name, bool is_low) {
        return ends_->find(*report_.names.find(name), is_low);
    }

private:
    static Report read(const std::string& text) {
        auto report = read_report("test.json", text);
        if (!report.ok()) FAIL(report.errors().front().message << " in " << text);
        return std::move(report).value();
    }

    Report report_;
    Network network_;
    std::vector<ConstraintIndex> constraints_;
    std::vector<Interval> box_;
    std::optional<PowerEnds> ends_;
};

}  // namespace

TEST_CASE("ends of products and quotients are products of printed ends", "[power ends]") {
    Ends ends(R"j("a": "2.0", "b": "3.0", "c": {"unknown": true}, "d": {"unknown": true})j",
              R"j("r": "c = a * b", "s": "d = a / b")j",
              {{"a", "[2, 4)"}, {"b", "[3, 5]"}, {"c", "(0, inf)"}, {"d", "(0, inf)"}});
    CHECK(ends("c") == "6 to 20 open");
    CHECK(ends("d") == "2/5 to 4/3 open");
    CHECK(ends("a") == "2 to 4 open");
    const auto least = ends.find("d", true);
    REQUIRE(least.has_value());
    CHECK(least->has_open_bounds);
    std::vector<std::string> values;
    for (const auto& entry : least->solution) values.push_back(entry.second.to_string());
    CHECK(values == std::vector<std::string>{"[2, 2]", "[5, 5]", "[10, 10]", "[0.4, 0.4]"});
}

TEST_CASE("ends of rates of compound growth are roots", "[power ends]") {
    Ends ends(R"j("a": "100", "b": "200", "p": "26 %", "q": "100 %")j",
              R"j("r": "b = a * (1 + p) ^ 3", "s": "q = growth(b, a)")j",
              {{"a", "[125, 125]"}, {"b", "[250, 343]"}, {"p", "(-1, inf)"}, {"q", "(0.9, 3]"}});
    CHECK(ends("p") == "about 0.2599210499 to 2/5");
    CHECK(ends("q") == "1 to 218/125");
}

TEST_CASE("each equation alone leaves more than all of them together", "[power ends]") {
    // (1 + p)(1 + q) = 1 + r, which no single equation says.
    Ends ends(R"j("price": "10", "volume": "20", "value": "200", "price2": "11", "volume2": "22",
                 "value2": "242", "p": "10 %", "q": "10 %", "r": "21 %")j",
              R"j("a": "value = price * volume", "b": "value2 = price2 * volume2",
                 "c": "p = growth(price2, price)", "d": "q = growth(volume2, volume)",
                 "e": "r = growth(value2, value)")j",
              {{"price", "[5, 20]"}, {"volume", "[10, 40]"}, {"value", "[100, 400]"},
               {"price2", "[5, 20]"}, {"volume2", "[10, 40]"}, {"value2", "[100, 400]"},
               {"p", "[0.1, 0.2]"}, {"q", "[0.1, 0.2)"}, {"r", "[0, 0.3]"}});
    CHECK(ends("r") == "21/100 to 3/10");
    CHECK(ends("p") == "1/10 to 2/11");
    CHECK(ends("q") == "1/10 to 2/11");
}

TEST_CASE("factors below 0 count by their size", "[power ends]") {
    Ends ends(R"j("a": "-2", "b": "3", "c": "-6")j", R"j("r": "c = a * b")j",
              {{"a", "[-3, -2)"}, {"b", "[3, 4]"}, {"c", "(-inf, 0)"}});
    CHECK(ends("c") == "-12 to -6 open");
    CHECK(ends("b") == "3 to 4");
    Ends fall(R"j("a": "50", "b": "100", "p": "-150 %")j", R"j("r": "b = a * (1 + p) ^ 2")j",
              {{"a", "[50, 50]"}, {"b", "[50, 200]"}, {"p", "(-inf, -1)"}});
    CHECK(fall("p") == "-3 to -2");
}

TEST_CASE("what has no end, or is no product of powers, is left to others", "[power ends]") {
    const std::string figures = R"j("a": {"unknown": true}, "b": {"unknown": true}, "c": "6",
                                   "n": {"stated": "3", "whole": true})j";
    Ends unbounded(figures, R"j("r": "c = a * b")j", {{"a", "(0, inf)"}, {"b", "(0, inf)"}});
    CHECK(unbounded("a") == "none to none");
    Ends half(figures, R"j("r": "c = a * b")j", {{"a", "(0, 2]"}, {"b", "(0, inf)"}});
    CHECK(half("a") == "none to 2");
    CHECK(half("b") == "3 to none");
    Ends signless(figures, R"j("r": "c = a * b")j", {{"a", "[-1, 2]"}, {"b", "[1, 3]"}});
    CHECK(signless("b") == "none to none");
    Ends sums(figures, R"j("r": "c = a * b", "s": "c = a + b")j",
              {{"a", "[1, 2]"}, {"b", "[1, 3]"}});
    CHECK(sums("b") == "none to none");
    Ends whole(figures, R"j("r": "c = a * n")j", {{"a", "[1, 2]"}});
    CHECK(whole("a") == "none to none");
    // By 1 + a here, by a there.
    Ends twice(figures, R"j("r": "c = (1 + a) * b", "s": "c = 3 * a")j",
               {{"a", "[1, 2]"}, {"b", "[1, 3]"}});
    CHECK(twice("b") == "none to none");
    Ends impossible(figures, R"j("r": "c = a * b")j",
                    {{"a", "[1, 2]"}, {"b", "[4, 5]"}, {"c", "[1, 2]"}});
    CHECK(impossible("a") == "none to none");
    Ends wrong_sign(figures, R"j("r": "c = a * b")j", {{"a", "[1, 2]"}, {"b", "[-5, -4]"}});
    CHECK(wrong_sign("a") == "none to none");
}

TEST_CASE("what dropped out must not be 0, nor what a root was taken of below it", "[power ends]") {
    const std::string figures = R"j("a": "1.0", "b": "2.0", "c": "3.0")j";
    const auto ends_of_b = [&](const std::string& relation, const std::string& in_a) {
        Ends ends(figures, R"j("r": ")j" + relation + "\"",
                  {{"a", in_a}, {"b", "[1, 3]"}, {"c", "[2, 4]"}});
        return ends("b");
    };
    CHECK(ends_of_b("a * b = a * c", "[1, 2]") == "2 to 3");
    CHECK(ends_of_b("a * b = a * c", "[-2, -1]") == "2 to 3");
    // 0 * 1 = 0 * 4.
    CHECK(ends_of_b("a * b = a * c", "[-1, 1]") == "none to none");
    CHECK(ends_of_b("sqrt(a^2) / a * b = c", "[1, 2]") == "2 to 3");
    CHECK(ends_of_b("sqrt(a^2) / a * b = c", "[-2, -1]") == "none to none");
}

TEST_CASE("out of work nothing is told", "[power ends]") {
    const auto report = read_report("test.json", R"j({"brcheck": 1, "figures": {
        "a": "2.0", "b": "3.0", "c": "6"}, "relations": {"r": "c = a * b"}})j");
    REQUIRE(report.ok());
    const Network network(*report);
    const std::vector<ConstraintIndex> constraints{0};
    const std::vector<Interval> box(3, testing::interval("[1, 2]"));
    PowerEnds ends(network, constraints, box);
    ends.work_left = 0;
    CHECK_FALSE(ends.find(0, true).has_value());
}
