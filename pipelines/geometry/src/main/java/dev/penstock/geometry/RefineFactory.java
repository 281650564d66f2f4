package dev.penstock.geometry;

import dev.penstock.pipeline.Stage;
import dev.penstock.pipeline.StageFactory;
import java.util.List;

/** Makes the refine stage in a worker process, for the one chunk that it runs at a time. */
public final class RefineFactory implements StageFactory {
  @Override
  public Stage make(List<String> arguments) {
    var settings = GeometrySettings.forMachine(1, Runtime.getRuntime().maxMemory());
    return RefineStage.within(settings, new Headroom(settings.bytesInHand(), 1024));
  }
}
