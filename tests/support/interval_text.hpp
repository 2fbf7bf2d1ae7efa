/// Numbers and intervals in tests: Catch prints them with to_string, tables write them as text.
#pragma once

#include "brcheck/number/decimal.hpp"
#include "brcheck/number/integer.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/number/rational.hpp"
#include "support/catch.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace brcheck::testing {

/// "-3", "0.25", "1/3".
inline Rational rational(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto top = parse_decimal(text.substr(0, slash));
    const auto bottom =
        parse_decimal(slash == std::string_view::npos ? "1" : text.substr(slash + 1));
    if (!top || !bottom) {
        throw std::invalid_argument("no number: " + std::string(text));
    }
    return top->value() / bottom->value();
}

/// What Interval::to_string writes: "[23.55, 23.65)", "(-inf, 1/3]", "empty"; "5" for one value.
inline Interval interval(std::string_view text) {
    if (text == "empty") {
        return Interval::empty();
    }
    const std::size_t comma = text.find(", ");
    if (comma == std::string_view::npos) {
        return Interval(rational(text));
    }
    const bool low_open = text.front() == '(';
    const bool high_open = text.back() == ')';
    const std::string_view low = text.substr(1, comma - 1);
    const std::string_view high = text.substr(comma + 2, text.size() - comma - 3);
    Interval result;
    if (low != "-inf") {
        result = intersect(result, Interval::at_least(rational(low), low_open));
    }
    if (high != "inf") {
        result = intersect(result, Interval::at_most(rational(high), high_open));
    }
    return result;
}

}  // namespace brcheck::testing

namespace Catch {

template <>
struct StringMaker<brcheck::Integer> {
    static std::string convert(const brcheck::Integer& value) { return value.to_string(); }
};

template <>
struct StringMaker<brcheck::Rational> {
    static std::string convert(const brcheck::Rational& value) { return value.to_string(); }
};

template <>
struct StringMaker<brcheck::Decimal> {
    static std::string convert(const brcheck::Decimal& value) { return value.to_string(); }
};

template <>
struct StringMaker<brcheck::Interval> {
    static std::string convert(const brcheck::Interval& value) { return value.to_string(); }
};

}  // namespace Catch
