package org.winnow.runners.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;

/** One command's words, quoted for the files of schedulers. Words hold no line breaks. */
final class Quoting {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Quoting() {}

  /** Whether a word has no control character and no line separator, which no format quotes. */
  static boolean isOneLine(String word) {
    return word.codePoints()
        .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
  }

  /** For a POSIX shell. */
  static String shell(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** For a crontab, where a bare percent sign ends the command. */
  static String cron(List<String> words) {
    return shell(words).replace("%", "\\%");
  }

  /** For {@code ExecStart=}, after the program: no specifiers and no variables are left. */
  static String systemd(List<String> words) {
    return words.stream()
        .map(
            word ->
                "\""
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("$", "$$")
                    + "\"")
        .collect(Collectors.joining(" "));
  }

  /**
   * A Python literal of a shell command for Airflow. Airflow reads commands as Jinja templates; two
   * quotes after each brace mean nothing to the shell and leave no opening mark of Jinja.
   */
  static String airflow(List<String> words) throws JsonProcessingException {
    return JSON.writeValueAsString(shell(words).replace("{", "{''"));
  }

  /** A YAML list for Kubernetes, which would otherwise fill in {@code $(NAME)}. */
  static String kubernetes(List<String> words) throws JsonProcessingException {
    return JSON.writeValueAsString(words.stream().map(word -> word.replace("$", "$$")).toList());
  }

  /** A YAML list. */
  static String yaml(List<String> words) throws JsonProcessingException {
    return JSON.writeValueAsString(words);
  }

  /** A YAML text. */
  static String yaml(String text) throws JsonProcessingException {
    return JSON.writeValueAsString(text);
  }
}
