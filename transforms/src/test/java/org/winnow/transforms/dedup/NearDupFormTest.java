package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Fixtures;

class NearDupFormTest {
  /**
   * Signatures are stored: where this fails, they have become others, and the form's version has to
   * be raised, so that stored ones are not compared with them.
   */
  @Test
  void signaturesAreThoseThatAreStored() {
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, "How many apples are 3 + 4, and how many are -5?"),
            Fixtures.sample("a", "a.jsonl", 2, "\u00c9t\u00e9 \ufb01n, STRASSE \u65e5\u672c\u8a9e"),
            Fixtures.sample("a", "a.jsonl", 3, ""));

    assertEquals("99d12b0f872e7884", digest(new Ngram(Ngram.Unit.WORDS, 2), rows));
    assertEquals("510e8dbf7f305e67", digest(new Ngram(Ngram.Unit.CHARS, 6), rows));
  }

  private static String digest(Ngram ngram, List<Sample> rows) {
    NearDupForm form = new NearDupForm(ComparedPart.SAMPLE, ngram, new Banding(3, 4));
    long[] bands = form.signatures(rows);
    ByteBuffer bytes = ByteBuffer.allocate(bands.length * Long.BYTES);
    bytes.asLongBuffer().put(bands);
    return Digests.hex(bytes.array()).substring(0, 16);
  }
}
