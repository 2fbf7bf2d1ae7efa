/// Changes that keep most of a text readable: a number, a sign or a word for another. Bytes changed
/// at random leave next to no report that can be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// libFuzzer's own change; in a build without it nothing changes.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most)
    __attribute__((weak));

namespace fuzz {

inline std::size_t mutate_text(std::uint8_t* data, std::size_t size, std::size_t most,
                               unsigned seed) {
    std::minstd_rand random(seed);
    const auto draw = [&](std::size_t below) { return random() % below; };
    if (size == 0 || draw(4) == 0)
        return LLVMFuzzerMutate == nullptr ? size : LLVMFuzzerMutate(data, size, most);
    std::string text(reinterpret_cast<const char*>(data), size);
    const auto is_of = [&](std::string_view set, std::size_t i) {
        return set.find(text[i]) != std::string_view::npos;
    };
    const auto pick_from = [&](std::string_view set) {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (is_of(set, i)) places.push_back(i);
        return places.empty() ? std::string::npos : places[draw(places.size())];
    };
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view operators = "+-*/=<>";
    switch (draw(5)) {
        case 0: {  // another digit
            const std::size_t at = pick_from(digits);
            if (at != std::string::npos) text[at] = digits[draw(10)];
            break;
        }
        case 1: {  // a digit more or less
            const std::size_t at = pick_from(digits);
            if (at == std::string::npos) break;
            if (draw(2) == 0)
                text.erase(at, 1);
            else
                text.insert(at, 1, digits[draw(10)]);
            break;
        }
        case 2: {  // another operator
            const std::size_t at = pick_from(operators);
            if (at != std::string::npos) text[at] = operators[draw(operators.size())];
            break;
        }
        case 3: {  // a word for another word of the text
            const auto word_at = [&](std::size_t at) {
                constexpr std::string_view letters =
                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
                std::size_t begin = at;
                while (begin > 0 && is_of(letters, begin - 1)) --begin;
                std::size_t end = at;
                while (end < text.size() && is_of(letters, end)) ++end;
                return std::pair(begin, end - begin);
            };
            const auto [from, from_size] = word_at(draw(text.size()));
            const auto [to, to_size] = word_at(draw(text.size()));
            if (from_size > 0 && to_size > 0)
                text.replace(to, to_size, text.substr(from, from_size));
            break;
        }
        default: {  // a part between commas left out or said twice
            const std::size_t begin = pick_from(",");
            if (begin == std::string::npos) break;
            const std::size_t end = std::min(text.find(',', begin + 1), text.size());
            if (draw(2) == 0)
                text.erase(begin, end - begin);
            else
                text.insert(begin, text.substr(begin, end - begin));
            break;
        }
    }
    if (text.size() > most) text.resize(most);
    std::copy(text.begin(), text.end(), data);
    return text.size();
}

}  // namespace fuzz
