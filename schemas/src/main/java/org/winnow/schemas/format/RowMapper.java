package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/**
 * Turns a row, as a JSON object, into a sample.
 *
 * <p>A field that is null counts as absent, because columns of Parquet and Arrow files are null
 * where a row of another shape has no value.
 */
final class RowMapper {
  /** Where the fields of turns go that are neither role nor content. */
  static final String MESSAGE_FIELDS = "message_fields";

  private static final String DOMAIN = "domain";

  private final SourceFile file;
  private final String stem;

  RowMapper(SourceFile file) {
    this.file = file;
    this.stem = FileNames.stem(file.name());
  }

  /**
   * The sample that row {@code number} holds; takes the object apart.
   *
   * @throws BadRow if it holds none
   */
  Sample map(ObjectNode row, long number) throws BadRow {
    FieldNames names = choose(row);
    String domain = takeDomain(row);
    Turns turns = new Turns();
    if (!names.turns().isEmpty()) {
      addTurnsBehindSystem(row, names, turns);
    } else if (!names.rejected().isEmpty()) {
      addPair(row, names, turns);
    } else {
      addSystem(row, names, turns);
      addHistory(row, names, turns);
      addPrompt(row, names, turns);
      if (!names.response().isEmpty()) {
        addTextOrTurns(row, names.response(), Role.ASSISTANT, turns);
      }
    }
    List<Message> messages = turns.messages();
    checkContents(messages, file.mapping().needsAnswer());
    if (messages.isEmpty()) {
      throw new BadRow("empty_messages", "the row has no turns");
    }
    if (turns.hasFields()) {
      if (row.has(MESSAGE_FIELDS)) {
        throw new BadRow(
            "duplicate_field", "field '" + MESSAGE_FIELDS + "' is taken by the fields of turns");
      }
      row.set(MESSAGE_FIELDS, turns.fields());
    }
    return Sample.of(domain, messages, Origin.ofRow(file.name(), number), row.toString());
  }

  private FieldNames choose(ObjectNode row) throws BadRow {
    List<FieldNames> candidates = file.mapping().candidates();
    boolean needsAnswer = file.mapping().needsAnswer();
    for (FieldNames names : candidates) {
      if (names.required().stream().allMatch(row::hasNonNull)
          && (needsAnswer || isAnswer(row.path(names.response())))) {
        return names;
      }
    }
    if (!needsAnswer) {
      for (FieldNames names : candidates) {
        if (!names.prompt().isEmpty() && row.hasNonNull(names.prompt())) {
          return names.promptAlone();
        }
      }
    }
    List<String> found = new ArrayList<>();
    row.fieldNames()
        .forEachRemaining(name -> found.add(row.hasNonNull(name) ? name : name + "=null"));
    List<List<String>> expected =
        candidates.stream()
            .map(
                names ->
                    needsAnswer || names.prompt().isEmpty()
                        ? names.required()
                        : List.of(names.prompt()))
            .distinct()
            .toList();
    throw new BadRow(
        candidates.equals(Mapping.AUTO.candidates()) ? "unknown_shape" : "missing_field",
        "expected the fields of one of " + expected + ", found " + found);
  }

  /** Whether a value can be read as an answer; so can that of a shape without such a field. */
  private static boolean isAnswer(JsonNode value) {
    boolean isListOfTurns = value.isArray() && !value.isEmpty();
    for (JsonNode turn : value) {
      isListOfTurns &= turn.isObject();
    }
    return value.isMissingNode() || value.isTextual() || isListOfTurns;
  }

  private String takeDomain(ObjectNode row) throws BadRow {
    String field = file.mapping().domainField();
    if (!field.isEmpty()) {
      String named = takeText(row, field);
      if (named.isBlank()) {
        throw new BadRow("missing_field", "expected a domain in field '" + field + "'");
      }
      return withoutNul(named, "field '" + field + "'");
    }
    if (!file.domain().isEmpty()) {
      return file.domain();
    }
    JsonNode own = row.path(DOMAIN);
    if (!own.isTextual() || own.textValue().isBlank()) {
      return stem;
    }
    row.remove(DOMAIN);
    return withoutNul(own.textValue(), "field '" + DOMAIN + "'");
  }

  /** A system field gives the first turn, unless the turns bring one; then it stays in meta. */
  private static void addTurnsBehindSystem(ObjectNode row, FieldNames names, Turns turns)
      throws BadRow {
    Turns own = new Turns();
    own.addAll(row.remove(names.turns()), names.turns());
    if (own.messages().isEmpty()) {
      throw new BadRow("empty_messages", "field '" + names.turns() + "' has no turns");
    }
    if (own.messages().get(0).role() != Role.SYSTEM) {
      addSystem(row, names, turns);
    }
    turns.addAll(own);
  }

