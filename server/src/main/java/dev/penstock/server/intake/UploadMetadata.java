package dev.penstock.server.intake;

import dev.penstock.server.web.Code;
import dev.penstock.server.web.Exchange;
import dev.penstock.server.web.HttpProblem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads {@code Upload-Metadata} of tus: names and base 64, with commas between them. Only {@code
 * filename} means something here: it names the job if nothing else does.
 */
final class UploadMetadata {
  private static final int LONGEST = 255;

  private UploadMetadata() {}

  static IntakeWish named(IntakeWish wish, Exchange exchange) {
    if (!wish.name().isEmpty()) {
      return wish;
    }
    for (String pair : String.join(",", exchange.headers("Upload-Metadata")).split(",", -1)) {
      String[] parts = pair.strip().split(" +", 2);
      if (parts.length == 2 && parts[0].equals("filename")) {
        return new IntakeWish(
            wish.pipeline(),
            wish.query(),
            decoded(parts[1]),
            wish.key(),
            wish.digest(),
            wish.packed());
      }
    }
    return wish;
  }

  private static String decoded(String text) {
    try {
      String name = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
      if (name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl)) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    throw refused();
  }

  private static RuntimeException refused() {
    return HttpProblem.of(
            Code.UPLOAD_INVALID,
            "filename in Upload-Metadata is base 64 of at most 255 characters.")
        .refused();
  }
}
