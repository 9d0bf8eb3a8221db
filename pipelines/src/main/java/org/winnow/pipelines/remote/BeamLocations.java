package org.winnow.pipelines.remote;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.winnow.schemas.LocationProvider;

/** Locations behind the file systems that Beam knows: those on the class path. */
public final class BeamLocations implements LocationProvider {
  private static final RemoteProvider PROVIDER = new RemoteProvider();
  private static final Map<String, RemoteFileSystem> FILE_SYSTEMS = new ConcurrentHashMap<>();

  @Override
  public Optional<Path> path(String scheme, String location) {
    if (!isKnown(scheme)) {
      return Optional.empty();
    }
    int start = scheme.length() + "://".length();
    int slash = location.indexOf('/', start);
    String root = slash < 0 ? location : location.substring(0, slash);
    RemoteFileSystem files =
        FILE_SYSTEMS.computeIfAbsent(root, key -> new RemoteFileSystem(PROVIDER, key));
    return Optional.of(files.getPath(slash < 0 ? "/" : location.substring(slash)));
  }

  /**
   * Whether Beam has a file system for a scheme. In a worker, Beam has set them up with the options
   * of the pipeline; in a process that has no pipeline yet they are set up here.
   */
  private static synchronized boolean isKnown(String scheme) {
    if (hasFileSystem(scheme)) {
      return true;
    }
    FileSystems.setDefaultPipelineOptions(FileSystemOptions.as(PipelineOptions.class));
    return hasFileSystem(scheme);
  }

  private static boolean hasFileSystem(String scheme) {
    try {
      return FileSystems.matchNewResource(scheme + "://authority/name", false)
          .getScheme()
          .equals(scheme);
    } catch (IllegalArgumentException e) {
      return false; // Beam has no other way to ask
    }
  }
}
