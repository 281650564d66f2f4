/** Result files: CSV that spreadsheets open without harm, and a report in JSON. */
@NullMarked
package dev.penstock.transactions.export;

import org.jspecify.annotations.NullMarked;
