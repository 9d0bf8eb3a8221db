package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.Lease;
import org.winnow.pipelines.run.Leftovers;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.pipelines.run.Provenance;
import org.winnow.pipelines.run.RunReport;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;
import org.winnow.transforms.read.InputFile;

/**
 * Makes a new version of a dataset if anything changed that it is made of.
 *
 * <p>The new dataset is made beside the versions, as any run makes one; scores of batches that are
 * known come from the store. It is compared with its parent, held against the recipe's
 * expectations, moved among the versions and made the latest. Whatever goes wrong before the last
 * step leaves the latest version as it is; whatever is left half done is mended by the next run.
 */
public final class RefreshRun {
  private static final String CANDIDATES = "candidates";

  private final Recipe recipe;
  private final Versions versions;
  private final RunPaths paths;
  private final Path work;
  private final Path candidate;
  private final Options options;
  private final Consumer<PublishingStep> listener;

  /**
   * How to refresh.
   *
   * @param keep versions that stay at most, from 1; empty for all
   * @param launcher runs the pipeline of a plan
   * @param clock tells the time that goes into manifests, and when a lock is stale
   * @param owner names this run in the lock, and no other run
   * @param announce is told what changed before anything is done about it
   */
  public record Options(
      OptionalInt keep,
      Function<CurationPlan, Launcher> launcher,
      Clock clock,
      String owner,
      Consumer<Plan> announce) {}

  /** A refresh of a dataset. */
  public RefreshRun(Recipe recipe, Path dataset, Options options) {
    this(recipe, dataset, options, step -> {});
  }

  /** A refresh that tells its steps; what the listener throws ends it right there. */
  RefreshRun(Recipe recipe, Path dataset, Options options, Consumer<PublishingStep> listener) {
    this.recipe = recipe;
    this.versions = new Versions(dataset);
    RunPaths whole = RunPaths.of(dataset);
    this.work = whole.work();
    this.candidate = candidate(work, options.owner());
    this.paths = RunPaths.of(candidate).withStore(whole.store());
    this.options = options;
    this.listener = listener;
  }

