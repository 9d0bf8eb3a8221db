package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class RenderCommandTest {
  private static final String RECIPE =
      Path.of("..", "pipelines", "examples", "quickstart", "recipe.yaml").toString();

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int render(String... arguments) {
    return new CommandLine(new RenderCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }

  @Test
  void aCronJobForbidsOverlapAndKeepsNamesWhole() throws Exception {
    String dataset = "/data/a\" : [b]'$(HOME) #";
    assertThat(
            render(
                "cronjob",
                RECIPE,
                "--output=" + dataset,
                "--zone=Europe/Berlin",
                "--image=registry/winnow: \"1\"",
                "--at=03:30"))
        .isZero();
    JsonNode spec = new ObjectMapper(new YAMLFactory()).readTree(out.toString()).path("spec");
    assertThat(spec.path("schedule").asText()).isEqualTo("30 3 * * *");
    assertThat(spec.path("timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(spec.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
    JsonNode container = spec.at("/jobTemplate/spec/template/spec/containers/0");
    assertThat(container.path("image").asText()).isEqualTo("registry/winnow: \"1\"");
    assertThat(container.at("/command/4").asText()).isEqualTo("/data/a\" : [b]'$$(HOME) #");
    assertThat(container.path("command")).hasSize(5);
  }

  @Test
  void aTimerNamesTimeAndZone() {
    assertThat(render("systemd", RECIPE, "--output=/data/a", "--zone=Europe/Berlin")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines)
        .contains("[Service]", "[Timer]", "OnCalendar=*-*-* 02:00:00 Europe/Berlin")
        .allMatch(line -> line.isEmpty() || line.matches("#.*|\\[[A-Z][a-z]+]|[A-Z][A-Za-z]+=.*"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("ExecStart="))
        .singleElement()
        .asString()
        .endsWith(" \"--output\" \"/data/a\"");
  }

  @Test
  void secondsAreRefusedAndNotDropped() {
    assertThat(render("cron", RECIPE, "--output=/data/a", "--at=02:00:30")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("--at: expected a whole minute as in 02:30, found 02:00:30");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aCrontabLineIsOneLine() {
    assertThat(render("cron", RECIPE, "--output=/data/50%", "--at=23:05")).isZero();
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("5 23 * * * 'winnow' 'refresh' ")
        .endsWith(" '--output' '/data/50\\%'");
  }

  @Test
  void aDagNamesItsZone() {
    assertThat(render("airflow", RECIPE, "--output=/data/a", "--zone=Europe/Berlin")).isZero();
    assertThat(out.toString())
        .contains("tz=\"Europe/Berlin\"", "schedule=\"0 2 * * *\"", "max_active_runs=1");
  }

  @Test
  void aNameOfTwoLinesIsRefused() {
    assertThat(render("systemd", RECIPE, "--output=/data/a\nExecStart=/bin/true"))
        .isEqualTo(ExitCode.RECIPE.number());
    assertThat(out.toString()).isEmpty();
    assertThat(errors.toString()).contains("found /data/a\\u000aExecStart=/bin/true");
  }

  @Test
  void cronHasNoZone() {
    assertThat(render("cron", RECIPE, "--output=/data/a", "--zone=Europe/Berlin"))
        .isEqualTo(ExitCode.RECIPE.number());
  }

  @Test
  void aServiceIsStartedThreeTimesUnlessThatCannotHelp() {
    assertThat(render("systemd", RECIPE, "--output=/data/a")).isZero();
    assertThat(out.toString().lines())
        .contains(
            "StartLimitIntervalSec=20h",
            "StartLimitBurst=3",
            "Restart=on-failure",
            "RestartPreventExitStatus=2 3 5");
  }

  @Test
  void aDagFailsAtOnceWhereTryingAgainCannotHelp() {
    assertThat(render("airflow", RECIPE, "--output=/data/a")).isZero();
    assertThat(out.toString())
        .contains(
            "        skip_on_exit_code=[2, 3, 5],\n",
            """
                    except AirflowSkipException as final:
                        raise AirflowFailException(str(final)) from final
            """,
            "        retries=2,\n");
  }
}
