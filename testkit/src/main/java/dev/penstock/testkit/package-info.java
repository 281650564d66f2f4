/** What tests of several modules share: a clock they move, and how long they run. */
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
