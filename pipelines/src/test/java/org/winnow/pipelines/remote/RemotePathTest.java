package org.winnow.pipelines.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Locations;

/** Paths behind a scheme, held against paths of this machine, which have the same rules. */
class RemotePathTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          ".",
          "..",
          "a",
          "b",
          "a/b",
          "a/b/c",
          "a/./b",
          "a/../b",
          "../a",
          "../../a/b",
          "a//b/",
          "/",
          "/a",
          "/a/b",
          "/a/b/c",
          "/b",
          "/..",
          "/../a",
          "/a/../../b",
          "/a/./b/.",
          "/a/bc");

  private static Path remote(String text) {
    return Locations.path("mem://paths/").getFileSystem().getPath(text);
  }

  /** The text that a local path would have behind the scheme. */
  private static Optional<String> shown(@Nullable Path path) {
    return Optional.ofNullable(path).map(some -> (some.isAbsolute() ? "mem://paths" : "") + some);
  }

  private static Optional<String> text(@Nullable Path path) {
    return Optional.ofNullable(path).map(Path::toString);
  }

  @Test
  void onePathDoesAsALocalOne() {
    for (String text : TEXTS) {
      Path local = Path.of(text);
      Path remote = remote(text);
      assertThat(text(remote)).as(text).isEqualTo(shown(local));
      assertThat(text(remote.normalize())).as(text).isEqualTo(shown(local.normalize()));
      assertThat(text(remote.getParent())).as(text).isEqualTo(shown(local.getParent()));
      assertThat(text(remote.getFileName())).as(text).isEqualTo(shown(local.getFileName()));
      assertThat(text(remote.getRoot())).as(text).isEqualTo(shown(local.getRoot()));
      assertThat(remote.getNameCount()).as(text).isEqualTo(local.getNameCount());
      List<String> names = new ArrayList<>();
      remote.forEach(name -> names.add(name.toString()));
      List<String> localNames = new ArrayList<>();
      local.forEach(name -> localNames.add(name.toString()));
      assertThat(names).as(text).isEqualTo(localNames);
    }
  }

  @Test
  void twoPathsDoAsLocalOnes() {
    for (String one : TEXTS) {
      for (String other : TEXTS) {
        String pair = one + " and " + other;
        Path local = Path.of(one);
        Path remote = remote(one);
        assertThat(text(remote.resolve(other))).as(pair).isEqualTo(shown(local.resolve(other)));
        assertThat(text(remote.resolveSibling(other)))
            .as(pair)
            .isEqualTo(shown(local.resolveSibling(other)));
        assertThat(remote.startsWith(other)).as(pair).isEqualTo(local.startsWith(other));
        assertThat(remote.endsWith(other)).as(pair).isEqualTo(local.endsWith(other));
        assertThat(remote.equals(remote(other))).as(pair).isEqualTo(local.equals(Path.of(other)));
        Path from = Path.of(one).normalize();
        Path to = Path.of(other).normalize();
        // a path that leads above its start has no way back, for either
        if (from.isAbsolute() == to.isAbsolute() && !from.startsWith("..")) {
          assertThat(text(remote.normalize().relativize(remote(other).normalize())))
              .as(pair)
              .isEqualTo(shown(from.relativize(to)));
        }
      }
    }
  }

  @Test
  void theTextOfAPathGivesThePathAgain() {
    Path path = Locations.path("mem://bucket/a folder/ä*[1].jsonl");

    assertThat(path.toString()).isEqualTo("mem://bucket/a folder/ä*[1].jsonl");
    assertThat(Locations.path(path.toString())).isEqualTo(path);
    assertThat(Locations.path("mem://bucket").toString()).isEqualTo("mem://bucket/");
    assertThat(Locations.path("mem://bucket/x")).isNotEqualTo(Locations.path("mem://other/x"));
    assertThat(Locations.resolve(Path.of("here"), "mem://bucket/x"))
        .isEqualTo(Locations.path("mem://bucket/x"));
    assertThat(Locations.resolve(Path.of("here"), "x")).isEqualTo(Path.of("here/x"));
    assertThat(Locations.isLocal(path)).isFalse();
    assertThat(Locations.isLocal(Path.of("x"))).isTrue();
  }

  @Test
  void aSchemeThatNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> Locations.path("s3://bucket/x"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("no file system for s3")
        .hasMessageContaining("mvn -Ps3")
        .hasMessageContaining("s3://bucket/x");
    assertThatThrownBy(() -> Locations.path("http://host/x"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("[gs, hdfs, s3]")
        .hasMessageContaining("http");
    assertThatThrownBy(() -> Locations.localPath("mem://bucket/x"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("expected a path of this machine");
  }

  @Test
  void schemesAreReadInAnyCaseAndFilesOfThisMachineHaveNone() {
    assertThat(Locations.path("MEM://Bucket/A")).isEqualTo(Locations.path("mem://Bucket/A"));
    assertThat(Locations.path("MEM://Bucket/A")).hasToString("mem://Bucket/A");
    assertThatThrownBy(() -> Locations.path("file:///data/in"))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("expected a path without a scheme");
  }
}
