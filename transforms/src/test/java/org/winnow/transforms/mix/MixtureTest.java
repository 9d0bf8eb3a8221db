package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.Amount;

class MixtureTest {
  private static final Amount ALL = new Amount.Percent(BigDecimal.valueOf(100));

  /** Tokens of English, Italian, Chinese and Swahili in mC4, as arXiv 2410.04579 has them. */
  private static final Map<String, Long> MC4 =
      Map.of(
          "en", 2_733_000_000_000L,
          "it", 162_000_000_000L,
          "zh", 39_000_000_000L,
          "sw", 1_000_000_000L);

  /** Characters of FineWeb 2 in the example of the PyPI package unimax-sampling. */
  private static final Map<String, Long> FINEWEB =
      Map.of(
          "swe", 179_955_884_499L,
          "fas", 184_595_788_282L,
          "ekk", 42_541_080_893L,
          "isl", 10_027_573_389L,
          "fao", 549_707_867L);

  @Test
  void dividesTheUniMaxExampleAsPublished() {
    Mixture mixture = uniMax(4, new Amount.Rows(250_000_000_000L)).of(FINEWEB);

    Map<String, Double> budgets = mixture.phases().get(0).amounts();
    assertEquals(2_198_831_468.0, budgets.getOrDefault("fao", 0.0), 0);
    assertEquals(40_110_293_556.0, budgets.getOrDefault("isl", 0.0), 0);
    for (String domain : List.of("ekk", "swe", "fas")) {
      assertEquals(69_230_291_658.666_67, budgets.getOrDefault(domain, 0.0), 1e-4);
    }
    assertEquals(250_000_000_000L, mixture.total());
    assertEquals(4.0, mixture.epochs("fao"));
    assertEquals(4.0, mixture.epochs("isl"));
    assertEquals(1.627375003300828, mixture.epochs("ekk"), 1e-10);
    assertEquals(0.3847070177860806, mixture.epochs("swe"), 1e-10);
    assertEquals(0.37503722215431134, mixture.epochs("fas"), 1e-10);
  }

  @Test
  void varianceFactorsAreThoseOfTheTable() {
    assertEquals(1.0, factor(1), 1e-12);
    assertEquals(2.25, factor(2), 0.005);
    assertEquals(11.0, factor(3.33), 0.05);
    assertEquals(29.8, factor(5), 0.05);
    assertEquals(174.5, factor(100), 0.05);
  }

  @Test
  void cooldownIsHalfAtFiveAndHalfAtOne() {
    // fifth roots 1 and 2 of 3; proportions 1 and 32 of 33
    Mixture mixture =
        MixByTemperature.cooldown(new Amount.Rows(66), EpochCap.NONE)
            .of(Map.of("a", 10L, "b", 320L));

    assertEquals(Map.of("a", 11L, "b", 22L), mixture.phases().get(0).quotas());
    assertEquals(Map.of("a", 1L, "b", 32L), mixture.phases().get(1).quotas());
    assertEquals(1.2, mixture.epochs("a"));
    assertEquals(1.1, mixture.epochs(0, "a"));
  }

