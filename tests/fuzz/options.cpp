// Command lines, a word a line: each is understood or refused with a text and an exit code.
#include "fuzz/fuzz.hpp"

#include "cli/options.hpp"

#include <brcheck/base/utf8.hpp>

#include <algorithm>

using namespace brcheck;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    // As from the system, where no word holds a NUL.
    if (text.find('\0') != std::string_view::npos) return 0;
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    const auto parsed = cli::parse_options(words);
    if (const auto* reply = std::get_if<cli::Reply>(&parsed)) {
        require(reply->exit_code == 0 || reply->exit_code == 2, "an exit code", text);
        require(!reply->text.empty() && reply->text.back() == '\n', "a reply says something", text);
        for (const char c : reply->text)
            require(static_cast<unsigned char>(c) >= 0x20 || c == '\n',
                    "a reply holds nothing that a terminal obeys", reply->text);
        return 0;
    }
    const auto& options = std::get<cli::Options>(parsed);
    require(!options.targets.empty(), "there is a format", text);
    require(cli::understand(options.settings).ok(), "settings of flags are understood", text);
    require(options.batch.threads >= 1, "a thread at least", text);
    if (const auto& shard = options.batch.shard)
        require(shard->index >= 1 && shard->index <= shard->count, "a shard is one of them", text);
    return 0;
}
