package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.hygiene.PhoneNumbers;
import org.winnow.transforms.hygiene.ScrubRows;
import org.winnow.transforms.hygiene.ScrubRules;
import org.winnow.transforms.hygiene.ScrubRules.Action;
import org.winnow.transforms.hygiene.Scrubber;
import org.winnow.transforms.hygiene.SensitiveKind;

/**
 * {@code scrub}: masks secrets and personal data, or drops the rows that hold them.
 *
 * @param rules what is looked for
 */
record ScrubStep(ScrubRules rules) implements StepSpec {
  private static final String PHONE_REGIONS = "phone_regions";

  static final StepType TYPE =
      new StepType(
          "scrub",
          "Masks secrets and personal data in messages and meta, or drops the rows that hold them;"
              + " adds "
              + Scrubber.MASKED
              + ", the number of pieces masked in a row. Stands before every step that scores.",
          Stream.concat(
                  Arrays.stream(SensitiveKind.values()).map(ScrubStep::option),
                  Stream.of(
                      new OptionDoc(
                          PHONE_REGIONS,
                          "list of codes of two letters, such as [US, DE]",
                          "[]",
                          "Where numbers without a country code are dialled; without any, only"
                              + " numbers that begin with + are found.")))
              .toList(),
          "scrub: {secret: drop, email: mask, phone_regions: [US]}",
          ScrubStep::read);

  private static OptionDoc option(SensitiveKind kind) {
    String what =
        switch (kind) {
          case SECRET ->
              "Private keys, tokens of services by their prefix, random values assigned to names"
                  + " such as api_key";
          case EMAIL -> "E-mail addresses";
          case IBAN -> "Bank account numbers (IBAN) with a right checksum";
          case CARD -> "Payment card numbers with a right checksum";
          case IP -> "Public IP addresses";
          case PHONE -> "Valid telephone numbers, grouped as their country groups them";
        };
    return new OptionDoc(
        kind.key(),
        "mask, drop or keep",
        "mask",
        what + ": replaced by " + kind.mask() + ", or the row is dropped, or they stay.");
  }

  private static StepSpec read(RecipeNode body) {
    if (body.isPresent()) {
      body.expectMapping("a mapping such as {secret: drop}, which may be empty: {}");
    }
    body.allowKeys(TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    Map<SensitiveKind, Action> actions = new EnumMap<>(SensitiveKind.class);
    for (SensitiveKind kind : SensitiveKind.values()) {
      actions.put(kind, body.get(kind.key()).oneOfOr(Action.MASK, Action.class));
    }
    if (actions.values().stream().allMatch(action -> action == Action.KEEP)) {
      body.problem("expected mask or drop for at least one kind, found keep for all");
    }
    List<String> regions = new ArrayList<>();
    RecipeNode list = body.get(PHONE_REGIONS);
    if (list.isPresent()) {
      for (RecipeNode item : list.items("codes of regions")) {
        String region = item.text("the code of a region, such as US");
        if (PhoneNumbers.regions().contains(region)) {
          regions.add(region);
        } else if (!region.isEmpty()) {
          item.problem("expected an ISO 3166 code of two letters, such as US, found " + region);
        }
      }
    }
    return new ScrubStep(new ScrubRules(actions, regions));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<String> scores =
        context.columns().stream().filter(column -> !column.equals(Scrubber.MASKED)).toList();
    if (!scores.isEmpty()) {
      context
          .problems()
          .add(
              where,
              "changes the rows that "
                  + String.join(", ", scores)
                  + " was measured on; move it before the steps that add columns");
    }
    return Optional.of(
        new PreparedStep(
            label,
            summary(),
            List.of(Scrubber.MASKED),
            List.of(),
            RowForecast.unchanged(!rules.actions().containsValue(Action.DROP)),
            false,
            new ScrubRows(label, rules)));
  }

  private String summary() {
    return Stream.of(Action.MASK, Action.DROP)
        .filter(rules.actions()::containsValue)
        .map(
            action ->
                (action == Action.MASK ? "mask " : "drop rows with ")
                    + rules.actions().entrySet().stream()
                        .filter(entry -> entry.getValue() == action)
                        .map(entry -> entry.getKey().key())
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }
}
