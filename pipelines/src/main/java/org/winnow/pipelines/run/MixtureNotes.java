package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.steps.MixStep;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.mix.Mixture;
import org.winnow.transforms.read.ReadCorpus;

/**
 * What the last mixing step of a run did.
 *
 * @param label of the step
 * @param step what it was to do
 * @param available rows that came to it, by domain
 * @param summary what it gave
 */
record MixtureNotes(String label, MixStep step, Map<String, Long> available, RunSummary summary) {
  /** The notes of a run; empty if no step mixes. */
  static Optional<MixtureNotes> of(CurationPlan plan, RunSummary summary) {
    Optional<MixtureNotes> notes = Optional.empty();
    String before = ReadCorpus.STEP;
    for (PreparedStep prepared : plan.steps()) {
      if (prepared.mixture().isPresent()) {
        notes =
            Optional.of(
                new MixtureNotes(
                    prepared.label(),
                    prepared.mixture().get(),
                    summary.byDomainAfter(before),
                    summary));
      }
      before = prepared.label();
    }
    return notes;
  }

  /** Adds strategy, unit, and phases or weights. */
  void addTo(ObjectNode mixture) {
    mixture.put("step", label);
    mixture.put("strategy", step.strategy().name().toLowerCase(Locale.ROOT));
    mixture.put("unit", step.unit().label());
    mixture.put("export", step.export().name().toLowerCase(Locale.ROOT));
    Optional<Mixture> inRows =
        step.unit() == MixUnit.ROWS ? Optional.of(step.rule().of(available)) : Optional.empty();
    if (step.export() == MixStep.Export.WEIGHTS) {
      inRows.ifPresent(
          planned -> {
            mixture.put("variance_factor", planned.varianceFactor(0));
            planned.weights().forEach(mixture.putObject("weights")::put);
          });
      return;
    }
    Map<Integer, Map<String, Long>> rows = summary.byPhaseAfter(label, MixUnit.ROWS);
    ArrayNode phases = mixture.putArray("phases");
    rows.forEach(
        (phase, domains) -> {
          ObjectNode node = phases.addObject();
          node.put("split", rows.size() == 1 ? "train" : "phase" + phase);
          node.put("rows", sum(domains));
          inRows.ifPresent(
              planned -> node.put("variance_factor", planned.varianceFactor(phase - 1)));
          addDomains(node.putObject("domains"), phase, domains);
        });
  }

  private void addDomains(ObjectNode node, int phase, Map<String, Long> rows) {
    Map<String, Long> inUnit =
        summary.byPhaseAfter(label, step.unit()).getOrDefault(phase, Map.of());
    double all = sum(inUnit);
    rows.forEach(
        (domain, count) -> {
          long amount = inUnit.getOrDefault(domain, 0L);
          ObjectNode entry = node.putObject(domain).put("rows", count);
          if (step.unit() == MixUnit.TOKENS) {
            entry.put("tokens", amount);
          }
          entry
              .put("share", all == 0 ? 0 : amount / all)
              .put("epochs", (double) count / available.getOrDefault(domain, count));
        });
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
