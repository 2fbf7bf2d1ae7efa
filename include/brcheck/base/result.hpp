/// A value, or why there is none.
#pragma once

#include "brcheck/base/error.hpp"

#include <utility>
#include <variant>
#include <vector>

namespace brcheck {

/// Holds either a T or one or more Errors, in the order in which they were found.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::vector<Error>{}) {  // NOLINT(google-explicit-constructor)
        std::get<1>(state_).push_back(std::move(error));
    }
    /// REQUIRES: `errors` is not empty.
    Result(std::vector<Error> errors)  // NOLINT(google-explicit-constructor)
        : state_(std::move(errors)) {}

    [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    /// REQUIRES: ok().
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// REQUIRES: !ok(). Never empty.
    [[nodiscard]] std::vector<Error>& errors() & { return std::get<1>(state_); }
    [[nodiscard]] const std::vector<Error>& errors() const& { return std::get<1>(state_); }
    [[nodiscard]] std::vector<Error>&& errors() && { return std::get<1>(std::move(state_)); }

private:
    std::variant<T, std::vector<Error>> state_;
};

}  // namespace brcheck
