package org.winnow.scorers.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.winnow.scorers.text.EncodedSample;

/**
 * Samples that go through the model together.
 *
 * @param items the samples, shortest first
 */
public record MicroBatch(List<Item> items) {
  /**
   * One sample of a list that is being scored.
   *
   * @param row its place in the list
   * @param id the sample's id
   * @param sample its tokens
   */
  public record Item(int row, String id, EncodedSample sample) {
    /** The same with all tokens but the first scored. */
    public Item allScored() {
      return new Item(row, id, EncodedSample.allScored(sample.ids(), sample.truncated()));
    }
  }

  public MicroBatch {
    items = List.copyOf(items);
  }

  /**
   * Cuts a list into micro-batches of similar length. The cut depends on the samples' lengths and
   * ids only, not on their order or on the number of threads.
   *
   * @param tokenBudget most tokens of one micro-batch, padding included; a longer sample is alone
   */
  public static List<MicroBatch> cut(List<Item> items, int tokenBudget) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(
        Comparator.comparingInt((Item item) -> item.sample().length())
            .thenComparing(Item::id)
            .thenComparingInt(Item::row));
    List<MicroBatch> batches = new ArrayList<>();
    List<Item> open = new ArrayList<>();
    for (Item item : sorted) {
      if (!open.isEmpty() && (open.size() + 1L) * item.sample().length() > tokenBudget) {
        batches.add(new MicroBatch(open));
        open.clear();
      }
      open.add(item);
    }
    if (!open.isEmpty()) {
      batches.add(new MicroBatch(open));
    }
    return batches;
  }

  /** Which samples these are, for messages. */
  public String describe() {
    List<String> ids = items.stream().limit(4).map(Item::id).toList();
    String more = items.size() > ids.size() ? " and " + (items.size() - ids.size()) + " more" : "";
    return "the samples " + String.join(", ", ids) + more + ", " + positions() + " tokens";
  }

  /** The same with all tokens but the first of every sample scored. */
  MicroBatch allScored() {
    return new MicroBatch(items.stream().map(Item::allScored).toList());
  }

  /** Number of positions, padding included. */
  int positions() {
    return items.get(items.size() - 1).sample().length();
  }
}
