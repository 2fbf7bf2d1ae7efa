#include "input/json_builder.hpp"
#include "input/json_syntax.hpp"

// A result that is taken for its value unseen is refused by the compiler, where it would throw.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

namespace ondemand = simdjson::ondemand;

// Beside a text it needs a copy and four bytes for each of its own.
constexpr std::size_t most_bytes = std::size_t{256} << 10;
// Less than most values take.
constexpr std::size_t bytes_of_node = 24;
constexpr std::string_view blanks = " \t\r\n";

/// For one text after the other.
struct Memory {
    ondemand::parser parser;
    std::vector<char> text;
};

/// As many as there are texts being read at once. Not thread_local: where there is no memory to
/// register what is to be destroyed with a thread, glibc ends the program.
class Memories {
public:
    std::unique_ptr<Memory> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!free_.empty()) {
                std::unique_ptr<Memory> memory = std::move(free_.back());
                free_.pop_back();
                return memory;
            }
        }
        return std::make_unique<Memory>();
    }

    void give_back(std::unique_ptr<Memory> memory) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(memory));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Memory>> free_;
};

class QuickReader {
public:
    QuickReader(const std::shared_ptr<const SourceText>& source, std::size_t max_nesting,
                Memory& memory)
        : builder_(source), max_nesting_(max_nesting), memory_(memory) {}

    std::optional<JsonDocument> run() {
        const std::string_view text = builder_.source()->text();
        // It reads a little beyond the end, where no bracket of an earlier text may close this one.
        if (memory_.text.size() < text.size() + simdjson::SIMDJSON_PADDING)
            memory_.text.resize(text.size() + simdjson::SIMDJSON_PADDING);
        const auto end = std::copy(text.begin(), text.end(), memory_.text.begin());
        std::fill_n(end, simdjson::SIMDJSON_PADDING, '\0');
        text_ = {memory_.text.data(), text.size()};
        builder_.reserve(text.size() / bytes_of_node + 1);
        ondemand::document document;
        const bool is_read =
            memory_.parser.iterate(text_.data(), text_.size(), memory_.text.size()).get(document) ==
                simdjson::SUCCESS &&
            add_root(document) &&
            text_.find_first_not_of(blanks, end_) == std::string_view::npos;
        if (!is_read) return std::nullopt;
        return std::move(builder_).finish();
    }

private:
    static Span span_of(std::size_t begin, std::size_t end) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    /// Not by way of a value, of which the parser does not ask whether its last bracket is there.
    bool add_root(ondemand::document& document) {
        const auto begin = text_.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return false;
        switch (text_[begin]) {
            case '{':
                return add_object(document, begin);
            case '[':
                return add_array(document, begin);
            default:
                return false;
        }
    }

    bool add(ondemand::value& value) {
        ondemand::json_type type{};
        if (value.type().get(type) != simdjson::SUCCESS) return false;
        const std::string_view raw = value.raw_json_token();
        const auto begin = static_cast<std::size_t>(raw.data() - text_.data());
        switch (type) {
            case ondemand::json_type::object:
                return add_object(value, begin);
            case ondemand::json_type::array:
                return add_array(value, begin);
            default:
                break;
        }
        // What follows up to the next token belongs to it.
        const std::string_view token = raw.substr(0, raw.find_last_not_of(blanks) + 1);
        end_ = begin + token.size();
        const Span span = span_of(begin, end_);
        // What is not taken would be skipped unseen, with all up to the next comma.
        switch (type) {
            case ondemand::json_type::string:
                return add_string(value, token, span);
            case ondemand::json_type::number:
                builder_.add_scalar(JsonKind::number, span);
                return is_json_numeral(token) && value.get_double().error() == simdjson::SUCCESS;
            case ondemand::json_type::boolean:
                builder_.add_scalar(JsonKind::boolean, span);
                return (token == "true" || token == "false") &&
                       value.get_bool().error() == simdjson::SUCCESS;
            default:
                builder_.add_scalar(JsonKind::null, span);
                return token == "null" && value.is_null().error() == simdjson::SUCCESS;
        }
    }

    bool add_string(ondemand::value& value, std::string_view token, Span span) {
        if (token.size() < 2 || token.back() != '"') return false;
        // Only what is decoded is looked at for escapes that are none.
        const bool has_escapes = token.find('\\') != std::string_view::npos;
        const simdjson::error_code error =
            has_escapes ? value.get_string().error() : value.get_raw_json_string().error();
        builder_.add_scalar(JsonKind::string, span, has_escapes);
        return error == simdjson::SUCCESS;
    }

    bool open(JsonKind kind, std::size_t begin) {
        if (builder_.depth() == max_nesting_) return false;
        end_ = begin + 1;
        builder_.open(kind, span_of(begin, end_));
        return true;
    }

    /// The bracket that is next, as the parser has seen that it is.
    void close() {
        end_ = text_.find_first_not_of(blanks, end_) + 1;
        builder_.close(static_cast<std::uint32_t>(end_));
    }

    template <typename Holder>
    bool add_object(Holder& holder, std::size_t begin) {
        ondemand::object object;
        if (!open(JsonKind::object, begin) || holder.get_object().get(object) != simdjson::SUCCESS)
            return false;
        for (auto result : object) {
            ondemand::field field;
            if (std::move(result).get(field) != simdjson::SUCCESS) return false;
            const auto key = static_cast<std::size_t>(field.key().raw() - text_.data());
            const std::size_t key_end = text_.find_first_of("\"\\", key);
            if (key_end == std::string_view::npos || text_[key_end] != '"') return false;
            builder_.set_key(span_of(key - 1, key_end + 1), false);
            if (!add(field.value())) return false;
        }
        close();
        return true;
    }

    template <typename Holder>
    bool add_array(Holder& holder, std::size_t begin) {
        ondemand::array array;
        if (!open(JsonKind::array, begin) || holder.get_array().get(array) != simdjson::SUCCESS)
            return false;
        for (auto result : array) {
            ondemand::value element;
            // Only of a result that is given away: NOLINTNEXTLINE(performance-move-const-arg)
            if (std::move(result).get(element) != simdjson::SUCCESS || !add(element)) return false;
        }
        close();
        return true;
    }

    JsonBuilder builder_;
    std::size_t max_nesting_;
    Memory& memory_;
    std::string_view text_;  ///< the copy
    std::size_t end_ = 0;    ///< of the last token
};

}  // namespace

std::optional<JsonDocument> read_json_quickly(const std::shared_ptr<const SourceText>& source,
                                              std::size_t max_nesting) {
    if (source->text().size() > most_bytes) return std::nullopt;
    static Memories memories;
    auto memory = memories.take();
    auto document = QuickReader(source, max_nesting, *memory).run();
    memories.give_back(std::move(memory));
    return document;
}

}  // namespace brcheck
