/** Penstock inside a program of your own. */
@NullMarked
package dev.penstock.example;

import org.jspecify.annotations.NullMarked;
