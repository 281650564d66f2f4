/**
 * Webhooks that come in: configured endpoints, and whether what comes was signed by their sender.
 */
@NullMarked
package dev.penstock.webhook;

import org.jspecify.annotations.NullMarked;
