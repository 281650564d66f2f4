package dev.penstock.transactions.view;

import dev.penstock.transactions.book.Mark;
import dev.penstock.transactions.book.RowId;
import dev.penstock.transactions.rows.Records.Row;

/** A row with what was found out about it. */
public record Seen(RowId id, Row row, Mark mark) {}
