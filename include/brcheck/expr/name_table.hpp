/// The ids of a report, figures and derived quantities alike, each with its index.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace brcheck {

/// Index of a figure or derived quantity in its report, in the order of declaration.
using VariableIndex = std::uint32_t;

/// [A-Za-z_][A-Za-z0-9_]*
bool is_identifier(std::string_view text) noexcept;

class NameTable {
public:
    NameTable() = default;
    NameTable(NameTable&&) = default;
    NameTable& operator=(NameTable&&) = default;
    // A copy's names_ would point into the original.
    NameTable(const NameTable&) = delete;
    NameTable& operator=(const NameTable&) = delete;

    /// The new index (0, 1, 2, ...), or nothing when the name is there already.
    std::optional<VariableIndex> add(std::string name);

    [[nodiscard]] std::optional<VariableIndex> find(std::string_view name) const;
    [[nodiscard]] const std::string& name(VariableIndex index) const { return *names_[index]; }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }

    /// Every index whose name fits a pattern of identifier characters and '*' (any run, empty
    /// too), in the order of declaration. Costs no more than the names that share the pattern's
    /// beginning, once all names are added.
    [[nodiscard]] std::vector<VariableIndex> match(std::string_view pattern) const;

    /// The nearest known name as a hint ("did you mean "exports_2024"?"), "" when none is near.
    [[nodiscard]] std::string did_you_mean(std::string_view name) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };
    [[nodiscard]] const std::vector<VariableIndex>& sorted() const;

    std::unordered_map<std::string, VariableIndex, Hash, std::equal_to<>> index_;
    std::vector<const std::string*> names_;  ///< keys of index_, which never move
    mutable std::vector<VariableIndex> sorted_;  ///< by name; filled at the first use
};

}  // namespace brcheck
