/** The registry in a SQLite file: what operators set up and the server keeps track of. */
@NullMarked
package dev.penstock.store.embedded.registry;

import org.jspecify.annotations.NullMarked;
