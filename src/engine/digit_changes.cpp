#include "engine/digit_changes.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// Collects the changes of one number.
class DigitChanger {
public:
    explicit DigitChanger(const PrintedDigits& printed) : printed_(printed) {}

    std::vector<DigitChange> run() {
        swap();
        replace();
        insert();
        erase();
        return std::move(changes_);
    }

private:
    void add(RuleCode slip, PrintedDigits number) {
        const bool has_leading_zero = number.whole() > 1 && number.digits.front() == '0';
        const bool lacks_whole = number.whole() == 0 && printed_.whole() > 0;
        if (!has_leading_zero && !lacks_whole) changes_.push_back({slip, std::move(number)});
    }
    void swap();
    void replace();
    void insert();
    void insert_at(std::size_t place, std::size_t fraction, char digit);
    void erase();

    const PrintedDigits& printed_;
    std::vector<DigitChange> changes_;
};

void DigitChanger::swap() {
    for (std::size_t i = 0; i + 1 < printed_.digits.size(); ++i) {
        if (printed_.digits[i] == printed_.digits[i + 1]) continue;
        PrintedDigits number = printed_;
        std::swap(number.digits[i], number.digits[i + 1]);
        add(RuleCode::digit_swap, std::move(number));
    }
}

void DigitChanger::replace() {
    for (std::size_t i = 0; i < printed_.digits.size(); ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            if (digit == printed_.digits[i]) continue;
            PrintedDigits number = printed_;
            number.digits[i] = digit;
            add(RuleCode::wrong_digit, std::move(number));
        }
    }
}

void DigitChanger::insert_at(std::size_t place, std::size_t fraction, char digit) {
    PrintedDigits number = printed_;
    number.digits.insert(place, 1, digit);
    number.fraction = fraction;
    const bool is_inner_zero = digit == '0' && place > 0 && place < printed_.digits.size();
    add(is_inner_zero ? RuleCode::lost_inner_zero : RuleCode::lost_digit, std::move(number));
}

void DigitChanger::insert() {
    const std::string& digits = printed_.digits;
    const std::size_t whole = printed_.whole();
    for (char digit = '0'; digit <= '9'; ++digit) {
        // Before an equal digit and behind it are the same.
        for (std::size_t i = 0; i <= whole; ++i) {
            if (i == 0 || digits[i - 1] != digit) insert_at(i, printed_.fraction, digit);
        }
        for (std::size_t i = whole; printed_.fraction > 0 && i <= digits.size(); ++i) {
            if (i == whole || digits[i - 1] != digit) insert_at(i, printed_.fraction + 1, digit);
        }
    }
}

void DigitChanger::erase() {
    const std::string& digits = printed_.digits;
    const std::size_t whole = printed_.whole();
    for (std::size_t i = 0; i < digits.size() && digits.size() > 1; ++i) {
        const bool is_decimal = i >= whole;
        if (is_decimal && printed_.fraction == 1) continue;
        PrintedDigits number = printed_;
        number.digits.erase(i, 1);
        if (is_decimal) --number.fraction;
        const bool repeats = i > 0 && i != whole && digits[i - 1] == digits[i];
        add(repeats ? RuleCode::doubled_digit : RuleCode::inserted_digit, std::move(number));
    }
}

}  // namespace

PrintedDigits PrintedDigits::shifted(std::int64_t steps) const {
    PrintedDigits out = *this;
    const auto size = static_cast<std::size_t>(steps < 0 ? -steps : steps);
    if (steps < 0) {
        out.fraction += size;
        if (out.digits.size() <= out.fraction) {
            out.digits.insert(0, out.fraction + 1 - out.digits.size(), '0');
        }
    } else if (size <= out.fraction) {
        out.fraction -= size;
    } else {
        out.digits.append(size - out.fraction, '0');
        out.fraction = 0;
    }
    // Zeros at the end of a whole number fill it up; as decimals they would mean something.
    while (fraction == 0 && out.fraction > 0 && out.digits.back() == '0') {
        out.digits.pop_back();
        --out.fraction;
    }
    const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
    const std::size_t kept = out.fraction + 1;
    if (out.digits.size() > kept) out.digits.erase(0, std::min(zeros, out.digits.size() - kept));
    return out;
}

std::vector<DigitChange> digit_changes(const PrintedDigits& printed) {
    return DigitChanger(printed).run();
}

}  // namespace brcheck
