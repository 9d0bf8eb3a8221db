package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuotingTest {
  private static final List<String> HOSTILE =
      List.of("printf", "%s", "/a b/it's \"$HOME\" $(id) `id` \\ {{ x }} {% y %} {# z #}; #.sh");

  private static String bash(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  @Test
  void aShellGivesBackTheWords() throws Exception {
    assertThat(bash(Quoting.shell(HOSTILE))).isEqualTo(HOSTILE.get(2));
  }

  @Test
  void aCrontabHasNoBarePercentSign() throws Exception {
    String quoted = Quoting.cron(HOSTILE);
    assertThat(quoted.replace("\\%", "")).doesNotContain("%");
    assertThat(bash(quoted.replace("\\%", "%"))).isEqualTo(HOSTILE.get(2));
  }

  @Test
  void airflowFindsNoTemplateAndTheShellTheWords() throws Exception {
    String command = new ObjectMapper().readValue(Quoting.airflow(HOSTILE), String.class);
    assertThat(command).doesNotContain("{{", "{%", "{#").doesNotEndWith(".sh");
    assertThat(bash(command)).isEqualTo(HOSTILE.get(2));
  }

  @Test
  void kubernetesGetsTheWordsWithDollarsDoubled() throws Exception {
    List<?> read =
        new ObjectMapper(new YAMLFactory()).readValue(Quoting.kubernetes(HOSTILE), List.class);
    assertThat(read)
        .isEqualTo(
            List.of(
                "printf",
                "%s",
                "/a b/it's \"$$HOME\" $$(id) `id` \\ {{ x }} {% y %} {# z #}; #.sh"));
  }

  @Test
  void systemdSeesOneWordWithoutSpecifiersOrVariables() {
    assertThat(Quoting.systemd(List.of("a \"b\" $c %d \\e")))
        .isEqualTo("\"a \\\"b\\\" $$c %%d \\\\e\"");
  }
}
