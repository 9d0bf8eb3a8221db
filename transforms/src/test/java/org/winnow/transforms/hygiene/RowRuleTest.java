package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.transforms.hygiene.RepetitionRule.Measure;

class RowRuleTest {
  private static final TurnsRule CHAT = new TurnsRule(Integer.MAX_VALUE);

  @Test
  void wellFormedTurnsAlternateAndEndWithTheAssistant() {
    assertEquals("", verdict(CHAT, "u:Hi", "a:Hello"));
    assertEquals("", verdict(CHAT, "s:Be kind.", "u:Hi", "a:Hello", "u:And?", "a:So."));
    assertEquals("", verdict(CHAT, "u:Hi", "a:", "t:42", "t:43", "a:It is 42."));

    assertEquals(
        "malformed_turns message 1 is of role assistant, it is the first",
        verdict(CHAT, "a:Hello", "u:Hi", "a:Hello"));
    assertEquals(
        "malformed_turns message 2 is of role user, behind one of role user",
        verdict(CHAT, "u:Hi", "u:Hi", "a:Hello"));
    assertEquals(
        "malformed_turns message 3 is of role assistant, behind one of role assistant",
        verdict(CHAT, "u:Hi", "a:Hello", "a:Hello"));
    assertEquals(
        "malformed_turns message 2 is of role system, behind one of role user",
        verdict(CHAT, "u:Hi", "s:Be kind.", "a:Hello"));
    assertEquals(
        "malformed_turns message 2 is of role tool, behind one of role user",
        verdict(CHAT, "u:Hi", "t:42", "a:Hello"));
    assertEquals(
        "malformed_turns the last message is of role user",
        verdict(CHAT, "u:Hi", "a:Hello", "u:And?"));
    assertEquals(
        "malformed_turns the last message is of role tool",
        verdict(CHAT, "u:Hi", "a:Hello", "t:42"));
  }

  @Test
  void noTurnIsBlank() {
    assertEquals("empty_turn message 1, of role user", verdict(CHAT, "u: \n", "a:Hello"));
    assertEquals("empty_turn message 2, of role assistant", verdict(CHAT, "u:Hi", "a:"));
    assertEquals("empty_turn message 3, of role tool", verdict(CHAT, "u:Hi", "a:", "t:", "a:So."));
  }

  @Test
  void countsTurnsOfUsersAndAssistant() {
    TurnsRule two = new TurnsRule(2);

    assertEquals("", verdict(two, "s:Be kind.", "u:Hi", "a:Hello"));
    assertEquals(
        "too_many_turns 4 turns, the limit is 2",
        verdict(two, "u:Hi", "a:Hello", "u:And?", "a:So."));
  }

  @Test
  void countsCharactersOfAllResponses() {
    ResponseCharsRule rule = new ResponseCharsRule(3, 5);

    assertEquals("", verdict(rule, "u:a long question", "a:😀😀😀"));
    assertEquals("", verdict(rule, "u:Hi", "a:ab", "u:And?", "a:cde"));
    assertEquals(
        "response_too_short 2 characters, the least is 3", verdict(rule, "u:Hi", "a:😀😀"));
    assertEquals(
        "response_too_long 6 characters, the limit is 5", verdict(rule, "u:Hi", "a:abcdef"));
  }

  @Test
  void countsTokensOfTheWholeConversation() {
    TokensRule any = new TokensRule("builtin:reference", 10_000, Long.MAX_VALUE);
    String found = verdict(any, "u:Hi", "a:Hello");
    int tokens = Integer.parseInt(found.split(" ", -1)[1]);

    assertEquals("too_few_tokens " + tokens + " tokens, the least is 10000", found);
    assertEquals(
        "", verdict(new TokensRule("builtin:reference", tokens, tokens), "u:Hi", "a:Hello"));
    assertEquals(
        "too_many_tokens " + tokens + " tokens, the limit is " + (tokens - 1),
        verdict(new TokensRule("builtin:reference", 0, tokens - 1), "u:Hi", "a:Hello"));
    assertEquals(
        "invalid_unicode message 2 holds half a surrogate pair", verdict(any, "u:Hi", "a:\ud83d"));
  }

