package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.hygiene.Repetition.Share;

class RepetitionTest {
  @Test
  void countsLinesThatOccurredBefore() {
    String text = "one\n\n two \ntwo\none\none\n";

    assertEquals(new Share(3, 5), Repetition.repeatedLines(text));
    assertEquals(new Share(9, 15), Repetition.repeatedLineChars(text));
    assertEquals(new Share(0, 0), Repetition.repeatedLines(" \n"));
    assertEquals(0, Repetition.repeatedLineChars("").percent());
  }

  @Test
  void takesTheRunThatCoversMostCharacters() {
    // "a b" three times, 2 characters each; "long run" twice, 7 each.
    List<String> words = Repetition.words("a b x a b y a b long run long run");

    assertEquals(new Share(14, 22), Repetition.mostFrequentRun(words, 2));
    assertEquals(new Share(0, 22), Repetition.mostFrequentRun(words, 4));
    assertEquals(new Share(4, 5), Repetition.mostFrequentRun(Repetition.words("a a a a a"), 2));
    assertEquals(new Share(0, 0), Repetition.mostFrequentRun(List.of(), 2));
  }

  @Test
  void countsCharactersOfRepeatedRunsOnce() {
    // "a b c" at 0 and 4: six words of eight; "x" and "y" are in no repeated run.
    assertEquals(new Share(6, 8), Repetition.repeatedRuns(Repetition.words("a b c x a b c y"), 3));
    assertEquals(new Share(4, 4), Repetition.repeatedRuns(Repetition.words("a a a a"), 3));
    assertEquals(new Share(0, 3), Repetition.repeatedRuns(Repetition.words("a b c"), 3));
  }

  @Property
  void agreesWithLookingAtEveryPairOfRuns(
      @ForAll("texts") List<String> words, @ForAll @IntRange(min = 1, max = 5) int length) {
    Set<Integer> repeated = new HashSet<>();
    for (int i = 0; i + length <= words.size(); i++) {
      for (int j = 0; j + length <= words.size(); j++) {
        if (i != j && words.subList(i, i + length).equals(words.subList(j, j + length))) {
          for (int at = i; at < i + length; at++) {
            repeated.add(at);
          }
        }
      }
    }
    long chars = repeated.stream().mapToLong(at -> words.get(at).length()).sum();

    assertEquals(chars, Repetition.repeatedRuns(words, length).part());
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("a", "bb", "ccc").list().ofMaxSize(15);
  }
}
