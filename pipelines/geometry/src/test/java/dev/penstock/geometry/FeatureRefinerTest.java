package dev.penstock.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.crs.Crs;
import dev.penstock.crs.CrsCatalog;
import dev.penstock.crs.CrsCode;
import dev.penstock.geojson.FeatureReader;
import dev.penstock.geojson.FeatureSpan;
import dev.penstock.geojson.FlatGeometry;
import dev.penstock.geojson.ReadLimits;
import dev.penstock.geometry.GeometryInputs.OnInvalid;
import dev.penstock.geometry.store.Bounds;
import dev.penstock.pipeline.Reject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

class FeatureRefinerTest {
  private static final Crs WGS84 = CrsCatalog.crs84();
  private static final Crs MERCATOR = CrsCatalog.standard().get(CrsCode.epsg(3857));
  private static final String BOWTIE = "[[[0,0],[2,2],[2,0],[0,2],[0,0]]]";

  @Test
  void aValidFeatureLeavesWithItsOwnCoordinatesIdAndProperties() throws Exception {
    var kept =
        kept(
            """
            {"type":"Feature","id":"ä\\u00e9","properties":{"n":1.10,"b":[ 1 ]},
             "geometry":{"type":"Polygon","coordinates":[[[0.1,0.2],[1.3,0.2],[1.3,1.4],[0.1,0.2]]]}}""",
            inputs(OnInvalid.REPAIR, 1000));

    assertThat(kept.repaired()).isFalse();
    assertThat(kept.id()).isEqualTo("\"ä\\u00e9\"");
    assertThat(text(kept.properties()))
        .isEqualTo("{\"n\":1.10,\"b\":[ 1 ]}");
    assertThat(geometry(kept).toText()).isEqualTo("POLYGON ((0.1 0.2, 1.3 0.2, 1.3 1.4, 0.1 0.2))");
    assertThat(bounds(kept)).isEqualTo(new Bounds(0.1, 0.2, 1.3, 1.4));
  }

  @Test
  void aBowtieIsRepairedIntoTwoTriangles() throws Exception {
    var kept = kept(polygon(BOWTIE), inputs(OnInvalid.REPAIR, 1000));

    assertThat(kept.repaired()).isTrue();
    assertThat(geometry(kept).isValid()).isTrue();
    assertThat(geometry(kept).getNumGeometries()).isEqualTo(2);
    assertThat(geometry(kept).getArea()).isEqualTo(2.0, within(1e-12));
  }

  @Test
  void aBowtieIsRejectedWithThePlaceOfItsCrossingWhenRepairIsNotWanted() throws Exception {
    Reject reject = refused(polygon(BOWTIE), inputs(OnInvalid.REJECT, 1000));

    assertThat(reject.problem().code()).isEqualTo("geometry.self_intersection");
    assertThat(reject.place().x()).isEqualTo(1.0);
    assertThat(reject.place().y()).isEqualTo(1.0);
    assertThat(Objects.requireNonNull(reject.original()).length())
        .isEqualTo(polygon(BOWTIE).length());
  }

  @Test
  void anInvalidFeatureBeyondTheVertexBudgetIsRejectedByItsOwnCode() throws Exception {
    Reject reject = refused(polygon(BOWTIE), inputs(OnInvalid.REPAIR, 4));

    assertThat(reject.problem().code()).isEqualTo("geometry.repair_budget");
    assertThat(reject.problem().detail()).contains("5 vertices").contains("repair-vertices");
  }

  @Test
  void aValidFeatureBeyondTheVertexBudgetPasses() throws Exception {
    assertThat(kept(polygon("[[[0,0],[1,0],[1,1],[0,0]]]"), inputs(OnInvalid.REPAIR, 0)).repaired())
        .isFalse();
  }

