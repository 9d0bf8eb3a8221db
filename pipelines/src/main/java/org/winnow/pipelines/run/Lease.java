package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
import org.winnow.schemas.Locations;

/**
 * The right to work on a dataset, held by one run at a time: a file that names the owner and until
 * when the right lasts. The owner renews it; a dead owner's right ends by itself.
 *
 * <p>On a file system of this machine the file is changed under a lock of the operating system, so
 * that two who find a stale one do not both take it. An object store has no such lock, and Beam no
 * way to write only what nobody else has written: there, who finds no right writes one, waits, and
 * holds it if the file still names it. Of several who do so at once the last one to write holds it,
 * unless one of them took longer than {@link #SETTLE} from its look to its writing; then two
 * believe to hold it until {@link #check}, where the one that the file does not name loses.
 *
 * <p>A machine that sleeps through its own lease may believe to hold it, too: who publishes asks
 * {@link #check} first, and has another guard behind it.
 */
public final class Lease implements Closeable {
  /** How long a right lasts that is not renewed. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  /** How long who writes a right to an object store waits for others who do so, too. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String what;
  private final String owner;
  private final Clock clock;
  private final ScheduledExecutorService renewals;

  private Lease(Path file, String what, String owner, Clock clock) {
    this.file = file;
    this.what = what;
    this.owner = owner;
    this.clock = clock;
    this.renewals =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "winnow-lease");
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
  private record Right(String owner, Instant until) {}

  /**
   * Takes the right; a stale one is taken over.
   *
   * @param file of the lease; its folder is made
   * @param what those who have the right do, such as {@code refresh}
   * @param owner names this run, and no other
   * @throws TryLaterException if another run has it
   */
  public static Lease take(Path file, String what, String owner, Clock clock)
      throws IOException, TryLaterException {
    Files.createDirectories(file.resolveSibling("."));
    Lease lock = new Lease(file, what, owner, clock);
    Optional<Right> other;
    try {
      other = lock.guarded(lock::takeIfFree);
      if (other.isEmpty() && !Locations.isLocal(file)) {
        lock.settle();
        other = lock.read().filter(right -> !right.owner.equals(owner));
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    if (other.isPresent()) {
      lock.renewals.shutdown();
      throw new TryLaterException(
          "another "
              + what
              + " is at work on this dataset: "
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

  /** Names this process and no other one: ids of processes and names of machines may repeat. */
  public static String thisProcess() {
    String machine;
    try {
      machine = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      machine = "a machine without a name";
    }
    ProcessHandle process = ProcessHandle.current();
    return "process "
        + process.pid()
        + " on "
        + machine
        + ", since "
        + process.info().startInstant().map(Instant::toString).orElse("an unknown time")
        + " ("
        + Long.toHexString(System.nanoTime())
        + ")";
  }

  private Optional<Right> takeIfFree() throws IOException {
    Optional<Right> found = read().filter(lease -> lease.until.isAfter(clock.instant()));
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
  public void check() throws IOException, TryLaterException {
    if (!guarded(this::renewIfOwn)) {
      throw new TryLaterException(
          "this "
              + what
              + " lost its right to publish: it was not renewed for "
              + LEASE.toMinutes()
              + " minutes, or "
              + file
              + " was deleted; the right is with "
              + read().map(Right::owner).orElse("nobody")
              + " now");
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
    } catch (IOException | RuntimeException e) {
      // The next renewal may succeed; if none does, check() says so before anything is published.
      LOG.warn("the right to {} could not be renewed: {}", what, e.toString());
    }
  }

  /** Gives the right up. If that fails, what was done with it is done; the right ends by itself. */
  @Override
  public void close() {
    renewals.shutdownNow();
    try {
      guarded(
          () -> {
            if (read().filter(lease -> lease.owner.equals(owner)).isPresent()) {
              Files.deleteIfExists(file);
            }
            return true;
          });
    } catch (IOException | RuntimeException e) {
      LOG.warn("the right to {} could not be given up, it ends in {}", what, LEASE, e);
    }
  }

  private Optional<Right> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode lease = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new Right(lease.path("owner").asText(), Instant.parse(lease.path("until").asText())));
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

  private void settle() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(SETTLE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + file);
    }
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /** Does something with the file while nobody else does, in this process or another one. */
  private <T> T guarded(Step<T> step) throws IOException {
    if (!Locations.isLocal(file)) {
      synchronized (this) {
        return step.take();
      }
    }
    synchronized (Lease.class) {
      Path guard = file.resolveSibling(file.getFileName() + ".guard");
      try (FileChannel channel =
              FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        LOG.debug("guarded by {}", held);
        return step.take();
      }
    }
  }
}
