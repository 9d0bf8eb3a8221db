package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.winnow.pipelines.steps.Catalog;
import org.winnow.pipelines.steps.OptionDoc;
import org.winnow.pipelines.steps.StepType;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScorerOption;
import org.winnow.scorers.ScorerType;
import org.winnow.scorers.Scorers;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow steps}: the catalogue of steps and scorers. */
@Command(
    name = "steps",
    description = "Lists the steps that a recipe can name, and the scorers, with their options.",
    mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DecoderSpec decoder = Checkpoint.inspect("builtin:reference").decoder();
    out.println("Steps");
    for (StepType type : Catalog.ALL) {
      out.printf(Locale.ROOT, "%n  %s%n    %s%n", type.name(), type.summary());
      for (OptionDoc option : type.options()) {
        out.printf(
            Locale.ROOT,
            "    %-12s %s%s%n                 %s%n",
            option.name(),
            option.type(),
            option.defaultValue().isEmpty() ? "" : " (default " + option.defaultValue() + ")",
            option.meaning());
      }
      out.printf(Locale.ROOT, "    example:     - %s%n", type.example());
    }
    out.printf(Locale.ROOT, "%nScorers%n");
    for (ScorerType type : Scorers.ALL) {
      out.printf(Locale.ROOT, "%n  %s%n    %s%n", type.name(), type.summary());
      out.printf(
          Locale.ROOT, "    formula:     %s%n    source:      %s%n", type.formula(), type.source());
      for (ScorerOption option : type.options()) {
        out.printf(
            Locale.ROOT,
            "    option:      %s: %s, %s (%s)%n                 %s%n",
            option.name(),
            option.type(),
            option.allowed(),
            option.isRequired()
                ? "must be given"
                : option.defaultValue().isEmpty()
                    ? "default none"
                    : "default " + option.defaultValue(),
            option.doc());
      }
      print(type.columns(requiredOptions(type), decoder), out);
    }
    out.printf(Locale.ROOT, "%n  columns of every score step%n");
    print(ScoringPlan.TEXT_COLUMNS, out);
    out.flush();
    return ExitCode.DONE.number();
  }

  /** Something for each option that has no default; it changes no column. */
  private static Map<String, String> requiredOptions(ScorerType type) {
    return type.options().stream()
        .filter(ScorerOption::isRequired)
        .collect(Collectors.toMap(ScorerOption::name, option -> "builtin:reference"));
  }

  /** Columns side by side of which the same is said are one line, with the first and the last. */
  private static void print(List<ScoreColumn> columns, PrintWriter out) {
    for (int from = 0; from < columns.size(); from++) {
      ScoreColumn first = columns.get(from);
      while (from + 1 < columns.size()
          && columns.get(from + 1).description().equals(first.description())) {
        from++;
      }
      String last = columns.get(from).name();
      out.printf(
          Locale.ROOT,
          "    column:      %s%s (%s, %s): %s%n",
          first.name(),
          last.equals(first.name()) ? "" : " to " + last,
          first.unit(),
          first.direction().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          first.description());
    }
  }
}