  @Test
  void anOpenRingIsClosedAndCountsAsRepaired() throws Exception {
    var kept = kept(polygon("[[[0,0],[1,0],[1,1],[0,1]]]"), inputs(OnInvalid.REPAIR, 1000));

    assertThat(kept.repaired()).isTrue();
    assertThat(geometry(kept).toText()).isEqualTo("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
  }

  @Test
  void anOpenRingIsRejectedWhenRepairIsNotWanted() throws Exception {
    Reject reject = refused(polygon("[[[0,0],[1,0],[1,1],[0,1]]]"), inputs(OnInvalid.REJECT, 1000));

    assertThat(reject.problem().code()).isEqualTo("geojson.ring_not_closed");
  }

  @Test
  void coordinatesAreTransformedAlsoInARepairedFeature() throws Exception {
    var kept = kept(polygon(BOWTIE), inputs(OnInvalid.REPAIR, 1000), WGS84, MERCATOR);

    Coordinate last = geometry(kept).getEnvelope().getCoordinates()[2];
    assertThat(last.x).isEqualTo(222638.98158654713, within(1e-6));
    assertThat(last.y).isEqualTo(222684.20850554405, within(1e-6));
    assertThat(bounds(kept).maxX()).isEqualTo(last.x);
  }

  @Test
  void aPositionWithoutAnImageRejectsTheFeature() throws Exception {
    Reject reject =
        refused(
            "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,90]}}",
            inputs(OnInvalid.REPAIR, 1000),
            MERCATOR);

    assertThat(reject.problem().code()).isEqualTo("crs.outside");
  }

  @Test
  void aFeatureWithoutAGeometryPassesWithoutBounds() throws Exception {
    var kept =
        kept(
            "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}",
            inputs(OnInvalid.REPAIR, 1000));

    assertThat(kept.geometry()).isNull();
  }

  @Test
  void brokenJsonIsRejectedWithItsTextAndPlace() throws Exception {
    Reject reject =
        refused("{\"type\":\"Feature\",\"properties\":{\"a\" 1}}", inputs(OnInvalid.REPAIR, 1000));

    assertThat(reject.problem().code()).isEqualTo("json.syntax");
    assertThat(Objects.requireNonNull(reject.original()).json()).isFalse();
  }

  @Test
  void heightsSurviveInValidAndInRepairedFeatures() throws Exception {
    var valid =
        kept(
            "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[0,0,5],[1,1,6]]}}",
            inputs(OnInvalid.REPAIR, 1000));

    assertThat(geometry(valid).getCoordinates()[1].getZ()).isEqualTo(6.0);
    var repaired =
        kept(polygon("[[[0,0,7],[2,2,7],[2,0,7],[0,2,7],[0,0,7]]]"), inputs(OnInvalid.REPAIR, 99));
    assertThat(repaired.repaired()).isTrue();
    assertThat(geometry(repaired).getNumGeometries()).isEqualTo(2);
    assertThat(geometry(repaired).getCoordinates()).allMatch(c -> c.getZ() == 7.0);
  }

  @Test
  void aPolygonThatBreaksJtsIsARejectOfItsOwn() throws Exception {
    var mender =
        new PolygonMender(
            inputs(OnInvalid.REPAIR, 1000),
            new Headroom(1_000, 1),
            new JtsRung(
                geometry -> {
                  throw new NullPointerException("as JTS does");
                }));

    Validity made =
        mender.mend(geometryOf(polygon("[[[0,0,7],[2,2,7],[2,0,7],[0,2,7],[0,0,7]]]")));

    assertThat(made)
        .isInstanceOfSatisfying(
            Validity.Invalid.class,
            invalid -> {
              assertThat(invalid.problem().code()).isEqualTo("geometry.repair_failed");
              assertThat(invalid.problem().detail()).contains("NullPointerException");
              assertThat(invalid.x()).isEqualTo(1.0);
            });
  }

  @Test
  void anOrdinateOfAPolygonBeyondAllMeasureIsARejectAndNoBug() throws Exception {
    Reject reject =
        refused(
            polygon(
                "[[[-1e308,-1e308,1],[0,-1e308,0],[1e308,-1e308,6],[0,0,1],[0,1e308,1],[-1e308,-1e308,1]]]"),
            inputs(OnInvalid.REPAIR, 1000));

    assertThat(reject.problem().code()).isEqualTo("geometry.ordinate_range");
    assertThat(reject.problem().detail()).contains("1e150");
    assertThat(
            refused(
                    polygon("[[[-1e308,-1e308],[1e308,1e308],[1e308,-1e308],[-1e308,-1e308]]]"),
                    inputs(OnInvalid.REPAIR, 1000))
                .problem()
                .code())
        .isEqualTo("geometry.ordinate_range");
  }

  @Test
  void anInterruptEndsACheckAndIsNoVerdict() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> refine(polygon(BOWTIE), inputs(OnInvalid.REPAIR, 1000), WGS84, WGS84))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aPolygonWithHeightsThatIsTooLargeForJtsIsNotToldOfSettings() throws Exception {
    var ring = new StringBuilder("[[[0,0,1],[2,2,1],[2,0,1]");
    for (int i = 0; i < 120_000; i++) {
      ring.append(",[").append(-i).append(',').append(-2 - i % 2).append(",1]");
    }
    Reject reject =
        refused(polygon(ring.append(",[0,2,1],[0,0,1]]]").toString()), 1_000_000_000);

    assertThat(reject.problem().code()).isEqualTo("geometry.repair_budget");
    assertThat(reject.problem().detail())
        .contains("heights", "100,000", "whatever the settings")
        .doesNotContain("repair-vertices");
  }

