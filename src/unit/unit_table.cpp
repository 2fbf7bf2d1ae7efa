#include "brcheck/unit/unit_table.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"
#include "brcheck/number/decimal.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace brcheck {
namespace {

enum class RowKind : std::uint8_t { unit, ambiguous, measure_word };
enum class Placement : std::uint8_t { after, before, both };

// Sets of SI prefixes, as flags.
constexpr std::uint8_t small_prefixes = 1;
constexpr std::uint8_t large_prefixes = 2;

struct Prefix {
    std::string_view symbol;
    std::string_view name;
    std::string_view shown;
    std::int64_t exponent;
    std::uint8_t sets;
};

constexpr Prefix prefixes[] = {
    {"k", "kilo", "k", 3, small_prefixes | large_prefixes},
    {"M", "mega", "M", 6, large_prefixes},
    {"G", "giga", "G", 9, large_prefixes},
    {"T", "tera", "T", 12, large_prefixes},
    {"P", "peta", "P", 15, large_prefixes},
    {"E", "exa", "E", 18, large_prefixes},
    {"c", "centi", "c", -2, small_prefixes},
    {"m", "milli", "m", -3, small_prefixes},
    {"\u00B5", "micro", "\u00B5", -6, small_prefixes},
    {"\u03BC", "", "\u00B5", -6, small_prefixes},
    {"u", "", "\u00B5", -6, small_prefixes},
    {"n", "nano", "n", -9, small_prefixes},
};

struct Row {
    std::string_view symbol;
    std::string_view factor;
    std::string_view dimension;
    UnitKind unit_kind = UnitKind::level;
    RowKind kind = RowKind::unit;
    Placement placement = Placement::after;
    std::uint8_t prefix_sets = 0;
    bool can_be_negative = false;
};

/// One text of a row. Small, since building the index is a good part of a short run.
struct Form {
    const char* begin = nullptr;
    std::uint32_t hash = 0;
    std::uint16_t row = 0;
    std::uint8_t size_bytes = 0;
    bool is_symbol = false;

    [[nodiscard]] std::string_view text() const { return {begin, size_bytes}; }
};

constexpr std::uint32_t hash_start = 2166136261U;  // FNV-1a over letters in lower case

constexpr std::uint32_t hash_next(std::uint32_t hash, char c) {
    return (hash ^ static_cast<unsigned char>(to_lower_ascii(c))) * 16777619U;
}

std::uint32_t hash_text(std::string_view text) {
    std::uint32_t hash = hash_start;
    for (const char c : text) {
        hash = hash_next(hash, c);
    }
    return hash;
}

bool equal_in_any_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return to_lower_ascii(x) == to_lower_ascii(y);
           });
}

/// Calls `use` with every member of a cell of the table.
template <typename Use>
void for_each_member(std::string_view cell, Use use) {
    if (cell == "-") {
        return;
    }
    while (!cell.empty()) {
        const std::size_t end = std::min(cell.find('|'), cell.size());
        use(cell.substr(0, end));
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
}

Rational parse_factor(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
        return parse_factor(text.substr(0, slash)) / parse_factor(text.substr(slash + 1));
    }
    const std::optional<Decimal> factor = parse_decimal(text);
    assert(factor);
    return factor->value();
}

