package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds public IP addresses. Addresses that name nobody stay: of private networks, of the machine
 * itself, of documentation, of groups; and so do version numbers with a {@code v} before them.
 */
final class IpAddresses {
  private static final Pattern VERSION_4 =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.:/-])([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})"
              + "(?![\\p{L}\\p{N}])(?!\\.[0-9])");

  private static final Pattern VERSION_6 =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){4,8}(?![\\p{L}\\p{N}:])");

  private static final int GROUPS = 8;

  /** Chars of the shortest address of either version. */
  private static final int SHORTEST = 7;

  private IpAddresses() {}

  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    if (Runs.hasRun(text, SHORTEST, c -> c == '.' || Runs.isDigit(c))) {
      addVersion4(text, spans);
    }
    if (Runs.hasRun(text, SHORTEST, c -> c == ':' || Character.digit(c, 16) >= 0)) {
      addVersion6(text, spans);
    }
    return spans;
  }

  private static void addVersion4(String text, List<Span> spans) {
    Matcher four = VERSION_4.matcher(text);
    while (four.find()) {
      int[] bytes = new int[4];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = Integer.parseInt(four.group(i + 1));
      }
      if (Arrays.stream(bytes).allMatch(b -> b < 256) && isPublic(bytes)) {
        spans.add(new Span(four.start(), four.end()));
      }
    }
  }

  private static void addVersion6(String text, List<Span> spans) {
    Matcher six = VERSION_6.matcher(text);
    while (six.find()) {
      if (isPublicVersion6(six.group())) {
        spans.add(new Span(six.start(), six.end()));
      }
    }
  }

  private static boolean isPublic(int[] bytes) {
    int first = bytes[0];
    int second = bytes[1];
    boolean isPrivate =
        first == 10
            || (first == 172 && second >= 16 && second < 32)
            || (first == 192 && second == 168);
    boolean isOwnOrGroup =
        first == 0 || first == 127 || first >= 224 || (first == 169 && second == 254);
    boolean isDocumentation =
        (first == 192 && second == 0 && bytes[2] == 2)
            || (first == 198 && second == 51 && bytes[2] == 100)
            || (first == 203 && second == 0 && bytes[2] == 113);
    return !isPrivate && !isOwnOrGroup && !isDocumentation;
  }

  /** Global unicast, 2000::/3, without 2001:db8::/32, which is for documentation. */
  private static boolean isPublicVersion6(String address) {
    int gap = address.indexOf("::");
    if (address.indexOf("::", gap + 1) >= 0 && gap >= 0) {
      return false;
    }
    long groups = Arrays.stream(address.split(":", -1)).filter(g -> !g.isEmpty()).count();
    boolean isWhole = gap >= 0 ? groups < GROUPS : groups == GROUPS;
    String first = address.substring(0, Math.max(0, address.indexOf(':')));
    return isWhole
        && first.length() == 4
        && (first.charAt(0) == '2' || first.charAt(0) == '3')
        && !address.toLowerCase(Locale.ROOT).startsWith("2001:db8:");
  }
}
