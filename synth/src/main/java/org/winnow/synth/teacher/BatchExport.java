package org.winnow.synth.teacher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.winnow.schemas.AtomicFile;

/**
 * Writes requests for an offline batch, in OpenAI's form: a JSON object a line, {@code custom_id}
 * is the {@link RequestKey}. What comes back goes into a cache by {@link BatchImport}.
 *
 * <p>Equal requests are written once, those with a known answer not at all. A file has requests of
 * one model only, since servers want that.
 */
public final class BatchExport {
  private static final String URL = "/v1/chat/completions";

  private final BatchLimits limits;

  /** Exports into files of at most that size. */
  public BatchExport(BatchLimits limits) {
    this.limits = limits;
  }

  /**
   * Writes {@code requests-00000.jsonl} and so on.
   *
   * @param cache answers that are known
   * @param folder empty or not there; created where missing
   * @return the files, in order; none where all answers are known
   * @throws IllegalArgumentException if the folder is not empty, or a request larger than a file
   */
  public List<Path> write(List<TeacherRequest> requests, AnswerCache cache, Path folder)
      throws IOException {
    requireEmpty(folder);
    Set<String> keys = new HashSet<>();
    Map<String, List<TeacherRequest>> byModel = new LinkedHashMap<>();
    for (TeacherRequest request : requests) {
      String key = RequestKey.of(request);
      if (keys.add(key) && cache.get(key).isEmpty()) {
        byModel
            .computeIfAbsent(request.parameters().model(), model -> new ArrayList<>())
            .add(request);
      }
    }
    List<Path> files = new ArrayList<>();
    for (List<TeacherRequest> ofModel : byModel.values()) {
      int next = 0;
      while (next < ofModel.size()) {
        Path file = folder.resolve(String.format(Locale.ROOT, "requests-%05d.jsonl", files.size()));
        next = writeFile(file, ofModel, next);
        files.add(file);
      }
    }
    return files;
  }

  /** Writes rows from {@code first} as far as they fit; gives the first that does not. */
  private int writeFile(Path file, List<TeacherRequest> requests, int first) throws IOException {
    int end = end(requests, first);
    AtomicFile.write(
        file,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            for (TeacherRequest request : requests.subList(first, end)) {
              out.write(row(request));
            }
          }
        });
    return end;
  }

  private int end(List<TeacherRequest> requests, int first) {
    long bytes = 0;
    int end = first;
    while (end < requests.size() && end - first < limits.rows()) {
      int length = row(requests.get(end)).length;
      if (length > limits.bytes()) {
        throw new IllegalArgumentException(
            "request "
                + requests.get(end).id()
                + " takes "
                + length
                + " bytes, and a file at most "
                + limits.bytes());
      }
      bytes += length;
      if (bytes > limits.bytes()) {
        return end;
      }
      end++;
    }
    return end;
  }

  private static byte[] row(TeacherRequest request) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("custom_id", RequestKey.of(request)).put("method", "POST").put("url", URL);
    row.set("body", ChatBody.of(request));
    return (row + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      if (files.iterator().hasNext()) {
        throw new IllegalArgumentException("expected an empty folder for requests, got " + folder);
      }
    }
  }
}