/// The inverse of Dimension::to_string.
Dimension parse_dimension(std::string_view text) {
    Dimension out;
    if (text == "-") {
        return out;
    }
    for (bool below = false; !text.empty();) {
        const std::size_t end = std::min(text.find_first_of("./"), text.size());
        std::string_view name = text.substr(0, end);
        int exponent = 1;
        if (const std::size_t hat = name.find('^'); hat != std::string_view::npos) {
            exponent = name[hat + 1] - '0';
            name = name.substr(0, hat);
        }
        if (name != "1") {
            const Dimension part = Dimension::base(std::string(name)).power(exponent);
            out = below ? out / part : out * part;
        }
        below = end < text.size() && text[end] == '/';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

UnitKind parse_kind(std::string_view text) {
    return text == "percent"  ? UnitKind::percent
           : text == "points" ? UnitKind::points
           : text == "number" ? UnitKind::number
                              : UnitKind::level;
}

/// A known text and how it was come by.
struct Found {
    const Form* form = nullptr;
    const Prefix* prefix = nullptr;
    std::size_t size_bytes = 0;
};

class UnitIndex {
public:
    static const UnitIndex& get() {
        static const UnitIndex index(embedded::units_tsv);
        return index;
    }

    /// The form with this text for which `accept` holds; a symbol rather than a name.
    template <typename Accept>
    const Form* find(std::string_view text, std::uint32_t hash, Accept accept) const {
        const Form* found = nullptr;
        for (std::size_t slot = hash % slot_count; slots_[slot] != 0;
             slot = (slot + 1) % slot_count) {
            const Form& form = forms_[slots_[slot] - std::size_t{1}];
            if (form.hash != hash || !accept(form)) {
                continue;
            }
            if (form.is_symbol && form.text() == text) {
                return &form;
            }
            if (!form.is_symbol && equal_in_any_case(form.text(), text)) {
                found = &form;
            }
        }
        return found;
    }

    /// The longest form at the start of `text` that ends where a word may end.
    template <typename Accept>
    Found find_longest(std::string_view text, bool before_number, Accept accept) const {
        std::array<std::uint32_t, max_form_bytes> hashes;
        const std::size_t longest = std::min(text.size(), longest_form_);
        std::uint32_t hash = hash_start;
        for (std::size_t i = 0; i < longest; ++i) {
            hash = hash_next(hash, text[i]);
            hashes[i] = hash;
        }
        for (std::size_t size = longest; size > 0; --size) {
            const Form* form = find(text.substr(0, size), hashes[size - 1], accept);
            if (form != nullptr && is_word_end(text, size, before_number)) {
                return {form, nullptr, size};
            }
        }
        return {};
    }

    /// The longest text at the start that is a prefix and a form.
    [[nodiscard]] Found find_longest_prefixed(std::string_view text) const {
        Found best;
        for_each_prefix(text, [&](const Prefix& prefix, std::size_t size, bool is_symbol) {
            Found found = find_longest(text.substr(size), false, [&](const Form& form) {
                return takes_prefix(form, prefix, is_symbol);
            });
            found.prefix = &prefix;
            found.size_bytes += size;
            if (found.form != nullptr && found.size_bytes > best.size_bytes) {
                best = found;
            }
        });
        return best;
    }

    /// All of `text`.
    [[nodiscard]] Found find_whole(std::string_view text) const {
        Found out{find(text, hash_text(text), [&](const Form& form) { return is_unit(form); })};
        if (out.form == nullptr) {
            for_each_prefix(text, [&](const Prefix& prefix, std::size_t size, bool is_symbol) {
                const std::string_view rest = text.substr(size);
                const Form* form = find(rest, hash_text(rest), [&](const Form& candidate) {
                    return takes_prefix(candidate, prefix, is_symbol);
                });
                if (form != nullptr) {
                    out = {form, &prefix};
                }
            });
        }
        return out;
    }

    [[nodiscard]] const Row& row(const Form& form) const { return rows_[form.row]; }
    [[nodiscard]] bool is_unit(const Form& form) const { return row(form).kind == RowKind::unit; }

    [[nodiscard]] const Unit& unit(std::size_t row) const {
        if (!is_made_[row].load(std::memory_order_acquire)) make(row);
        return *units_[row];
    }

    [[nodiscard]] Unit unit(const Found& found) const {
        const Unit& base = unit(found.form->row);
        if (found.prefix == nullptr) {
            return base;
        }
        return Unit(std::string(found.prefix->shown) + base.symbol(),
                    base.factor() * power_of_ten(found.prefix->exponent), base.dimension(),
                    base.kind(), base.can_be_negative());
    }

    [[nodiscard]] const std::vector<Form>& forms() const { return forms_; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

private:
    static constexpr std::size_t max_form_bytes = 64;
    static constexpr std::size_t slot_count = 4096;  // a power of two, over twice the forms

    explicit UnitIndex(std::string_view data) : slots_(slot_count) {
        const TableText table = TableText::parse(data);
        const int symbols = table.column("symbols");
        const int names = table.column("names");
        const int kind = table.column("kind");
        const int factor = table.column("factor");
        const int dimension = table.column("dimension");
        const int placement = table.column("placement");
        const int prefix_sets = table.column("prefixes");
        const int negative = table.column("negative");
        rows_.reserve(table.rows());
        forms_.reserve(slot_count / 2);
        for (std::size_t i = 0; i < table.rows(); ++i) {
            const std::string_view forms = table.cell(i, symbols);
            const std::string_view kind_name = table.cell(i, kind);
            const std::string_view place = table.cell(i, placement);
            const std::string_view sets = table.cell(i, prefix_sets);
            Row row;
            row.symbol = forms.substr(0, forms.find('|'));
            row.factor = table.cell(i, factor);
            row.dimension = table.cell(i, dimension);
            row.unit_kind = parse_kind(kind_name);
            row.kind = kind_name == "ambiguous"      ? RowKind::ambiguous
                       : kind_name == "measure_word" ? RowKind::measure_word
                                                     : RowKind::unit;
            row.placement = place == "both"     ? Placement::both
                            : place == "before" ? Placement::before
                                                : Placement::after;
            row.prefix_sets = sets == "si"      ? small_prefixes | large_prefixes
                              : sets == "large" ? large_prefixes
                              : sets == "small" ? small_prefixes
                                                : std::uint8_t{0};
            row.can_be_negative = table.cell(i, negative) == "yes";
            bool is_repeated = i > 0 && rows_[i - 1].symbol == row.symbol;
            rows_.push_back(row);
            for_each_member(forms, [&](std::string_view text) {
                if (!std::exchange(is_repeated, false)) {
                    add_form(text, i, true);
                }
            });
            for_each_member(table.cell(i, names),
                            [&](std::string_view text) { add_form(text, i, false); });
        }
        units_.resize(rows_.size());
        is_made_ = std::make_unique<std::atomic<bool>[]>(rows_.size());
    }

    // Not by std::call_once: where memory runs out inside of it glibc ends the program, since it gets
    // none to let the exception pass.
    void make(std::size_t row) const {
        const std::lock_guard lock(making_);
        if (is_made_[row].load(std::memory_order_relaxed)) return;
        const Row& made = rows_[row];
        units_[row].emplace(std::string(made.symbol), parse_factor(made.factor),
                            parse_dimension(made.dimension), made.unit_kind, made.can_be_negative);
        is_made_[row].store(true, std::memory_order_release);
    }

    void add_form(std::string_view text, std::size_t row, bool is_symbol) {
        assert(text.size() <= max_form_bytes && forms_.size() < slot_count / 2);
        const std::uint32_t hash = hash_text(text);
        forms_.push_back({text.data(), hash, static_cast<std::uint16_t>(row),
                          static_cast<std::uint8_t>(text.size()), is_symbol});
        longest_form_ = std::max(longest_form_, text.size());
        std::size_t slot = hash % slot_count;
        while (slots_[slot] != 0) {
            slot = (slot + 1) % slot_count;
        }
        slots_[slot] = static_cast<std::uint16_t>(forms_.size());
    }

    [[nodiscard]] bool takes_prefix(const Form& form, const Prefix& prefix, bool is_symbol) const {
        return form.is_symbol == is_symbol && (row(form).prefix_sets & prefix.sets) != 0;
    }

    template <typename Use>
    static void for_each_prefix(std::string_view text, Use use) {
        for (const Prefix& prefix : prefixes) {
            if (text.starts_with(prefix.symbol)) {
                use(prefix, prefix.symbol.size(), true);
            }
            const std::size_t size = prefix.name.size();
            if (size > 0 && text.size() > size && is_ascii_letter(text[size]) &&
                equal_in_any_case(text.substr(0, size), prefix.name)) {
                use(prefix, size, false);
            }
        }
    }

    std::vector<Row> rows_;
    // Made when first asked for: most runs need a few of them.
    mutable std::vector<std::optional<Unit>> units_;
    std::unique_ptr<std::atomic<bool>[]> is_made_;
    mutable std::mutex making_;
    std::vector<Form> forms_;
    std::vector<std::uint16_t> slots_;  ///< 1 + index of a form, 0 for none; open addressing
    std::size_t longest_form_ = 0;
};

bool is_currency_name(std::string_view name) {
    return name.size() == 3 && std::all_of(name.begin(), name.end(),
                                           [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// Names of 5 and 6 letters are too near to other words (pounds to rounds, rouble to trouble) to be
/// worth a suggestion; so are those that the table writes with a capital.
bool is_suggestible(std::string_view name) {
    return name.size() >= 4 && name.size() != 5 && name.size() != 6 &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
}

}  // namespace

std::optional<Unit> find_unit(std::string_view name) {
    const UnitIndex& index = UnitIndex::get();
    const Found found = index.find_whole(name);
    return found.form == nullptr ? std::nullopt : std::optional(index.unit(found));
}

std::optional<UnitMatch> match_unit_after(std::string_view text) {
    const UnitIndex& index = UnitIndex::get();
    Found found = index.find_longest(text, false, [&](const Form& form) {
        return index.is_unit(form) && index.row(form).placement != Placement::before;
    });
    if (const Found other = index.find_longest_prefixed(text);
        other.size_bytes > found.size_bytes) {
        found = other;
    }
    return found.form == nullptr ? std::nullopt
                                 : std::optional(UnitMatch{index.unit(found), found.size_bytes});
}

std::optional<UnitMatch> match_unit_before(std::string_view text) {
    const UnitIndex& index = UnitIndex::get();
    const Found found = index.find_longest(text, true, [&](const Form& form) {
        const Placement placement = index.row(form).placement;
        return index.is_unit(form) && (placement == Placement::before ||
                                       (placement == Placement::both && form.is_symbol));
    });
    return found.form == nullptr ? std::nullopt
                                 : std::optional(UnitMatch{index.unit(found), found.size_bytes});
}

const Unit& percent_unit() {
    static const Unit unit = *find_unit("%");
    return unit;
}

const Unit& points_unit() {
    static const Unit unit = *find_unit("pp");
    return unit;
}

std::span<const std::string> common_unit_names() {
    static const std::vector<std::string> names = [] {
        const UnitIndex& index = UnitIndex::get();
        std::vector<std::string> out;
        for (const Form& form : index.forms()) {
            const Row& row = index.row(form);
            const bool is_common = row.unit_kind == UnitKind::percent ||
                                   row.unit_kind == UnitKind::points ||
                                   is_currency_name(row.dimension);
            if (is_common && !form.is_symbol && is_suggestible(form.text())) {
                out.emplace_back(form.text());
            }
        }
        return out;
    }();
    return names;
}

std::string_view ambiguous_unit_choices(std::string_view text) {
    const UnitIndex& index = UnitIndex::get();
    const Form* form = index.find(text, hash_text(text), [&](const Form& candidate) {
        return index.row(candidate).kind == RowKind::ambiguous;
    });
    return form == nullptr ? std::string_view() : index.row(*form).dimension;
}

std::optional<Unit> find_base_unit(const Dimension& dimension) {
    const UnitIndex& index = UnitIndex::get();
    const std::string text = dimension.to_string();
    const std::vector<Row>& rows = index.rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].dimension == text && rows[i].factor == "1") {
            return index.unit(i);
        }
    }
    return std::nullopt;
}

bool is_money(const Unit& unit) {
    const std::vector<Dimension::Power>& powers = unit.dimension().powers();
    return powers.size() == 1 && powers[0].exponent == 1 && is_currency_name(powers[0].name);
}

bool is_measure_word(std::string_view text) {
    const UnitIndex& index = UnitIndex::get();
    return index.find(text, hash_text(text), [&](const Form& form) {
        return index.row(form).kind == RowKind::measure_word;
    }) != nullptr;
}

}  // namespace brcheck
