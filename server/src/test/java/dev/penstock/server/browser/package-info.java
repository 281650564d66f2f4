/** A real browser for tests, driven by the DevTools protocol. */
@org.jspecify.annotations.NullMarked
package dev.penstock.server.browser;
