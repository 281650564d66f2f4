/** The API of access: keys and the audit log. */
@NullMarked
package dev.penstock.server.access;

import org.jspecify.annotations.NullMarked;
