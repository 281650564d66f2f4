package dev.penstock.csv;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Reads moments from bytes: a date, then perhaps a time of day, then perhaps an offset from UTC; or
 * a count since 1970. Without an offset it is the local time of a zone. Used by one thread.
 */
public final class MomentField {
  /** What reading came to. */
  public enum Read {
    DONE,
    /** Not a moment in this order. */
    UNREADABLE,
    /** A local time that the zone's clocks leap over. */
    NEVER_WAS
  }

  private static final String[] MONTHS = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
  };
  private static final long DAY = 86_400_000L;
  private static final int NO_OFFSET = Integer.MIN_VALUE;

  private final DateOrder order;
  private final boolean utc;
  private final ZoneRules rules;
  private byte[] bytes = {};
  private int at;
  private int end;
  private long millis;
  private int nanos;
  private boolean broken;
  private boolean zoneless;

  public MomentField(DateOrder order, ZoneId zone) {
    this.order = order;
    this.rules = zone.getRules();
    this.utc =
        rules.isFixedOffset() && rules.getOffset(java.time.Instant.EPOCH).equals(ZoneOffset.UTC);
  }

  /** The moment that was read, in milliseconds since 1970. */
  public long millis() {
    return millis;
  }

  /** Whether what was read names no offset from UTC, and the zone decided which moment it is. */
  public boolean local() {
    return zoneless;
  }

  public Read read(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
    broken = false;
    zoneless = false;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    while (end > at && bytes[end - 1] == ' ') {
      end--;
    }
    if (at == end) {
      return Read.UNREADABLE;
    }
    return order == DateOrder.EPOCH ? epoch() : calendar();
  }

  private Read epoch() {
    long whole = 0;
    int digits = 0;
    while (at < end && digit() && digits < 17) {
      whole = whole * 10 + (bytes[at++] - '0');
      digits++;
    }
    boolean fraction = at < end && bytes[at] == '.';
    if (digits < 9 || (at < end && !fraction)) {
      return Read.UNREADABLE;
    }
    int thousandths = 0;
    if (fraction) {
      at++;
      fraction();
      thousandths = nanos / 1_000_000;
    }
    // Seconds until the year 5138 have 11 digits at most, milliseconds from 1973 on 12 at least.
    millis = digits <= 11 ? whole * 1_000 + thousandths : digits <= 14 ? whole : whole / 1_000;
    return at == end && !broken ? Read.DONE : Read.UNREADABLE;
  }

  private Read calendar() {
    int first = number(4);
    int separator = separator();
    int second = at < end && !digit() ? month() : number(2);
    separator();
    int third = number(4);
    if (broken || separator < 0) {
      return Read.UNREADABLE;
    }
    int year = order == DateOrder.YMD ? first : third;
    int month = order == DateOrder.MDY ? first : second;
    int day =
        switch (order) {
          case YMD -> third;
          case MDY -> second;
          case DMY, EPOCH -> first;
        };
    if (year < 100 && order != DateOrder.YMD) {
      year += 2000;
    }
    if (year < 1900 || year > 9999 || !isDate(year, month, day)) {
      return Read.UNREADABLE;
    }
    return withTime(year, month, day);
  }

  private static boolean isDate(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) {
      return false;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int most =
        switch (month) {
          case 2 -> leap ? 29 : 28;
          case 4, 6, 9, 11 -> 30;
          default -> 31;
        };
    return day <= most;
  }

  private Read withTime(int year, int month, int day) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    nanos = 0;
    int offset = NO_OFFSET;
    if (at < end) {
      if (bytes[at] == ',') {
        at++;
      }
      if (at < end && (bytes[at] == 'T' || bytes[at] == 't' || bytes[at] == ' ')) {
        at++;
      }
      hour = number(2);
      expect(':');
      minute = number(2);
      if (at < end && bytes[at] == ':') {
        at++;
        second = number(2);
        if (at < end && (bytes[at] == '.' || bytes[at] == ',')) {
          at++;
          fraction();
        }
      }
      hour = halfDay(hour);
      offset = offset();
    }
    if (broken || at != end || hour > 23 || minute > 59 || second > 59) {
      return Read.UNREADABLE;
    }
    long local =
        days(year, month, day) * DAY
            + ((hour * 60L + minute) * 60L + second) * 1_000L
            + nanos / 1_000_000;
    zoneless = offset == NO_OFFSET;
    if (utc || offset != NO_OFFSET) {
      millis = local - (offset == NO_OFFSET ? 0 : offset * 60_000L);
      return Read.DONE;
    }
    return inZone(local);
  }

  private Read inZone(long local) {
    try {
      var time =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(local, 1_000L),
              (int) Math.floorMod(local, 1_000L) * 1_000_000,
              ZoneOffset.UTC);
      List<ZoneOffset> offsets = rules.getValidOffsets(time);
      if (offsets.isEmpty()) {
        return Read.NEVER_WAS;
      }
      // An hour that comes twice in autumn: the first one.
      millis = local - offsets.getFirst().getTotalSeconds() * 1_000L;
      return Read.DONE;
    } catch (DateTimeException e) {
      return Read.UNREADABLE;
    }
  }

  /** Days since 1970 of a date in the Gregorian calendar. */
  private static long days(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long ofEra = y - era * 400;
    long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
  }

  private boolean digit() {
    return bytes[at] >= '0' && bytes[at] <= '9';
  }

  private int number(int most) {
    int value = 0;
    int digits = 0;
    while (at < end && digits < most && digit()) {
      value = value * 10 + (bytes[at++] - '0');
      digits++;
    }
    broken |= digits == 0;
    return value;
  }

  private int separator() {
    if (at < end
        && (bytes[at] == '-' || bytes[at] == '/' || bytes[at] == '.' || bytes[at] == ' ')) {
      return bytes[at++];
    }
    broken = true;
    return -1;
  }

  private void expect(char wanted) {
    if (at < end && bytes[at] == wanted) {
      at++;
    } else {
      broken = true;
    }
  }

  private int month() {
    for (int i = 0; i < MONTHS.length; i++) {
      if (word(MONTHS[i])) {
        at += 3;
        while (at < end && (bytes[at] | 0x20) >= 'a' && (bytes[at] | 0x20) <= 'z') {
          at++;
        }
        if (at < end && bytes[at] == ',') {
          at++;
        }
        return i + 1;
      }
    }
    broken = true;
    return 0;
  }

  private boolean word(String lower) {
    if (at + lower.length() > end) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if ((bytes[at + i] | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void fraction() {
    int digits = 0;
    int value = 0;
    while (at < end && digit()) {
      if (digits < 9) {
        value = value * 10 + (bytes[at] - '0');
        digits++;
      }
      at++;
    }
    broken |= digits == 0;
    for (int i = digits; i < 9; i++) {
      value *= 10;
    }
    nanos = value;
  }

  private int halfDay(int hour) {
    int mark = at < end && bytes[at] == ' ' ? at + 1 : at;
    if (mark + 1 >= end || (bytes[mark + 1] | 0x20) != 'm') {
      return hour;
    }
    int half = bytes[mark] | 0x20;
    if (half != 'a' && half != 'p') {
      return hour;
    }
    broken |= hour < 1 || hour > 12;
    at = mark + 2;
    return hour % 12 + (half == 'p' ? 12 : 0);
  }

  /** Minutes east of UTC, where they are said. */
  private int offset() {
    if (at < end && bytes[at] == ' ') {
      at++;
    }
    if (at == end) {
      return NO_OFFSET;
    }
    if (word("utc") || word("gmt")) {
      at += 3;
      return 0;
    }
    if (word("z")) {
      at++;
      return 0;
    }
    int sign = bytes[at] == '-' ? -1 : 1;
    if (bytes[at] != '+' && bytes[at] != '-') {
      broken = true;
      return 0;
    }
    at++;
    int hours = number(2);
    if (at < end && bytes[at] == ':') {
      at++;
    }
    int minutes = at < end ? number(2) : 0;
    broken |= hours > 18 || minutes > 59;
    return sign * (hours * 60 + minutes);
  }
}
