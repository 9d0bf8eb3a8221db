package org.winnow.runners.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.winnow.schemas.AtomicFile;

/**
 * The jar that Flink's own client submits.
 *
 * <p>Libraries lie in it as they are, as {@code lib/NNN-NAME.jar} in the order of the class path;
 * Flink unpacks them. The same libraries give the same bytes.
 */
public final class JobJar {
  /** A zip file can tell no earlier time. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** What stands in Flink's {@code lib} folder already: Flink, and the logging it starts with. */
  private static final String OF_FLINK = "(flink|log4j|slf4j)-.*\\.jar";

  private final String mainClass;
  private final List<Path> libraries;

  private JobJar(String mainClass, List<Path> libraries) {
    this.mainClass = mainClass;
    this.libraries = libraries;
  }

  /** A jar for clusters where Winnow stands in Flink's {@code lib} folder: no libraries. */
  public static JobJar thin(String mainClass) {
    return new JobJar(mainClass, List.of());
  }

  /**
   * A jar for any cluster: every library of a class path but Flink's own.
   *
   * @param classPath jars, and folders of classes, each of which becomes a jar
   */
  public static JobJar whole(String mainClass, List<Path> classPath) {
    return new JobJar(
        mainClass,
        classPath.stream()
            .filter(Files::exists)
            .filter(entry -> !name(entry).matches(OF_FLINK))
            .toList());
  }

  /** The libraries in it. */
  public List<Path> libraries() {
    return libraries;
  }

  /** Writes the jar; replaces a file of that name. */
  public void write(Path target) throws IOException {
    AtomicFile.write(
        target,
        temporary -> {
          try (JarOutputStream jar = open(Files.newOutputStream(temporary))) {
            jar.setLevel(Deflater.NO_COMPRESSION); // libraries are compressed already
            for (int i = 0; i < libraries.size(); i++) {
              Path library = libraries.get(i);
              String name = Files.isDirectory(library) ? "classes.jar" : name(library);
              jar.putNextEntry(entry(String.format(Locale.ROOT, "lib/%03d-%s", i, name)));
              if (Files.isDirectory(library)) {
                copyFolder(library, jar);
              } else {
                Files.copy(library, jar);
              }
              jar.closeEntry();
            }
          }
        });
  }

  private JarOutputStream open(OutputStream out) throws IOException {
    JarOutputStream jar = new JarOutputStream(out);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
    manifest.write(jar);
    jar.closeEntry();
    return jar;
  }

  /** Writes a jar of a folder's files; leaves {@code out} open. */
  private static void copyFolder(Path folder, OutputStream out) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      JarOutputStream jar = new JarOutputStream(out);
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(entry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
      jar.finish();
    }
  }

  private static JarEntry entry(String name) {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
