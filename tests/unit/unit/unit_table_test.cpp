#include "brcheck/unit/unit_table.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "unit/unit_index.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

std::vector<std::string> members(std::string_view cell) {
    std::vector<std::string> out;
    while (!cell.empty() && cell != "-") {
        const std::size_t end = std::min(cell.find('|'), cell.size());
        out.emplace_back(cell.substr(0, end));
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return out;
}

std::string lower(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

std::string dump(const std::optional<UnitMatch>& match) {
    return match ? match->unit.symbol() + " " + std::to_string(match->size_bytes) : "none";
}

}  // namespace

TEST_CASE("units: every text of every row gives that row's unit") {
    const TableText table = TableText::parse(embedded::units_tsv);
    const int symbols = table.column("symbols");
    const int names = table.column("names");
    const int dimension = table.column("dimension");
    REQUIRE(table.rows() > 200);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string_view kind = table.cell(row, table.column("kind"));
        std::vector<std::string> texts = members(table.cell(row, symbols));
        const std::vector<std::string> more = members(table.cell(row, names));
        const std::string shown = texts.empty() ? "" : texts.front();
        texts.insert(texts.end(), more.begin(), more.end());
        INFO("row " << row << ", " << shown);
        REQUIRE_FALSE(texts.empty());
        CHECK(table.cell(row, table.column("source")).size() > 4);
        for (const std::string& text : texts) {
            INFO(text);
            const std::optional<Unit> unit = find_unit(text);
            if (kind == "measure_word") {
                CHECK_FALSE(unit.has_value());
                CHECK(is_measure_word(text));
                continue;
            }
            if (kind == "ambiguous") {
                CHECK_FALSE(unit.has_value());
                CHECK(ambiguous_unit_choices(text) == table.cell(row, dimension));
                continue;
            }
            REQUIRE(unit.has_value());
            CHECK(unit->symbol() == shown);
            CHECK(unit->factor() > Rational(0));
            const std::string expected(table.cell(row, dimension));
            CHECK(unit->dimension().to_string() == (expected == "-" ? "1" : expected));
            CHECK(unit->can_be_negative() == (table.cell(row, table.column("negative")) == "yes"));
            CHECK((unit->kind() == UnitKind::level) == (kind == "level"));
            CHECK((unit->kind() == UnitKind::level) == !unit->dimension().is_none());
            CHECK(ambiguous_unit_choices(text).empty());
        }
    }
}

TEST_CASE("units: the columns hold only what the table's header names") {
    const std::map<std::string, std::vector<std::string_view>> allowed{
        {"kind", {"level", "number", "percent", "points", "ambiguous", "measure_word"}},
        {"placement", {"after", "before", "both"}},
        {"prefixes", {"none", "small", "large", "si"}},
        {"negative", {"yes", "no"}},
    };
    const TableText table = TableText::parse(embedded::units_tsv);
    for (const auto& [name, values] : allowed) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            INFO(name << " in row " << row);
            const std::string_view cell = table.cell(row, table.column(name));
            CHECK(std::find(values.begin(), values.end(), cell) != values.end());
        }
    }
}

TEST_CASE("units: no text is claimed by two rows") {
    const TableText table = TableText::parse(embedded::units_tsv);
    std::map<std::string, std::size_t> symbol_rows;
    std::map<std::string, std::size_t> name_rows;
    const auto claim = [](std::map<std::string, std::size_t>& rows, const std::string& text,
                          std::size_t row) {
        INFO(text);
        CHECK(rows.emplace(text, row).second);
    };
    std::string shown_before;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        std::vector<std::string> symbols = members(table.cell(row, table.column("symbols")));
        const std::string shown = symbols.empty() ? "" : symbols.front();
        if (!shown.empty() && shown == shown_before) {
            symbols.erase(symbols.begin());
        }
        shown_before = shown;
        for (const std::string& symbol : symbols) {
            claim(symbol_rows, symbol, row);
        }
        for (const std::string& name : members(table.cell(row, table.column("names")))) {
            claim(name_rows, lower(name), row);
        }
    }
    for (const auto& [symbol, row] : symbol_rows) {
        INFO(symbol);
        CHECK((!name_rows.contains(symbol) || name_rows.at(symbol) == row));
    }
}

