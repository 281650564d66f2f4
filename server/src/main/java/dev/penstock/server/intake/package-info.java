/** Takes payloads in: checks before the body, streams it to where it belongs, submits the job. */
@NullMarked
package dev.penstock.server.intake;

import org.jspecify.annotations.NullMarked;
