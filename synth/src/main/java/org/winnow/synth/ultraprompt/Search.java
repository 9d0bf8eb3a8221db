package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * How a tree goes on: what it asks for next, and the tree that follows from the answers. A function
 * of tree and answers alone.
 */
final class Search {
  /** The step's name in draws. */
  static final String STEP = "ultraprompt";

  private static final int ROOT = 0;

  private Search() {}

  /**
   * A tree after a turn.
   *
   * @param pause why it has to wait for another run, if it has to
   */
  record Turn(SearchTree tree, Optional<StepFailure> pause) {}

  /** What a tree waits for; empty if it has ended. */
  static Optional<Draft.Step> step(SearchTree tree) {
    return tree.draft().map(Draft::step);
  }

  /** The request for a rewrite. */
  static List<TeacherRequest> rewriteRequests(SearchTree tree, GenerationParameters parameters) {
    Draft draft = draft(tree);
    Principle principle =
        tree.actions().stream()
            .filter(action -> action.name().equals(draft.action()))
            .findFirst()
            .orElseThrow();
    String instruction = tree.nodes().get(draft.parent()).instruction();
    List<Message> messages = Rewriting.messages(instruction, principle);
    return List.of(request(id(tree, "rewrite"), messages, parameters, draft.rewrite()));
  }

  /** The requests for the responses that are missing. */
  static List<TeacherRequest> responseRequests(SearchTree tree, GenerationParameters parameters) {
    Draft draft = draft(tree);
    List<Message> messages = List.of(new Message(Role.USER, draft.instruction()));
    return draft.responses().stream()
        .filter(Slot::isOpen)
        .map(slot -> request(id(tree, "response"), messages, parameters, slot))
        .toList();
  }

  private static TeacherRequest request(
      String id, List<Message> messages, GenerationParameters parameters, Slot<String> slot) {
    int sample = slot.sample();
    return TeacherRequest.of(id, messages, SampleSeed.of(parameters, id, sample))
        .withSample(sample);
  }

  /** The requests for the rewards that are missing. */
  static List<RewardRequest> rewardRequests(SearchTree tree) {
    Draft draft = draft(tree);
    List<RewardRequest> requests = new ArrayList<>();
    for (int i = 0; i < draft.rewards().size(); i++) {
      Slot<Double> slot = draft.rewards().get(i);
      if (slot.isOpen()) {
        requests.add(
            new RewardRequest(
                id(tree, "reward " + i),
                tree.seed().text(),
                draft.responses().get(i).found().orElseThrow(),
                slot.sample()));
      }
    }
    return requests;
  }

  /** The tree after the answer to {@link #rewriteRequests}. */
  static Turn rewritten(SearchTree tree, List<TeacherResult> results) {
    Draft draft = draft(tree);
    Outcome.Taken<String> taken =
        Outcome.take(List.of(draft.rewrite()), texts(tree, results), tree.settings().attempts(), 1);
    Draft next = draft.withRewrite(taken.slots().get(0));
    Optional<StepFailure> last = taken.last().or(taken::firstUnfit);
    if (last.isPresent()) {
      // Only what is longer than the raw instruction can be too long without being hopeless.
      boolean mayGoOn = taken.last().isEmpty() && draft.parent() != ROOT;
      return lost(tree, next, last.get(), mayGoOn, TreeEnd.Kind.REWRITE_FAILED);
    }
    if (next.rewrite().isOpen()) {
      return new Turn(tree.with(next), taken.pause());
    }
    return turn(
        known(tree, draft.parent(), next.instruction())
            .map(same -> usedUp(tree, draft, same))
            .orElseGet(() -> tree.with(next)));
  }

  /** The tree after the answers to {@link #responseRequests}. */
  static Turn responded(SearchTree tree, List<TeacherResult> results) {
    Draft draft = draft(tree);
    Outcome.Taken<String> taken =
        Outcome.take(
            draft.responses(),
            texts(tree, results),
            tree.settings().attempts(),
            tree.settings().responses());
    return judged(
        tree,
        draft.withResponses(taken.slots()),
        taken.last().or(taken::firstUnfit),
        taken.pause(),
        TreeEnd.Kind.RESPONSE_FAILED);
  }

  /**
   * The tree after the answers to {@link #rewardRequests}. A response that cannot be scored counts
   * as one that failed.
   */
  static Turn scored(SearchTree tree, List<RewardResult> results) {
    Draft draft = draft(tree);
    Outcome.Taken<Double> taken =
        Outcome.take(
            draft.rewards(),
            results.stream().map(Search::reward).toList(),
            tree.settings().attempts(),
            1);
    Draft next = draft.withRewards(taken.slots());
    Optional<StepFailure> last = taken.last();
    for (Map.Entry<Integer, StepFailure> unfit : taken.unfit().entrySet()) {
      next = next.withoutResponse(unfit.getKey());
      if (next.responses().get(unfit.getKey()).failures() >= tree.settings().attempts()) {
        last = last.or(() -> Optional.of(unfit.getValue()));
      }
    }
    return next.step() == Draft.Step.NONE
        ? turn(grown(tree, next))
        : judged(tree, next, last, taken.pause(), TreeEnd.Kind.REWARD_FAILED);
  }

  private static Turn turn(SearchTree after) {
    return new Turn(after, Optional.empty());
  }

