/// What reading one report can tell the next. It makes reading faster, and changes nothing that is
/// read; its size has a bound. For one thread.
#pragma once

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/input/read_report.hpp"
#include "figure/figure_memory.hpp"

#include <cstdint>
#include <memory>

namespace brcheck {

struct ReadMemory {
    FigureMemory figures;
    FigureParser figure_parser;
};

/// Where the texts of figures stand. In records: a figure of the file may say how a text that it
/// does not have is written ("rounding", "rounded_to", "decimal_mark").
enum class FigureTexts : std::uint8_t { in_file, in_records };

/// As read_report() without a memory.
Result<Report> read_report(std::shared_ptr<const SourceText> source, const ReadLimits& limits,
                           ReadMemory& memory, FigureTexts texts = FigureTexts::in_file);

}  // namespace brcheck
