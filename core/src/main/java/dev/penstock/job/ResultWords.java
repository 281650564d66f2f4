package dev.penstock.job;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a result may be called and say of itself. A stage makes these words up, a payload or a
 * foreign worker may have a part in them, and they end in folders of whoever fetches the result and
 * in headers of HTTP.
 */
final class ResultWords {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_HREF = 2_000;

  /**
   * What no folder holds or shows as it is: separators, wildcards, control and format characters.
   */
  private static final Pattern FOREIGN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+"
              + "( ?; ?[A-Za-z0-9_-]+=([A-Za-z0-9!#$&^_.+:/-]+|\"[ !#-\\[\\]-~]*\"))*");

  /** Devices of Windows, whatever extension follows. */
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

  private static final Pattern PORT = Pattern.compile("(com|lpt)[0-9¹²³]");

  private ResultWords() {}

  /** The plain name of a file, on every system: no path, nothing hidden, nothing reserved. */
  static void checkName(String name) {
    boolean plain =
        !name.isBlank()
            && name.length() <= LONGEST_NAME
            && !name.startsWith(".")
            && !name.startsWith(" ")
            && !name.endsWith(".")
            && !name.endsWith(" ")
            && !FOREIGN.matcher(name).find()
            && !device(name);
    if (!plain) {
      throw new IllegalArgumentException(
          "not a name of a result: '%s' (a plain file name of at most %d characters)"
              .formatted(shown(name), LONGEST_NAME));
    }
  }

  private static boolean device(String name) {
    int dot = name.indexOf('.');
    String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
    return DEVICES.contains(stem) || PORT.matcher(stem).matches();
  }

  static void checkMediaType(String mediaType) {
    if (mediaType.length() > LONGEST_NAME || !MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException("not a media type: '" + shown(mediaType) + "'");
    }
  }

  /** A place on the same server: a path, which a browser takes for nothing else. */
  static void checkHref(String href) {
    boolean path =
        href.startsWith("/")
            && !href.startsWith("//")
            && href.length() <= LONGEST_HREF
            && href.indexOf('\\') < 0
            && href.chars().noneMatch(c -> c <= ' ' || Character.isISOControl(c));
    if (!path) {
      throw new IllegalArgumentException(
          "not a place in the server's API: '" + shown(href) + "' (a path that begins with one /)");
    }
  }

  private static String shown(String text) {
    String clipped = text.length() <= 100 ? text : text.substring(0, 100) + "…";
    return clipped.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}
