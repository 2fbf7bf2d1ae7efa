/// Put before every source of a build whose expressions have been rewritten by mutants.py: each can be
/// one of two things, and which it is is said when a program starts. So thousands of mutants need
/// one build. MUTANT=number chooses one; MUTANTS_REACHED=file has a byte set for each that was asked for.
#pragma once

#include <concepts>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <type_traits>
#include <unistd.h>

namespace mutant {

constexpr std::size_t most = 1'000'000;
constinit inline int active = -1;
constinit inline unsigned char* reached = nullptr;

// Before all static objects; once would do, but where is not known.
__attribute__((constructor(101))) inline void choose() {
    if (const char* const number = std::getenv("MUTANT")) active = std::atoi(number);
    const char* const path = std::getenv("MUTANTS_REACHED");
    if (path == nullptr || reached != nullptr) return;
    const int file = open(path, O_RDWR | O_CREAT, 0600);
    // Shared, so that it is written whichever way a process ends.
    if (file >= 0 && ftruncate(file, most) == 0)
        reached = static_cast<unsigned char*>(
            mmap(nullptr, most, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    close(file);
}
namespace {
[[maybe_unused]] void (*const choose_is_kept)() = choose;
}

inline bool is_on_now(int id) {
    if (reached != nullptr) reached[id] = 1;
    return active == id;
}
constexpr bool is_on(int id) { return !std::is_constant_evaluated() && is_on_now(id); }

/// id turns the bound, id + 1 the answer.
template <char sign, char next, typename A, typename B>
constexpr bool compare(int id, const A& a, const B& b) {
    const bool is_bound = is_on(id);
    bool is_true = false;
    if constexpr (sign == '<' && next == ' ') is_true = is_bound ? a <= b : a < b;
    if constexpr (sign == '<' && next == '=') is_true = is_bound ? a < b : a <= b;
    if constexpr (sign == '>' && next == ' ') is_true = is_bound ? a >= b : a > b;
    if constexpr (sign == '>' && next == '=') is_true = is_bound ? a > b : a >= b;
    return is_true != is_on(id + 1);
}
template <typename A, typename B>
constexpr bool equal(int id, const A& a, const B& b) {
    return (a == b) != is_on(id);
}
template <typename A, typename B>
constexpr bool unequal(int id, const A& a, const B& b) {
    return (a != b) != is_on(id);
}

template <typename A, typename B>
constexpr auto plus(int id, const A& a, const B& b) {
    if constexpr (requires { { a - b } -> std::same_as<decltype(a + b)>; })
        if (is_on(id)) return a - b;
    return a + b;
}
template <typename A, typename B>
constexpr auto minus(int id, const A& a, const B& b) {
    if constexpr (requires { { a + b } -> std::same_as<decltype(a - b)>; })
        if (is_on(id)) return a + b;
    return a - b;
}
template <typename A, typename B>
constexpr auto times(int id, const A& a, const B& b) {
    if constexpr (requires { { a + b } -> std::same_as<decltype(a * b)>; })
        if (is_on(id)) return a + b;
    return a * b;
}
template <typename A, typename B>
constexpr auto divide(int id, const A& a, const B& b) {
    if constexpr (requires { { a * b } -> std::same_as<decltype(a / b)>; })
        if (is_on(id)) return a * b;
    return a / b;
}
template <typename A>
constexpr auto negative(int id, const A& a) {
    if constexpr (requires { { +a } -> std::same_as<decltype(-a)>; })
        return is_on(id) ? +a : -a;
    else if constexpr (requires { { -a } -> std::same_as<A>; })
        return is_on(id) ? a : -a;
    else
        return -a;
}

template <typename A>
constexpr bool turned(int id, A&& a) {
    return static_cast<bool>(a) != is_on(id);
}
template <std::integral A>
constexpr A next(int id, A a) {
    return is_on(id) ? static_cast<A>(a + 1) : a;
}

}  // namespace mutant
