package org.winnow.schemas;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Knows how to reach files that are not on this machine's file system. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface LocationProvider {
  /**
   * The path of a location, or empty if the scheme is unknown here.
   *
   * @param scheme such as {@code s3}, in lower case
   * @param location the whole location, such as {@code s3://bucket/folder/file}; {@link
   *     Locations#path} gives the same path again for {@code toString()} of the result
   */
  Optional<Path> path(String scheme, String location);
}
