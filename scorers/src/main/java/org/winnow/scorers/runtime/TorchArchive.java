package org.winnow.scorers.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts a TorchScript archive together from source text: a ZIP of the code as it is, a pickle that
 * makes one object of one class, an empty table of constants and the format's version.
 *
 * <p>The archive holds no weights and nothing compiled, so what runs is what the source text says.
 */
public final class TorchArchive {
  private static final String ROOT = "winnow/";
  private static final byte[] VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private TorchArchive() {}

  /**
   * The archive's bytes.
   *
   * @param source TorchScript text that defines the class
   * @param className the class to make one object of
   * @param attributes its whole-number and floating-point attributes, {@code Integer} or {@code
   *     Double}
   */
  public static byte[] of(String source, String className, Map<String, Number> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "data.pkl", object(className, new TreeMap<>(attributes)));
      put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", VERSION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Pickle protocol 2 for {@code Class.__new__()} with a dictionary of attributes. */
  private static byte[] object(String className, Map<String, Number> attributes)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x80, 2, 'c'});
    out.write(("__torch__\n" + className + "\n").getBytes(StandardCharsets.UTF_8));
    out.write(new byte[] {')', (byte) 0x81, '}', '('});
    writeText(out, "training");
    out.writeByte(0x89);
    for (Map.Entry<String, Number> attribute : attributes.entrySet()) {
      writeText(out, attribute.getKey());
      if (attribute.getValue() instanceof Integer whole) {
        out.writeByte('J');
        out.writeInt(Integer.reverseBytes(whole));
      } else {
        out.writeByte('G');
        out.writeDouble(attribute.getValue().doubleValue());
      }
    }
    out.write(new byte[] {'u', 'b', '.'});
    return bytes.toByteArray();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte('X');
    out.writeInt(Integer.reverseBytes(utf8.length));
    out.write(utf8);
  }
}
