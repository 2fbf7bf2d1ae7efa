/// Reports whose texts are the same but for what their figures say and what describes them: the
/// form letters of a pipeline. Such a text need not be parsed to be understood.
#pragma once

#include "brcheck/input/read_report.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

class ReportShape {
public:
    /// The shape of the text that a report was read from. `text` is that of the report's source, or
    /// of the record that it was filled with (input/record_template.hpp).
    static ReportShape of(const Report& report,
                          const std::shared_ptr<const SourceText>& text,
                          const ReadLimits& limits);

    /// Splits a text of this shape: the texts of the stated figures that stand in it, in the order
    /// of VariableIndex, and the report's id ("" where it has none). They are views of `text`. Such
    /// a text is JSON, and would be read to a report that differs from the model in these, in its
    /// title, source, labels, periods and notes, and in places; provided that the figures can be
    /// read. False: it is of another shape, or a string in it has escapes.
    [[nodiscard]] bool split(std::string_view text, std::vector<std::string_view>& stated,
                             std::string_view& id) const;

private:
    enum class Gap : std::uint8_t { stated_string, stated_number, id, description };
    struct Piece {
        std::string before;  ///< what stands before the gap: quotes belong to it
        Gap gap = Gap::description;
        std::size_t place = 0;  ///< of a stated figure among them
    };

    std::vector<Piece> pieces_;
    std::string end_;
    std::size_t stated_count_ = 0;
    std::size_t longest_figure_ = 0;  ///< in bytes
};

}  // namespace brcheck