  /**
   * A rewrite that cannot be responded to or scored is lost; with the raw instruction, the tree.
   */
  private static Turn judged(
      SearchTree tree,
      Draft next,
      Optional<StepFailure> last,
      Optional<StepFailure> pause,
      TreeEnd.Kind failed) {
    if (last.isEmpty()) {
      return new Turn(tree.with(next), pause);
    }
    boolean mayGoOn =
        last.get().again() != StepFailure.Again.NEVER && next.parent() != TreeNode.NONE;
    return lost(tree, next, last.get(), mayGoOn, failed);
  }

  /** What is lost uses its principle up, as a repeat of the node's own text does. */
  private static Turn lost(
      SearchTree tree, Draft draft, StepFailure failure, boolean mayGoOn, TreeEnd.Kind failed) {
    return turn(
        mayGoOn
            ? usedUp(tree, draft, tree.nodes().get(draft.parent()))
            : tree.ended(tree.nodes(), new TreeEnd(failed, failure.reason(), failure.evidence())));
  }

  private static List<Outcome<String>> texts(SearchTree tree, List<TeacherResult> results) {
    return results.stream().map(result -> text(tree, result)).toList();
  }

  private static Outcome<String> text(SearchTree tree, TeacherResult result) {
    if (result instanceof TeacherFailure failure) {
      return Outcome.of(StepFailure.of(failure));
    }
    String text = ((TeacherAnswer) result).text().strip();
    int most = tree.settings().maxCharacters();
    if (text.isEmpty()) {
      return unusable("empty_answer", "expected a text, found white space");
    }
    if (text.length() > most) {
      return unusable(
          "too_long", "expected at most " + most + " characters, found " + text.length());
    }
    return UnicodeText.hasLoneSurrogate(text)
        ? unusable("invalid_unicode", "the text holds half a surrogate pair")
        : Outcome.of(text);
  }

  private static Outcome<String> unusable(String reason, String evidence) {
    return Outcome.of(new StepFailure(reason, evidence, StepFailure.Again.OTHER_SAMPLE));
  }

  private static Outcome<Double> reward(RewardResult result) {
    return result instanceof StepFailure failure
        ? Outcome.of(failure)
        : Outcome.of(((RewardResult.Value) result).reward());
  }

  /**
   * The node that a rewrite of {@code parent} repeats: itself or a child. Rewrites have no white
   * space at their ends, raw instructions may.
   */
  private static Optional<TreeNode> known(SearchTree tree, int parent, String instruction) {
    return tree.nodes().stream()
        .filter(node -> node.id() == parent || node.parent() == parent)
        .filter(node -> node.instruction().strip().equals(instruction))
        .findFirst();
  }

  /** A principle led to no new text; the iteration ends at a node that is there. */
  private static SearchTree usedUp(SearchTree tree, Draft draft, TreeNode end) {
    List<TreeNode> nodes = new ArrayList<>(tree.nodes());
    nodes.set(draft.parent(), nodes.get(draft.parent()).withRepeat(draft.action()));
    return goOn(tree, visited(nodes, end.id()));
  }

  private static SearchTree grown(SearchTree tree, Draft draft) {
    List<TreeNode> nodes = new ArrayList<>(tree.nodes());
    TreeNode node =
        TreeNode.fresh(
            nodes.size(),
            draft.parent(),
            draft.action(),
            draft.instruction(),
            draft.responses().stream().map(slot -> slot.found().orElseThrow()).toList(),
            draft.rewards().stream().map(slot -> slot.found().orElseThrow()).toList());
    nodes.add(node);
    // The root is there before the first iteration, so scoring it is no visit.
    return goOn(tree, draft.parent() == TreeNode.NONE ? nodes : visited(nodes, node.id()));
  }

  private static List<TreeNode> visited(List<TreeNode> nodes, int end) {
    for (int at = end; at != TreeNode.NONE; at = nodes.get(at).parent()) {
      nodes.set(at, nodes.get(at).visited());
    }
    return nodes;
  }

  private static SearchTree goOn(SearchTree tree, List<TreeNode> nodes) {
    SearchTree done = tree.ended(nodes, new TreeEnd(TreeEnd.Kind.DONE, "done", ""));
    if (done.iterations() >= tree.settings().iterations()) {
      return done;
    }
    return new Uct(done)
        .select()
        .map(node -> tree.with(nodes, expansion(done, node)))
        .orElseGet(() -> tree.ended(nodes, new TreeEnd(TreeEnd.Kind.EXHAUSTED, "exhausted", "")));
  }

  /** A rewrite by an unused principle; the remainder's bias is below principles / 2^64. */
  private static Draft expansion(SearchTree tree, TreeNode node) {
    List<Principle> unused = tree.unused(node);
    String purpose = "principle " + tree.iterations();
    long bits = Seeds.bits(tree.settings().seed(), STEP, tree.seed().id(), purpose);
    Principle drawn = unused.get((int) Long.remainderUnsigned(bits, unused.size()));
    return Draft.rewriting(node.id(), drawn.name(), tree.settings().responses());
  }

  private static Draft draft(SearchTree tree) {
    return tree.draft().orElseThrow();
  }

  private static String id(SearchTree tree, String what) {
    return tree.seed().id() + " " + tree.iterations() + " " + what;
  }
}
