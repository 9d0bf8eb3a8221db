package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image's recipe names what there is; no Docker is asked. */
final class DockerfileTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COPY =
      Pattern.compile("COPY(?<options>( --\\S+)*) (?<from>\\S+) (?<to>\\S+)");

  /** Its instructions, each in one line. */
  private static List<String> instructions() throws IOException {
    return Files.readString(Path.of("deploy", "Dockerfile"))
        .replaceAll("(?m)^#.*\n", "")
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static String instruction(String start) throws IOException {
    return instructions().stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void whatIsCopiedIsInTheSourcesOrMadeByTheBuild() throws Exception {
    String made = instruction("RUN mkdir");
    List<String> sources = new ArrayList<>();
    for (String line : instructions()) {
      if (line.startsWith("COPY ")) {
        Matcher copy = COPY.matcher(line);
        assertThat(copy.matches()).as(line).isTrue();
        if (copy.group("options").contains("--from=build")) {
          assertThat(made).contains("mkdir " + copy.group("from").replaceAll("/$", " "));
        } else {
          assertThat(ROOT.resolve(copy.group("from"))).exists();
          sources.add(copy.group("from"));
        }
      }
    }

    assertThat(sources).contains("pom.xml", "runners/bin/winnow").containsAll(modules());
  }

  private static List<String> modules() throws IOException {
    return Pattern.compile("<module>(.*)</module>")
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void itsFlinkIsTheOneOfTheBuild() throws Exception {
    Matcher version =
        Pattern.compile("<flink.version>(.*)</flink.version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));

    assertThat(version.find()).isTrue();
    assertThat(instruction("ARG FLINK_VERSION=")).endsWith("=" + version.group(1));
    assertThat(instruction("FROM flink:"))
        .isEqualTo("FROM flink:${FLINK_VERSION}-scala_2.12-java17");
  }

  @Test
  void itDoesNotRunAsRoot() throws Exception {
    List<String> instructions = instructions();

    assertThat(instructions.get(instructions.size() - 1)).isEqualTo("USER 9999:9999");
  }
}
