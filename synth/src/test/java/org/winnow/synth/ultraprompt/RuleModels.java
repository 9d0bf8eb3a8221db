package org.winnow.synth.ultraprompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/** Models that answer by rule, so that a test knows what must come of a search. */
final class RuleModels {
  static final GenerationParameters PARAMETERS = GenerationParameters.of("rule");
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private RuleModels() {}

  /** Three principles of helpfulness whose texts are one letter. */
  static List<Principle> letters() {
    return List.of(
        new Principle("a", Principles.HELPFULNESS, "A"),
        new Principle("b", Principles.HELPFULNESS, "B"),
        new Principle("c", Principles.HELPFULNESS, "C"));
  }

  static SearchTree tree(String id, SearchSettings settings) {
    return SearchTree.start(new SeedInstruction(id, "", "Name a river."), letters(), settings);
  }

  /** Rewrites by appending the principle's letter, responds by repeating the instruction. */
  static SearchModels of(ToDoubleBiFunction<String, String> reward) {
    return of(RuleModels::appended, RuleModels::echo, reward);
  }

  static SearchModels of(
      Function<TeacherRequest, String> rewrite,
      Function<TeacherRequest, String> respond,
      ToDoubleBiFunction<String, String> reward) {
    return new SearchModels(
        ByText.of(rewrite),
        PARAMETERS,
        ByText.of(respond),
        PARAMETERS,
        new ByNumber(
            request ->
                new RewardResult.Value(
                    reward.applyAsDouble(request.instruction(), request.response()))));
  }

  /** What the teacher is to rewrite. */
  static String instruction(TeacherRequest request) {
    return lastTurn(request).split("\n\nThe request:\n", 2)[1];
  }

  /** The principle's text. */
  static String principle(TeacherRequest request) {
    return lastTurn(request).split("\n\nThe request:\n", 2)[0].replace("How to improve it: ", "");
  }

  static String appended(TeacherRequest request) {
    return instruction(request) + principle(request);
  }

  static String echo(TeacherRequest request) {
    return lastTurn(request) + "#" + request.sample();
  }

  private static String lastTurn(TeacherRequest request) {
    if (request.messages().get(request.messages().size() - 1).role() != Role.USER) {
      throw new IllegalArgumentException("a request must end with the user's turn");
    }
    return request.messages().get(request.messages().size() - 1).content();
  }

  /** A completion that says {@code text}. */
  static TeacherResult said(TeacherRequest request, String text) {
    ObjectNode completion = new ObjectMapper().createObjectNode();
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", "stop");
    return READER.read(request, completion.toString(), 1);
  }

  /** A teacher whose result is a function of the request; counts what it is asked at once. */
  static final class ByText implements Teacher {
    private final Function<TeacherRequest, TeacherResult> rule;
    final List<Integer> batches = new ArrayList<>();

    private ByText(Function<TeacherRequest, TeacherResult> rule) {
      this.rule = rule;
    }

    static ByText of(Function<TeacherRequest, String> rule) {
      return new ByText(request -> said(request, rule.apply(request)));
    }

    static ByText ofResults(Function<TeacherRequest, TeacherResult> rule) {
      return new ByText(rule);
    }

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      batches.add(requests.size());
      List<TeacherResult> results = requests.stream().map(rule).toList();
      for (int i = 0; i < results.size(); i++) {
        listener.hear(i, results.get(i));
      }
      return results;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** A reward that is a function of the request. */
  static final class ByNumber implements Reward {
    private final Function<RewardRequest, RewardResult> rule;

    ByNumber(Function<RewardRequest, RewardResult> rule) {
      this.rule = rule;
    }

    @Override
    public List<RewardResult> score(List<RewardRequest> requests) {
      return requests.stream().map(rule).toList();
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
