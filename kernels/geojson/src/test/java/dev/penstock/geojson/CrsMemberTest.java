package dev.penstock.geojson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrsMemberTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"name\",\"properties\":{\"name\":\"http://x/EPSG/0/3857\"}}",
        "{\"properties\":{\"name\":\"http:\\/\\/x\\/EPSG\\/0\\/3857\"},\"type\":\"name\"}",
        "{\"a\":[{\"name\":\"no\"}],\"properties\":{\"name \":1,\"name\":\"http://x/EPSG/0/3857\",\"b\":{}},\"c\":1}",
        " { \"properties\" : { \"n\\u0061me\" : \"http:\\u002f/x/EPSG/0/3857\" } } ",
      })
  void theNameIsFoundWhereverItStands(String member) {
    assertThat(CrsMember.name(member)).contains("http://x/EPSG/0/3857");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "5",
        "\"EPSG:3857\"",
        "{}",
        "{\"name\":\"EPSG:3857\"}",
        "{\"type\":\"link\",\"properties\":{\"href\":\"x\"}}",
        "{\"properties\":{\"name\":3857}}",
        "{\"properties\":[\"name\"]}",
      })
  void whatHasNoNameHasNone(String member) {
    assertThat(CrsMember.name(member)).isEmpty();
  }

  @Test
  void aMemberOfAnyDepthIsRead() {
    String deep = "[".repeat(70) + "]".repeat(70);
    assertThat(CrsMember.name("{\"a\":" + deep + ",\"properties\":{\"name\":\"x\"}}")).isEmpty();
  }
}
