package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.runners.launch.Cancellation;
import org.winnow.runners.schedule.CronTimes;
import org.winnow.runners.schedule.Misfire;
import org.winnow.runners.schedule.Retries;
import org.winnow.runners.schedule.Service;
import org.winnow.runners.schedule.StatusServer;
import org.winnow.runners.schedule.Stop;
import org.winnow.transforms.RunBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow schedule}: refreshes a dataset at the times of a cron expression. */
@Command(
    name = "schedule",
    description =
        "Stays and refreshes a dataset at the times of a cron expression, one refresh at a time."
            + " The recipe is read anew for each. Ctrl-C lets a refresh at work end, a second one"
            + " cuts it off.",
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {
  /** What a shell says of a process that a signal interrupted. */
  private static final int INTERRUPTED = 130;

  @Mixin private RefreshOptions options = new RefreshOptions();

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      required = true,
      description =
          "When: minute, hour, day of month, month, day of week, as in \"0 2 * * *\" for two"
              + " o'clock every night.")
  private String cron = "";

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Whose clock, as in Europe/Berlin (default: UTC).")
  private ZoneId zone = ZoneId.of("UTC");

  @Option(names = "--now", description = "Refresh once at the start, too.")
  private boolean isNow;

  @Option(
      names = "--misfire",
      paramLabel = "run|skip",
      description =
          "When a time passed while the last refresh ran or the machine slept: run makes up for it"
              + " once (default), skip waits for the next.")
  private Misfire misfire = Misfire.RUN;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description =
          "Further attempts after a failure that may pass; not after a wrong recipe, an expectation"
              + " that does not hold, or data that does not do (default: ${DEFAULT-VALUE}).")
  private int retries = 4;

  @Option(
      names = "--retry-delay",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "Pause before the first of them, as in 90s, 10m or 2h; doubled each time, up to an hour"
              + " (default: 1m).")
  private Duration retryDelay = Duration.ofMinutes(1);

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "How long a refresh at work may go on after a stop was asked for (default: 10m).")
  private Duration grace = Duration.ofMinutes(10);

  @Option(
      names = "--listen",
      paramLabel = "[HOST:]PORT",
      converter = ListenAddress.class,
      description =
          "Show a status page there, and /health for machines; HOST is the loopback interface"
              + " unless it is given, PORT 0 takes a free one (default: none). Whoever reaches it"
              + " can read it.")
  private @Nullable InetSocketAddress listen;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Service.Plan plan = plan();
    options.check();
    Recipe recipe = options.recipe();
    Path dataset = options.dataset(recipe);
    check(recipe, dataset);
    Service service =
        new Service(
            plan,
            Clock.systemUTC(),
            new ScheduledRefresh(options, dataset, spec.commandLine().getOut()),
            this::note);
    if (listen == null) {
      return run(service);
    }
    String shown = dataset.toAbsolutePath().normalize().toString();
    try (StatusServer server =
        StatusServer.start(listen, shown, service, ScheduleCommand::progress)) {
      InetSocketAddress address = server.address();
      note("status at http://" + address.getHostString() + ":" + address.getPort() + "/");
      return run(service);
    }
  }

  private Service.Plan plan() {
    if (!ZoneId.getAvailableZoneIds().contains(zone.getId())) {
      throw new ParameterException(
          spec.commandLine(), "--zone: expected a place as in Europe/Berlin, found " + zone);
    }
    try {
      return new Service.Plan(
          CronTimes.of(cron, zone), misfire, new Retries(retries, retryDelay), isNow);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), Printable.lines(String.valueOf(e.getMessage())), e);
    }
  }

  /** Ends a service at once whose recipe cannot be carried out; data may still come. */
  private void check(Recipe recipe, Path dataset) throws RecipeException {
    try {
      CurationPlan.of(recipe, RunPaths.of(dataset), Optional.empty());
    } catch (DataException | IOException e) {
      note("not yet to be refreshed: " + Printable.lines(String.valueOf(e.getMessage())));
    }
  }

  /** Runs until a signal comes. */
  private int run(Service service) throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    options.runner().cancelBy(cancellation);
    Stop stop = new Stop(grace, ScheduleCommand::later, () -> cutOff(cancellation), this::note);
    Object onInterrupt = Signals.register("INT", stop::ask);
    Object onTerminate = Signals.register("TERM", stop::ask);
    try {
      service.run(stop::await);
    } finally {
      Signals.unregister("TERM", onTerminate);
      Signals.unregister("INT", onInterrupt);
    }
    return stop.isCutOff() ? INTERRUPTED : ExitCode.DONE.number();
  }

  private static void later(Duration pause, Runnable work) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS).execute(work);
  }

  /** A job on a cluster would go on without this process: it is cancelled before. */
  private void cutOff(Cancellation cancellation) {
    note("cut off; of a refresh at work nothing is published");
    if (!options.runner().isOnCluster() || cancellation.isAsked()) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    cancellation.ask();
  }

  private void note(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("winnow: " + text);
    err.flush();
  }

  /** Rows that each step of the run at work has worked on. */
  private static Map<String, Long> progress() {
    Map<String, Long> rows = new TreeMap<>();
    for (String step : RunBoard.busySeconds().keySet()) {
      rows.put(step, RunBoard.read(step, RunBoard.Count.ROWS));
    }
    return rows;
  }
}
