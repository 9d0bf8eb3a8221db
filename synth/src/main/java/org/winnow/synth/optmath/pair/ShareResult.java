package org.winnow.synth.optmath.pair;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.winnow.synth.optmath.complexity.SearchResult;

/**
 * What came of a share.
 *
 * @param share what was asked for
 * @param search for the tier's parameters; empty without a tier. If it found none, nothing was
 *     drawn
 * @param outcomes how many instances had which outcome, by its label; all together as many as were
 *     drawn
 * @param accepted in order of their numbers
 * @param rejected solved instances that are not accepted, in order of their numbers
 */
public record ShareResult(
    Share share,
    Optional<SearchResult> search,
    SortedMap<String, Integer> outcomes,
    List<AcceptedPair> accepted,
    List<RejectedInstance> rejected) {
  public ShareResult {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    accepted = List.copyOf(accepted);
    rejected = List.copyOf(rejected);
  }
}
