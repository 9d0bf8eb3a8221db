package org.winnow.scorers.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;

class SampleEncoderTest {
  private static final long BEGIN = 1;
  private static final long END = 6;

  @Test
  void idsAndMaskAreThoseOfTheOracle() {
    List<Sample> samples = Fixtures.goldenSamples();
    List<JsonNode> golden = Fixtures.rows("reference.jsonl");

    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT)) {
      for (int row = 0; row < samples.size(); row++) {
        EncodedSample sample = encoded(encoder, samples.get(row).messages());
        JsonNode expected = golden.get(row);
        for (int i = 0; i < sample.length(); i++) {
          assertThat(sample.ids()[i]).isEqualTo(expected.path("input_ids").path(i).asLong());
          assertThat(sample.scored()[i])
              .isEqualTo(i > 0 && expected.path("mask").path(i).asInt() == 1);
        }
        assertThat(sample.length()).isEqualTo(expected.path("input_ids").size());
      }
    }
  }

  @Test
  void countsCharactersBeyondTheBasicPlaneOnce() {
    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT)) {
      EncodedSample plain = encoded(encoder, turns("smile", "cafe one"));
      EncodedSample emoji =
          encoded(encoder, turns("😀😀👩\u200d👩\u200d👧 cafe\u0301", "cafe one"));

      assertThat(scoredIds(emoji)).isEqualTo(scoredIds(plain));
    }
  }

  @Test
  void everyByteOfTheResponsesIsCountedOnce() {
    String first = "Hé 数学 😀👩\u200d👧. Yes!";
    String second = "A second answer.";
    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT)) {
      EncodedSample sample = encoded(encoder, turns("Why is 数 so?", first, "And?", second));

      assertThat(sample.responseBytes())
          .isEqualTo((first + second).getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void sentencesEndAtPunctuationAndLineFeeds() {
    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT)) {
      EncodedSample sample = encoded(encoder, turns("a. b.", "One two. Three!\nFour"));

      int ends = 0;
      for (int i = 0; i < sample.length(); i++) {
        ends += sample.endsSentence()[i] ? 1 : 0;
        assertThat(sample.endsSentence()[i] && !sample.scored()[i]).isFalse();
      }
      assertThat(ends).isBetween(2, 3); // "!" and the line feed may be two tokens
    }
  }

  @Test
  void theAnswerAloneIsTheLastResponseBetweenBeginAndEnd() {
    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT);
        SampleEncoder cut = encoder(8, WhenTooLong.TRUNCATE_PROMPT)) {
      List<Message> messages = turns("a", "first", "b", "c");
      EncodedSample answer = encoder.encodeAnswer(messages).orElseThrow();

      assertThat(answer.ids()[0]).isEqualTo(BEGIN);
      assertThat(answer.ids()[answer.length() - 1]).isEqualTo(END);
      assertThat(answer.length()).isEqualTo(3);
      assertThat(answer.scored()).containsExactly(false, true, true);
      assertThat(cut.encodeAnswer(turns("a", "word ".repeat(20))).orElseThrow().length())
          .isEqualTo(8);
      assertThat(encoder.encodeAnswer(List.of(new Message(Role.USER, "a")))).isEmpty();
    }
  }

  @Test
  void theClosingTokenIsScoredAndTheLineBreakBehindItIsNot() {
    try (SampleEncoder encoder = encoder(1024, WhenTooLong.REJECT)) {
      EncodedSample sample = encoded(encoder, turns("a", "b"));
      List<Long> scored = scoredIds(sample);

      assertThat(scored).hasSize(2);
      assertThat(scored.get(1)).isEqualTo(END);
      assertThat(sample.scored()[sample.length() - 1]).isFalse();
      assertThat(sample.ids()[0]).isEqualTo(BEGIN);
    }
  }

  @Test
  void truncationDropsTheOldestPromptTokensAfterTheFirst() {
    List<Message> messages = turns("one two three four five six seven eight nine ten", "yes sir");
    try (SampleEncoder whole = encoder(1024, WhenTooLong.REJECT);
        SampleEncoder cut = encoder(16, WhenTooLong.TRUNCATE_PROMPT)) {
      EncodedSample full = encoded(whole, messages);
      EncodedSample kept = encoded(cut, messages);

      assertThat(kept.truncated()).isTrue();
      assertThat(kept.length()).isEqualTo(16);
      assertThat(kept.ids()[0]).isEqualTo(BEGIN);
      assertThat(scoredIds(kept)).isEqualTo(scoredIds(full));
      assertThat(Arrays.copyOfRange(kept.ids(), 1, 16))
          .isEqualTo(Arrays.copyOfRange(full.ids(), full.length() - 15, full.length()));
    }
  }

  @Test
  void aResponseLongerThanTheLimitKeepsItsBeginning() {
    List<Message> messages = turns("q", "one two three four five six seven eight nine ten");
    try (SampleEncoder whole = encoder(1024, WhenTooLong.REJECT);
        SampleEncoder cut = encoder(8, WhenTooLong.TRUNCATE_PROMPT)) {
      List<Long> full = scoredIds(encoded(whole, messages));

      assertThat(scoredIds(encoded(cut, messages))).isEqualTo(full.subList(0, 7));
    }
  }

  @Test
  void anEarlierResponseThatLostItsBeginningIsContext() {
    List<Message> messages =
        turns("q", "one two three four five six seven eight nine ten", "w", "yes");
    try (SampleEncoder cut = encoder(16, WhenTooLong.TRUNCATE_PROMPT)) {
      EncodedSample kept = encoded(cut, messages);

      assertThat(kept.length()).isEqualTo(16);
      assertThat(scoredIds(kept)).isEqualTo(scoredIds(encoded(cut, turns("w", "yes"))));
    }
  }

  @Test
  void rejectsWhatIsTooLongIfAsked() {
    try (SampleEncoder encoder = encoder(8, WhenTooLong.REJECT)) {
      assertThat(encoder.encode(turns("one two three four five six seven", "yes")))
          .isInstanceOfSatisfying(
              Encoding.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo("too_long");
                assertThat(refused.evidence()).endsWith("the limit is 8");
              });
    }
  }

  private static SampleEncoder encoder(int maxTokens, WhenTooLong whenTooLong) {
    return SampleEncoder.open(
        Checkpoint.inspect("builtin:reference"),
        new ModelSpec("builtin:reference", maxTokens, DeviceChoice.CPU, whenTooLong));
  }

  private static EncodedSample encoded(SampleEncoder encoder, List<Message> messages) {
    return ((Encoding.Encoded) encoder.encode(messages)).sample();
  }

  private static List<Long> scoredIds(EncodedSample sample) {
    List<Long> ids = new ArrayList<>();
    for (int position : sample.scoredPositions()) {
      ids.add(sample.ids()[position]);
    }
    return ids;
  }

  private static List<Message> turns(String... turns) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      messages.add(new Message(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
    }
    return messages;
  }
}
