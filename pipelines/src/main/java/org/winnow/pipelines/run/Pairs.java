package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/** Reads rows of one question and one answer, each once, and counts what else the inputs hold. */
final class Pairs {
  private final String recipe;
  private final RunPaths paths;
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /**
   * A reader of some inputs.
   *
   * @param recipe names the recipe in messages
   */
  Pairs(String recipe, RunPaths paths) {
    this.recipe = recipe;
    this.paths = paths;
  }

  /** Rows of all inputs read so far that were left out, by reason. */
  Map<String, Integer> leftOut() {
    return new TreeMap<>(leftOut);
  }

  /**
   * The rows, in the order of the inputs.
   *
   * @param flaw the reason for which a pair is of no use, if there is one
   * @throws RecipeException if a path is wrong
   * @throws DataException if an input has no file of a known format
   */
  List<Pair> read(List<InputSection> inputs, Function<Pair, Optional<String>> flaw)
      throws RecipeException, DataException, IOException {
    Map<String, Pair> byId = new LinkedHashMap<>();
    for (Sample sample : SampleFiles.read(recipe, inputs, paths, leftOut)) {
      if (!isPair(sample.messages())) {
        leaveOut("not_one_question_and_answer");
        continue;
      }
      Pair pair =
          new Pair(
              sample.id(), sample.messages().get(0).content(), sample.messages().get(1).content());
      Optional<String> reason = flaw.apply(pair);
      if (reason.isPresent()) {
        leaveOut(reason.get());
      } else if (byId.put(pair.id(), pair) != null) {
        leaveOut("repeated");
      }
    }
    return new ArrayList<>(byId.values());
  }

  /**
   * The instructions of rows whose one question is their first turn, each text once, in the order
   * of the inputs; answers are not looked at.
   *
   * @throws RecipeException if a path is wrong
   * @throws DataException if an input has no file of a known format
   */
  List<Instruction> instructions(List<InputSection> inputs)
      throws RecipeException, DataException, IOException {
    Map<String, Instruction> byText = new LinkedHashMap<>();
    for (Sample sample : SampleFiles.read(recipe, inputs, paths, leftOut)) {
      List<Message> messages = sample.messages();
      long questions = messages.stream().filter(turn -> turn.role() == Role.USER).count();
      String text = messages.get(0).content();
      if (questions != 1 || messages.get(0).role() != Role.USER || text.isBlank()) {
        leaveOut("not_one_instruction");
      } else if (byText.putIfAbsent(text, new Instruction(sample.id(), sample.domain(), text))
          != null) {
        leaveOut("repeated");
      }
    }
    return new ArrayList<>(byText.values());
  }

  private void leaveOut(String reason) {
    leftOut.merge(reason, 1, Integer::sum);
  }

  private static boolean isPair(List<Message> messages) {
    return messages.size() == 2
        && messages.get(0).role() == Role.USER
        && messages.get(1).role() == Role.ASSISTANT
        && messages.stream().noneMatch(message -> message.content().isBlank());
  }
}
