#include "engine/growth_form.hpp"

#include "brcheck/expr/format_expression.hpp"
#include "brcheck/expr/parse_expression.hpp"

#include "support/catch.hpp"

#include <string>

namespace brcheck {
namespace {

struct Row {
    const char* text;
    const char* expected;
};

TEST_CASE("a growth is known in the shapes in which people write it", "[growth_form]") {
    NameTable names;
    for (const char* name : {"new", "old", "g", "other"}) names.add(name);
    const auto is_name = [](const Node& node) { return node.operation == Operation::variable; };
    const auto describe = [&](const char* text) {
        const auto read = parse_expression(text, names);
        REQUIRE(read.ok());
        const auto name_of = [&](NodeIndex index) {
            const Node& node = node_at(*read, index);
            return is_name(node) ? std::string(names.name(node.payload)) : std::string("?");
        };
        const auto root = static_cast<NodeIndex>(read->nodes().size() - 1);
        std::string out;
        if (const auto form = growth_form(*read, root))
            out += name_of(form->new_level) + " from " + name_of(form->old_level) +
                   (form->over_new ? ", over new" : "");
        if (const auto step = growth_step(*read, root))
            out += name_of(step->level) + (step->forward ? " forward" : " back") + " by " +
                   name_of(step->growth) + (step->falls ? ", falls" : "");
        return out;
    };
    const Row rows[] = {
        {"growth(new, old)", "new from old"},
        {"new / old - 1", "new from old"},
        {"share(new, old) - 100 %", "new from old"},
        {"new / old - 2", ""},
        {"new / old - other", ""},
        {"new * old - 1", ""},
        {"new / old + 1", ""},
        {"(new - old) / old", "new from old"},
        {"(new - old) / new", "new from old, over new"},
        {"(new - old) / other", ""},
        {"(new + old) / old", ""},
        {"change(new, old) / old", "new from old"},
        {"new * old", ""},
        {"old * (1 + g)", "old forward by g"},
        {"(1 + g) * old", "old forward by g"},
        {"old * (g + 1)", "old forward by g"},
        {"new / (1 + g)", "new back by g"},
        {"old * (1 - g)", "old forward by g, falls"},
        {"new / (1 - g)", "new back by g, falls"},
        {"old * (2 + g)", ""},
        {"old * (2 - g)", ""},
        {"old * (g - 1)", ""},
        {"(1 + g) / old", ""},
        {"old + (1 + g)", ""},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(describe(row.text) == row.expected);
    }
}

}  // namespace
}  // namespace brcheck
