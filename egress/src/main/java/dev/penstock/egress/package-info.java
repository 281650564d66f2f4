/**
 * The one guarded way out: every request whose address somebody else can choose goes through {@link
 * dev.penstock.egress.OutboundClient}.
 */
@NullMarked
package dev.penstock.egress;

import org.jspecify.annotations.NullMarked;
