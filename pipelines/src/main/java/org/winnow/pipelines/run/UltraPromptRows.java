package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.SampleId;
import org.winnow.synth.teacher.TeacherUnavailableException;
import org.winnow.synth.ultraprompt.Harvest;
import org.winnow.synth.ultraprompt.HarvestRejection;
import org.winnow.synth.ultraprompt.HarvestSettings;
import org.winnow.synth.ultraprompt.InstructionPair;
import org.winnow.synth.ultraprompt.InstructionVersion;
import org.winnow.synth.ultraprompt.Principle;
import org.winnow.synth.ultraprompt.Principles;
import org.winnow.synth.ultraprompt.RewrittenSample;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.TreeEnd;
import org.winnow.synth.ultraprompt.TreeJson;

/**
 * Rows of what trees gave.
 *
 * <ul>
 *   <li>pairs: the prompt asks for a better form of the raw instruction; chosen is the best form
 *       found and rejected the worst
 *   <li>steps: the prompt asks for a form of an instruction that is better in the way of one
 *       principle; chosen is that form and rejected the instruction as it was
 *   <li>samples: a better form as question, and the best response to it
 * </ul>
 *
 * <p>Trees that failed or wait for another run give what they have by then; that they did is a
 * rejected row.
 */
final class UltraPromptRows {
  /** The folder of steps. */
  static final String STEPS = "steps";

  /** The folder of samples. */
  static final String SAMPLES = "samples";

  private static final String METHOD = "ultraprompt";
  private static final String ASK =
      "Rewrite the request between the two lines so that a language model answers it better."
          + " Return the new request alone.";

  private final HarvestSettings settings;
  private final Map<String, String> textOfPrinciple;
  private final Map<String, String> domains;
  private final Set<String> ids = new HashSet<>();
  private final List<ObjectNode> pairs = new ArrayList<>();
  private final List<ObjectNode> steps = new ArrayList<>();
  private final List<ObjectNode> samples = new ArrayList<>();
  private final List<ObjectNode> rejected = new ArrayList<>();
  private boolean anyTreeGrew;
  private final UltraPromptTable.Builder table = new UltraPromptTable.Builder();

  /**
   * No rows yet.
   *
   * @param domains of the seeds, by id
   */
  UltraPromptRows(HarvestSettings settings, Principles principles, Map<String, String> domains) {
    this.settings = settings;
    this.textOfPrinciple =
        principles.all().stream().collect(Collectors.toMap(Principle::name, Principle::text));
    this.domains = domains;
  }

  List<ObjectNode> pairs() {
    return pairs;
  }

  List<ObjectNode> steps() {
    return steps;
  }

  List<ObjectNode> samples() {
    return samples;
  }

  List<ObjectNode> rejected() {
    return rejected;
  }

  UltraPromptTable table() {
    return table.build(pairs.size(), steps.size(), samples.size());
  }

  /**
   * Looks whether anything came of the search.
   *
   * @throws TeacherUnavailableException if no tree has a scored root because of servers
   */
  void checkAnyTreeGrew() {
    if (!anyTreeGrew) {
      TeacherUnavailableException.checkNothingMade(
          rejected.stream().map(row -> row.path("reason").asText()).toList());
    }
  }

  /** Adds a line of {@link UltraPromptMaker}. */
  void add(String line) {
    JsonNode read = UltraPromptMaker.read(line);
    SearchTree tree = TreeJson.read(read.path("tree").toString(), "a line of a part");
    anyTreeGrew |= !tree.nodes().isEmpty();
    Harvest harvest = Harvest.of(tree, settings);
    harvest.pairs().forEach(pair -> keep("pair", pairs, pairRow(pair)));
    harvest.steps().forEach(step -> keep("step", steps, stepRow(step)));
    harvest.samples().forEach(sample -> keep("sample", samples, sampleRow(sample)));
    for (HarvestRejection rejection : harvest.rejections()) {
      String output = UltraPromptTable.label(rejection.output());
      reject(
          tree.seed().id(),
          output,
          rejection.reason().label(),
          rejection.evidence(),
          rejection.text());
    }
    JsonNode paused = read.path("paused");
    boolean failed =
        tree.end()
            .map(TreeEnd::kind)
            .filter(kind -> kind != TreeEnd.Kind.DONE && kind != TreeEnd.Kind.EXHAUSTED)
            .isPresent();
    if (failed) {
      TreeEnd end = tree.end().orElseThrow();
      reject(tree.seed().id(), "tree", end.reason(), end.evidence(), tree.seed().text());
    } else if (paused.isObject()) {
      reject(
          tree.seed().id(),
          "tree",
          paused.path("reason").asText(),
          paused.path("evidence").asText(),
          tree.seed().text());
    }
    table.add(tree, paused.path("reason").asText(""));
  }

