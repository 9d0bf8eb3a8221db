package org.winnow.pipelines.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.format.OutputShape;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.mix.Mixture;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.write.FitShape;
import org.winnow.transforms.write.WriteDataset;

/**
 * What a run did.
 *
 * @param name of the dataset
 * @param started when the run began
 * @param wallSeconds how long it took, before publishing
 * @param rowsRead rows that were read, sound or broken
 * @param rowsWritten rows of the dataset
 * @param rowsScored rows that a model scored, those of targets too, each as often as it was scored
 * @param rowsFromStore rows whose scores were known, counted likewise
 * @param signaturesComputed rows whose signatures were made of their text, once for each step that
 *     compares them
 * @param signaturesFromStore rows whose signatures were known, counted likewise
 * @param damagedEntries entries of the store that were found damaged, and made anew
 * @param stages one for reading, one for each step and one for writing, in order
 * @param domains one for each domain, in the order of names
 */
public record RunReport(
    String name,
    Instant started,
    double wallSeconds,
    long rowsRead,
    long rowsWritten,
    long rowsScored,
    long rowsFromStore,
    long signaturesComputed,
    long signaturesFromStore,
    long damagedEntries,
    List<Stage> stages,
    List<Domain> domains) {
  /** Epochs of a domain above which a report warns: repeating rows more often tends to overfit. */
  public static final double MANY_EPOCHS = Mixture.MANY_EPOCHS;

  public RunReport {
    stages = List.copyOf(stages);
    domains = List.copyOf(domains);
  }

  /**
   * One stage of the line.
   *
   * @param label name of the step
   * @param rowsOut rows that are left after it
   * @param reasons rows that left in it, by reason
   * @param busySeconds time that threads spent in it, without the steps behind it; 0 where they
   *     spent none
   */
  public record Stage(String label, long rowsOut, Map<String, Long> reasons, double busySeconds) {}

  /**
   * One domain.
   *
   * @param name of the domain
   * @param rowsRead sound rows that were read
   * @param candidates rows that came to the last step that mixes; where none does, rows written
   * @param rowsWritten rows of the dataset
   * @param share of the dataset's rows, in [0, 1]
   * @param epochs how often the candidates are used by that step on average
   */
  public record Domain(
      String name, long rowsRead, long candidates, long rowsWritten, double share, double epochs) {}

  /** The report of a finished run. */
  static RunReport of(CurationPlan plan, RunSummary summary, Instant started, double wallSeconds) {
    Map<String, Double> busy = RunBoard.busySeconds();
    List<Stage> stages = new ArrayList<>();
    List<String> labels = new ArrayList<>(List.of(ReadCorpus.STEP));
    if (plan.recipe().output().shape() != OutputShape.MESSAGES) {
      labels.add(FitShape.STEP);
    }
    for (PreparedStep step : plan.steps()) {
      labels.add(step.label());
    }
    for (String label : labels) {
      stages.add(
          new Stage(
              label,
              summary.rowsAfter(label),
              summary.reasonsOf(label),
              busy.getOrDefault(label, 0.0)));
    }
    stages.add(
        new Stage(
            WriteDataset.STEP,
            summary.rowsWritten(),
            summary.reasonsOf(WriteDataset.STEP),
            busy.getOrDefault(WriteDataset.STEP, 0.0)));
    return new RunReport(
        plan.recipe().name(),
        started,
        wallSeconds,
        summary.rowsRead(),
        summary.rowsWritten(),
        sum(plan, RunBoard.Count.ROWS_SCORED),
        sum(plan, RunBoard.Count.ROWS_FROM_STORE),
        sum(plan, RunBoard.Count.SIGNATURES_COMPUTED),
        sum(plan, RunBoard.Count.SIGNATURES_FROM_STORE),
        sum(plan, RunBoard.Count.STORE_ENTRIES_DAMAGED),
        stages,
        domains(plan, summary));
  }

  private static long sum(CurationPlan plan, RunBoard.Count count) {
    return plan.steps().stream().mapToLong(step -> RunBoard.read(step.label(), count)).sum();
  }

  private static List<Domain> domains(CurationPlan plan, RunSummary summary) {
    Map<String, Long> read = summary.byDomainAfter(ReadCorpus.STEP);
    boolean fits = plan.recipe().output().shape() != OutputShape.MESSAGES;
    String last = fits ? FitShape.STEP : ReadCorpus.STEP;
    Map<String, Long> candidates = Map.of();
    Map<String, Long> mixed = Map.of();
    for (PreparedStep step : plan.steps()) {
      if (step.mixes()) {
        candidates = summary.byDomainAfter(last);
        mixed = summary.byDomainAfter(step.label());
      }
      last = step.label();
    }
    Map<String, Long> written = summary.byDomainAfter(fits ? WriteDataset.STEP : last);
    if (mixed.isEmpty()) {
      candidates = written;
      mixed = written;
    }
    double total = summary.rowsWritten();
    List<Domain> domains = new ArrayList<>();
    for (String name : new TreeSet<>(read.keySet())) {
      long rows = written.getOrDefault(name, 0L);
      long available = candidates.getOrDefault(name, 0L);
      domains.add(
          new Domain(
              name,
              read.getOrDefault(name, 0L),
              available,
              rows,
              total == 0 ? 0 : rows / total,
              available == 0 ? 0 : (double) mixed.getOrDefault(name, 0L) / available));
    }
    return domains;
  }
}
