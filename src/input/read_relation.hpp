/// One member of "relations" to a Relation. Private to input/read_report.
#pragma once

#include "brcheck/expr/check_dimensions.hpp"
#include "brcheck/report/report.hpp"
#include "input/member_reader.hpp"

#include <optional>

namespace brcheck {

/// The relation that `member` describes, in short form (a string) or as an object; nothing, once
/// its errors are added to the context, when it is not right. The id is left to the caller.
std::optional<Relation> read_relation(ReadContext& context, JsonIndex member,
                                      const NameTable& names, const UnitOf& unit_of);

}  // namespace brcheck
