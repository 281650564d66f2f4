package dev.penstock.transactions.lots;

import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;

/**
 * What holds for a whole account.
 *
 * @param perWallet whether each wallet has lots of its own; Section 104 knows no wallets
 * @param zone whose days and years count
 * @param yearStart the day on which a tax year begins; the year is called by that day's
 */
public record Rules(
    Method method, boolean perWallet, MissingBasis missing, ZoneId zone, MonthDay yearStart) {
  /** What a disposal costs that nothing was acquired for. */
  public enum MissingBasis {
    /** Nothing: all of it is gain. */
    ZERO,
    /** What it brought: none of it is gain. */
    MARKET
  }

  /** The day of a moment, counted from 1970: much cheaper than a date, and asked for often. */
  public long epochDay(long at) {
    int offset = zone.getRules().getOffset(Instant.ofEpochMilli(at)).getTotalSeconds();
    return Math.floorDiv(at + offset * 1_000L, 86_400_000L);
  }

  public LocalDate day(long at) {
    return LocalDate.ofEpochDay(epochDay(at));
  }

  /** The tax year of a moment. */
  public int year(long at) {
    LocalDate day = day(at);
    return MonthDay.from(day).isBefore(yearStart) ? day.getYear() - 1 : day.getYear();
  }

  /** Long: held for more than a year, counted from the day after the acquisition. */
  Term term(long acquired, long disposed) {
    long days = epochDay(disposed) - epochDay(acquired);
    if (days < 365) {
      return Term.SHORT;
    }
    return days > 366 || day(disposed).isAfter(day(acquired).plusYears(1)) ? Term.LONG : Term.SHORT;
  }
}
