/// The ids of a report, figures and derived quantities alike, each with its index.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

    /// Makes room for this many names, which spares moving them while they are added.
    void reserve(std::size_t size);
    /// The new index (0, 1, 2, ...), or nothing when the name is there already.
    std::optional<VariableIndex> add(std::string name);

    [[nodiscard]] std::optional<VariableIndex> find(std::string_view name) const;
    /// The reference holds until the next add().
    [[nodiscard]] const std::string& name(VariableIndex index) const { return names_[index]; }
    [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }

    /// Every index whose name fits a pattern of identifier characters and '*' (any run, empty
    /// too), in the order of declaration. Costs no more than candidate_count(), once all names are
    /// added.
    [[nodiscard]] std::vector<VariableIndex> match(std::string_view pattern) const;
    /// How many names match() looks at: those that share the pattern's beginning or those that
    /// share its end (what stands before its first and after its last '*'), whichever are fewer.
    [[nodiscard]] std::size_t candidate_count(std::string_view pattern) const;

    /// The nearest known name as a hint ("did you mean "exports_2024"?"), "" when none is near.
    [[nodiscard]] std::string did_you_mean(std::string_view name) const;

private:
    /// Open addressing: a free place has the index `free_place`. Keeping hashes beside the indices
    /// spares a look at the name itself for most places that are not the right one, which is what
    /// 100,000 names would cost most.
    struct Place {
        std::uint32_t hash;
        VariableIndex index;
    };
    static constexpr VariableIndex free_place = UINT32_MAX;

    [[nodiscard]] std::size_t place_of(std::string_view name, std::uint32_t hash) const;
    void resize_places(std::size_t size);
    [[nodiscard]] const std::vector<VariableIndex>& sorted() const;
    [[nodiscard]] const std::vector<VariableIndex>& sorted_by_end() const;
    [[nodiscard]] std::span<const VariableIndex> candidates(std::string_view pattern) const;

    std::vector<std::string> names_;
    std::vector<Place> places_;  ///< a power of two, at most half of it taken
    /// Tables name the figures of a row or column, each as far from the last as that from the one
    /// before, which spares a look all over the memory. For one thread at a time, as all below.
    mutable VariableIndex last_found_ = 0;
    mutable VariableIndex stride_ = 1;
    mutable std::vector<VariableIndex> sorted_;  ///< by name; filled when first needed
    mutable std::vector<VariableIndex> sorted_by_end_;  ///< by name read backwards; likewise
};

}  // namespace brcheck
