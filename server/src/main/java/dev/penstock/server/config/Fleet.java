package dev.penstock.server.config;

import dev.penstock.engine.redis.RedisSettings;
import dev.penstock.pipeline.Nearest;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageSpec;
import dev.penstock.runtime.HostSettings.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The engine, and the part of the work that this process does on it.
 *
 * @param engine {@code sqlite}, or the URL of a Redis
 * @param stages that run here, as {@code pipeline/stage}; absent: all
 */
public record Fleet(String engine, Role role, Optional<Set<String>> stages) {
  /** The engine in the data folder. */
  public static final String SQLITE = "sqlite";

  /** One process that does everything. */
  public static final Fleet ALONE = new Fleet(SQLITE, Role.ALL, Optional.empty());

  /** What a process is there for. */
  public enum Role {
    /** Everything. */
    ALL,
    /** Takes payloads in and answers; runs the stages that need the store, which is open here. */
    API,
    /** Runs the other stages. */
    WORKER;

    /** Whether the store is open in this process. One process of a data folder has it. */
    public boolean hasStore() {
      return this != WORKER;
    }

    private boolean runs(StageSpec stage) {
      return switch (this) {
        case ALL -> true;
        case API -> stage.atStore();
        case WORKER -> !stage.atStore();
      };
    }
  }

  public Fleet {
    stages = stages.map(Set::copyOf);
    if (engine.equals(SQLITE) && role != Role.ALL) {
      throw new IllegalArgumentException(
          "role = %s needs an engine that several processes share: engine = redis://HOST:PORT"
              .formatted(role.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** The engine without the password that its URL may hold. */
  public String named() {
    return engine.replaceFirst("//[^@/]*@", "//");
  }

  /** The part of a host; whoever has the stores also clears what ended jobs leave in them. */
  public Share share() {
    return new Share(stages, role.hasStore());
  }

  /**
   * Reads what somebody configured.
   *
   * @throws IllegalArgumentException for words that do not fit; the message says what to write
   */
  static Fleet of(String engine, String role, String work, List<Pipeline> pipelines) {
    if (!engine.equals(SQLITE) && !engine.matches("rediss?(-sentinel)?://.+")) {
      throw new IllegalArgumentException(
          "engine = %s: expected sqlite, or redis://HOST:PORT".formatted(engine));
    }
    if (!engine.equals(SQLITE)) {
      RedisSettings.of(engine);
    }
    Role part = role(role);
    var own = new TreeSet<String>();
    var all = new ArrayList<String>();
    for (Pipeline pipeline : pipelines) {
      for (StageSpec stage : pipeline.stages()) {
        all.add(pipeline.name() + "/" + stage.name());
        if (part.runs(stage)) {
          own.add(pipeline.name() + "/" + stage.name());
        }
      }
    }
    Set<String> stages = work.equals("all") ? own : chosen(work, part, own, all);
    boolean everything = stages.size() == all.size();
    return new Fleet(engine, part, everything ? Optional.empty() : Optional.of(stages));
  }

  private static Role role(String text) {
    for (Role role : Role.values()) {
      if (role.name().equalsIgnoreCase(text)) {
        return role;
      }
    }
    throw new IllegalArgumentException("role = %s: expected all, api or worker".formatted(text));
  }

  private static Set<String> chosen(String work, Role role, Set<String> own, List<String> all) {
    var chosen = new TreeSet<String>();
    for (String part : work.split(",", -1)) {
      String stage = part.strip();
      if (!all.contains(stage)) {
        String hint =
            Nearest.to(stage, all)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; there are " + String.join(", ", all));
        throw new IllegalArgumentException("work: there is no stage '" + stage + "'" + hint);
      }
      if (!own.contains(stage)) {
        throw new IllegalArgumentException(
            "work: stage %s does not run in role %s"
                .formatted(stage, role.name().toLowerCase(Locale.ROOT)));
      }
      chosen.add(stage);
    }
    return chosen;
  }
}
