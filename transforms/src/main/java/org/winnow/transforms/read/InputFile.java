package org.winnow.transforms.read;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.winnow.schemas.Locations;
import org.winnow.schemas.format.Mapping;
import org.winnow.schemas.format.SourceFile;

/**
 * One file that a run reads, in a form that travels to workers.
 *
 * @param path where the file is
 * @param name what the run calls it; goes into every row's origin
 * @param domain the domain of its rows; empty to take it from the row or the file's name
 * @param mapping how its fields become messages
 * @param bytes size on disk
 * @param maxRows rows that are read at most, from 1; the rest of the file is left alone
 */
public record InputFile(
    String path, String name, String domain, Mapping mapping, long bytes, long maxRows)
    implements Serializable {
  public InputFile {
    requireNonNull(path, "path is null");
    requireNonNull(name, "name is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(mapping, "mapping is null");
  }

  /** The same file, of which only the first rows are read. */
  public InputFile withMaxRows(long rows) {
    return new InputFile(path, name, domain, mapping, bytes, rows);
  }

  /** The same for a reader. */
  public SourceFile source() {
    return new SourceFile(Locations.path(path), name, domain, mapping);
  }
}
