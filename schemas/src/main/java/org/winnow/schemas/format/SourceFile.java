package org.winnow.schemas.format;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One file to read.
 *
 * @param path where it is; a directory only if it is a saved Hugging Face dataset
 * @param name the name that goes into {@link org.winnow.schemas.Origin#file}; stable between runs
 *     and machines, not empty
 * @param domain the domain of every row; empty to take each row's own {@code domain} field, and the
 *     file's stem where there is none
 * @param mapping which fields make up the conversation
 */
public record SourceFile(Path path, String name, String domain, Mapping mapping) {
  public SourceFile {
    requireNonNull(path, "path is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(mapping, "mapping is null");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name is empty, file " + path);
    }
  }
}
