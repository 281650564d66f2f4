/** Endpoints that senders of webhooks post to: set up and shown. */
@NullMarked
package dev.penstock.server.webhook;

import org.jspecify.annotations.NullMarked;
