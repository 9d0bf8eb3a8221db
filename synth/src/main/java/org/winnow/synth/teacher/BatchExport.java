package org.winnow.synth.teacher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Digests;

/**
 * Writes requests for an offline batch, in OpenAI's form: a JSON object a line, {@code custom_id}
 * is the {@link RequestKey}. What comes back goes into a cache by {@link BatchImport}.
 *
 * <p>Equal requests are written once, those with a known answer not at all. A file has requests of
 * one model only, since servers want that. Its name is a digest of its requests, so that it stands
 * for the same wherever it is, and no file takes the place of another.
 */
public final class BatchExport {
  private static final String URL = "/v1/chat/completions";

  private static final int DIGEST_DIGITS = 16;
  private static final Pattern NAME = Pattern.compile("requests-[0-9a-f]{16}\\.jsonl");

  private final BatchLimits limits;

  /** Exports into files of at most that size. */
  public BatchExport(BatchLimits limits) {
    this.limits = limits;
  }

  /**
   * Writes {@code requests-DIGEST.jsonl}, one file or several. A file that is there already is left
   * as it is.
   *
   * @param cache answers that are known
   * @param folder created where missing; may hold other files
   * @return the files, in order; none where all answers are known
   * @throws IllegalArgumentException if a request is larger than a file
   */
  public List<Path> write(List<TeacherRequest> requests, AnswerCache cache, Path folder)
      throws IOException {
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
        int end = end(ofModel, next);
        files.add(writeFile(folder, ofModel.subList(next, end)));
        next = end;
      }
    }
    return files;
  }

  /** Whether a file has a name that files of requests have. */
  static boolean isRequests(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  private static Path writeFile(Path folder, List<TeacherRequest> requests) throws IOException {
    String keys = requests.stream().map(RequestKey::of).collect(Collectors.joining("\n"));
    String digest = Digests.hex(keys.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
    Path file = folder.resolve("requests-" + digest + ".jsonl");
    if (!Files.exists(file)) {
      AtomicFile.write(
          file,
          temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
              for (TeacherRequest request : requests) {
                out.write(row(request));
              }
            }
          });
    }
    return file;
  }

  /** The first of the requests from {@code first} that does not fit into a file with them. */
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
}
