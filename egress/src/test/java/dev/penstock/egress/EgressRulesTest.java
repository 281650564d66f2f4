package dev.penstock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.job.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "4000::1"
      })
  void whatIsNotPublicIsRefused(String address) throws UnknownHostException {
    assertThat(EgressRules.PUBLIC.problemAt(InetAddress.ofLiteral(address), 443))
        .map(Problem::code)
        .contains("egress.address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.1.1.1",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1"
      })
  void whatIsPublicIsNot(String address) throws UnknownHostException {
    assertThat(EgressRules.PUBLIC.problemAt(InetAddress.ofLiteral(address), 443)).isEmpty();
  }

  @Test
  void publicAddressesAreReachedAtTheUsualPortsOnly() throws UnknownHostException {
    assertThat(EgressRules.PUBLIC.problemAt(InetAddress.ofLiteral("1.1.1.1"), 6379))
        .map(Problem::code)
        .contains("egress.port");
  }

  @Test
  void anAllowedNetworkIsReachedAtAnyPortAndItsNeighbourIsNot() throws UnknownHostException {
    EgressRules rules =
        EgressRules.PUBLIC.allowing(List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00:1::/32")));
    assertThat(rules.problemAt(InetAddress.ofLiteral("10.1.255.255"), 8080)).isEmpty();
    assertThat(rules.problemAt(InetAddress.ofLiteral("fd00:1::9"), 8080)).isEmpty();
    assertThat(rules.problemAt(InetAddress.ofLiteral("10.2.0.0"), 443)).isPresent();
    assertThat(rules.problemAt(InetAddress.ofLiteral("fd00:2::9"), 443)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.com/, egress.scheme",
    "file:///etc/passwd, egress.scheme",
    "/relative, egress.scheme",
    "http:///nohost, egress.url",
    "http://user:secret@example.com/, egress.url",
    "http://example.com/#part, egress.url",
    "http://127.0.0.1/, egress.address",
    "http://[::1]/, egress.address",
    "http://[::ffff:127.0.0.1]/, egress.address",
    "http://1.1.1.1:22/, egress.port",
  })
  void aUrlThatCannotBeCalledIsToldWhenItIsGiven(String uri, String code) {
    assertThat(EgressRules.PUBLIC.problemWith(URI.create(uri))).map(Problem::code).contains(code);
  }

  @Test
  void plainHttpMayBeForbidden() {
    var strict = new EgressRules(List.of(), Set.of(443), true);
    assertThat(strict.problemWith(URI.create("http://example.com/"))).isPresent();
    assertThat(strict.problemWith(URI.create("https://example.com/a?b=c"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com", "1.2.3"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeHoldsJustTheAddressesWithItsLeadingBits() throws UnknownHostException {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      address[0] = 0x20;
      int bits = address.length * 8;
      int prefix = random.nextInt(bits + 1);
      Cidr range = Cidr.parse(InetAddress.getByAddress(address).getHostAddress() + "/" + prefix);
      int flipped = random.nextInt(bits);
      byte[] other = address.clone();
      other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));
      assertThat(range.contains(InetAddress.getByAddress(address))).isTrue();
      assertThat(range.contains(InetAddress.getByAddress(other)))
          .as("%s/%d, bit %d", HexFormat.of().formatHex(address), prefix, flipped)
          .isEqualTo(flipped >= prefix);
    }
  }
}
