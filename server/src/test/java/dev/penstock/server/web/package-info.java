/** Tests of headers, parameters and problems. */
@NullMarked
package dev.penstock.server.web;

import org.jspecify.annotations.NullMarked;
