/** The whole plant of one process: data folder, blobs, engine, stores, pipelines, host, HTTP. */
@NullMarked
package dev.penstock.server.plant;

import org.jspecify.annotations.NullMarked;
