package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Keyring;
import dev.penstock.store.embedded.registry.SqliteRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  private final Shell shell = new Shell();
  @TempDir Path data;

  private boolean opens(String key) throws IOException {
    try (var registry = SqliteRegistry.open(data.resolve("registry"))) {
      return new Keyring(registry.keys(), InstantSource.system()).of(key).isPresent();
    }
  }

  @Test
  void aKeyIsMadeListedRotatedAndTakenBack() throws IOException {
    assertThat(shell.run("keys", "--data", data).out()).startsWith("There are no keys");
    var made =
        shell.run(
            "keys",
            "create",
            "--data",
            data,
            "--tenant",
            "acme",
            "--scope",
            "read,submit",
            "--name",
            "erp");
    assertThat(made.status()).isZero();
    String key = made.out().strip();
    String id = key.substring(3, 19);
    assertThat(opens(key)).isTrue();
    assertThat(shell.run("keys", "--data", data).out())
        .contains(id, "acme", "erp", "read,submit", "good")
        .doesNotContain(key);
    String next = shell.run("keys", "rotate", id, "--data", data).out().strip();
    assertThat(opens(key)).isTrue();
    assertThat(opens(next)).isTrue();
    assertThat(shell.run("keys", "--data", data).out()).contains("good until");
    assertThat(shell.run("keys", "revoke", id, "--data", data).status()).isZero();
    assertThat(opens(key)).isFalse();
    assertThat(opens(next)).isTrue();
  }

  @Test
  void listingMakesNoFolderAndSaysWhichOneIsMissing() {
    Path gone = data.resolve("gone");
    var listed = shell.run("keys", "--data", gone);
    assertThat(listed.status()).isEqualTo(2);
    assertThat(listed.err()).contains("There is no folder '" + gone + "'", "--data");
    assertThat(shell.run("keys", "revoke", "none", "--data", gone).status()).isEqualTo(2);
    assertThat(gone).doesNotExist();
    assertThat(shell.run("keys", "--data", data).out()).contains("no keys in '" + data + "'");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void whoMakesAKeyIsToldForWhichFolder() {
    var made = shell.run("keys", "create", "--data", data, "--scope", "read");
    assertThat(made.out().strip()).startsWith("pk_").doesNotContain(" ");
    assertThat(made.err()).contains("'" + data + "'");
  }

  @Test
  void whatCannotBeMadeIsComplainedOf() {
    assertThat(shell.run("keys", "create", "--data", data, "--scope", "all").err())
        .contains("--scope 'all': expected submit, read, operate, admin");
    assertThat(
            shell
                .run("keys", "create", "--data", data, "--scope", "read", "--expires", "soon")
                .err())
        .contains("--expires 'soon'");
    assertThat(
            shell.run("keys", "create", "--data", data, "--scope", "read", "--tenant", "A").err())
        .contains("--tenant 'A'");
    assertThat(shell.run("keys", "revoke", "none", "--data", data).err())
        .contains("There is no key 'none'");
  }
}
