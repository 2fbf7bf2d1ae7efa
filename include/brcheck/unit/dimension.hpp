/// What a quantity measures: integer powers of base dimensions.
///
/// Base dimensions are names: "length", "mass", "time", ... for physical quantities, an ISO 4217
/// code for each currency ("CNY": currencies are joined only by a stated rate), and "#noun" for
/// things that are counted ("#project", singular, lower case). A bare number has none.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// Cheap to copy: the content is shared and immutable.
class Dimension {
public:
    Dimension() = default;
    /// One base dimension to the power 1.
    static Dimension base(std::string name);

    [[nodiscard]] bool is_none() const noexcept { return powers_ == nullptr; }
    /// True when nothing but nouns ("#...") is left: a count, or a bare number.
    [[nodiscard]] bool is_count() const noexcept;
    /// The same without its nouns: what decides whether two quantities may be added.
    [[nodiscard]] Dimension without_nouns() const;

    friend Dimension operator*(const Dimension& a, const Dimension& b);
    friend Dimension operator/(const Dimension& a, const Dimension& b);
    [[nodiscard]] Dimension power(int exponent) const;
    /// The n-th root; nothing when a power is no multiple of n. REQUIRES: n >= 1.
    [[nodiscard]] std::optional<Dimension> root(int n) const;

    struct Power {
        std::string name;
        int exponent = 0;
        friend bool operator==(const Power&, const Power&) = default;
    };
    /// Sorted by name, no exponent 0.
    [[nodiscard]] const std::vector<Power>& powers() const noexcept;

    /// "CNY/#project", "mass.length/time^2", "1" for none. For messages and tests.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const Dimension& a, const Dimension& b) {
        return a.powers_ == b.powers_ || a.powers() == b.powers();
    }

private:
    explicit Dimension(std::vector<Power> powers);

    std::shared_ptr<const std::vector<Power>> powers_;  ///< null for none
};

}  // namespace brcheck
