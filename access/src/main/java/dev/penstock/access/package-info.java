/** Who may do what: API keys with scopes and a tenant each, and the log of who did what. */
@NullMarked
package dev.penstock.access;

import org.jspecify.annotations.NullMarked;