  @Property(tries = 300)
  void cooldownQuotasAddUpToTheRow(
      @ForAll @Size(min = 1, max = 12)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 4) String,
                  @LongRange(min = 1, max = 1_000_000_000) Long>
              sizes,
      @ForAll @LongRange(min = 1, max = 10_000_000) long rows) {
    Mixture mixture = MixByTemperature.cooldown(new Amount.Rows(rows), EpochCap.NONE).of(sizes);

    assertEquals(rows, mixture.total());
    assertEquals(rows - rows / 2, mixture.phases().get(0).total());
    assertEquals(rows / 2, mixture.phases().get(1).total());
  }

  /** UniMax as published: ascending sizes, each the lesser of its cap and an equal part. */
  @Property(tries = 300)
  void cappedEqualSharesAreUniMax(
      @ForAll @Size(min = 1, max = 12)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 4) String,
                  @LongRange(min = 1, max = 10_000) Long>
              sizes,
      @ForAll @IntRange(min = 1, max = 6) int epochs,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    long most = epochs * sizes.values().stream().mapToLong(Long::longValue).sum();
    long budget = Math.max(1, most * percent / 100);

    Mixture mixture = uniMax(epochs, new Amount.Rows(budget)).of(sizes);

    assertEquals(budget, mixture.total());
    double left = budget;
    List<Map.Entry<String, Long>> ascending =
        sizes.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    for (int i = 0; i < ascending.size(); i++) {
      double expected =
          Math.min(left / (ascending.size() - i), (double) epochs * ascending.get(i).getValue());
      left -= expected;
      long quota = mixture.quota(ascending.get(i).getKey());
      assertEquals(expected, quota, 1.001);
      assertTrue(quota <= epochs * ascending.get(i).getValue());
    }
  }

  @Test
  void aCapHoldsOverAllPhasesTogether() {
    // uniform halves of 40: a may have 15 in all, so 15 and 0; b the rest
    MixRule rule =
        new MixByTemperature(
            List.of(
                new MixPhase(Double.POSITIVE_INFINITY, new Amount.Rows(40)),
                new MixPhase(Double.POSITIVE_INFINITY, new Amount.Rows(40))),
            ALL,
            EpochCap.of(1.5));

    Mixture mixture = rule.of(Map.of("a", 10L, "b", 90L));

    assertEquals(Map.of("a", 15L, "b", 25L), mixture.phases().get(0).quotas());
    assertEquals(Map.of("a", 0L, "b", 40L), mixture.phases().get(1).quotas());
  }

  @Test
  void saysWhatIsMissingIfTheCapAllowsLess() {
    MixException failure =
        assertThrows(
            MixException.class,
            () -> uniMax(2, new Amount.Rows(61)).of(Map.of("a", 10L, "b", 20L)));

    assertEquals(
        "the mixture is to have 61, but max_epochs: 2 allows at most 60: {a=20, b=40} of {a=10,"
            + " b=20}",
        failure.getMessage());
  }

  @Test
  void quotasAreSharesOfTheDomainOrNumbersAndOthersStay() {
    MixRule rule =
        new MixByQuota(
            Map.of("a", new Amount.Percent(BigDecimal.valueOf(250)), "b", new Amount.Rows(3)),
            EpochCap.NONE);

    Mixture mixture = rule.of(Map.of("a", 10L, "b", 20L, "c", 7L));

    assertEquals(Map.of("a", 25L, "b", 3L, "c", 7L), mixture.quotas());
  }

  @Test
  void aQuotaBeyondTheCapIsNamed() {
    MixRule rule = new MixByQuota(Map.of("a", new Amount.Rows(50)), EpochCap.of(4));

    MixException failure =
        assertThrows(MixException.class, () -> rule.of(Map.of("a", 12L, "b", 5L)));

    assertEquals(
        "domain 'a' has a quota of 50 of its 12, which is more than max_epochs: 4 allows (48)",
        failure.getMessage());
  }

  @Test
  void aQuotaOfADomainThatIsNotThereIsNamed() {
    MixRule rule = new MixByQuota(Map.of("maths", new Amount.Rows(5)), EpochCap.NONE);

    MixException failure =
        assertThrows(MixException.class, () -> rule.of(Map.of("math", 12L, "code", 5L)));

    assertEquals(
        "domain 'maths' has a quota of 5 rows but no row; domains here: code, math",
        failure.getMessage());
  }

  @Test
  void refusesSharesOfPhasesThatDoNotAddUp() {
    MixPhase third = new MixPhase(2, new Amount.Percent(BigDecimal.valueOf(33)));

    assertThrows(
        IllegalArgumentException.class,
        () -> new MixByTemperature(List.of(third, third), ALL, EpochCap.NONE));
  }

  @Test
  void nothingOfNothing() {
    assertEquals(0, MixByTemperature.cooldown(ALL, EpochCap.NONE).of(Map.of()).total());
    assertEquals(new TreeMap<>(), uniMax(4, ALL).of(Map.of()).quotas());
  }

  private static MixRule uniMax(double epochs, Amount size) {
    return MixByTemperature.constant(Double.POSITIVE_INFINITY, size, EpochCap.of(epochs));
  }

  private static double factor(double temperature) {
    return MixByTemperature.constant(temperature, ALL, EpochCap.NONE).of(MC4).varianceFactor(0);
  }
}
