package dev.penstock.egress;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * A range of addresses, {@code 10.0.0.0/8} or {@code fd00::/8}; an address alone is a range of one.
 *
 * @param network the first address, as hex: bits behind the prefix are zero
 * @param prefix how many leading bits count
 */
public record Cidr(String network, int prefix) {
  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException when it is none; the text says what one looks like
   */
  public static Cidr parse(String text) {
    String[] parts = text.strip().split("/", 2);
    // Java also reads 10.1 as 10.0.0.1, which is seldom what was meant.
    if (parts[0].indexOf(':') < 0 && !parts[0].matches("[0-9]+(\\.[0-9]+){3}")) {
      throw refused(text);
    }
    try {
      byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
      int prefix = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
      if (prefix >= 0 && prefix <= address.length * 8) {
        return new Cidr(HexFormat.of().formatHex(masked(address, prefix)), prefix);
      }
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "'%s' is no range of addresses: expected one such as 10.1.0.0/16 or fd00::/8"
            .formatted(text));
  }

  /** Whether the address lies in the range; an IPv4 address never lies in an IPv6 range. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length * 2 == network.length()
        && HexFormat.of().formatHex(masked(bytes, prefix)).equals(network);
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = new byte[address.length];
    for (int bit = 0; bit < prefix; bit++) {
      masked[bit / 8] |= (byte) (address[bit / 8] & (0x80 >> (bit % 8)));
    }
    return masked;
  }
}
