package dev.penstock.server.plant;

import java.io.IOException;
import java.nio.file.Path;

/** Others could reach the server, and nothing would keep them out; the message says what to do. */
public final class UnguardedException extends IOException {
  UnguardedException(String host, Path data) {
    super(
        ("http.host is %s, which others can reach, and nothing would keep them out. First make a"
                + " key: penstock keys create --scope admin --data %s, or name an oidc.issuer")
            .formatted(host, data));
  }
}
