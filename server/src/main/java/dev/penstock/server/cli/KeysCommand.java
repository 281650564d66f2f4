package dev.penstock.server.cli;

import dev.penstock.access.ApiKey;
import dev.penstock.access.KeyBook;
import dev.penstock.access.KeyIssue;
import dev.penstock.access.KeyText;
import dev.penstock.access.Scope;
import dev.penstock.server.config.SettingKind;
import dev.penstock.server.terminal.Table;
import dev.penstock.server.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code keys}: the API keys of a data folder. Works on the folder itself, also while a server runs
 * on it: whoever may write there may let others in.
 */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists, makes, rotates and takes back the API keys of a data folder.",
      "Once there is a key, the server asks everybody for one; a running server sees changes within"
          + " a second."
    })
final class KeysCommand implements Callable<Integer> {
  private static final InstantSource CLOCK = InstantSource.system();

  @Mixin KeysFolder folder = new KeysFolder();

  private final Terminal terminal;

  private KeysCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine of(Terminal terminal) {
    var keys = new CommandLine(new KeysCommand(terminal));
    keys.addSubcommand(new Create(terminal));
    keys.addSubcommand(new Rotate(terminal));
    keys.addSubcommand(new Revoke(terminal));
    return keys;
  }

  @Override
  public Integer call() throws IOException {
    List<ApiKey> keys = folder.existing(terminal, List.of(), book -> book.list(Optional.empty()));
    if (keys.isEmpty()) {
      terminal
          .out()
          .printf(
              "There are no keys in '%s'; whoever reaches its server may do everything.%n",
              folder.path(terminal));
      return ExitCode.DONE.status();
    }
    var table = Table.of("key", "tenant", "name", "scopes", "created", "last used", "state");
    Instant now = CLOCK.instant();
    for (ApiKey key : keys) {
      table.row(
          key.id(),
          key.tenant(),
          key.name(),
          key.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(",")),
          key.life().created().toString(),
          key.life().used().map(Instant::toString).orElse("never"),
          state(key, now));
    }
    table.lines().forEach(terminal.out()::println);
    return ExitCode.DONE.status();
  }

  private static String state(ApiKey key, Instant now) {
    if (key.life().revoked().isPresent()) {
      return "taken back";
    }
    String end = key.life().expires().map(Instant::toString).orElse("");
    if (!key.good(now)) {
      return "ended " + end;
    }
    return end.isEmpty() ? "good" : "good until " + end;
  }

  private static int show(Terminal terminal, KeyText text, Path folder) {
    terminal.out().println(text.reveal());
    terminal
        .err()
        .printf("A key of the server on '%s'. This is the only time it is shown.%n", folder);
    return ExitCode.DONE.status();
  }

  private static ApiKey find(KeyBook book, String id) throws IOException {
    return book.get(id).orElseThrow(() -> unknown(id));
  }

  private static Complaint unknown(String id) {
    return new Complaint(
        ExitCode.USAGE, "There is no key '%s'; penstock keys lists them.".formatted(id));
  }

  /** {@code keys create}. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Makes a key and prints it, once.")
  static final class Create implements Callable<Integer> {
    @Option(
        names = "--scope",
        required = true,
        split = ",",
        paramLabel = "SCOPE",
        description = "What it allows: submit, read, operate, admin. Several: with commas.")
    List<String> scopes = List.of();

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        defaultValue = "default",
        description = "Whose jobs its holder sees. Default: default.")
    String tenant = "default";

    @Option(names = "--name", paramLabel = "NAME", description = "What you call it.")
    String name = "";

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "How long it is good, as ISO 8601: P90D. Default: for ever.")
    @Nullable String expires;

    @Mixin KeysFolder folder = new KeysFolder();

    private final Terminal terminal;

    Create(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      if (!ApiKey.isTenant(tenant)) {
        throw new Complaint(
            ExitCode.USAGE,
            "--tenant '%s': expected up to 32 of a-z 0-9, with single - between them"
                .formatted(tenant));
      }
      var wish = new KeyIssue.Wish(tenant, name, scopes(), end());
      KeyText text = folder.with(terminal, book -> new KeyIssue(book, CLOCK).make(wish));
      return show(terminal, text, folder.path(terminal));
    }

    private Set<Scope> scopes() {
      var known = new HashSet<Scope>();
      for (String word : scopes) {
        known.add(
            Scope.of(word.strip())
                .orElseThrow(
                    () ->
                        new Complaint(
                            ExitCode.USAGE,
                            "--scope '%s': expected %s"
                                .formatted(word, String.join(", ", Scope.words())))));
      }
      return known;
    }

    private Optional<Instant> end() {
      if (expires == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(CLOCK.instant().plus(Duration.parse(expires)));
      } catch (DateTimeParseException e) {
        throw new Complaint(
            ExitCode.USAGE,
            "--expires '%s': expected a %s".formatted(expires, SettingKind.DURATION.label()),
            e);
      }
    }
  }

  /** {@code keys rotate}. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Makes a key of the same kind and prints it; the one before ends after a day.")
  static final class Rotate implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The id of the key.")
    String id = "";

    @Mixin KeysFolder folder = new KeysFolder();

    private final Terminal terminal;

    Rotate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      KeyText text =
          folder
              .existing(
                  terminal,
                  Optional.<KeyText>empty(),
                  book -> Optional.of(new KeyIssue(book, CLOCK).rotate(find(book, id))))
              .orElseThrow(() -> unknown(id));
      return show(terminal, text, folder.path(terminal));
    }
  }

  /** {@code keys revoke}. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Takes a key back, for good.")
  static final class Revoke implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The id of the key.")
    String id = "";

    @Mixin KeysFolder folder = new KeysFolder();

    private final Terminal terminal;

    Revoke(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
      boolean found =
          folder.existing(
              terminal,
              false,
              book -> {
                book.revoke(find(book, id).id(), CLOCK.instant());
                return true;
              });
      if (!found) {
        throw unknown(id);
      }
      terminal.out().println("Key %s opens nothing any more.".formatted(id));
      return ExitCode.DONE.status();
    }
  }
}
