#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"

#include <string>
#include <variant>
#include <vector>

int main(int argc, char** argv) {
    using namespace brcheck::cli;
    ignore_broken_pipes();
    keep_standard_streams();
    const auto parsed = parse_options(std::vector<std::string>(argv + 1, argv + argc));
    if (const auto* options = std::get_if<Options>(&parsed)) return run_command(*options);
    return answer(std::get<Reply>(parsed));
}
