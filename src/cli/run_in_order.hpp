/// Work on several threads whose results come out in the order of the items.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace brcheck::cli {

/// Until `next(item)` returns false, or `use` does: work(item, out) on any of the threads, several at
/// once, each with a `work` of its own that `make_work()` gave it, and `use(out)` for one after the
/// other, in the order in which next() gave the items. next() and use() each run on one thread at a
/// time. What is done but not yet used is bounded by a few items a thread. Items and outs are used
/// again: next() and work() meet what an earlier one left there, and with it its memory. One thread
/// means the caller's, which is always one of them; where the system gives fewer, fewer work. What
/// is thrown by one of the three ends the run and is thrown from here.
template <typename Item, typename Out, typename Next, typename MakeWork, typename Use>
void run_in_order(std::size_t thread_count, Next next, MakeWork make_work, Use use) {
    if (thread_count <= 1) {
        auto work = make_work();
        Out out;
        for (Item item; next(item);) {
            work(item, out);
            if (!use(out)) return;
        }
        return;
    }
    const std::size_t ahead = 4 * thread_count;
    std::mutex reading;
    std::size_t taken = 0;
    bool is_at_end = false;
    std::mutex writing;
    std::condition_variable room;
    std::size_t used = 0;
    std::map<std::size_t, Out> done;
    std::vector<Out> spare;
    std::atomic<bool> is_stopped = false;

    const auto loop = [&] {
        auto work = make_work();
        Out out;
        for (Item item;;) {
            std::size_t index = 0;
            {
                const std::lock_guard lock(reading);
                is_at_end = is_at_end || is_stopped || !next(item);
                if (is_at_end) return;
                index = taken++;
            }
            work(item, out);
            std::unique_lock lock(writing);
            room.wait(lock, [&] { return index < used + ahead || is_stopped; });
            done.emplace(index, std::move(out));
            for (auto first = done.find(used); first != done.end() && !is_stopped;
                 first = done.find(used)) {
                is_stopped = !use(first->second);
                spare.push_back(std::move(first->second));
                done.erase(first);
                ++used;
            }
            out = {};
            if (!spare.empty()) {
                out = std::move(spare.back());
                spare.pop_back();
            }
            room.notify_all();
        }
    };
    std::exception_ptr failure;
    const auto guarded_loop = [&] {
        try {
            loop();
        } catch (...) {
            const std::lock_guard lock(writing);
            if (!failure) failure = std::current_exception();
            is_stopped = true;
            room.notify_all();
        }
    };
    std::vector<std::thread> others;
    others.reserve(thread_count - 1);
    try {
        while (others.size() < thread_count - 1) others.emplace_back(guarded_loop);
    } catch (const std::exception&) {
        // Those that there are do it.
    }
    guarded_loop();
    for (std::thread& thread : others) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace brcheck::cli
