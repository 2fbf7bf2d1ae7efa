/// One member of "figures" to a Quantity. Private to input/read_report.
#pragma once

#include "brcheck/report/report.hpp"
#include "input/member_reader.hpp"
#include "input/read_memory.hpp"

#include <optional>

namespace brcheck {

/// The figure that `member` describes, in short form (a string or number) or as an object; nothing,
/// once its errors are added to the context, when it is not right.
std::optional<Quantity> read_figure(ReadContext& context, ReadMemory& memory, JsonIndex member,
                                    FigureTexts texts);

}  // namespace brcheck
