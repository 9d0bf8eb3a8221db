package org.winnow.schemas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole folders. */
public final class Folders {
  private Folders() {}

  /**
   * Forces a folder to disk, with all files and folders in it: a machine that loses power after
   * that has all of it. Elsewhere than on a file system of this machine nothing happens: what is
   * written there is kept by others.
   */
  public static void force(Path folder) throws IOException {
    if (!Locations.isLocal(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path entry : all.toList()) {
        if (!Files.isSymbolicLink(entry)) {
          forceEntry(entry);
        }
      }
    }
  }

  /** Forces a file to disk; of a folder the names in it, such as that of what was moved there. */
  public static void forceEntry(Path place) throws IOException {
    if (!Locations.isLocal(place)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Deletes a folder and what is in it; links are deleted and not followed. Nothing happens if
   * there is none.
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory); // on an object store it went with its last file
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Renames a folder to a name that is not taken.
   *
   * <p>On a file system of this machine it is there as a whole at once. Elsewhere its files move
   * one by one: readers take the folder for whole when {@code last} is there, which moves after all
   * others. If one file cannot be moved, some have and some have not.
   *
   * @param last a file of the folder, by its path from there
   */
  public static void move(Path from, Path to, String last) throws IOException {
    if (Locations.isLocal(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    moveAllBut(last, from, to);
    Files.move(from.resolve(last), to.resolve(last));
  }

  /**
   * Moves the files of a folder one by one, but for one of them.
   *
   * @param last a file of the folder, by its path from there, which stays
   */
  public static void moveAllBut(String last, Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).map(from::relativize).toList();
    }
    for (Path file : files) {
      if (!file.toString().equals(last)) {
        Files.move(from.resolve(file), to.resolve(file));
      }
    }
  }
}
