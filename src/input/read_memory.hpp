/// What reading one report can tell the next. It makes reading faster, and changes nothing that is
/// read; its size has a bound. For one thread.
#pragma once

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/input/read_report.hpp"
#include "figure/figure_memory.hpp"

#include <memory>

namespace brcheck {

struct ReadMemory {
    FigureMemory figures;
    FigureParser figure_parser;
};

/// As read_report() without a memory.
Result<Report> read_report(std::shared_ptr<const SourceText> source, const ReadLimits& limits,
                           ReadMemory& memory);

}  // namespace brcheck
