// Large blocks of memory on huge pages, where the system has them for who asks (Linux,
// transparent_hugepage=madvise): of a table of a million figures a third of the time went into taking
// pages of 4 KiB one after the other. Only the program does so; a library has no say in that.
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t large = 2 * huge_page;

void* allocate(std::size_t size) noexcept {
    if (size < large) return std::malloc(size == 0 ? 1 : size);
    if (size > PTRDIFF_MAX) return nullptr;  // which would be rounded up to a small one
    void* const block = std::aligned_alloc(huge_page, (size + huge_page - 1) / huge_page * huge_page);
#ifdef MADV_HUGEPAGE
    // Where that is not to be had the block is as good as any.
    if (block != nullptr) madvise(block, size, MADV_HUGEPAGE);
#endif
    return block;
}

}  // namespace

void* operator new(std::size_t size) {
    while (true) {
        if (void* const block = allocate(size)) return block;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
