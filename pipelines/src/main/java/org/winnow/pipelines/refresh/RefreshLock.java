package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.TryLaterException;
import org.winnow.schemas.AtomicFile;

/**
 * The right to refresh a dataset, held by one run at a time: a file that names the owner and until
 * when the right lasts. The owner renews it; a dead owner's right ends by itself.
 *
 * <p>The file is changed under a lock of the operating system, so that two who find a stale one do
 * not both take it. A machine that sleeps through its own lease may still believe to hold it: who
 * publishes asks {@link #check} first, and {@link Versions#add} refuses a number that is taken.
 */
final class RefreshLock implements Closeable {
  /** How long a right lasts that is not renewed. */
  static final Duration LEASE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(RefreshLock.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path guard;
  private final String owner;
  private final Clock clock;
  private final ScheduledExecutorService renewals;

  private RefreshLock(Path folder, String owner, Clock clock) {
    this.file = folder.resolve("refresh.lock");
    this.guard = folder.resolve("refresh.guard");
    this.owner = owner;
    this.clock = clock;
    this.renewals =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "winnow-refresh-lock");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * A right as it stands in the file.
   *
   * @param owner who has it
   * @param until when it ends
   */
  private record Lease(String owner, Instant until) {}

  /**
   * Takes the right; a stale one is taken over.
   *
   * @param folder the working folder
   * @param owner names this run, and no other
   * @throws TryLaterException if another run has it
   */
  static RefreshLock take(Path folder, String owner, Clock clock)
      throws IOException, TryLaterException {
    Files.createDirectories(folder);
    RefreshLock lock = new RefreshLock(folder, owner, clock);
    Optional<Lease> other = lock.guarded(lock::takeIfFree);
    if (other.isPresent()) {
      lock.renewals.shutdown();
      throw new TryLaterException(
          "another refresh is at work on this dataset: "
              + other.get().owner
              + ", until "
              + other.get().until
              + " at least; if it is dead, its right ends then, or when "
              + lock.file
              + " is deleted");
    }
    long third = LEASE.toMillis() / 3;
    lock.renewals.scheduleWithFixedDelay(lock::renewQuietly, third, third, TimeUnit.MILLISECONDS);
    return lock;
  }

  private Optional<Lease> takeIfFree() throws IOException {
    Optional<Lease> found = read().filter(lease -> lease.until.isAfter(clock.instant()));
    if (found.isEmpty()) {
      write();
    }
    return found;
  }

  /**
   * Looks whether the right is still held, and renews it.
   *
   * @throws TryLaterException if it ended and somebody took it
   */
  void check() throws IOException, TryLaterException {
    if (!guarded(this::renewIfOwn)) {
      throw new TryLaterException(
          "this refresh lost its right to publish: it was not renewed for "
              + LEASE.toMinutes()
              + " minutes, and another one took it; nothing was published");
    }
  }

  private boolean renewIfOwn() throws IOException {
    boolean own = read().filter(lease -> lease.owner.equals(owner)).isPresent();
    if (own) {
      write();
    }
    return own;
  }

  private void renewQuietly() {
    try {
      guarded(this::renewIfOwn);
    } catch (IOException e) {
      // The next renewal may succeed; if none does, check() says so before anything is published.
      LOG.warn("the right to refresh could not be renewed: {}", e.toString());
    }
  }

  /** Gives the right up. */
  @Override
  public void close() throws IOException {
    renewals.shutdownNow();
    guarded(
        () -> {
          if (read().filter(lease -> lease.owner.equals(owner)).isPresent()) {
            Files.deleteIfExists(file);
          }
          return true;
        });
  }

  private Optional<Lease> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode lease = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new Lease(lease.path("owner").asText(), Instant.parse(lease.path("until").asText())));
    } catch (JsonProcessingException | DateTimeException e) {
      LOG.warn("{} is damaged and counts as no right", file);
      return Optional.empty();
    }
  }

  private void write() throws IOException {
    ObjectNode lease = JSON.createObjectNode();
    lease.put("owner", owner).put("until", clock.instant().plus(LEASE).toString());
    AtomicFile.write(file, path -> Files.write(path, JSON.writeValueAsBytes(lease)));
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /** Does something with the file while nobody else does, in this process or another one. */
  private <T> T guarded(Step<T> step) throws IOException {
    synchronized (RefreshLock.class) {
      try (FileChannel channel =
              FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        LOG.debug("guarded by {}", held);
        return step.take();
      }
    }
  }
}
