#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"
#include "number/number_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include <unistd.h>

namespace {

using namespace brcheck::cli;

constexpr int exit_undone = 2;

/// No memory is needed to say so.
void tell_of_memory() noexcept {
    write_to_standard_error(
        "brcheck: BR012: the memory ran out\n"
        "  hint: give it more, or check fewer or smaller reports at a time\n");
}

std::atomic<bool> has_run_out = false;

void note_that_memory_ran_out() {
    has_run_out = true;
    throw std::bad_alloc();
}

/// Where the memory ran out in what promises not to throw nothing catches it, and what was thrown
/// cannot always be seen here: then it is on its way, not caught.
[[noreturn]] void end_without_memory() noexcept {
    bool is_memory = has_run_out;
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        is_memory = true;
    } catch (...) {
        is_memory = false;
    }
    if (!is_memory) std::abort();
    tell_of_memory();
    _exit(exit_undone);
}

/// Before anything else of the program is made, since that takes memory, too.
[[gnu::constructor(101)]] void prepare_for_little_memory() {
    std::set_new_handler(note_that_memory_ran_out);
    std::set_terminate(end_without_memory);
}

}  // namespace

int main(int argc, char** argv) {
    brcheck::let_long_numbers_throw_bad_alloc();
    ignore_broken_pipes();
    keep_standard_streams();
    try {
        const auto parsed = parse_options(std::vector<std::string>(argv + 1, argv + argc));
        if (const auto* options = std::get_if<Options>(&parsed)) return run_command(*options);
        return answer(std::get<Reply>(parsed));
    } catch (const std::bad_alloc&) {
        tell_of_memory();
        return exit_undone;
    }
}
