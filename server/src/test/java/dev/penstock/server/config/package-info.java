/** Tests of settings and their page. */
@NullMarked
package dev.penstock.server.config;

import org.jspecify.annotations.NullMarked;
