/// Reports whose texts are the same but for what their figures say and what describes them: the
/// form letters of a pipeline. Such a text need not be parsed to be understood.
#pragma once

#include "brcheck/input/read_report.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

class ReportShape {
public:
    /// The shape of a report as it was read, from its source.
    static ReportShape of(const Report& report, const ReadLimits& limits);

    /// Splits a text of this shape: the texts of the stated figures, in the order of VariableIndex,
    /// and the report's id ("" where it has none). They are views of `text`. Such a text is JSON,
    /// and would be read to a report that differs from the model in these, in its title, source,
    /// labels, periods and notes, and in places; provided that the figures can be read. False: it
    /// is of another shape, or a string in it has escapes.
    [[nodiscard]] bool split(std::string_view text, std::vector<std::string_view>& stated,
                             std::string_view& id) const;

private:
    enum class Gap : std::uint8_t { stated_string, stated_number, id, description };
    struct Piece {
        std::string before;  ///< what stands before the gap: quotes belong to it
        Gap gap = Gap::description;
    };

    std::vector<Piece> pieces_;
    std::string end_;
    std::size_t longest_figure_ = 0;  ///< in bytes
};

}  // namespace brcheck
