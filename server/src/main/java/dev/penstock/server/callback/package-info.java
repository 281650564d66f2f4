/** The API of callbacks: subscriptions, their secrets, deliveries and replays. */
@NullMarked
package dev.penstock.server.callback;

import org.jspecify.annotations.NullMarked;
