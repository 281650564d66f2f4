package dev.penstock.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.JobQuery;
import dev.penstock.engine.sqlite.Embedded;
import dev.penstock.job.JobId;
import dev.penstock.job.JobState;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
  @TempDir Path folder;

  @Test
  void theProgramCountsTheWordsOfAFile() throws Exception {
    assertThat(count("one two\n\nthree\n")).isEqualTo("successful: 3 lines, 3 words\n");
  }

  /** Runs the program, always in the same folder; what it prints. */
  private String count(String words) throws Exception {
    Path text = Files.writeString(folder.resolve("text"), words);
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      WordCount.main(new String[] {folder.resolve("data").toString(), text.toString()});
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSecondRunInTheSameFolderIsAsRightAsTheFirst() throws Exception {
    assertThat(count("a b c\nd e\nf\n")).isEqualTo("successful: 3 lines, 6 words\n");
    assertThat(count("one\n")).isEqualTo("successful: 1 lines, 1 words\n");
    assertThat(count("a b c\nd e\nf\n")).isEqualTo("successful: 3 lines, 6 words\n");
    try (Embedded penstock = Embedded.open(folder.resolve("data"))) {
      assertThat(penstock.engine().log().jobs(JobQuery.newest("default", 10)))
          .as("the same text is the same job")
          .hasSize(2);
    }
  }

  @Test
  void whatWasSubmittedGoesOnWhenTheFolderIsOpenedAgain() throws Exception {
    Pipeline words = new WordCount(folder.resolve("counts")).pipeline();
    JobId job;
    try (Embedded penstock = Embedded.open(folder)) {
      job = penstock.submit(words, "a b c".getBytes(StandardCharsets.UTF_8));
    }
    try (Embedded penstock = Embedded.open(folder, words)) {
      assertThat(penstock.ended(job, Duration.ofSeconds(30)).orElseThrow().state())
          .isEqualTo(JobState.SUCCESSFUL);
    }
    assertThat(folder.resolve("counts/" + job + "-total")).hasContent("3");
  }

  @Test
  void aTextWithoutAnyLineHasNoWords() throws Exception {
    assertThat(count("")).isEqualTo("successful: 0 lines, 0 words\n");
  }

  @Test
  void aServerFindsTheSamePipelineInTheJar() {
    assertThat(ServiceLoader.load(PipelineSource.class).stream().toList())
        .singleElement()
        .satisfies(source -> assertThat(source.get().pipelines(folder)).hasSize(1));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theProgramIsAsShortAsWePromise() throws IOException {
    Path source = Path.of("src/main/java/dev/penstock/example/WordCount.java");
    assertThat(Files.readAllLines(source)).hasSizeLessThan(60);
  }
}
