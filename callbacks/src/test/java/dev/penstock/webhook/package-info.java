/** Tests of webhooks that come in. */
@NullMarked
package dev.penstock.webhook;

import org.jspecify.annotations.NullMarked;
