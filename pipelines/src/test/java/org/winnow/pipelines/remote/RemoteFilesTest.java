package org.winnow.pipelines.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;
import org.winnow.schemas.format.InputFiles;

class RemoteFilesTest {
  private static Path at(String location) {
    return Locations.path("mem://files/" + location);
  }

  private static void put(String location) {
    MemoryStore.put("mem://files/" + location, location.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> keys(String folder) {
    return MemoryStore.keys().stream().filter(k -> k.startsWith("mem://files/" + folder)).toList();
  }

  @Test
  void aFileIsReadAtAnyPlace() throws IOException {
    put("read/0123456789");
    Path file = at("read/0123456789");

    assertThat(Files.readString(file)).isEqualTo("read/0123456789");
    assertThat(Files.size(file)).isEqualTo(15);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer three = ByteBuffer.allocate(3);
      channel.position(12).read(three);
      assertThat(new String(three.array(), StandardCharsets.UTF_8)).isEqualTo("789");
    }
    assertThatThrownBy(() -> Files.readAllBytes(at("read/none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("mem://files/read/none");
    assertThatThrownBy(
            () -> Files.newByteChannel(file, StandardOpenOption.APPEND, StandardOpenOption.WRITE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** As the client of S3 does, whose exceptions Beam lets through. */
  @Test
  void whatLibrariesThrowIsAFailureOfFiles() throws IOException {
    put("throws/here");
    MemoryStore.guard(
        (operation, key) -> {
          if (key.startsWith("mem://files/throws/") && !operation.equals("match")) {
            throw new IllegalStateException("no " + operation);
          }
        });
    try {
      assertThatThrownBy(() -> Files.readAllBytes(at("throws/none")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> Files.readAllBytes(at("throws/here")))
          .isInstanceOf(IOException.class)
          .hasMessage("mem://files/throws/here: no get");
      assertThatThrownBy(() -> Files.delete(at("throws/here")))
          .isInstanceOf(IOException.class)
          .hasMessage("mem://files/throws/here: no delete");
      assertThatThrownBy(() -> Files.move(at("throws/here"), at("throws/there")))
          .isInstanceOf(IOException.class)
          .hasMessage("mem://files/throws/there: no put");
    } finally {
      MemoryStore.guard((operation, key) -> {});
    }
    assertThat(keys("throws/")).containsExactly("mem://files/throws/here");
  }

  @Test
  void aFileThatIsGoneWhileItsFolderIsListedHidesNoOther() throws IOException {
    put("vanish/a");
    put("vanish/deep/b");
    AtomicInteger failures = new AtomicInteger(1);
    MemoryStore.guard(
        (operation, pattern) -> {
          if (pattern.equals("mem://files/vanish/**") && failures.getAndDecrement() > 0) {
            throw new FileNotFoundException("one of many is gone");
          }
        });
    try (Stream<Path> files = Files.walk(at("vanish"))) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactlyInAnyOrder(at("vanish/a"), at("vanish/deep/b"));
    } finally {
      MemoryStore.guard((operation, key) -> {});
    }
    assertThat(failures).hasNonPositiveValue();
  }

  @Test
  void aDeletionThatTheStoreRefusedIsToldEvenIfBeamDoesNot() {
    put("kept/a");
    MemoryStore.keep(key -> key.equals("mem://files/kept/a"));
    try {
      assertThatThrownBy(() -> Files.delete(at("kept/a")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("mem://files/kept/a is still there after it was deleted");
    } finally {
      MemoryStore.keep(key -> false);
    }
  }

  @Test
  void aKeyThatIsNoNameOfAFileIsNamed() {
    for (String key : List.of("odd/1/../x", "odd/2//x", "odd/3/./x")) {
      put(key);
      Path folder = at(key.substring(0, 5));
      assertThatThrownBy(() -> Folders.delete(folder))
          .hasMessageContaining("expected names of files and folders, found the key mem://files/")
          .hasMessageContaining(key);
    }
    assertThat(keys("odd/")).hasSize(3);
  }

  @Test
  void theRootIsAFolder() {
    assertThat(Files.isDirectory(Locations.path("mem://nowhere"))).isTrue();
    assertThat(Files.isDirectory(Locations.path("mem://nowhere/in"))).isFalse();
  }

  @Test
  void aFolderIsWhatFilesAreBelow() throws IOException {
    for (String file : List.of("tree/b", "tree/a/1", "tree/a/2", "tree/a/deep/3", "treetop")) {
      put(file);
    }

    assertThat(Files.isDirectory(at("tree"))).isTrue();
    assertThat(Files.isDirectory(at("tree/a"))).isTrue();
    assertThat(Files.isDirectory(at("tree/b"))).isFalse();
    assertThat(Files.isRegularFile(at("tree/b"))).isTrue();
    assertThat(Files.exists(at("tre"))).isFalse();
    try (Stream<Path> entries = Files.list(at("tree"))) {
      assertThat(entries).containsExactly(at("tree/a"), at("tree/b"));
    }
    try (Stream<Path> all = Files.walk(at("tree"))) {
      assertThat(all.filter(Files::isRegularFile))
          .containsExactly(at("tree/a/1"), at("tree/a/2"), at("tree/a/deep/3"), at("tree/b"));
    }
    assertThatThrownBy(() -> Files.newDirectoryStream(at("tree/b")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(at("tree/c")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.delete(at("tree")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Folders.delete(at("tree"));
    assertThat(keys("tree")).containsExactly("mem://files/treetop");
  }

  @Test
  void aNameThatLooksLikeAPatternIsAName() throws IOException {
    put("odd/a[1]*.jsonl");
    put("odd/a1x.jsonl");
    put("odd/f[1]/x.jsonl");
    put("odd/f1/y.jsonl");

    assertThat(Files.isRegularFile(at("odd/a[1]*.jsonl"))).isTrue();
    assertThat(Files.isRegularFile(at("odd/a[1].jsonl"))).isFalse();
    assertThat(Files.size(at("odd/a[1]*.jsonl"))).isEqualTo(15);
    assertThat(Files.readString(at("odd/a[1]*.jsonl"))).isEqualTo("odd/a[1]*.jsonl");
    assertThat(InputFiles.list(at("odd/f[1]"))).containsExactly(at("odd/f[1]/x.jsonl"));
  }

  @Test
  void inputsAreFoundByFolderAndGlob() throws IOException {
    for (String file :
        List.of("in/a.jsonl", "in/b.txt", "in/sub/c.parquet", "in/sub/_d.jsonl", "in/.e/f.jsonl")) {
      put(file);
    }

    assertThat(InputFiles.list(at("in"))).containsExactly(at("in/a.jsonl"), at("in/sub/c.parquet"));
    assertThat(InputFiles.list(at("in/*.jsonl"))).containsExactly(at("in/a.jsonl"));
    assertThat(InputFiles.list(at("in/**.parquet"))).containsExactly(at("in/sub/c.parquet"));
    assertThat(InputFiles.list(at("in/b.txt"))).containsExactly(at("in/b.txt"));
    assertThat(InputFiles.bytes(InputFiles.list(at("in")))).isEqualTo(10 + 16);
    assertThatThrownBy(() -> InputFiles.list(at("in/none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void oneFileMovesAndAFolderDoesNot() throws IOException {
    put("move/a");
    put("move/b");
    put("move/f/c");

    assertThatThrownBy(() -> Files.move(at("move/a"), at("move/b")))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.move(at("move/a"), at("move/b"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(at("move/b"), at("move/copy"));
    assertThatThrownBy(() -> Files.move(at("move/f"), at("move/g")))
        .isInstanceOf(DirectoryNotEmptyException.class);

    assertThat(keys("move"))
        .containsExactly("mem://files/move/b", "mem://files/move/copy", "mem://files/move/f/c");
    assertThat(Files.readString(at("move/copy"))).isEqualTo("move/a");
  }

  @Test
  void anAtomicFileIsWholeOrNotThere() throws IOException {
    AtomicFile.write(at("atomic/x"), file -> Files.writeString(file, "one"));
    assertThat(Files.readString(at("atomic/x"))).isEqualTo("one");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    at("atomic/x"),
                    file -> {
                      Files.writeString(file, "half");
                      throw new IOException("the filler fails");
                    }))
        .hasMessage("cannot write mem://files/atomic/x: the filler fails");
    MemoryStore.guard(
        (operation, key) -> {
          if (operation.equals("put") && key.equals("mem://files/atomic/x")) {
            throw new IOException("the rename fails");
          }
        });
    try {
      assertThatThrownBy(
              () -> AtomicFile.write(at("atomic/x"), file -> Files.writeString(file, "two")))
          .hasMessage("cannot write mem://files/atomic/x: the rename fails");
    } finally {
      MemoryStore.guard((operation, key) -> {});
    }

    assertThat(keys("atomic")).containsExactly("mem://files/atomic/x");
    assertThat(Files.readString(at("atomic/x"))).isEqualTo("one");
  }
}
