/** What runs inside a worker process that is a JVM: it has a stage and a pipe, and nothing else. */
@NullMarked
package dev.penstock.runtime.child;

import org.jspecify.annotations.NullMarked;