  @Test
  void phrasesAreLiteralInAnyCaseAndWidthOfSpace() {
    PhraseRule rule = new PhraseRule(List.of("I can't help", "[a-z]+ (c)"), SamplePart.RESPONSE);

    assertEquals(
        "listed_phrase 'I can't help'",
        verdict(rule, "u:Hi", "a:Sorry, i CAN\u2019T\n  help you."));
    assertEquals("listed_phrase '[a-z]+ (c)'", verdict(rule, "u:Hi", "a:see [A-Z]+ (C)."));
    assertEquals("", verdict(rule, "u:I can't help it", "a:abc (c)"));
    assertEquals(
        "listed_phrase 'I can't help'",
        verdict(
            new PhraseRule(List.of("I can't help"), SamplePart.PROMPT),
            "u:I can't help it",
            "a:So"));
    assertThrows(
        IllegalArgumentException.class, () -> new PhraseRule(List.of(" "), SamplePart.SAMPLE));
  }

  @Test
  void repetitionIsJudgedMeasureByMeasureFromEnoughWordsOn() {
    Map<Measure, Double> limits = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      limits.put(measure, (double) measure.gopherPercent());
    }

    assertEquals("", verdict(new RepetitionRule(limits, 5), "u:Hi", "a:no no no no"));
    assertEquals(
        "repetitive top_2gram 100.0%, the limit is 20%",
        verdict(new RepetitionRule(limits, 4), "u:Hi", "a:no no no no"));
    assertEquals("", verdict(new RepetitionRule(limits, 0), "u:Hi", "a:"));
    assertEquals(
        "repetitive lines 33.3%, the limit is 30%",
        verdict(new RepetitionRule(limits, 3), "u:Hi", "a:one\ntwo\none\n"));
  }

  @Test
  void tellsTheLanguageOfLongEnoughTexts() {
    String english = "How many apples does Tom have left after he gives away three of them to Ann?";
    String german =
        "Wie viele Äpfel hat Tom noch, nachdem er Anna drei davon geschenkt hat, und warum?";
    LanguageRule rule = new LanguageRule(List.of("en", "fra"), 0.5, 40);

    assertEquals("", verdict(rule, "u:" + english, "a:He has four apples left."));
    String verdict = verdict(rule, "u:" + german, "a:Er hat noch vier Äpfel.");
    assertEquals("other_language deu rather than eng", verdict.split(",", -1)[0]);
    assertEquals("", verdict(new LanguageRule(List.of("de"), 0.5, 40), "u:" + german, "a:Vier."));
    assertEquals("", verdict(rule, "u:Äpfel für Anna?", "a:Nein, nicht."));
    assertEquals("", verdict(new LanguageRule(List.of("en"), 0.5, 0), "u:", "a: "));
    assertThrows(IllegalArgumentException.class, () -> new LanguageRule(List.of("xx"), 0.5, 40));
  }

  @Test
  void knowsTheLanguagesOfTheModel() {
    List<String> model = new ArrayList<>(List.of(Languages.detector().getSupportedLanguages()));

    assertEquals(model.stream().sorted().toList(), List.copyOf(Languages.codes(3)));
    assertEquals(List.of("eng"), Languages.named("EN"));
    assertEquals(List.of("cmn", "nan"), Languages.named("zh"));
    assertEquals(List.of(), Languages.named("xx"));
    for (String code : Languages.codes(2)) {
      assertEquals(
          List.of(), Languages.named(code).stream().filter(name -> !model.contains(name)).toList());
    }
  }

  private static String verdict(RowRule rule, String... turns) {
    List<Message> messages = new ArrayList<>();
    for (String turn : turns) {
      Role role =
          switch (turn.charAt(0)) {
            case 's' -> Role.SYSTEM;
            case 'u' -> Role.USER;
            case 'a' -> Role.ASSISTANT;
            default -> Role.TOOL;
          };
      messages.add(new Message(role, turn.substring(2)));
    }
    try (RowRule.Check check = rule.open()) {
      Optional<RowRule.Finding> finding = check.check(messages);
      return finding.map(f -> f.reason() + " " + f.evidence()).orElse("");
    }
  }
}