  @Test
  void ofACollectionOnlyThePolygonsAreRepaired() throws Exception {
    var kept =
        kept(
            collection(
                "{\"type\":\"LineString\",\"coordinates\":[[5,5],[5,5]]}",
                "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Polygon\",\"coordinates\":"
                    + BOWTIE
                    + "}]}",
                "{\"type\":\"Point\",\"coordinates\":[7,8]}"),
            inputs(OnInvalid.REPAIR, 1000),
            WGS84,
            MERCATOR);

    assertThat(kept.repaired()).isTrue();
    Geometry made = geometry(kept);
    assertThat(made.getNumGeometries()).isEqualTo(3);
    assertThat(made.getGeometryN(0).getNumPoints()).isEqualTo(2);
    assertThat(made.getGeometryN(1).getGeometryN(0).isValid()).isTrue();
    assertThat(made.getGeometryN(1).getGeometryN(0).getNumGeometries()).isEqualTo(2);
    assertThat(made.getGeometryN(2).getCoordinate().x).isEqualTo(779236.4355529151, within(1e-6));
  }

  @Test
  void aMemberOfACollectionThatARepairLeavesNothingOfRejectsTheFeature() throws Exception {
    Reject reject =
        refused(
            collection(
                "{\"type\":\"Point\",\"coordinates\":[7,8]}",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[2,2],[0,0]]]}"),
            inputs(OnInvalid.REPAIR, 1000));

    assertThat(reject.problem().code()).isEqualTo("geometry.repair_empty");
  }

  private static String collection(String... members) {
    return "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
        + String.join(",", members)
        + "]}}";
  }

  private static FlatGeometry geometryOf(String json) {
    byte[] feature = json.getBytes(StandardCharsets.UTF_8);
    return new FeatureReader(ReadLimits.DEFAULT).read(feature, 0, feature.length, 0, 0).geometry();
  }

  private static Reject refused(String json, int headroom) throws Exception {
    byte[] feature = json.getBytes(StandardCharsets.UTF_8);
    var refiner =
        new FeatureRefiner(
            inputs(OnInvalid.REPAIR, headroom),
            WGS84,
            WGS84,
            new ColumnTally(),
            new Headroom(headroom, 1));
    var span = new FeatureSpan(0, feature.length, 0, 0);
    return ((Refined.Refused) refiner.refine(feature, 0, span)).reject();
  }

  private static String polygon(String coordinates) {
    return "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
        + coordinates
        + "}}";
  }

  private static GeometryInputs inputs(OnInvalid onInvalid, long budget) {
    return new GeometryInputs(Optional.empty(), Optional.empty(), onInvalid, budget, 1_000_000);
  }

  private static Refined.Kept kept(String json, GeometryInputs inputs) throws Exception {
    return kept(json, inputs, WGS84, WGS84);
  }

  private static Refined.Kept kept(String json, GeometryInputs inputs, Crs from, Crs to)
      throws Exception {
    return (Refined.Kept) refine(json, inputs, from, to);
  }

  private static Reject refused(String json, GeometryInputs inputs) throws Exception {
    return refused(json, inputs, WGS84);
  }

  private static Reject refused(String json, GeometryInputs inputs, Crs to) throws Exception {
    return ((Refined.Refused) refine(json, inputs, WGS84, to)).reject();
  }

  /** The feature lies behind some other bytes, as it does in a chunk. */
  private static Refined refine(String json, GeometryInputs inputs, Crs from, Crs to)
      throws Exception {
    byte[] feature = json.getBytes(StandardCharsets.UTF_8);
    byte[] chunk = new byte[feature.length + 7];
    System.arraycopy(feature, 0, chunk, 7, feature.length);
    var refiner = new FeatureRefiner(inputs, from, to, new ColumnTally(), new Headroom(10_000, 1));
    return refiner.refine(chunk, 7, new FeatureSpan(1007, feature.length, 3, 0));
  }

  private static Geometry geometry(Refined.Kept kept) throws ParseException {
    WkbBuffer wkb = Objects.requireNonNull(kept.geometry());
    return new WKBReader().read(Arrays.copyOf(wkb.bytes(), wkb.size()));
  }

  private static Bounds bounds(Refined.Kept kept) {
    return Objects.requireNonNull(kept.geometry()).bounds();
  }

  private static String text(Reject.Slice slice) {
    return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
  }
}
