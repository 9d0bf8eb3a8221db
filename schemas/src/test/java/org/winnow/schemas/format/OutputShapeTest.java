package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;

class OutputShapeTest {
  private static final List<String> COLUMNS = List.of("q");
  private static final String PAIR =
      "{\"n\":1.50,\"rejected\":[{\"role\":\"assistant\",\"content\":\"no\"}]}";

  private final Path directory;

  OutputShapeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static Stream<Arguments> everyFormatInEveryShape() {
    return Stream.of(OutputFormat.values())
        .flatMap(
            format -> Stream.of(OutputShape.values()).map(shape -> Arguments.of(format, shape)));
  }

  @ParameterizedTest
  @MethodSource("everyFormatInEveryShape")
  void anyReaderFindsTheSameMessages(OutputFormat format, OutputShape shape) throws IOException {
    List<Sample> samples = samples(shape);

    Reading reading = Reading.of(write(format, new RowLayout(shape, Set.of(), COLUMNS), samples));

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.samples()).extracting(Sample::id).containsExactlyElementsOf(ids(samples));
  }

  @ParameterizedTest
  @MethodSource("everyFormatInEveryShape")
  void thePublishedReaderFindsTheSameSamples(OutputFormat format, OutputShape shape)
      throws IOException {
    List<Sample> samples = samples(shape);
    RowLayout layout = new RowLayout(shape, Set.of(), COLUMNS);

    assertThat(published(write(format, layout, samples), layout)).isEqualTo(samples);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftOutComesBackEmpty(OutputFormat format) throws IOException {
    Sample sample = samples(OutputShape.ALPACA).get(0);
    RowLayout layout = new RowLayout(OutputShape.ALPACA, Set.of(OptionalColumn.values()), COLUMNS);

    List<Sample> read = published(write(format, layout, List.of(sample)), layout);

    assertThat(read)
        .containsExactly(
            new Sample(
                sample.id(),
                sample.domain(),
                sample.messages(),
                new Origin("", 0, "", ""),
                "{}",
                sample.scores(),
                1));
  }

  @Test
  void everyShapeHasItsColumns() throws IOException {
    assertThat(line(OutputShape.MESSAGES, turns("sua")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"messages\":[{\"role\":\"system\",\"content\":\"0\"},"
                + "{\"role\":\"user\",\"content\":\"1\"},{\"role\":\"assistant\",\"content\":\"2\"}]}");
    assertThat(line(OutputShape.SHAREGPT, turns("suata")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"conversations\":[{\"from\":\"system\",\"value\":\"0\"},"
                + "{\"from\":\"human\",\"value\":\"1\"},{\"from\":\"gpt\",\"value\":\"2\"},"
                + "{\"from\":\"observation\",\"value\":\"3\"},{\"from\":\"gpt\",\"value\":\"4\"}]}");
    assertThat(line(OutputShape.ALPACA, turns("suauaua")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"instruction\":\"5\",\"input\":\"\",\"output\":\"6\","
                + "\"system\":\"0\",\"history\":[[\"1\",\"2\"],[\"3\",\"4\"]]}");
    assertThat(line(OutputShape.ALPACA, turns("ua")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"instruction\":\"0\",\"input\":\"\",\"output\":\"1\","
                + "\"system\":\"\",\"history\":[]}");
    assertThat(line(OutputShape.PROMPT_COMPLETION, turns("sua")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"prompt\":[{\"role\":\"system\",\"content\":\"0\"},"
                + "{\"role\":\"user\",\"content\":\"1\"}],"
                + "\"completion\":[{\"role\":\"assistant\",\"content\":\"2\"}]}");
    assertThat(line(OutputShape.PREFERENCE, turns("ua")))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"prompt\":[{\"role\":\"user\",\"content\":\"0\"}],"
                + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"1\"}],"
                + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"no\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "SHAREGPT, uua, 'turn 1: expected assistant, found user'",
    "SHAREGPT, ua-, 'turn 2: expected user or tool, found assistant'",
    "SHAREGPT, uau, 'expected the assistant''s turn last, found user'",
    "SHAREGPT, usa, 'turn 1: expected assistant, found system'",
    "ALPACA, uata, 'turn 2: expected user, found tool'",
    "ALPACA, u-ua, 'turn 1: the assistant says nothing'",
    "ALPACA, s, 'expected the assistant''s turn last, found system'",
    "PROMPT_COMPLETION, a, there is no question",
    "PROMPT_COMPLETION, sa, there is no question",
    "PROMPT_COMPLETION, ua-, the last turn has no text",
    "PROMPT_COMPLETION, uat, 'expected the assistant''s turn last, found tool'"
  })
  void saysWhyAConversationDoesNotFit(OutputShape shape, String roles, String why) {
    Sample sample = sample(turns(roles), "{}");

    assertThat(shape.misfit(sample)).contains(why);
    assertThat(OutputShape.MESSAGES.misfit(sample)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ua; {}; the row has no rejected answer",
        "ua; {\"rejected\":null}; the row has no rejected answer",
        "ua; {\"rejected\":7}; expected a text or a list of turns in the field rejected",
        "ua; {\"rejected\":[]}; expected a text or a list of turns in the field rejected",
        "ua; {\"rejected\":[{\"text\":\"x\"}]}; the field rejected is not a list of turns:"
            + " missing_role",
        "ua; {\"rejected\":[{\"role\":\"user\",\"content\":\"x\"}]}; expected the assistant's turn"
            + " last in the chosen and the rejected answer",
        "a; {\"rejected\":\"x\"}; there is no prompt before the chosen answer"
      })
  void saysWhyARowIsNoPair(String roles, String meta, String why) {
    assertThat(OutputShape.PREFERENCE.misfit(sample(turns(roles), meta))).contains(why);
  }

  @Test
  void aRejectedConversationIsCutWhereItLeavesTheChosenOne() throws IOException {
    String meta =
        "{\"rejected\":[{\"role\":\"user\",\"content\":\"0\"},"
            + "{\"from\":\"gpt\",\"value\":\"other\"}]}";

    assertThat(line(OutputShape.PREFERENCE, turns("uaua"), meta))
        .isEqualTo(
            "{\"id\":\"ID\",\"domain\":\"d\",\"prompt\":[{\"role\":\"user\",\"content\":\"0\"}],"
                + "\"chosen\":[{\"role\":\"assistant\",\"content\":\"1\"},"
                + "{\"role\":\"user\",\"content\":\"2\"},{\"role\":\"assistant\",\"content\":\"3\"}],"
                + "\"rejected\":[{\"role\":\"assistant\",\"content\":\"other\"}]}");
  }

  @Test
  void refusesToWriteWhatDoesNotFit() {
    RowLayout layout = new RowLayout(OutputShape.PREFERENCE, Set.of(), List.of());

    assertThatThrownBy(() -> write(OutputFormat.JSONL, layout, List.of(sample(turns("ua"), "{}"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the row has no rejected answer");
  }

  @Test
  void aRowThatTheManifestPromisesDifferentlyIsReported() throws IOException {
    Path file = Files.writeString(directory.resolve("a.jsonl"), "{\"id\":\"x\"}\n");
    List<String> reasons = new ArrayList<>();

    PublishedReader.read(
        file,
        RowLayout.of(List.of()),
        new RowSink() {
          @Override
          public void accept(Sample sample) {
            reasons.add("accepted");
          }

          @Override
          public void reject(Rejection rejection) {
            reasons.add(rejection.row() + " " + rejection.reason());
          }
        });

    assertThat(reasons).containsExactly("1 missing_field");
  }

  /** One letter for each turn, - for an assistant who says nothing; contents are positions. */
  private static List<Message> turns(String roles) {
    List<Message> turns = new ArrayList<>();
    for (int i = 0; i < roles.length(); i++) {
      Role role =
          switch (roles.charAt(i)) {
            case 's' -> Role.SYSTEM;
            case 'u' -> Role.USER;
            case 't' -> Role.TOOL;
            default -> Role.ASSISTANT;
          };
      turns.add(new Message(role, roles.charAt(i) == '-' ? "" : String.valueOf(i)));
    }
    return turns;
  }

  private static Sample sample(List<Message> turns, String meta) {
    return Sample.of("d", turns, Origin.ofRow("f.jsonl", 3), meta);
  }

  /** Samples that fit, two of them scored, with characters that take four bytes. */
  private static List<Sample> samples(OutputShape shape) {
    List<Sample> samples = new ArrayList<>();
    List<String> roles =
        switch (shape) {
          case MESSAGES, SHAREGPT -> List.of("ua", "suatauaua", "sua");
          case ALPACA -> List.of("ua", "suauaua", "uaua");
          case PROMPT_COMPLETION, PREFERENCE -> List.of("ua", "suata", "uaua");
        };
    for (int i = 0; i < roles.size(); i++) {
      List<Message> turns = new ArrayList<>(turns(roles.get(i)));
      turns.set(turns.size() - 1, new Message(Role.ASSISTANT, "é😀\n\"" + i));
      Sample bare = sample(turns, shape == OutputShape.PREFERENCE ? PAIR : "{\"n\":1.50}");
      samples.add(
          new Sample(
              bare.id(),
              bare.domain(),
              bare.messages(),
              new Origin("f.jsonl", i, "parent" + i, "made"),
              bare.meta(),
              Scores.of(COLUMNS, i == 1 ? Double.NaN : i / 3.0),
              0.25 + i));
    }
    return samples;
  }

  private static List<String> ids(List<Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }

  private String line(OutputShape shape, List<Message> turns) throws IOException {
    return line(shape, turns, shape == OutputShape.PREFERENCE ? PAIR : "{}");
  }

  /** The row as JSON, with its id called ID. */
  private String line(OutputShape shape, List<Message> turns, String meta) throws IOException {
    Sample sample = sample(turns, meta);
    RowLayout layout = new RowLayout(shape, Set.of(OptionalColumn.values()), List.of());
    return Files.readString(write(OutputFormat.JSONL, layout, List.of(sample)))
        .replace(sample.id(), "ID")
        .strip();
  }

  private static List<Sample> published(Path file, RowLayout layout) throws IOException {
    List<Sample> samples = new ArrayList<>();
    PublishedReader.read(
        file,
        layout,
        new RowSink() {
          @Override
          public void accept(Sample sample) {
            samples.add(sample);
          }

          @Override
          public void reject(Rejection rejection) {
            throw new AssertionError(rejection.toString());
          }
        });
    return samples;
  }

  private Path write(OutputFormat format, RowLayout layout, List<Sample> samples)
      throws IOException {
    Path file = directory.resolve("a." + format.label());
    try (ShardWriter writer = format.open(file, layout)) {
      for (Sample sample : samples) {
        writer.write(sample);
      }
    }
    return file;
  }
}
