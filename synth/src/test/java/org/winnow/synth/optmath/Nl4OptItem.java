package org.winnow.synth.optmath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Builds the model of an item of NL4OPT out of its annotation. Variables are those of the
 * objective; a constraint calls them by other words ("AC seats" for "AC seat").
 */
final class Nl4OptItem {
  private static final Map<String, Double> WORDS =
      Map.ofEntries(
          Map.entry("half", 0.5),
          Map.entry("third", 1 / 3.0),
          Map.entry("one", 1.0),
          Map.entry("two", 2.0),
          Map.entry("twice", 2.0),
          Map.entry("three", 3.0),
          Map.entry("four", 4.0),
          Map.entry("five", 5.0),
          Map.entry("ten", 10.0),
          Map.entry("thirty", 30.0),
          Map.entry("hundred", 100.0),
          Map.entry("thousand", 1000.0),
          Map.entry("percent", 0.01));

  private static final Set<String> SILENT = Set.of("times", "minutes");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final ModelBuilder model;
  private final boolean whole;

  private Nl4OptItem(Sense sense, boolean whole) {
    model = new ModelBuilder(sense);
    this.whole = whole;
  }

  /** An annotation that says no model; the message begins with the kind of fault. */
  static final class UnclearException extends Exception {
    private static final long serialVersionUID = 1;

    UnclearException(String message) {
      super(message);
    }
  }

  static Model model(JsonNode annotation, boolean whole) throws UnclearException {
    JsonNode objective = annotation.path("objective");
    Nl4OptItem item = new Nl4OptItem(sense(objective.path("direction").asText()), whole);
    item.addObjective(objective);
    int row = 0;
    for (JsonNode constraint : annotation.path("constraints")) {
      item.addRow("c" + row++, constraint);
    }
    return item.model.build();
  }

  private static Sense sense(String direction) throws UnclearException {
    return switch (direction) {
      case "maximize", "maximizing", "highest" -> Sense.MAXIMIZE;
      case "minimize", "minimum", "decrease", "reduce" -> Sense.MINIMIZE;
      default -> throw new UnclearException("direction: " + direction);
    };
  }

  private void addObjective(JsonNode objective) throws UnclearException {
    for (JsonNode name : objective.path("vars")) {
      model.objective(1, declare(name.asText()));
    }
    for (Map.Entry<String, JsonNode> term : objective.path("terms").properties()) {
      model.objective(number(term.getValue()), declare(term.getKey()));
    }
    if (variables.isEmpty()) {
      throw new UnclearException("objective without variables");
    }
  }

  private String declare(String name) {
    String variable = "x" + variables.size();
    variables.put(name, variable);
    return whole ? model.integer(variable) : model.continuous(variable);
  }

  private void addRow(String name, JsonNode constraint) throws UnclearException {
    Sum sum = new Sum();
    double right = 0;
    String type = constraint.path("type").asText();
    switch (type) {
      case "linear" -> {
        for (Map.Entry<String, JsonNode> term : constraint.path("terms").properties()) {
          sum.plus(number(term.getValue()), variable(term.getKey()));
        }
        right = number(constraint.path("limit"));
      }
      case "lowerbound", "upperbound" -> {
        sum.plus(variable(constraint.path("var").asText()));
        right = number(constraint.path("limit"));
      }
      case "sum" -> {
        variables.values().forEach(sum::plus);
        right = number(constraint.path("limit"));
      }
      case "ratio" -> {
        double share = number(constraint.path("limit"));
        sum.plus(variable(constraint.path("var").asText()));
        variables.values().forEach(variable -> sum.minus(share, variable));
      }
      case "xby", "xy" -> {
        double factor = type.equals("xy") ? 1 : number(constraint.path("param"));
        sum.plus(variable(constraint.path("x_var").asText()));
        sum.minus(factor, variable(constraint.path("y_var").asText()));
      }
      default -> throw new UnclearException("constraint: " + type);
    }
    switch (constraint.path("operator").asText()) {
      case "LESS_OR_EQUAL" -> model.atMost(name, sum, right);
      case "GREATER_OR_EQUAL" -> model.atLeast(name, sum, right);
      default -> throw new UnclearException("operator: " + constraint.path("operator"));
    }
  }

  /** The variable with most of its words in a name, and then with most of the name's words. */
  private String variable(String name) throws UnclearException {
    Set<String> words = words(name);
    List<String> best = new ArrayList<>();
    double most = 0;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      Set<String> others = words(variable.getKey());
      Set<String> shared = new TreeSet<>(words);
      shared.retainAll(others);
      double likeness = shared.size() * (1.0 / others.size() + 1e-3 / words.size());
      if (likeness > most) {
        best.clear();
        most = likeness;
      }
      if (likeness > 0 && likeness == most) {
        best.add(variable.getValue());
      }
    }
    if (best.size() != 1) {
      throw new UnclearException("variable: " + name + " among " + variables.keySet());
    }
    return best.get(0);
  }

  private static Set<String> words(String name) {
    Set<String> words = new TreeSet<>();
    for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(word.replaceFirst("(?<=x|s|ch)es$|(?<=[^s])s$", ""));
      }
    }
    return words;
  }

  private static double number(JsonNode node) throws UnclearException {
    String text = node.asText().toLowerCase(Locale.ROOT).replace(",", "").replace("%", " percent");
    double number = 1;
    boolean found = false;
    for (String word : text.strip().split("\\s+")) {
      if (WORDS.containsKey(word)) {
        number *= WORDS.getOrDefault(word, 1.0);
      } else if (word.matches("-?[0-9]+(\\.[0-9]+)?")) {
        number *= Double.parseDouble(word);
      } else if (!SILENT.contains(word)) {
        throw new UnclearException("number: " + node);
      } else {
        continue;
      }
      found = true;
    }
    if (!found) {
      throw new UnclearException("number: " + node);
    }
    return number;
  }
}
