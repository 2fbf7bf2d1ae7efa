/// A report in the making: true values first, then what would be printed of them.
#pragma once

#include "oracle/random.hpp"
#include "oracle/system.hpp"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace oracle {

using Index = std::size_t;  ///< of a quantity in System::quantities

TermRef quantity(Index index);
TermRef literal(long digits, int places = 0, Unit unit = Unit::plain, int scale = 0);
TermRef operation(Op op, std::vector<TermRef> arguments, unsigned exponent = 0);
/// The operation over quantities.
TermRef operation(Op op, const std::vector<Index>& arguments, unsigned exponent = 0);
inline TermRef operator+(TermRef a, TermRef b) { return operation(Op::add, std::vector{a, b}); }
inline TermRef operator-(TermRef a, TermRef b) { return operation(Op::subtract, std::vector{a, b}); }
inline TermRef operator*(TermRef a, TermRef b) { return operation(Op::multiply, std::vector{a, b}); }
inline TermRef operator/(TermRef a, TermRef b) { return operation(Op::divide, std::vector{a, b}); }

class Draft {
public:
    Draft(Random& source, std::string kind);

    Random& random;

    /// A true amount of money of this report's size, never a round one.
    Number amount();
    /// A true rate: low to high, in thousandths, as a fraction.
    Number rate(long low, long high);

    // A figure that prints `truth`, rounded by some rule and to some place that fits its unit.
    Index money(const Number& truth);
    Index percent(const Number& truth);
    Index points(const Number& truth);
    Index plain(const Number& truth);
    /// Printed to this many places, by the default rule.
    Index print(Unit unit, const Number& truth, int places, int scale = 0);
    /// The same with "over", "at least", "under", "at most" or "nearly"; money or percent.
    Index bound(Unit unit, const Number& truth);
    /// A whole number, printed exactly.
    Index count(long truth);
    Index unknown(Unit unit, const Number& truth, bool whole = false);
    Index range(Unit unit, const Number& truth, const Ends& ends, bool whole = false);
    /// Money that is printed, or left unknown with that many percent.
    Index money_or_unknown(const Number& truth, unsigned unknown_percent);
    Index derived(Unit unit, TermRef definition);
    /// As it stands, whatever the truth is.
    Index stated(Printed printed, bool whole = false);

    void require(TermRef left, Comparison comparison, TermRef right);
    void require(std::vector<TermRef> sides, std::vector<Comparison> comparisons);
    /// The last relation accepts that much more.
    void tolerate(Printed amount);

    [[nodiscard]] const Number& truth(Index index) const { return system_.quantities[index].truth; }
    [[nodiscard]] std::size_t size() const { return system_.quantities.size(); }
    [[nodiscard]] int scale() const { return scale_; }
    System take() && { return std::move(system_); }

private:
    Index add(Quantity quantity, const char* prefix);
    Printed print_rounded(Unit unit, const Number& truth, int places, int scale);

    System system_;
    int scale_;
};

/// Slips that a hand makes, in figures that are printed: digits up, down, swapped, lost, doubled.
void plant_slips(System& system, Random& random, unsigned count);

}  // namespace oracle