TEST_CASE("units: SI prefixes and explicit rows agree") {
    struct Prefix {
        const char* symbol;
        const char* name;
        std::int64_t exponent;
        bool is_large;
        bool is_small;
    };
    const Prefix prefixes[] = {{"k", "kilo", 3, true, true},    {"M", "mega", 6, true, false},
                               {"G", "giga", 9, true, false},   {"T", "tera", 12, true, false},
                               {"P", "peta", 15, true, false},  {"E", "exa", 18, true, false},
                               {"c", "centi", -2, false, true}, {"m", "milli", -3, false, true},
                               {"u", "micro", -6, false, true}, {"n", "nano", -9, false, true}};
    const TableText table = TableText::parse(embedded::units_tsv);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string_view sets = table.cell(row, table.column("prefixes"));
        const std::vector<std::string> symbols = members(table.cell(row, table.column("symbols")));
        if (symbols.empty() || sets == "none") {
            continue;
        }
        const Unit base = *find_unit(symbols.front());
        for (const Prefix& prefix : prefixes) {
            const bool applies = sets == "si" || (sets == "large" && prefix.is_large) ||
                                 (sets == "small" && prefix.is_small);
            const std::string text = prefix.symbol + symbols.front();
            const std::optional<Unit> unit = find_unit(text);
            if (!applies) {
                continue;
            }
            INFO(text);
            REQUIRE(unit.has_value());
            CHECK(unit->factor() == base.factor() * power_of_ten(prefix.exponent));
            CHECK(unit->dimension() == base.dimension());
            CHECK(find_unit(unit->symbol()) == unit);
            for (const std::string& name : members(table.cell(row, table.column("names")))) {
                if (static_cast<unsigned char>(name.front()) < 0x80 && name.front() >= 'a') {
                    INFO(name);
                    const std::optional<Unit> named = find_unit(prefix.name + name);
                    REQUIRE(named.has_value());
                    CHECK(named->factor() == unit->factor());
                }
            }
        }
    }
}

TEST_CASE("units: names in any case, symbols in theirs") {
    struct Row {
        const char* text;
        const char* symbol;
        const char* factor;
    };
    const Row rows[] = {
        {"%", "%", "1/100"},
        {"％", "%", "1/100"},
        {"Per Cent", "%", "1/100"},
        {"‰", "‰", "1/1000"},
        {"per 1,000", "per 1,000", "1/1000"},
        {"per 100,000", "per 100,000", "1/100000"},
        {"个百分点", "pp", "1/100"},
        {"Percentage Points", "pp", "1/100"},
        {"bps", "bp", "1/10000"},
        {"元", "CNY", "1"},
        {"RMB", "CNY", "1"},
        {"YUAN", "CNY", "1"},
        {"$", "USD", "1"},
        {"U.S. dollars", "USD", "1"},
        {"us dollars", "USD", "1"},
        {"HK$", "HKD", "1"},
        {"日元", "JPY", "1"},
        {"Swiss Francs", "CHF", "1"},
        {"mW", "mW", "1/1000"},
        {"MW", "MW", "1000000"},
        {"GWh", "GWh", "3600000000000"},
        {"gigawatt-hours", "GWh", "3600000000000"},
        {"千瓦时", "kWh", "3600000"},
        {"兆瓦", "MW", "1000000"},
        {"Kilometres", "km", "1000"},
        {"µm", "µm", "1/1000000"},
        {"Mt", "Mt", "1000000000"},
        {"megatonnes", "Mt", "1000000000"},
        {"MtCO2e", "MtCO2e", "1000000000"},
        {"tce", "tce", "29307600000"},
        {"Mtoe", "Mtoe", "41868000000000000"},
        {"tonnes of coal equivalent", "tce", "29307600000"},
        {"km²", "km2", "1000000"},
        {"square kilometres", "km2", "1000000"},
        {"亩", "mu", "2000/3"},
        {"barrels", "bbl", "9936705933/62500000000"},
        {"TB", "TB", "8000000000000"},
        {"°C", "°C", "1"},
        {"TEUs", "TEU", "1"},
        {"people", "person", "1"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const std::optional<Unit> unit = find_unit(row.text);
        REQUIRE(unit.has_value());
        CHECK(unit->symbol() == row.symbol);
        CHECK(unit->factor().to_string() == row.factor);
    }
    for (const char* text : {"", " ", "¥", "KG", "gwh", "mt", "Cny", "francs", "projects", "dam",
                             "in", "kilo", "k", "M", "个", "元 ", "yuan yuan", "kk", "mmm"}) {
        INFO(text);
        if (std::string_view(text) == "kilo") {
            CHECK(find_unit(text)->symbol() == "kg");
        } else {
            CHECK_FALSE(find_unit(text).has_value());
        }
    }
}

TEST_CASE("units: the longest unit after a number") {
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"% of GDP", "% 1"},
        {"% points", "pp 8"},
        {"percent", "% 7"},
        {"percentage", "none"},
        {"percentage points up", "pp 17"},
        {"points", "pp 6"},
        {"pointsman", "none"},
        {"yuan per tonne", "CNY 4"},
        {"yuan", "CNY 4"},
        {"元/吨", "CNY 3"},
        {"元人民币", "CNY 12"},
        {"US$", "USD 3"},
        {"dollars", "USD 7"},
        {"Hong Kong dollars", "HKD 17"},
        {"m2", "m2 2"},
        {"m3/s", "m3 2"},
        {"m", "m 1"},
        {"m.", "m 1"},
        {"m5", "none"},
        {"metres", "m 6"},
        {"metresé", "none"},
        {"kg左右", "kg 2"},
        {"公里", "km 6"},
        {"平方公里", "km2 12"},
        {"kilometres long", "km 10"},
        {"GWh", "GWh 3"},
        {"gwh", "none"},
        {"TWh,", "TWh 3"},
        {"per 1,000 people", "per 1,000 9"},
        {"per 1,000,000", "ppm 13"},
        {"per 10,000", "per 10,000 10"},
        {"个百分点", "pp 12"},
        {"个国家", "none"},
        {"百分之", "none"},
        {"tonnes of coal", "t 6"},
        {"tonnes of coal equivalent", "tce 25"},
        {"people", "person 6"},
        {"人", "person 3"},
        {"人次", "人次 6"},
        {"projects", "none"},
        {"", "none"},
        {" yuan", "none"},
        {"francs", "none"},
        {"°C", "°C 3"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(match_unit_after(row.text)) == row.expected);
    }
}

