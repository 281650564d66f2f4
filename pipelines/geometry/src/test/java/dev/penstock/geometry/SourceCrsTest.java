package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.CollectionMembers;
import dev.penstock.geometry.SourceCrs.Found;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceCrsTest {
  private static final CollectionMembers MERCATOR =
      new CollectionMembers(
          "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::3857\"}}", null);

  @Test
  void aPayloadThatSaysNothingIsInWgs84() {
    assertThat(new SourceCrs(Optional.empty()).of(CollectionMembers.NONE))
        .isEqualTo(new Found.Settled(CrsCode.CRS84));
  }

  @Test
  void theOldCrsMemberIsHonoured() {
    assertThat(new SourceCrs(Optional.empty()).of(MERCATOR))
        .isEqualTo(new Found.Settled(CrsCode.epsg(3857)));
  }

  @Test
  void theMembersOfTheMemberMayStandInAnyOrder() {
    for (String member :
        new String[] {
          "{\"properties\":{\"name\":\"EPSG:3857\"},\"type\":\"name\"}",
          "{\"type\":\"name\",\"properties\":{\"name\":\"http:\\/\\/www.opengis.net\\/def\\/crs\\/EPSG\\/0\\/3857\"}}"
        }) {
      assertThat(new SourceCrs(Optional.empty()).of(new CollectionMembers(member, null)))
          .isEqualTo(new Found.Settled(CrsCode.epsg(3857)));
    }
  }

  @Test
  void theInputWinsOverTheMember() {
    var given = Optional.of(CrsCatalog.standard().get(CrsCode.epsg(32633)));

    assertThat(new SourceCrs(given).of(MERCATOR)).isEqualTo(new Found.Settled(CrsCode.epsg(32633)));
  }

  @Test
  void aMemberBehindTheFeaturesIsRefusedAndNotGuessed() {
    var source = new SourceCrs(Optional.empty());
    source.of(CollectionMembers.NONE);

    assertThat(source.of(MERCATOR))
        .isInstanceOfSatisfying(
            Found.Refused.class, r -> assertThat(r.problem().code()).isEqualTo("crs.late"));
  }

  @Test
  void anUnknownMemberIsRefusedWithTheNearestName() {
    var member =
        new CollectionMembers("{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:99999\"}}", null);

    assertThat(new SourceCrs(Optional.empty()).of(member))
        .isInstanceOfSatisfying(
            Found.Refused.class, r -> assertThat(r.problem().code()).isEqualTo("crs.unknown"));
  }
}
