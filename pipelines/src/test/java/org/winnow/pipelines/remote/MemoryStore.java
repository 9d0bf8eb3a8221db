package org.winnow.pipelines.remote;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * An object store in memory, {@code mem://bucket/key}, for Beam: no folders, listing by the start
 * of keys, an object appears whole when it is closed, renaming is copying and deleting.
 */
public final class MemoryStore extends FileSystem<MemoryStore.Key> {
  private static final Map<String, Entry> OBJECTS = new ConcurrentSkipListMap<>();
  private static final AtomicLong CHANGES = new AtomicLong();

  /** Is asked before each operation; what it throws fails the operation. */
  private static volatile Guard guard = (operation, key) -> {};

  /** Objects that stay when they are deleted, without a word. */
  private static volatile Predicate<String> undeletable = key -> false;

  private record Entry(byte[] bytes, long change) {}

  /** Lets operations fail. */
  @FunctionalInterface
  public interface Guard {
    /** Called before a {@code get}, {@code put}, {@code delete}, or {@code match} of a pattern. */
    void before(String operation, String key) throws IOException;
  }

  /** Forgets everything. */
  public static void clear() {
    OBJECTS.clear();
    guard = (operation, key) -> {};
    undeletable = key -> false;
  }

  /** Keeps objects that are deleted from now on, as a store does that refuses it to Beam. */
  public static void keep(Predicate<String> keys) {
    undeletable = keys;
  }

  /** Lets operations fail from now on. */
  public static void guard(Guard other) {
    guard = other;
  }

  /** All keys, with scheme and bucket, in order. */
  public static List<String> keys() {
    return List.copyOf(OBJECTS.keySet());
  }

  /** Puts an object as somebody else would. */
  public static void put(String key, byte[] bytes) {
    OBJECTS.put(key, new Entry(bytes.clone(), CHANGES.incrementAndGet()));
  }

  @Override
  protected String getScheme() {
    return "mem";
  }

  @Override
  protected List<MatchResult> match(List<String> patterns) throws IOException {
    List<MatchResult> results = new ArrayList<>();
    for (String pattern : patterns) {
      try {
        guard.before("match", pattern);
      } catch (FileNotFoundException e) {
        // As Beam's S3: of files that it has listed, one was gone when it asked for it.
        results.add(MatchResult.create(MatchResult.Status.NOT_FOUND, e));
        continue;
      }
      Pattern regex = regex(pattern);
      List<MatchResult.Metadata> found = new ArrayList<>();
      OBJECTS.forEach(
          (key, entry) -> {
            if (regex.matcher(key).matches()) {
              found.add(
                  MatchResult.Metadata.builder()
                      .setResourceId(new Key(key))
                      .setSizeBytes(entry.bytes.length)
                      .setLastModifiedMillis(entry.change * 1000)
                      .setIsReadSeekEfficient(true)
                      .build());
            }
          });
      results.add(
          found.isEmpty()
              ? MatchResult.create(
                  MatchResult.Status.NOT_FOUND, new FileNotFoundException("no match: " + pattern))
              : MatchResult.create(MatchResult.Status.OK, found));
    }
    return results;
  }

  private static Pattern regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^/]*");
      } else if (glob.charAt(i) == '?') {
        regex.append("[^/]");
      } else if (glob.charAt(i) == '[') {
        int end = glob.indexOf(']', i);
        regex.append(glob, i, end + 1);
        i = end;
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  @Override
  protected WritableByteChannel create(Key key, CreateOptions options) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(bytes);
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
      }

      @Override
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public void close() throws IOException {
        if (channel.isOpen()) {
          channel.close();
          guard.before("put", key.text);
          put(key.text, bytes.toByteArray());
        }
      }
    };
  }

  @Override
  protected ReadableByteChannel open(Key key) throws IOException {
    guard.before("get", key.text);
    return new ReadChannel(bytes(key));
  }

  private static byte[] bytes(Key key) throws FileNotFoundException {
    @Nullable Entry entry = OBJECTS.get(key.text);
    if (entry == null) {
      throw new FileNotFoundException(key.text);
    }
    return entry.bytes;
  }

  @Override
  protected void copy(List<Key> from, List<Key> to) throws IOException {
    for (int i = 0; i < from.size(); i++) {
      guard.before("put", to.get(i).text);
      put(to.get(i).text, bytes(from.get(i)));
    }
  }

  @Override
  protected void rename(List<Key> from, List<Key> to, MoveOptions... options) throws IOException {
    copy(from, to);
    delete(from);
  }

  @Override
  protected void delete(Collection<Key> keys) throws IOException {
    for (Key key : keys) {
      guard.before("delete", key.text);
      if (!undeletable.test(key.text)) {
        OBJECTS.remove(key.text);
      }
    }
  }

  @Override
  protected Key matchNewResource(String text, boolean isDirectory) {
    return new Key(isDirectory && !text.endsWith("/") ? text + "/" : text);
  }

  /** The name of an object. */
  static final class Key implements ResourceId {
    private static final long serialVersionUID = 1;
    private final String text;

    Key(String text) {
      this.text = text;
    }

    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      boolean isFolder = options == ResolveOptions.StandardResolveOptions.RESOLVE_DIRECTORY;
      return new Key(text + other + (isFolder ? "/" : ""));
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Key(text.substring(0, text.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "mem";
    }

    @Override
    public @Nullable String getFilename() {
      return isDirectory() ? null : text.substring(text.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return text.endsWith("/");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Makes the store known to Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      requireNonNull(options);
      return List.of(new MemoryStore());
    }
  }
}
