package org.winnow.runners.benchmark;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.winnow.schemas.Seeds;

/**
 * Makes a corpus of made-up text for measuring the data plane: rows of about 1 KB, or of as many
 * words as wanted, in four files of JSON lines, five domains of very different size, one row in ten
 * a repetition of an earlier one.
 *
 * <pre>{@code SyntheticCorpus FOLDER ROWS [WORDS]}</pre>
 */
public final class SyntheticCorpus {
  private static final int FILES = 4;
  private static final int WORDS = 180;
  private static final String[] DOMAINS = {"web", "code", "math", "chat", "law"};

  private SyntheticCorpus() {}

  /** Writes the files. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int rows = Integer.parseInt(arguments[1]);
    int words = arguments.length > 2 ? Integer.parseInt(arguments[2]) : WORDS;
    JsonFactory json = new JsonFactory();
    for (int file = 0; file < FILES; file++) {
      try (OutputStream out = Files.newOutputStream(folder.resolve("part-" + file + ".jsonl"));
          JsonGenerator generator = json.createGenerator(out, JsonEncoding.UTF8)) {
        generator.setRootValueSeparator(null);
        for (int row = file; row < rows; row += FILES) {
          write(row, words, generator);
        }
      }
    }
  }

  private static void write(int row, int words, JsonGenerator generator) throws IOException {
    boolean isRepetition = row > 100 && draw(row, "repeat") % 10 == 0;
    int content = isRepetition ? (int) (draw(row, "which") % row) : row;
    long size = draw(content, "domain") % 31;
    int domain = 4 - (63 - Long.numberOfLeadingZeros(size + 1)); // sizes 16 : 8 : 4 : 2 : 1
    generator.writeStartObject();
    generator.writeStringField("domain", DOMAINS[Math.min(4, Math.max(0, domain))]);
    generator.writeArrayFieldStart("messages");
    turn(generator, "user", text(content, "prompt", words / 3));
    turn(generator, "assistant", text(content, "response", words * 2 / 3));
    generator.writeEndArray();
    generator.writeEndObject();
    generator.writeRaw('\n');
  }

  private static void turn(JsonGenerator generator, String role, String text) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("role", role);
    generator.writeStringField("content", text);
    generator.writeEndObject();
  }

  private static String text(int content, String part, int words) {
    StringBuilder text = new StringBuilder();
    long state = draw(content, part);
    for (int word = 0; word < words; word++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      text.append(Long.toString((state >>> 40) % 1_000_000, 36))
          .append(word % 12 == 11 ? ". " : " ");
    }
    return text.toString();
  }

  private static long draw(int row, String purpose) {
    return Seeds.bits(1, "synthetic", Integer.toString(row), purpose) >>> 1;
  }
}
