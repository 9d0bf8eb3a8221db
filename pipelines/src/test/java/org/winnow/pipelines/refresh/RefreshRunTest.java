package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeReader;

/** What a refresh says before it does anything, and what it holds on to. */
class RefreshRunTest {
  @TempDir private Path folder = Path.of("");

  private RefreshRun refresh(Consumer<RefreshRun.Plan> announce) throws Exception {
    return new RefreshRun(
        RecipeReader.read(
            Fixtures.recipe(
                folder,
                "name: nightly",
                "input: [{path: in/}]",
                "steps: [{decontaminate: {benchmarks: [{name: exam, path: exam.jsonl}]}}]",
                "output: {format: jsonl}"),
            List.of()),
        folder.resolve("dataset"),
        new RefreshRun.Options(
            OptionalInt.empty(),
            plan -> Fixtures.leanLauncher(),
            Fixtures.NOON,
            "somebody",
            announce));
  }

  private void inputs(String exam) throws IOException {
    Fixtures.corpus(folder.resolve("in/rows.jsonl"), 5);
    Files.writeString(folder.resolve("exam.jsonl"), "{\"question\": \"" + exam + "\"}\n");
  }

  @Test
  void aBenchmarkThatChangedIsNamedAndMakesAVersion() throws Exception {
    inputs("How many legs have three spiders and one ant in all?");
    assertThat(refresh(plan -> {}).plan().known()).isEmpty();
    assertThat(refresh(plan -> {}).run()).isInstanceOf(RefreshOutcome.Published.class);

    RefreshRun.Plan same = refresh(plan -> {}).plan();
    assertThat(same.known()).get().isInstanceOf(RefreshOutcome.Unchanged.class);
    assertThat(same.changes().map(ManifestChanges::targetsChanged)).hasValue(List.of());

    inputs("How many legs have two spiders and six ants in all?");
    RefreshRun.Plan other = refresh(plan -> {}).plan();
    assertThat(other.known()).isEmpty();
    assertThat(other.changes().map(ManifestChanges::targetsChanged))
        .hasValue(List.of("exam.jsonl"));
    assertThat(other.changes().map(ManifestChanges::inputsChanged)).hasValue(List.of());
  }

  @Test
  void whatWasAnnouncedIsWhatIsPublished() throws Exception {
    inputs("How many legs have three spiders and one ant in all?");

    assertThatThrownBy(() -> refresh(plan -> grow()).run())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the input changed while it was read: rows.jsonl");
    assertThat(new Versions(folder.resolve("dataset")).latest()).isEqualTo(Optional.empty());
  }

  private void grow() {
    try {
      Fixtures.corpus(folder.resolve("in/rows.jsonl"), 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
