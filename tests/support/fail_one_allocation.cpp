// To be preloaded (LD_PRELOAD): the program gets no memory the FAIL_AT-th time it asks. glibc only.
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);

static std::atomic<long> left = 0;

static bool is_refused() {
    if (--left != 0) return false;
    errno = ENOMEM;
    return true;
}

void* malloc(std::size_t size) { return is_refused() ? nullptr : __libc_malloc(size); }

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return is_refused() ? nullptr : __libc_memalign(alignment, size);
}

void* realloc(void* old, std::size_t size) {
    return is_refused() ? nullptr : __libc_realloc(old, size);
}
}

namespace {

struct Starter {
    Starter() {
        if (const char* const at = std::getenv("FAIL_AT")) left = std::atol(at);
    }
} starter;

}  // namespace
