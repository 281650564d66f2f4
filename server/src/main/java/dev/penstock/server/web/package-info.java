/** The words of the HTTP API: exchanges, replies, problems, headers and JSON. */
@NullMarked
package dev.penstock.server.web;

import org.jspecify.annotations.NullMarked;
