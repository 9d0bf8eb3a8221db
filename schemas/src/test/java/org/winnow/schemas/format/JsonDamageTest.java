package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JsonDamageTest {
  @Property(tries = 300)
  void noDamageEscapesAsAnException(
      @ForAll @IntRange(max = 160) int at, @ForAll byte damage, @ForAll boolean array)
      throws IOException {
    String row = "{\"id\":1.5,\"question\":\"é\\n\",\"answer\":\"a\",\"x\":[{},null]}";
    String text = array ? "[" + row + "," + row + "," + row + "]" : row + "\n" + row + "\n" + row;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[at % bytes.length] ^= damage;
    Path file = Files.createTempFile("damaged", ".json");

    Reading reading = Reading.of(Files.write(file, bytes));
    Files.delete(file);

    assertThat(reading.samples().size() + reading.rejections().size()).isBetween(1, 160);
    assertThat(reading.samples().size()).isLessThanOrEqualTo(3);
  }
}
