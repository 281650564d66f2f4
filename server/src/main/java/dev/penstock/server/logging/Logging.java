package dev.penstock.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Sets up Logback in code, because reading its XML costs more than the rest of a short command.
 * Lines go to standard error: warnings only, unless a server asks for more. Found by Logback
 * through {@code META-INF/services}.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String LINE = "%date{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{full}";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    // It complains of each try to connect again, five a second; the engine says that it is away.
    context.getLogger("io.lettuce").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Shows what a server does: our own lines from INFO on, everybody else's from WARN on. */
  public static void forServer() {
    level(Level.INFO);
  }

  /** Shows everything of our own. */
  public static void verbose() {
    level(Level.DEBUG);
  }

  private static void level(Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("dev.penstock").setLevel(level);
    }
  }
}
