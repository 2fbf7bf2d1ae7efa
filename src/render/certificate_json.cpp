#include "render/certificate_json.hpp"

#include "render/json_value.hpp"

#include <vector>

namespace brcheck {
namespace {

/// As JsonObject::add_interval, but exact and in base units.
JsonObject& add_exact(JsonObject& out, const Interval& interval) {
    out.add("low", interval.has_low() ? json_string(interval.low().to_string()) : "null")
        .add("high", interval.has_high() ? json_string(interval.high().to_string()) : "null")
        .add_bool("low_open", interval.low_open())
        .add_bool("high_open", interval.high_open());
    if (interval.is_empty()) out.add_bool("empty", true);
    return out;
}

class Writer {
public:
    explicit Writer(const Report& report) : report_(report) {}

    [[nodiscard]] std::string quantity(VariableIndex v) const {
        return json_string(report_.names.name(v));
    }
    [[nodiscard]] std::string relation(RelationIndex r) const {
        return json_string(report_.relations[r].id);
    }
    [[nodiscard]] std::string polynomial(const Polynomial& p) const {
        return json_string(format_polynomial(p, report_.names));
    }

    [[nodiscard]] std::string source(const ProofSource& source) const {
        JsonObject out;
        switch (source.kind) {
            case ProofSource::Kind::definition:
                return out.add("definition", quantity(source.index)).str();
            case ProofSource::Kind::low: return out.add("low", quantity(source.index)).str();
            case ProofSource::Kind::high: return out.add("high", quantity(source.index)).str();
            case ProofSource::Kind::fact: return out.add_number("fact", source.index).str();
            case ProofSource::Kind::relation: out.add("relation", relation(source.index)); break;
            case ProofSource::Kind::upper_slack:
                out.add("upper_slack", relation(source.index));
                break;
            case ProofSource::Kind::lower_slack:
                out.add("lower_slack", relation(source.index));
                break;
        }
        return out.add_number("comparison", source.comparison).str();
    }

    [[nodiscard]] std::string step(const ProofStep& step) const {
        JsonObject out;
        switch (step.kind) {
            case ProofStep::Kind::narrow: {
                JsonObject interval;
                return out.add_string("step", "narrow")
                    .add("by", source(step.source))
                    .add("quantity", quantity(step.quantity))
                    .add("to", add_exact(interval, step.interval).str())
                    .str();
            }
            case ProofStep::Kind::fact:
            case ProofStep::Kind::round: {
                std::vector<std::string> terms;
                for (const ProofTerm& term : step.terms)
                    terms.push_back(JsonObject()
                                        .add("by", source(term.source))
                                        .add("times", polynomial(term.multiplier))
                                        .str());
                return out.add_string("step", step.kind == ProofStep::Kind::fact ? "fact" : "round")
                    .add("polynomial", polynomial(step.fact.polynomial))
                    .add_string("is", step.fact.sign == Sign::zero       ? "= 0"
                                      : step.fact.sign == Sign::positive ? "> 0"
                                                                         : ">= 0")
                    .add("factor", polynomial(step.factor))
                    .add("terms", json_list(terms))
                    .str();
            }
            case ProofStep::Kind::split:
                out.add_string("step", "split")
                    .add("quantity", quantity(step.quantity))
                    .add_string("at", step.at.to_string());
                break;
            case ProofStep::Kind::cases:
                out.add_string("step", "cases").add("polynomial", polynomial(step.fact.polynomial));
                break;
        }
        return out.add("below", steps(step.below)).add("above", steps(step.above)).str();
    }

    [[nodiscard]] std::string steps(const std::vector<ProofStep>& list) const {
        std::vector<std::string> out;
        for (const ProofStep& each : list) out.push_back(step(each));
        return json_list(out);
    }

private:
    const Report& report_;
};

}  // namespace

std::string refutation_json(const Refutation& refutation, const Report& report) {
    const Writer writer(report);
    std::vector<std::string> relations;
    std::vector<std::string> figures;
    for (const RelationIndex r : refutation.relations) relations.push_back(writer.relation(r));
    for (const VariableIndex v : refutation.figures) figures.push_back(writer.quantity(v));
    return JsonObject()
        .add("relations", json_list(relations))
        .add("figures", json_list(figures))
        .add("steps", writer.steps(refutation.steps))
        .str();
}

std::string witness_json(const Witness& witness, const Report& report) {
    const Writer writer(report);
    std::vector<bool> is_enclosed(witness.values.size(), false);
    for (const Witness::Enclosed& enclosed : witness.enclosed)
        is_enclosed[enclosed.quantity] = true;
    JsonObject out;
    for (VariableIndex v = 0; v < witness.values.size(); ++v)
        if (!is_enclosed[v])
            out.add_string(report.names.name(v), witness.values[v].to_string());
    for (const Witness::Enclosed& enclosed : witness.enclosed) {
        JsonObject value;
        out.add(report.names.name(enclosed.quantity),
                add_exact(value, enclosed.interval)
                    .add("fixed_by", writer.source(enclosed.fixed_by))
                    .str());
    }
    return out.str();
}

}  // namespace brcheck
