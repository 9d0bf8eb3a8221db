package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ShinglesTest {
  @Property(tries = 200)
  void hashesAreEqualWhereWordNgramsAre(
      @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> words,
      @ForAll @IntRange(min = 1, max = 7) int length) {
    List<String> units = words.stream().map(word -> "w" + word).toList();

    agrees(units, " ", new Ngram(Ngram.Unit.WORDS, length));
  }

  @Property(tries = 200)
  void hashesAreEqualWhereCharacterNgramsAre(
      @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> letters,
      @ForAll @IntRange(min = 1, max = 30) int length) {
    List<String> units =
        letters.stream().map(letter -> "abc".substring(letter, letter + 1)).toList();

    agrees(units, "", new Ngram(Ngram.Unit.CHARS, length));
  }

  @Test
  void aShortTextIsOneShingleOfItsOwn() {
    Ngram fiveWords = new Ngram(Ngram.Unit.WORDS, 5);

    assertEquals(1, hashes("yes", fiveWords).size());
    assertEquals(hashes("Yes!", fiveWords), hashes("yes", fiveWords));
    assertNotEquals(hashes("yes", fiveWords), hashes("yes yes", fiveWords));
    assertNotEquals(hashes("yes", fiveWords), hashes("no", fiveWords));
    assertEquals(List.of(), hashes("?", fiveWords));
  }

  @Test
  void oneObjectServesManyTexts() {
    Shingles shingles = new Shingles(new Ngram(Ngram.Unit.WORDS, 2));
    NormalText text = new NormalText();
    text.add("word ".repeat(5000));
    shingles.take(text);
    assertEquals(4999, shingles.count());

    text.clear();
    text.add("one two three");
    shingles.take(text);

    assertEquals(hashes("one two three", new Ngram(Ngram.Unit.WORDS, 2)), list(shingles));
  }

  private static void agrees(List<String> units, String separator, Ngram ngram) {
    List<String> expected = new ArrayList<>();
    int length = Math.min(ngram.length(), units.size());
    for (int from = 0; length > 0 && from + length <= units.size(); from++) {
      expected.add(String.join(separator, units.subList(from, from + length)));
    }

    List<Integer> found = hashes(String.join(separator, units), ngram);

    assertEquals(expected.size(), found.size());
    Set<List<Object>> pairs = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      pairs.add(List.of(expected.get(i), found.get(i)));
    }
    assertEquals(new HashSet<>(expected).size(), pairs.size());
    assertEquals(new HashSet<>(found).size(), pairs.size());
  }

  private static List<Integer> hashes(String content, Ngram ngram) {
    NormalText text = new NormalText();
    text.add(content);
    Shingles shingles = new Shingles(ngram);
    shingles.take(text);
    return list(shingles);
  }

  private static List<Integer> list(Shingles shingles) {
    List<Integer> hashes = new ArrayList<>();
    for (int i = 0; i < shingles.count(); i++) {
      hashes.add(shingles.hash(i));
    }
    return hashes;
  }
}
