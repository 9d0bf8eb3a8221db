package org.winnow.transforms.hygiene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * The languages that can be told apart: those of Apache OpenNLP's model langdetect-183, which is
 * part of the library and read from it once for a process.
 */
public final class Languages {
  private static final String MODEL = "/langdetect-183.bin";

  /** ISO 639-3, as the model calls them. */
  private static final Set<String> KNOWN =
      Set.of(
          ("afr ara ast aze bak bel ben bos bre bul cat ceb ces che cmn cym dan deu ekk ell eng"
                  + " epo est eus fao fas fin fra fry gle glg gsw guj heb hin hrv hun hye ind isl"
                  + " ita jav jpn kan kat kaz kir kor lat lav lim lit ltz lvs mal mar min mkd mlt"
                  + " mon mri msa nan nds nep nld nno nob oci pan pes plt pnb pol por pus ron rus"
                  + " san sin slk slv som spa sqi srp sun swa swe tam tat tel tgk tgl tha tur ukr"
                  + " urd uzb vie vol war zul")
              .split(" "));

  /** Two-letter codes whose three-letter code names a group of languages. */
  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "zh", List.of("cmn", "nan"),
          "no", List.of("nob", "nno"),
          "fa", List.of("fas", "pes"),
          "et", List.of("est", "ekk"),
          "lv", List.of("lav", "lvs"),
          "mg", List.of("plt"));

  private static final Map<String, List<String>> CODES = codes();

  private Languages() {}

  /** The model's names for a code of two or three letters; empty if it knows no such language. */
  public static List<String> named(String code) {
    return CODES.getOrDefault(code.toLowerCase(Locale.ROOT), List.of());
  }

  /** Every code of two or of three letters that {@link #named} knows, in order. */
  public static Set<String> codes(int letters) {
    Set<String> codes = new TreeSet<>(CODES.keySet());
    codes.removeIf(code -> code.length() != letters);
    return codes;
  }

  /** A detector of its own for one thread; all share the model. */
  static LanguageDetectorME detector() {
    return new LanguageDetectorME(Shared.MODEL);
  }

  private static Map<String, List<String>> codes() {
    Map<String, List<String>> codes = new HashMap<>();
    for (String two : Locale.getISOLanguages()) {
      String three = Locale.forLanguageTag(two).getISO3Language();
      if (KNOWN.contains(three)) {
        codes.put(two, List.of(three));
      }
    }
    codes.putAll(GROUPS);
    KNOWN.forEach(three -> codes.put(three, List.of(three)));
    return codes;
  }

  /** Loads the model when the first detector is made, and then never again. */
  private static final class Shared {
    static final LanguageDetectorModel MODEL = load();

    private static LanguageDetectorModel load() {
      try (InputStream in =
          Optional.ofNullable(LanguageDetectorModel.class.getResourceAsStream(Languages.MODEL))
              .orElseThrow(() -> new IllegalStateException("no resource " + Languages.MODEL))) {
        return new LanguageDetectorModel(in);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + Languages.MODEL, e);
      }
    }
  }
}