  /**
   * On an object store each run has a place of its own for its candidate. A run that lost its right
   * without knowing it thereby moves files of its own among the versions, or fails because they are
   * gone: it never takes those of another run.
   */
  private static Path candidate(Path work, String owner) {
    return Locations.isLocal(work)
        ? work.resolve("candidate")
        : work.resolve(CANDIDATES)
            .resolve(Digests.hex(owner.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
  }

  /**
   * What a refresh would do now; does nothing.
   *
   * @param latest the version that readers get; empty if there is none
   * @param changes since then; empty if there is none
   * @param known how a refresh ends that would make what there is, or what somebody took back;
   *     empty if it would make a new version
   */
  public record Plan(
      Optional<DatasetVersion> latest,
      Optional<ManifestChanges> changes,
      Optional<RefreshOutcome> known) {}

  /** Looks what changed since the latest version. */
  public Plan plan() throws IOException, DataException, RecipeException {
    versions.checkPlace();
    return plan(Provenance.of(curation()));
  }

  private Plan plan(Provenance now) throws IOException, DataException {
    Optional<DatasetVersion> latest = versions.latest();
    return new Plan(
        latest,
        latest.isPresent() ? Optional.of(changes(latest.get(), now.content())) : Optional.empty(),
        known(now.identity()));
  }

  /**
   * Refreshes.
   *
   * @throws RecipeException if a path or a model is wrong
   * @throws DataException if the data does not allow what the recipe asks for, or another refresh
   *     is at work
   * @throws PipelineFailedException if the pipeline failed
   */
  public RefreshOutcome run()
      throws IOException, DataException, RecipeException, PipelineFailedException {
    versions.checkPlace();
    try (Lease lock = Versions.lease(versions.dataset(), options.owner(), options.clock())) {
      listener.accept(PublishingStep.LOCKED);
      // Candidates of others, who have no right to publish them any more; here there is but one.
      Leftovers.clear(work.resolve(CANDIDATES));
      versions.mend();
      CurationPlan plan = curation();
      Provenance now = Provenance.of(plan);
      Plan change = plan(now);
      options.announce().accept(change);
      return change.known().isPresent() ? change.known().get() : make(plan, now, lock);
    }
  }

  private CurationPlan curation() throws RecipeException, DataException, IOException {
    CurationPlan plan = CurationPlan.of(recipe, paths, Optional.empty());
    for (InputFile file : plan.files()) {
      if (Locations.path(file.path()).toAbsolutePath().normalize().startsWith(versions.dataset())) {
        throw new RecipeException(
            "recipe " + recipe.name(),
            List.of("input: " + file.path() + " is inside the dataset that is refreshed"));
      }
    }
    return plan;
  }

  /** Ends a refresh that would make what there is, or what somebody took back. */
  private Optional<RefreshOutcome> known(String identity) throws IOException, DataException {
    Optional<DatasetVersion> latest = versions.latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    if (latest.get().identity().equals(identity)) {
      return Optional.of(new RefreshOutcome.Unchanged(latest.get()));
    }
    for (Map.Entry<Integer, String> takenBack : versions.rolledBack().entrySet()) {
      if (takenBack.getValue().equals(identity)) {
        int number = takenBack.getKey();
        boolean kept = versions.numbers().contains(number);
        return Optional.of(new RefreshOutcome.TakenBack(number, kept, latest.get()));
      }
    }
    return Optional.empty();
  }

  private RefreshOutcome make(CurationPlan plan, Provenance now, Lease lock)
      throws IOException, DataException, PipelineFailedException {
    Optional<DatasetVersion> parent = versions.latest();
    int number = versions.next();
    RunReport report =
        new CurationRun(plan, options.launcher().apply(plan), options.clock()).run(now);
    listener.accept(PublishingStep.MADE);
    Optional<DatasetDifference> difference = Optional.empty();
    if (parent.isPresent()) {
      difference = Optional.of(DatasetDifference.between(parent.get().folder(), candidate));
      ObjectNode diff =
          DiffFile.of(changes(parent.get(), DatasetVersion.manifest(candidate)), difference.get());
      DiffFile.addCost(diff, report);
      DiffFile.write(diff, candidate.resolve("_winnow/diff.json"));
    }
    List<String> failures = Gates.failures(recipe.expect(), report, parent, difference);
    if (!failures.isEmpty()) {
      return new RefreshOutcome.Refused(failures, setAside(), report);
    }
    lock.check(); // on this machine, whoever took the right over works on the same candidate
    name(number, parent);
    listener.accept(PublishingStep.COMPARED);
    lock.check();
    DatasetVersion version = versions.add(candidate, number);
    listener.accept(PublishingStep.IN_PLACE);
    lock.check();
    versions.setLatest(version);
    listener.accept(PublishingStep.LATEST);
    lock.check();
    List<Integer> pruned =
        options.keep().isPresent() ? versions.prune(options.keep().getAsInt()) : List.of();
    listener.accept(PublishingStep.PRUNED);
    return new RefreshOutcome.Published(version, report, difference, pruned);
  }

  private static ManifestChanges changes(DatasetVersion parent, JsonNode now)
      throws IOException, DataException {
    return ManifestChanges.between(DatasetVersion.manifest(parent.folder()), now);
  }

  /** Where people can look at what was refused, until the next one is. */
  private Path setAside() throws IOException {
    Path refused = work.resolve("refused");
    Folders.delete(refused);
    Folders.move(candidate, refused, "_winnow/SUCCESS");
    return refused;
  }

  private void name(int number, Optional<DatasetVersion> parent) throws IOException, DataException {
    ObjectNode manifest = (ObjectNode) DatasetVersion.manifest(candidate);
    manifest.put("version", number);
    ObjectNode before = manifest.putObject("parent");
    if (parent.isPresent()) {
      before
          .put("version", parent.get().number())
          .put(
              "manifest_sha256",
              Digests.hex(parent.get().folder().resolve("_winnow/manifest.json")));
    }
    DatasetVersion.write(candidate, manifest);
  }
}
