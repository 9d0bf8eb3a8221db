package org.winnow.synth.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/** Items like a seed: the same problem with other numbers. */
class VariedItemsTest {
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+");

  private record Varied(String question, String answer) {
    BigDecimal outcome() {
      return new BigDecimal(answer.substring(answer.indexOf("####") + 4).strip().replace(",", ""));
    }
  }

  private static TeacherResult ask(String question, String answer, long seed, int count) {
    GenerationParameters parameters =
        GenerationParameters.of(ArithmeticTeacher.MODEL).withSeed(seed);
    TeacherRequest request =
        TeacherRequest.of(
            "r",
            new MathsTask().request(new Item("i", question, answer), List.of(), count),
            parameters);
    try (ArithmeticTeacher teacher = new ArithmeticTeacher()) {
      return teacher.answer(List.of(request)).get(0);
    }
  }

  private static List<Varied> items(TeacherResult result) {
    assertThat(result).isInstanceOf(TeacherAnswer.class);
    List<Varied> items = new ArrayList<>();
    for (String item : ((TeacherAnswer) result).text().split("\n\n(?=\\d+\\. Question: )", -1)) {
      String plain = item.replaceFirst("^\\d+\\. Question: ", "");
      int answer = plain.indexOf("\nAnswer: ");
      items.add(new Varied(plain.substring(0, answer), plain.substring(answer + 9)));
    }
    return items;
  }

