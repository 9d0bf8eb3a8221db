package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.SampleId;
import org.winnow.synth.optmath.augment.Augmented;
import org.winnow.synth.optmath.complexity.ComplexityWeights;
import org.winnow.synth.optmath.complexity.ModelShape;
import org.winnow.synth.optmath.format.LpWriter;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.pair.AcceptedPair;
import org.winnow.synth.optmath.pair.Cell;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.RejectedInstance;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Solution;

/**
 * Rows of OptMATH: the problem in words as question; its formulation without numbers, its model in
 * LP format and its optimum as answer.
 */
final class OptMathRows {
  /** The method's name in rows. */
  static final String METHOD = "optmath";

  private OptMathRows() {}

  /** A row of the dataset. */
  static ObjectNode accepted(Cell cell, AcceptedPair pair) {
    ObjectNode row = row(cell, pair.instance(), pair.text());
    ObjectNode meta = row.withObject("meta").put("perturbations", pair.perturbations());
    addRequests(meta, pair.exchanges());
    return row;
  }

  /** A row of the benchmark; with the same answer, which nobody else has confirmed. */
  static ObjectNode benchmark(Cell cell, RejectedInstance left) {
    ObjectNode row = row(cell, left.instance(), left.text().orElseThrow());
    ObjectNode meta =
        row.withObject("meta")
            .put("reason", left.flaw().reason())
            .put("evidence", SynthesisFiles.sound(left.flaw().evidence()));
    addRequests(meta, left.exchanges());
    return row;
  }

  /** A row of what was not taken. */
  static ObjectNode rejected(RejectedInstance left) {
    ObjectNode row =
        rejection(
            left.step().label(),
            left.flaw().reason(),
            left.flaw().evidence(),
            left.instance().id());
    left.text().ifPresent(text -> row.put("text", SynthesisFiles.sound(text)));
    addRequests(row, left.exchanges());
    return row;
  }

  /** A row of the dataset that a teacher made of another one's words; two models of it agree. */
  static ObjectNode variant(Cell cell, Augmented variant, List<Exchange> exchanges) {
    String question = SynthesisFiles.sound(variant.text());
    String answer = answer(variant.model(), variant.solution());
    String group = cell.problem().group().name().toLowerCase(Locale.ROOT);
    List<Message> messages =
        List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer));
    ObjectNode row = SynthesisFiles.row(SampleId.of(messages), group, question, answer);
    row.put("parent", variant.parent()).put("made_by", METHOD);
    ObjectNode meta =
        row.putObject("meta")
            .put("candidate", variant.id())
            .put("rule", variant.rule().name())
            .put("rule_group", variant.rule().group());
    addSize(meta, variant.model(), variant.solution());
    addRequests(meta, exchanges);
    return row;
  }

  /** A row of a variant that was not taken. */
  static ObjectNode rejectedVariant(String id, Flaw flaw, List<Exchange> exchanges) {
    ObjectNode row = rejection("augment", flaw.reason(), flaw.evidence(), id);
    exchanges.stream()
        .findFirst()
        .ifPresent(written -> row.put("text", SynthesisFiles.sound(written.answer())));
    addRequests(row, exchanges);
    return row;
  }

  /** The beginning of a row of what was not taken. */
  static ObjectNode rejection(String stage, String reason, String evidence, String candidate) {
    return SynthesisFiles.object()
        .put("step", METHOD)
        .put("stage", stage)
        .put("reason", reason)
        .put("evidence", SynthesisFiles.sound(evidence))
        .put("candidate", candidate);
  }

  private static ObjectNode row(Cell cell, ProblemInstance instance, String words) {
    String question = SynthesisFiles.sound(words);
    String answer = answer(instance);
    String group = cell.problem().group().name().toLowerCase(Locale.ROOT);
    List<Message> messages =
        List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer));
    ObjectNode row = SynthesisFiles.row(SampleId.of(messages), group, question, answer);
    row.put("made_by", METHOD);
    ObjectNode meta =
        row.putObject("meta")
            .put("candidate", instance.id())
            .put("class", cell.problem().name())
            .put("group", group);
    cell.tierLabel().ifPresent(tier -> meta.put("tier", tier));
    addSize(meta, instance.model(), instance.solution());
    return row;
  }

  private static void addSize(ObjectNode meta, Model model, Solution solution) {
    meta.put("complexity", ComplexityWeights.ONES.score(ModelShape.of(model)))
        .put("optimum", solution.objective())
        .put("variables", model.variables().size())
        .put("constraints", model.rows().size());
  }

  private static String answer(ProblemInstance instance) {
    return "Model without its numbers:\n\n$$\n"
        + instance.problem().formulation()
        + "\n$$\n\n"
        + answer(instance.model(), instance.solution());
  }

  private static String answer(Model model, Solution solution) {
    return "Model in LP format:\n\n```lp\n"
        + LpWriter.write(model)
        + "```\n\nOptimum: "
        + NumberText.of(solution.objective());
  }

  /** The answers are in the working folder under these keys. */
  private static void addRequests(ObjectNode row, List<Exchange> exchanges) {
    ArrayNode requests = row.putArray("requests");
    exchanges.forEach(exchange -> requests.add(exchange.requestKey()));
  }
}
