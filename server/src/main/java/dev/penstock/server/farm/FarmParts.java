package dev.penstock.server.farm;

import dev.penstock.ndvi.store.FarmBook;
import dev.penstock.ndvi.store.FarmView;
import dev.penstock.ndvi.store.ObservationStore;
import dev.penstock.server.config.SceneSource;

/**
 * What resources of farms stand on.
 *
 * @param scenes where scenes are looked for when nobody says where
 */
public record FarmParts(
    FarmBook book, ObservationStore observations, FarmView view, SceneSource scenes) {}