  /** A text may stand at several places of a tree: once is enough. */
  private void keep(String output, List<ObjectNode> rows, ObjectNode row) {
    String id = row.path("id").asText();
    if (ids.add(output + id)) {
      rows.add(row);
    } else {
      table.repeated(output);
    }
  }

  private ObjectNode pairRow(InstructionPair pair) {
    String prompt = ASK + request(pair.seed().text());
    ObjectNode row = preference(pair, prompt);
    ObjectNode meta = row.putObject("meta");
    put(meta, "chosen", pair.chosen());
    put(meta, "rejected", pair.rejected());
    meta.put("margin", pair.margin());
    return row;
  }

  private ObjectNode stepRow(InstructionPair step) {
    List<String> actions = step.chosen().actions();
    String principle = actions.get(actions.size() - 1);
    String prompt =
        ASK
            + " In this way: "
            + textOfPrinciple.getOrDefault(principle, principle)
            + request(step.rejected().text());
    ObjectNode row = preference(step, prompt);
    ObjectNode meta = row.putObject("meta").put("principle", principle);
    put(meta, "chosen", step.chosen());
    put(meta, "rejected", step.rejected());
    meta.put("margin", step.margin());
    return row;
  }

  private static String request(String text) {
    return "\n<request>\n" + text + "\n</request>";
  }

  private ObjectNode preference(InstructionPair pair, String prompt) {
    Message question = new Message(Role.USER, prompt);
    Message chosen = new Message(Role.ASSISTANT, pair.chosen().text());
    ObjectNode row =
        SynthesisFiles.object()
            .put("id", SampleId.of(List.of(question, chosen)))
            .put("domain", domain(pair.seed().id()));
    turn(row, "prompt", question);
    turn(row, "chosen", chosen);
    turn(row, "rejected", new Message(Role.ASSISTANT, pair.rejected().text()));
    return row.put("parent", pair.seed().id()).put("made_by", METHOD);
  }

  private static void turn(ObjectNode row, String key, Message message) {
    row.putArray(key)
        .addObject()
        .put("role", message.role().label())
        .put("content", message.content());
  }

  private ObjectNode sampleRow(RewrittenSample sample) {
    List<Message> messages =
        List.of(
            new Message(Role.USER, sample.version().text()),
            new Message(Role.ASSISTANT, sample.response()));
    ObjectNode row =
        SynthesisFiles.row(
            SampleId.of(messages),
            domain(sample.seed().id()),
            sample.version().text(),
            sample.response());
    row.put("parent", sample.seed().id()).put("made_by", METHOD);
    ObjectNode meta = row.putObject("meta").put("raw_instruction", sample.seed().text());
    put(meta, "instruction", sample.version());
    meta.put("response_reward", sample.reward());
    return row;
  }

  private static void put(ObjectNode meta, String name, InstructionVersion version) {
    meta.put(name + "_reward", version.reward());
    version.actions().forEach(meta.putArray(name + "_principles")::add);
  }

  private String domain(String seed) {
    return domains.getOrDefault(seed, METHOD);
  }

  private void reject(String seed, String output, String reason, String evidence, String text) {
    rejected.add(
        SynthesisFiles.object()
            .put("step", METHOD)
            .put("output", output)
            .put("reason", reason)
            .put("evidence", SynthesisFiles.sound(evidence))
            .put("parent", seed)
            .put("text", SynthesisFiles.sound(text)));
    table.rejected(output + "." + reason);
  }
}