TEST_CASE("units: the longest unit before a number") {
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"$5", "USD 1"},
        {"US$5", "USD 3"},
        {"USD 5", "USD 3"},
        {"RMB5", "CNY 3"},
        {"CN¥5", "CNY 4"},
        {"人民币5亿元", "CNY 9"},
        {"€5", "EUR 3"},
        {"Rs. 5", "INR 3"},
        {"百分之5", "% 9"},
        {"千分之5", "‰ 9"},
        {"A$5", "AUD 2"},
        {"¥5", "none"},
        {"yuan 5", "none"},
        {"kg 5", "none"},
        {"%5", "none"},
        {"USDX", "none"},
        {"", "none"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(match_unit_before(row.text)) == row.expected);
    }
}

TEST_CASE("units: a count's dimension is the singular noun, its symbol the text") {
    struct Row {
        const char* text;
        const char* dimension;
    };
    const Row rows[] = {
        {"countries", "#country"},
        {"country", "#country"},
        {"Projects", "#project"},
        {"project", "#project"},
        {"boxes", "#box"},
        {"branches", "#branch"},
        {"classes", "#class"},
        {"class", "#class"},
        {"houses", "#house"},
        {"analysis", "#analysis"},
        {"viruses", "#viruse"},
        {"buses", "#bus"},
        {"series", "#series"},
        {"ties", "#tie"},
        {"gas", "#gas"},
        {"gases", "#gas"},
        {"EVs", "#ev"},
        {"EV", "#ev"},
        {"international organizations", "#international organization"},
        {"International  Organization", "#international organization"},
        {"young people", "#young person"},
        {"people", "#person"},
        {"women", "#woman"},
        {"TEUs", "#teu"},
        {"个国家", "#国家"},
        {"家企业", "#企业"},
        {"名学生", "#学生"},
        {"项目", "#项目"},
        {"个", "#个"},
        {"个人", "#person"},
        {"人", "#person"},
        {"CO2 permits", "#co2 permit"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const Unit unit = count_unit(row.text);
        CHECK(unit.dimension().to_string() == row.dimension);
        CHECK(unit.symbol() == row.text);
        CHECK(unit.factor() == Rational(1));
        CHECK(unit.kind() == UnitKind::level);
        CHECK_FALSE(unit.can_be_negative());
        // The singular is its own singular.
        const std::string noun = unit.dimension().powers()[0].name.substr(1);
        CHECK(count_unit(noun).dimension() == unit.dimension());
    }
}

TEST_CASE("units: ratio units") {
    CHECK(percent_unit().factor() == Rational(1, 100));
    CHECK(percent_unit().kind() == UnitKind::percent);
    CHECK(points_unit().factor() == Rational(1, 100));
    CHECK(points_unit().kind() == UnitKind::points);
    CHECK(points_unit().symbol() == "pp");
}

TEST_CASE("units: names to suggest are percent words and currencies") {
    const std::span<const std::string> names = common_unit_names();
    for (const char* name : {"percent", "percentage points", "yuan", "dollars", "renminbi"}) {
        CHECK(std::find(names.begin(), names.end(), name) != names.end());
    }
    for (const std::string& name : names) {
        INFO(name);
        const std::optional<Unit> unit = find_unit(name);
        REQUIRE(unit.has_value());
        CHECK((is_money(*unit) || unit->dimension().is_none()));
    }
}
