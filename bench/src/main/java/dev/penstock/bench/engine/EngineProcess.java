package dev.penstock.bench.engine;

import dev.penstock.bench.course.Course;
import dev.penstock.bench.course.Length;
import dev.penstock.bench.course.Runs;
import dev.penstock.bench.course.Tell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One measure on one engine, in a process of its own: {@code EngineProcess sqlite verbs FOLDER}.
 */
final class EngineProcess {
  private EngineProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    EngineUnderTest engine = EngineUnderTest.named(args[0]);
    run(Measure.valueOf(args[1].toUpperCase(Locale.ROOT)), engine.opener(), Path.of(args[2]));
    Tell.phase("end");
    System.exit(0);
  }

  private static void run(Measure measure, Opener opener, Path folder)
      throws IOException, InterruptedException {
    switch (measure) {
      case VERBS -> {
        try (OpenEngine open = opener.open(folder.resolve("submits"))) {
          SubmitRate.measure(open.engine());
        }
        try (OpenEngine open = opener.open(folder.resolve("transitions"))) {
          TransitionRate.measure(open.engine());
        }
      }
      case COURSE -> {
        var runs = new Runs();
        try (OpenEngine open = opener.open(folder.resolve("engine"));
            var subject = new HostSubject(open, folder, runs)) {
          new Course(subject, runs, Length.FULL).run();
        }
      }
      case IDLE -> IdleHost.measure(opener, folder);
      case DEEP -> DeepQueue.measure(opener, folder);
    }
  }
}
