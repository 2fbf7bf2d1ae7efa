/// The files of data/, compiled in. The source is generated from them by embed_data.cmake.
#pragma once

#include <string_view>

namespace brcheck::embedded {

extern const std::string_view units_tsv;
extern const std::string_view scale_words_tsv;
extern const std::string_view qualifiers_tsv;
extern const std::string_view rules_tsv;
extern const std::string_view baseline_schema_json;
extern const std::string_view config_schema_json;
extern const std::string_view report_schema_json;
extern const std::string_view result_schema_json;
extern const std::string_view starter_report_json;  ///< what `brcheck init` writes
extern const std::string_view page_html;  ///< the frame of the HTML format

}  // namespace brcheck::embedded
