/** The API as an OpenAPI 3.1 document. */
@NullMarked
package dev.penstock.server.openapi;

import org.jspecify.annotations.NullMarked;
