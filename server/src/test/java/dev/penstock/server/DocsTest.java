package dev.penstock.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds every Markdown page of the repository to what it says of other files. */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  private static final Pattern LINK =
      Pattern.compile("!?\\[([^\\]\\n]*)\\]\\(([^)\\s]+)\\)", Pattern.DOTALL);
  private static final Pattern CLASS_NAME = Pattern.compile("`?([A-Z]\\w+)`?");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final int LONGEST_DECISION = 40;

  private static final List<Link> LINKS = new ArrayList<>();

  /** A link that points into the repository. */
  private record Link(Path page, String text, String target) {
    /** The file that is pointed at. */
    Path file() {
      String path = target.split("#", 2)[0];
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    String anchor() {
      return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
    }

    @Override
    public String toString() {
      return "%s: [%s](%s)".formatted(ROOT.relativize(page), text, target);
    }
  }

  @BeforeAll
  static void readPages() throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean others =
                List.of("target", "node_modules").contains(name)
                    || (name.startsWith(".") && !folder.equals(ROOT));
            return others ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".md")) {
              readLinks(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void readLinks(Path page) throws IOException {
    String text = FENCED.matcher(Files.readString(page)).replaceAll("");
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      if (!link.group(2).matches("[a-z]+:.*")) {
        LINKS.add(new Link(page, link.group(1), link.group(2)));
      }
    }
  }

  @Test
  void thePagesWereFound() {
    assertThat(LINKS)
        .extracting(link -> ROOT.relativize(link.page()).toString())
        .contains("README.md", "CONTRIBUTING.md", "docs/architecture.md");
  }

  @Test
  void noLinkIsDead() {
    assertThat(LINKS).allSatisfy(link -> assertThat(link.file()).as(link.toString()).exists());
  }

  @Test
  void noLinkLeavesTheRepository() {
    assertThat(LINKS)
        .allSatisfy(link -> assertThat(link.file()).as(link.toString()).startsWith(ROOT));
  }

  @Test
  void everyAnchorIsAHeading() throws IOException {
    for (Link link : LINKS) {
      if (!link.anchor().isEmpty() && link.file().toString().endsWith(".md")) {
        Stream<String> headings =
            HEADING
                .matcher(Files.readString(link.file()))
                .results()
                .map(heading -> anchor(heading.group(1)));
        assertThat(headings).as(link.toString()).contains(link.anchor());
      }
    }
  }

  /** As GitHub makes them. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  @Test
  void aClassIsCalledByTheNameOfItsFile() {
    List<Link> classes = LINKS.stream().filter(link -> link.target().endsWith(".java")).toList();
    assertThat(classes).isNotEmpty();
    assertThat(classes)
        .allSatisfy(
            link -> {
              Matcher name = CLASS_NAME.matcher(link.text());
              assertThat(name.matches()).as(link.toString()).isTrue();
              assertThat(link.file().getFileName())
                  .as(link.toString())
                  .hasToString(name.group(1) + ".java");
            });
  }

  @Test
  void decisionsAreShort() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/adr"))) {
      assertThat(pages)
          .isNotEmpty()
          .allSatisfy(
              page ->
                  assertThat(Files.readAllLines(page))
                      .as(page.toString())
                      .hasSizeLessThanOrEqualTo(LONGEST_DECISION));
    }
  }
}