  private static List<BigDecimal> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map((MatchResult number) -> new BigDecimal(number.group().replace(",", "")))
        .toList();
  }

  private static String refusal(String question, String answer) {
    TeacherResult result = ask(question, answer, 1, 1);
    assertThat(result).isInstanceOf(TeacherFailure.class);
    assertThat(((TeacherFailure) result).kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
    return ((TeacherFailure) result).message();
  }

  /** Each outcome has to be what a person computes from the new question's numbers. */
  private static void follows(
      String question, String answer, Function<List<BigDecimal>, BigDecimal> formula) {
    assertThat(numbers(answer).get(numbers(answer).size() - 1))
        .as("the formula itself")
        .isEqualByComparingTo(formula.apply(numbers(question)));
    Set<String> questions = new HashSet<>();
    for (int seed = 0; seed < 30; seed++) {
      for (Varied item : items(ask(question, answer, seed, 1))) {
        assertThat(item.question()).isNotEqualTo(question);
        assertThat(item.outcome())
            .as(item.question())
            .isEqualByComparingTo(formula.apply(numbers(item.question())));
        questions.add(item.question());
      }
    }
    assertThat(questions).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void pricesTimesCountsFromMoney() {
    follows(
        "Todd has $200. He buys 4 books that cost $12 each. How much does he have left?",
        "The books cost 4*12= $<<4*12=48>>48.\nTodd has 200-48= $<<200-48=152>>152 left.\n#### 152",
        n -> n.get(0).subtract(n.get(1).multiply(n.get(2))));
  }

  @Test
  void percentagesInEveryForm() {
    String question = "A coat costs $1,500. Its price falls by 20%. What does it cost now?";
    Function<List<BigDecimal>, BigDecimal> formula =
        n -> n.get(0).multiply(new BigDecimal(100).subtract(n.get(1))).divide(new BigDecimal(100));
    follows(
        question,
        "It falls by 1500*.20=$<<1500*.20=300>>300.\nIt costs 1500-300=$<<1500-300=1200>>1200"
            + "\n#### 1200",
        formula);
    follows(question, "It costs 1500*0.8=$<<1500*0.8=1200>>1,200\n#### 1,200", formula);
    follows(
        question,
        "It falls by 20/100*$1500=$<<20/100*1500=300>>300.\n"
            + "It costs $1500 - $300 = $<<1500-300=1200>>1200\n#### 1200",
        formula);
  }

  @Test
  void wordsAndHalvesStay() {
    follows(
        "Ann, Bob and Cy are three friends. They have 48 apples, sell half of them and share the"
            + " rest with nobody else. How many does each get?",
        "They have 48/2=<<48/2=24>>24 apples left.\nEach gets 24/3=<<24/3=8>>8.\n#### 8",
        n -> n.get(0).divide(new BigDecimal(6)));
  }

  @Test
  void calculationsThatAreOnlyWrittenOutAreFollowed() {
    follows(
        "A shelf holds 14 red and 25 blue books. Each book weighs 4 pounds. What do they weigh?",
        "There are 14 books + 25 books = 39 books.\nThey weigh 39*4=<<39*4=156>>156 pounds.\n#### 156",
        n -> n.get(0).add(n.get(1)).multiply(n.get(2)));
  }

  @Test
  void oneNumberForTwoThingsKeepsBothReadingsTrue() {
    // 10-5=5: the second 5 of "5*4" may be either five, so both have to be equal again.
    String question =
        "Ann has 10 nuts and eats 5. She buys 4 bags of as many. How many are bought?";
    String answer = "She keeps 10-5=<<10-5=5>>5 nuts.\nShe buys 5*4=<<5*4=20>>20 nuts.\n#### 20";
    for (int seed = 0; seed < 20; seed++) {
      for (Varied item : items(ask(question, answer, seed, 1))) {
        List<BigDecimal> n = numbers(item.question());
        assertThat(item.outcome()).isEqualByComparingTo(n.get(1).multiply(n.get(2)));
        assertThat(item.outcome())
            .isEqualByComparingTo(n.get(0).subtract(n.get(1)).multiply(n.get(2)));
      }
    }
  }

  @Test
  void timesPercentagesAndArticlesStayPlausible() {
    String question =
        "Ann works 9 hours a day, 5 days a week, and earns $15 an hour. She spends 90% of it. An"
            + " 8-inch ruler costs $5. What does she spend in a week?";
    String answer =
        "She works 9*5=<<9*5=45>>45 hours.\nShe earns 45*15=$<<45*15=675>>675.\n"
            + "She spends 675*90/100=$<<675*90/100=607.5>>607.50\n#### 607.50";
    for (int seed = 0; seed < 30; seed++) {
      for (Varied item : items(ask(question, answer, seed, 1))) {
        assertThat(item.question()).startsWith("Ann works 9 hours a day, 5 days a week");
        assertThat(item.question()).contains("An 8-inch ruler costs $5.");
        assertThat(numbers(item.question()).get(3)).isLessThan(new BigDecimal(100));
      }
    }
  }

  @Test
  void declinesWhatItCannotFollow() {
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "12 and 7 is 19.\n#### 19"))
        .endsWith("the answer notes no calculation");
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "19*3=<<19*3=57>>57\n#### 57"))
        .endsWith("the answer has a number of unknown origin");
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "12+7=<<12+7=20>>20\n#### 20"))
        .endsWith("a calculation in the text does not come out exactly");
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "<<12+7=20>>20\n#### 20"))
        .endsWith("a calculation does not come out exactly");
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "12+7=<<12+7=19>>19"))
        .endsWith("expected one #### in the answer");
    assertThat(refusal("Ann has 12 nuts and 7 pears. Sum?", "x=<<a+b=19>>19\n#### 19"))
        .endsWith("a note cannot be read: a+b=19");
    assertThat(refusal("It takes 3 days and 2 weeks.", "3*2=<<3*2=6>>6\n#### 6"))
        .endsWith("the question has no number that can be exchanged");
    assertThat(refusal("Ann has 12 nuts.\nAnswer: 5", "12/4=<<12/4=3>>3\n#### 3"))
        .endsWith("expected one question and one answer");
  }

  @Test
  void hostileTextIsDeclinedAndNeverThrows() {
    for (String text :
        List.of(
            "9".repeat(5000),
            "<<".repeat(2000),
            "<<1/0=5>> #### 5",
            "<<9^9^9^9=1>>1\n#### 1",
            "<<" + "(".repeat(500) + "1=1>>1\n#### 1",
            "{{ 7*7 }} ${jndi:ldap://x} <<5+5=10>>10\n#### 10",
            "1 + ".repeat(3000) + "1 = 3001 <<1+1=2>>2\n#### 2",
            "\ud800 <<5*5=25>>25\n#### 25")) {
      assertThat(ask("What is 12 and 7?", text, 1, 1)).isInstanceOf(TeacherFailure.class);
      // The question has neither 12 nor 7, so that nothing in it can be exchanged.
      assertThat(ask(text, "12+7=<<12+7=19>>19\n#### 19", 1, 1)).isInstanceOf(TeacherFailure.class);
    }
  }

  @Test
  void severalItemsDiffer() {
    List<Varied> items =
        items(
            ask(
                "A box holds 24 pens and 36 pins. How many things is that?",
                "It is 24+36=<<24+36=60>>60.\n#### 60",
                3,
                4));
    assertThat(items).extracting(Varied::question).hasSize(4).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void realProblemsComeOutWhole(long seed) throws IOException {
    int written = 0;
    int rows = 0;
    try (InputStream in = VariedItemsTest.class.getResourceAsStream("/rule/gsm8k.jsonl");
        var lines = new JsonMapper().readerFor(JsonNode.class).<JsonNode>readValues(in)) {
      while (lines.hasNext()) {
        JsonNode row = lines.next();
        rows++;
        String question = row.at("/messages/0/content").asText();
        String answer = row.at("/messages/1/content").asText();
        TeacherResult result = ask(question, answer, seed, 1);
        if (result instanceof TeacherFailure failure) {
          assertThat(failure.kind()).isEqualTo(FailureKind.CONTENT_FILTERED);
          continue;
        }
        written++;
        Varied item = items(result).get(0);
        assertThat(ask(question, answer, seed, 1).raw()).isEqualTo(result.raw());
        assertThat(item.question()).isNotEqualTo(question);
        // Nothing but numbers changed.
        assertThat(NUMBER.matcher(item.question()).replaceAll("N"))
            .isEqualTo(NUMBER.matcher(question).replaceAll("N"));
        assertThat(NUMBER.matcher(item.answer()).replaceAll("N"))
            .isEqualTo(NUMBER.matcher(answer).replaceAll("N"));
        List<BigDecimal> results = NotedArithmetic.results(item.answer());
        List<BigDecimal> before = NotedArithmetic.results(answer);
        for (int i = 0; i < results.size(); i++) {
          assertThat(results.get(i)).as(item.answer()).isPositive();
          if (isWhole(before.get(i))) {
            assertThat(isWhole(results.get(i))).as(item.answer()).isTrue();
          }
        }
        BigDecimal last = before.get(before.size() - 1);
        if (new Varied(question, answer).outcome().compareTo(last) == 0) {
          assertThat(item.outcome()).isEqualByComparingTo(results.get(results.size() - 1));
        }
        assertThat(new MathsTask().flaw(item.question(), item.answer()))
            .isEqualTo(Optional.empty());
      }
    }
    assertThat(rows).isEqualTo(150);
    assertThat(written).isGreaterThan(75);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }
}
