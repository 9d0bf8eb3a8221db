package org.winnow.synth.lemma;

import java.util.List;
import java.util.regex.Pattern;

/** The calculations that a text writes down, recomputed. */
record Sums(List<Sum> sums) {
  private static final Pattern SUM = Pattern.compile("(-?\\d+) ([-+*]) (\\d+) = (-?\\d+)");

  record Sum(int left, char sign, int right, int result) {
    boolean holds() {
      return result
          == switch (sign) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> throw new IllegalStateException("sign " + sign);
          };
    }
  }

  static Sums of(String text) {
    return new Sums(
        SUM.matcher(text)
            .results()
            .map(
                sum ->
                    new Sum(
                        Integer.parseInt(sum.group(1)),
                        sum.group(2).charAt(0),
                        Integer.parseInt(sum.group(3)),
                        Integer.parseInt(sum.group(4))))
            .toList());
  }
}
