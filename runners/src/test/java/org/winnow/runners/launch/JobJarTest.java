package org.winnow.runners.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.flink.client.program.PackagedProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Main;

/** What lies in a job jar, and what Flink makes of it. */
class JobJarTest {
  private static final String MAIN = Main.class.getName();

  @Test
  void librariesLieInTheOrderOfTheClassPathWithoutThoseOfFlink(@TempDir Path folder)
      throws IOException {
    List<Path> classPath = new ArrayList<>();
    for (String name :
        List.of(
            "winnow.jar",
            "flink-core-1.19.3.jar",
            "beam-runners-flink-1.19-2.70.0.jar",
            "slf4j-api-2.0.17.jar",
            "log4j-core-2.24.3.jar",
            "arrow.jar")) {
      classPath.add(jar(folder.resolve(name), name));
    }
    classPath.add(folder.resolve("gone.jar"));
    Path target = folder.resolve("out/job.jar");

    JobJar.whole(MAIN, classPath).write(target);

    assertThat(names(target))
        .containsExactly(
            "META-INF/MANIFEST.MF",
            "lib/000-winnow.jar",
            "lib/001-beam-runners-flink-1.19-2.70.0.jar",
            "lib/002-arrow.jar");
    try (JarFile jar = new JarFile(target.toFile())) {
      JarEntry arrow = jar.getJarEntry("lib/002-arrow.jar");
      assertThat(jar.getInputStream(arrow).readAllBytes())
          .isEqualTo(Files.readAllBytes(folder.resolve("arrow.jar")));
    }
  }

  @Test
  void theSameLibrariesGiveTheSameBytes(@TempDir Path folder) throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    write(one, "a/first.txt", "1");
    write(one, "b.txt", "2");
    write(two, "b.txt", "2");
    write(two, "a/first.txt", "1");
    Files.setLastModifiedTime(
        two.resolve("b.txt"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    JobJar.whole(MAIN, List.of(one)).write(folder.resolve("one.jar"));
    JobJar.whole(MAIN, List.of(two)).write(folder.resolve("two.jar"));

    assertThat(folder.resolve("two.jar")).hasSameBinaryContentAs(folder.resolve("one.jar"));
    try (JarFile jar = new JarFile(folder.resolve("one.jar").toFile())) {
      byte[] classes = jar.getInputStream(jar.getEntry("lib/000-classes.jar")).readAllBytes();
      assertThat(names(new ByteArrayInputStream(classes))).containsExactly("a/first.txt", "b.txt");
    }
  }

  @Test
  void flinkFindsTheProgramAndWhatLiesInItsLibraries(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes");
    String main = MAIN.replace('.', '/') + ".class";
    try (InputStream in = JobJarTest.class.getClassLoader().getResourceAsStream(main)) {
      Files.createDirectories(classes.resolve(main).getParent());
      Files.copy(in, classes.resolve(main));
    }
    Path target = folder.resolve("job.jar");
    JobJar.whole(MAIN, List.of(classes, jar(folder.resolve("other.jar"), "found.txt")))
        .write(target);

    try (PackagedProgram program =
        PackagedProgram.newBuilder().setJarFile(target.toFile()).build()) {
      ClassLoader loader = program.getUserCodeClassLoader();
      assertThat(program.getMainClassName()).isEqualTo(MAIN);
      assertThat(loader.loadClass(MAIN)).isNotEqualTo(Main.class);
      try (InputStream in = loader.getResourceAsStream("found.txt")) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("found.txt");
      }
    }
  }

  @Test
  void aThinOneNamesTheProgramOnly(@TempDir Path folder) throws Exception {
    Path target = folder.resolve("job.jar");

    JobJar.thin(MAIN).write(target);

    assertThat(names(target)).containsExactly("META-INF/MANIFEST.MF");
    try (PackagedProgram program =
        PackagedProgram.newBuilder().setJarFile(target.toFile()).build()) {
      assertThat(program.getUserCodeClassLoader().loadClass(program.getMainClassName()))
          .isEqualTo(Main.class);
    }
  }

  /** A jar with one resource, which says its own name. */
  private static Path jar(Path file, String resource) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new JarEntry(resource));
      out.write(resource.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> names(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      return names(in);
    }
  }

  private static List<String> names(InputStream jar) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(jar)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
