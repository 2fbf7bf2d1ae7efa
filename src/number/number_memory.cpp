#include "number/number_memory.hpp"

#include <gmp.h>

#include <cstdlib>
#include <new>

namespace brcheck {
namespace {

void* allocate(std::size_t size) {
    void* const memory = std::malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void* reallocate(void* old, std::size_t /*old_size*/, std::size_t size) {
    void* const memory = std::realloc(old, size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

void let_long_numbers_throw_bad_alloc() {
    mp_set_memory_functions(allocate, reallocate, nullptr);
}

}  // namespace brcheck
