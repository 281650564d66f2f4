/** The pipelines that this server offers, and their declarations over HTTP. */
@NullMarked
package dev.penstock.server.pipeline;

import org.jspecify.annotations.NullMarked;