  private static void addSystem(ObjectNode row, FieldNames names, Turns turns) throws BadRow {
    String system = takeText(row, names.system());
    if (!system.isBlank()) {
      turns.add(Role.SYSTEM, system);
    }
  }

  private static void addHistory(ObjectNode row, FieldNames names, Turns turns) throws BadRow {
    JsonNode history = take(row, names.history());
    if (history.isNull()) {
      return;
    }
    if (!history.isArray()) {
      throw Turns.wrongType(names.history(), "a list of pairs", history);
    }
    for (JsonNode pair : history) {
      boolean isPair =
          pair.isArray()
              && pair.size() == 2
              && pair.path(0).isTextual()
              && pair.path(1).isTextual();
      if (!isPair) {
        throw Turns.wrongType(names.history(), "a pair of user and assistant text", pair);
      }
      turns.add(Role.USER, pair.path(0).textValue());
      turns.add(Role.ASSISTANT, pair.path(1).textValue());
    }
  }

  private static void addPrompt(ObjectNode row, FieldNames names, Turns turns) throws BadRow {
    String input = takeText(row, names.input());
    if (input.isBlank()) {
      addTextOrTurns(row, names.prompt(), Role.USER, turns);
      return;
    }
    String prompt = takeText(row, names.prompt());
    turns.add(Role.USER, prompt.isBlank() ? input : prompt + "\n\n" + input);
  }

  /**
   * Adds the prompt and the chosen answer, and leaves the rejected one in the row. Where the
   * answers are whole conversations, they hold the prompt, and a field with it stays in meta.
   */
  private static void addPair(ObjectNode row, FieldNames names, Turns turns) throws BadRow {
    Turns chosen = new Turns();
    addTextOrTurns(row, names.response(), Role.ASSISTANT, chosen);
    Turns rejected = new Turns();
    addTextOrTurns(row, names.rejected(), Role.ASSISTANT, rejected);
    checkContents(chosen.messages(), true);
    checkContents(rejected.messages(), true);
    boolean answersOnly = chosen.startsWithAnswer();
    if (answersOnly != rejected.startsWithAnswer()) {
      throw new BadRow("unlike_answers", "one answer is a whole conversation, the other is not");
    }
    if (answersOnly) {
      addSystem(row, names, turns);
      addHistory(row, names, turns);
      if (!names.prompt().isEmpty()) {
        addPrompt(row, names, turns);
      }
    } else if (chosen.messages().get(0).role() != Role.SYSTEM) {
      addSystem(row, names, turns);
    }
    List<Message> other = new ArrayList<>(turns.messages());
    other.addAll(rejected.messages());
    turns.addAll(chosen);
    int common = PreferencePair.commonTurns(turns.messages(), other);
    if (common == 0) {
      throw new BadRow("unlike_prompts", "the two answers have no prompt in common");
    }
    boolean promptIsAllButLast = common == turns.messages().size() - 1;
    row.set(
        PreferencePair.REJECTED,
        PreferencePair.toJson(promptIsAllButLast ? other.subList(common, other.size()) : other));
  }

  private static void addTextOrTurns(ObjectNode row, String field, Role role, Turns turns)
      throws BadRow {
    JsonNode value = take(row, field);
    if (value.isArray()) {
      turns.addAll(value, field);
    } else if (value.isTextual()) {
      turns.add(role, value.textValue());
    } else {
      throw Turns.wrongType(field, "text or a list of turns", value);
    }
  }

  private static void checkContents(List<Message> messages, boolean needsAnswer) throws BadRow {
    boolean answered = !needsAnswer;
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      withoutNul(message.content(), "turn " + i);
      answered |= message.role() == Role.ASSISTANT && !message.content().isBlank();
    }
    if (!answered) {
      List<String> roles = messages.stream().map(message -> message.role().label()).toList();
      throw new BadRow(
          "empty_response", "expected an assistant turn with text, found the turns " + roles);
    }
  }

  private static String withoutNul(String text, String place) throws BadRow {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new BadRow(
          "nul_byte",
          place + " has NUL at character " + nul + ", near '" + Excerpt.around(text, nul) + "'");
    }
    return text;
  }

  /** Takes an optional text out of the row; empty if there is no such field. */
  private static String takeText(ObjectNode row, String field) throws BadRow {
    JsonNode value = take(row, field);
    if (!value.isNull() && !value.isTextual()) {
      throw Turns.wrongType(field, "text", value);
    }
    return value.asText("");
  }

  /** Takes a field out of the row; a JSON null if there is none, or no name is given. */
  private static JsonNode take(ObjectNode row, String field) {
    JsonNode value = row.remove(field);
    return value == null ? row.nullNode() : value;
  }
}
