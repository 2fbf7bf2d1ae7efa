#include "input/record_template.hpp"

#include "base/json_string.hpp"
#include "input/json_document.hpp"
#include "input/member_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

std::span<const std::string> record_keys() {
    static const std::vector<std::string> keys{"id", "figures"};
    return keys;
}

}  // namespace

Result<RecordTemplate> RecordTemplate::read(std::shared_ptr<const SourceText> source,
                                            const ReadLimits& limits) {
    ReadMemory memory;
    const Result<Report> report = read_report(source, limits, memory, FigureTexts::in_records);
    if (!report.ok()) return report.errors();
    const Result<JsonDocument> document = parse_json(source, limits.max_nesting);
    if (const JsonIndex id = document->find(0, "id"); id != no_value)
        return Error{ErrorCode::schema_violation, "the id belongs to a record",
                     Location{source, "/id", document->span(id)}, "remove it here"};
    RecordTemplate out;
    out.source_ = std::move(source);
    out.limits_ = limits;
    out.id_place_ = document->span(0).begin + 1;
    const JsonIndex figures = document->find(0, "figures");
    if (figures == no_value) return out;
    for (JsonIndex i = document->first_child(figures); i != no_value;
         i = document->next_sibling(i)) {
        Slot slot;
        if (document->kind(i) != JsonKind::object) {
            slot.replaced = document->span(i);
        } else if (const JsonIndex stated = document->find(i, "stated"); stated != no_value) {
            slot.replaced = document->span(stated);
        } else if (const JsonIndex unknown = document->find(i, "unknown"); unknown != no_value) {
            slot.before = "false, \"stated\": ";
            slot.replaced = document->span(unknown);
        } else if (document->find(i, "range") != no_value) {
            continue;
        } else {
            const std::uint32_t begin = document->span(i).begin + 1;
            slot.before = "\"stated\": ";
            slot.behind = document->first_child(i) == no_value ? "" : ", ";
            slot.replaced = {begin, begin};
        }
        out.ids_.push_back(document->key(i));
        out.slots_.emplace(out.ids_.back(), std::move(slot));
    }
    return out;
}

Result<Report> RecordTemplate::fill(const Record& record, ReadMemory& memory) const {
    struct Insertion {
        const Slot* slot;
        const RecordValue* value;
    };
    std::vector<Insertion> insertions;
    for (const auto& [id, value] : record.values)
        if (const auto slot = slots_.find(id); slot != slots_.end())
            insertions.push_back({&slot->second, &value});
    std::sort(insertions.begin(), insertions.end(), [](const Insertion& a, const Insertion& b) {
        return a.slot->replaced.begin < b.slot->replaced.begin;
    });

    std::string text;
    std::vector<SourceText::Piece> pieces;
    std::uint32_t done = 0;
    const auto add = [&](std::string_view more, const std::shared_ptr<const SourceText>& source,
                         Span span) {
        if (more.empty()) return;
        pieces.push_back({static_cast<std::uint32_t>(text.size()), source, span});
        text += more;
    };
    const auto copy_to = [&](std::uint32_t end) {
        add(source_->text().substr(done, end - done), source_, {done, end});
        done = end;
    };
    copy_to(id_place_);
    if (!record.id.empty())
        add("\"id\": " + json_string(record.id) + ", ", source_, {id_place_, id_place_});
    for (const auto& [slot, value] : insertions) {
        copy_to(slot->replaced.begin);
        add(slot->before, source_, slot->replaced);
        const Span at = value->span;
        const std::string_view written = record.source->text().substr(at.begin, at.end - at.begin);
        if (value->json == fmt::format("\"{}\"", written)) {
            // A cell without quotes: within it each byte keeps its place.
            add("\"", record.source, at);
            add(written, record.source, at);
            add("\"", record.source, at);
        } else {
            add(value->json, record.source, at);
        }
        add(slot->behind, source_, slot->replaced);
        done = slot->replaced.end;
    }
    copy_to(static_cast<std::uint32_t>(source_->text().size()));
    auto report = read_report(SourceText::join(std::move(text), std::move(pieces)), limits_, memory,
                              FigureTexts::in_records);
    if (report.ok()) return report;
    // A record has no "stated".
    std::vector<Error> errors = report.errors();
    for (Error& error : errors) {
        constexpr std::string_view stated = "/stated";
        Location& at = error.location;
        if (at.pointer.ends_with(stated) && at.source->origin(at.span.begin) != source_.get())
            at.pointer.resize(at.pointer.size() - stated.size());
    }
    return errors;
}

Result<Record> RecordTemplate::read_record(std::shared_ptr<const SourceText> source) const {
    Record record;
    record.source = source;
    const Result<JsonDocument> document = parse_json(std::move(source), limits_.max_nesting);
    if (!document.ok()) return document.errors();
    ReadContext context(*document, limits_);
    if (document->kind(0) != JsonKind::object) {
        context.fail(
            ErrorCode::schema_violation, 0,
            fmt::format("a record must be an object, found {}", describe_kind(document->kind(0))),
            "write {\"id\": \"a\", \"figures\": {\"trade\": \"23.6 trillion yuan\"}}");
        return context.take_errors();
    }
    MemberReader members(context, 0, record_keys());
    record.id = members.string("id");
    const auto figures = members.find("figures", JsonKind::object);
    if (!figures && context.error_count() == 0)
        context.fail(ErrorCode::schema_violation, 0, "a record without \"figures\"",
                     "write {\"figures\": {\"trade\": \"23.6 trillion yuan\"}}");
    if (figures) {
        const MemberReader known(context, *figures, ids_);
        for (const std::string& id : ids_) {
            const JsonIndex value = known.find(id);
            if (value == no_value || document->kind(value) == JsonKind::null) continue;
            if (document->kind(value) != JsonKind::string &&
                document->kind(value) != JsonKind::number) {
                context.fail(ErrorCode::schema_violation, value,
                             fmt::format("a figure of a record must be a string or a number, "
                                         "found {}",
                                         describe_kind(document->kind(value))),
                             "units and the like stand in the file with the relations");
                continue;
            }
            record.values.emplace_back(
                id, RecordValue{std::string(document->raw(value)), document->span(value)});
        }
    }
    for (const JsonDocument::DuplicateKey& duplicate : document->duplicate_keys())
        context.fail_at(
            ErrorCode::duplicate_key, document->key_span(duplicate.second), duplicate.second,
            fmt::format("the key {} stands twice", quote_cut(document->key(duplicate.second))));
    if (context.error_count() != 0) return context.take_errors();
    return record;
}

}  // namespace brcheck
