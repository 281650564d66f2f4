package dev.penstock.server;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, for all modules. They know no exceptions. */
class HouseRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("penstock.root"));
  private static final Set<String> OTHERS_FOLDERS = Set.of("target", ".git", "node_modules");

  private static final Pattern BANNED_NAME =
      Pattern.compile("Abstract[A-Z].*|.*(Impl|Manager|Helpers?|Utils?)");
  private static final Pattern BANNED_PACKAGE =
      Pattern.compile(".*[./](utils?|helpers?|common|misc|impl)([./].*)?");
  private static final Pattern BANNED_IN_TESTS =
      Pattern.compile("\\.sleep\\(|[@]Disabled\\b|[Mm]ockito\\b|\\bassum(ing|e)[A-Z]\\w*\\(");
  private static final Pattern BROAD_CATCH =
      Pattern.compile("\\bcatch \\((final )?([\\w.]+ \\| )*(Exception|Throwable)\\b.*");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("public (?:[a-z-]+ )*(class|interface|record|enum|@interface) .*");

  private static List<Source> sources = List.of();
  private static JavaClasses classes;

  /** A source file: its path from the root, with slashes, and its lines. */
  private record Source(String path, List<String> lines) {
    boolean isMain() {
      return path.contains("/src/main/java/");
    }

    /** Test code, wherever it lies. */
    boolean tests() {
      return path.contains("/src/test/java/") || path.startsWith("testkit/");
    }

    String folder() {
      return path.substring(0, path.lastIndexOf('/'));
    }

    String name() {
      return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }

    /** The places, as {@code path:line}, where a line with this number (from 0) is at fault. */
    Stream<String> places(Predicate<Integer> fault) {
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
          .filter(fault)
          .map(i -> path + ":" + (i + 1) + ": " + lines.get(i).strip());
    }
  }

  @BeforeAll
  static void readEverything() throws IOException {
    var found = new ArrayList<Source>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return OTHERS_FOLDERS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = ROOT.relativize(file).toString().replace('\\', '/');
            if (path.endsWith(".java") && path.contains("src/")) {
              found.add(new Source(path, Files.readAllLines(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    sources = List.copyOf(found);
    classes = new ClassFileImporter().importPackages("dev.penstock");
  }

  @Test
  void theRulesSeeTheCode() {
    assertThat(sources)
        .extracting(Source::path)
        .contains("core/src/main/java/dev/penstock/job/Job.java");
    assertThat(classes).extracting(JavaClass::getName).contains("dev.penstock.job.Job");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.penstock.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(sources)
        .extracting(Source::name)
        .noneMatch(name -> BANNED_NAME.matcher(name).matches());
    assertThat(sources)
        .extracting(Source::folder)
        .noneMatch(folder -> BANNED_PACKAGE.matcher(folder).matches());
    assertThat(classes)
        .extracting(JavaClass::getSimpleName)
        .noneMatch(name -> BANNED_NAME.matcher(name).matches());
  }

  @Test
  void everyPackageIsExplainedAndNullMarked() {
    List<String> explained =
        sources.stream()
            .filter(source -> source.name().equals("package-info"))
            .filter(source -> source.lines().getFirst().startsWith("/**"))
            .filter(source -> source.lines().contains("@NullMarked"))
            .map(Source::folder)
            .toList();
    assertThat(sources.stream().filter(Source::isMain).map(Source::folder).distinct())
        .isSubsetOf(explained);
  }

  @Test
  void filesAreShort() {
    assertThat(sources)
        .allSatisfy(
            source ->
                assertThat(source.lines().size())
                    .as(source.path())
                    .isLessThanOrEqualTo(source.tests() ? 800 : 500));
  }

  @Test
  void testsNeitherSleepNorSkipNorMock() {
    assertThat(sources.stream().filter(Source::tests))
        .flatExtracting(
            source ->
                source.places(i -> BANNED_IN_TESTS.matcher(source.lines().get(i)).find()).toList())
        .isEmpty();
  }

  @Test
  void broadCatchesSayWhy() {
    assertThat(sources)
        .flatExtracting(
            source ->
                source
                    .places(
                        i ->
                            BROAD_CATCH.matcher(source.lines().get(i)).find()
                                && !source.lines().get(i).contains("// why: ")
                                && !source.lines().get(Math.max(0, i - 1)).contains("// why: "))
                    .toList())
        .isEmpty();
  }

  @Test
  void publicTypesAreDocumented() {
    assertThat(sources)
        .flatExtracting(
            source ->
                source
                    .places(
                        i ->
                            PUBLIC_TYPE.matcher(source.lines().get(i)).matches()
                                && !source.tests()
                                && !followsJavadoc(source.lines(), i))
                    .toList())
        .isEmpty();
  }

  /** Between the two there may be annotations, also over several lines. */
  private static boolean followsJavadoc(List<String> lines, int declaration) {
    for (int i = declaration - 1; i >= 0; i--) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("import ") || line.startsWith("package ")) {
        return false;
      }
      if (line.endsWith("*/")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void interfacesAreSmall() {
    assertThat(classes.stream().filter(JavaClass::isInterface))
        .allSatisfy(
            type ->
                assertThat(type.getMethods().stream().filter(HouseRulesTest::isOwn))
                    .as(type.getName())
                    .hasSizeLessThanOrEqualTo(8));
  }

  /** Its own: not made by the compiler, and not a narrower {@code close} of a larger interface. */
  private static boolean isOwn(JavaMethod method) {
    String[] parameters =
        method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return !method.getModifiers().contains(JavaModifier.SYNTHETIC)
        && !method.getModifiers().contains(JavaModifier.PRIVATE)
        && method.getOwner().getAllRawInterfaces().stream()
            .noneMatch(above -> above.tryGetMethod(method.getName(), parameters).isPresent());
  }
}
