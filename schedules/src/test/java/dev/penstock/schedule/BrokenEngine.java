package dev.penstock.schedule;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** An engine that cannot be reached while a test says so. */
final class BrokenEngine {
  private BrokenEngine() {}

  static Engine over(Engine engine, AtomicBoolean broken) {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              if (broken.get()) {
                throw new EngineUnavailableException("no disk", new IllegalStateException());
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
