package org.winnow.schemas;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Samples for tests: some by hand, some arbitrary. */
final class Fixtures {
  private Fixtures() {}

  /** A question and an answer, row {@code row} of {@code a.jsonl}, with scores in columns q, r. */
  static Sample sample(int row) {
    List<Message> messages =
        List.of(
            new Message(Role.USER, "Question " + row + "?"),
            new Message(Role.ASSISTANT, "Answer " + row + ", é and 語."));
    double missing = row % 3 == 0 ? Double.NaN : row / 8.0;
    return Sample.of("math", messages, Origin.ofRow("a.jsonl", row), "{\"n\":" + row + "}")
        .withScores(Scores.of(List.of("q", "r.x"), row, missing));
  }

  /** Rows 1 to {@code count}. */
  static List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int row = 1; row <= count; row++) {
      samples.add(sample(row));
    }
    return samples;
  }

  /** Any sample with these score columns; text is any Unicode, NUL included, but well-formed. */
  static Arbitrary<Sample> anySample(List<String> columns) {
    Arbitrary<Message> message =
        Combinators.combine(Arbitraries.of(Role.class), anyText()).as(Message::new);
    Arbitrary<Origin> origin =
        Combinators.combine(anyText(), Arbitraries.longs().greaterOrEqual(0), anyText(), anyText())
            .as(Origin::new);
    Arbitrary<Scores> scores =
        Arbitraries.oneOf(
                Arbitraries.doubles(),
                Arbitraries.of(Double.NaN, -0.0, Double.MIN_VALUE, Double.MAX_VALUE))
            .array(double[].class)
            .ofSize(columns.size())
            .map(values -> columns.isEmpty() ? Scores.none() : Scores.of(columns, values));
    return Combinators.combine(
            anyText().filter(text -> !text.isEmpty()),
            message.list().ofMinSize(1).ofMaxSize(5),
            origin,
            anyText(),
            scores,
            Arbitraries.doubles().between(0, 1e6))
        .as(
            (domain, messages, from, meta, found, weight) ->
                new Sample(SampleId.of(messages), domain, messages, from, meta, found, weight));
  }

  private static Arbitrary<String> anyText() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .array(int[].class)
        .ofMaxSize(20)
        .map(points -> new String(points, 0, points.length));
  }
}
