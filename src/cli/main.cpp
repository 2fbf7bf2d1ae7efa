#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"

#include <new>
#include <string>
#include <variant>
#include <vector>

int main(int argc, char** argv) {
    using namespace brcheck::cli;
    ignore_broken_pipes();
    keep_standard_streams();
    try {
        const auto parsed = parse_options(std::vector<std::string>(argv + 1, argv + argc));
        if (const auto* options = std::get_if<Options>(&parsed)) return run_command(*options);
        return answer(std::get<Reply>(parsed));
    } catch (const std::bad_alloc&) {
        // No memory is needed to say so.
        write_to_standard_error(
            "brcheck: BR012: the memory ran out\n"
            "  hint: give it more, or check fewer or smaller reports at a time\n");
        return 2;
    }
}
