package org.winnow.synth.optmath.formulate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.winnow.synth.optmath.model.Names;

/** Names that LP and MPS files can have, for any distinct names. Those that can stay, stay. */
final class SafeNames {
  /** Leaves room for a prefix and a number. */
  private static final int MAX_KEPT = 200;

  private SafeNames() {}

  /**
   * A safe name for each name.
   *
   * @param names distinct
   * @param prefix of those that are changed, a safe name itself
   */
  static Map<String, String> of(List<String> names, String prefix) {
    Set<String> taken = names.stream().filter(Names::isName).collect(Collectors.toSet());
    Map<String, String> safe = new HashMap<>();
    for (String name : names) {
      safe.put(name, Names.isName(name) ? name : free(name, prefix, taken));
    }
    return safe;
  }

  private static String free(String name, String prefix, Set<String> taken) {
    String kept = name.replaceAll("[^A-Za-z0-9]+", "_");
    String base = prefix + "_" + kept.substring(0, Math.min(MAX_KEPT, kept.length()));
    String free = base;
    for (int count = 2; !taken.add(free); count++) {
      free = base + "_" + count;
    }
    return free;
  }

  /** Refuses a name that is there twice. */
  static void checkDistinct(List<String> names, String what) throws NoModelException {
    Set<String> met = new HashSet<>();
    for (String name : names) {
      if (!met.add(name)) {
        throw new NoModelException(
            "duplicate", "expected " + what + " with distinct names, found \"" + name + "\" twice");
      }
    }
  }
}
