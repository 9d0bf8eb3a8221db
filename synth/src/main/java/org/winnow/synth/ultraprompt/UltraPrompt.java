package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Searches many trees at once for better forms of instructions (P-Aligner, arXiv 2508.04626).
 *
 * <p>A tree's turn is a rewrite, the responses to it, or their rewards. What all trees at work wait
 * for goes as one list to the teacher, then to the responder, then to the reward. When a tree ends,
 * the next one takes its place; after a failure that every tree will meet (a refused key, a spent
 * budget) none does. A tree depends on its own answers alone: with models whose answers depend on
 * their request alone it is the same whatever else is searched beside it, and whether or not it was
 * cut off.
 *
 * <pre>{@code
 * SearchTree tree = SearchTree.start(seed, principles.actions(seed), SearchSettings.standard(7));
 * SearchRun run = new UltraPrompt(models).run(List.of(tree), 64, store::put);
 * }</pre>
 */
public final class UltraPrompt {
  private final SearchModels models;

  /** A search with these models. */
  public UltraPrompt(SearchModels models) {
    this.models = models;
  }

  /**
   * Searches trees until each has ended or has to wait for another run. Trees that have ended stay
   * as they are, and so do those that are not begun because every tree would have to wait.
   *
   * @param trees with distinct seed ids; fresh, or left by a run that was cut off
   * @param together most trees at work at once, from 1
   * @param listener hears of a tree after each of its turns, on the calling thread; what it heard
   *     last is what a later run goes on from
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public SearchRun run(List<SearchTree> trees, int together, Consumer<SearchTree> listener) {
    if (together < 1) {
      throw new IllegalArgumentException("together must be >= 1, got " + together);
    }
    if (trees.stream().map(tree -> tree.seed().id()).distinct().count() != trees.size()) {
      throw new IllegalArgumentException("expected trees with distinct seed ids");
    }
    List<SearchTree> all = new ArrayList<>(trees);
    Map<String, StepFailure> paused = new HashMap<>();
    List<Integer> atWork = new ArrayList<>();
    Optional<StepFailure> stop = Optional.empty();
    int next = 0;
    while (next < all.size() || !atWork.isEmpty()) {
      while (stop.isEmpty() && next < all.size() && atWork.size() < together) {
        atWork.add(next);
        next++;
      }
      atWork.removeIf(index -> all.get(index).end().isPresent());
      for (Draft.Step step : List.of(Draft.Step.REWRITE, Draft.Step.RESPOND, Draft.Step.SCORE)) {
        // Told before the next model is asked, so that nothing is lost if that fails.
        for (Map.Entry<Integer, Search.Turn> turn : turns(step, all, atWork).entrySet()) {
          SearchTree after = turn.getValue().tree();
          all.set(turn.getKey(), after);
          turn.getValue().pause().ifPresent(failure -> paused.put(after.seed().id(), failure));
          stop = stop.or(() -> turn.getValue().pause().filter(StepFailure::concernsAll));
          listener.accept(after);
        }
      }
      atWork.removeIf(index -> paused.containsKey(all.get(index).seed().id()));
      if (stop.isPresent()) {
        for (SearchTree tree : all.subList(next, all.size())) {
          if (tree.end().isEmpty()) {
            paused.put(tree.seed().id(), stop.get());
          }
        }
        next = all.size();
      }
    }
    return new SearchRun(all, paused);
  }

  private Map<Integer, Search.Turn> turns(
      Draft.Step step, List<SearchTree> all, List<Integer> atWork) {
    Map<Integer, SearchTree> trees = at(step, all, atWork);
    return switch (step) {
      case REWRITE ->
          batch(
              trees,
              tree -> Search.rewriteRequests(tree, models.rewriting()),
              models.teacher()::answer,
              Search::rewritten);
      case RESPOND ->
          batch(
              trees,
              tree -> Search.responseRequests(tree, models.responding()),
              models.responder()::answer,
              Search::responded);
      case SCORE -> batch(trees, Search::rewardRequests, models.reward()::score, Search::scored);
      case NONE -> Map.of();
    };
  }

  private static Map<Integer, SearchTree> at(
      Draft.Step step, List<SearchTree> all, List<Integer> atWork) {
    Map<Integer, SearchTree> found = new LinkedHashMap<>();
    for (int index : atWork) {
      if (Search.step(all.get(index)).equals(Optional.of(step))) {
        found.put(index, all.get(index));
      }
    }
    return found;
  }

  /** Asks for all trees at once, and hands each its part of the results. */
  private static <Q, A> Map<Integer, Search.Turn> batch(
      Map<Integer, SearchTree> trees,
      Function<SearchTree, List<Q>> requests,
      Function<List<Q>, List<A>> models,
      BiFunction<SearchTree, List<A>, Search.Turn> apply) {
    if (trees.isEmpty()) {
      return Map.of();
    }
    List<Q> asked = new ArrayList<>();
    Map<Integer, Integer> ends = new LinkedHashMap<>();
    trees.forEach(
        (index, tree) -> {
          asked.addAll(requests.apply(tree));
          ends.put(index, asked.size());
        });
    List<A> results = models.apply(asked);
    if (results.size() != asked.size()) {
      throw new IllegalStateException(
          "expected " + asked.size() + " results, got " + results.size());
    }
    Map<Integer, Search.Turn> turns = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<Integer, SearchTree> tree : trees.entrySet()) {
      int to = ends.getOrDefault(tree.getKey(), from);
      turns.put(tree.getKey(), apply.apply(tree.getValue(), results.subList(from, to)));
      from = to;
    }
    return turns;
  }
}
