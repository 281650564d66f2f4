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
import dev.penstock.topology.Findings;
import dev.penstock.topology.ValidityCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKTReader;

class FeatureRefinerTest {
  private static final Crs WGS84 = CrsCatalog.crs84();
  private static final Crs MERCATOR = CrsCatalog.standard().get(CrsCode.epsg(3857));
  private static final String POINT = "{\"type\":\"Point\",\"coordinates\":[1,2]}";

  /** Lines an ulp apart: each point that the kernel computes makes new crossings. */
  private static final String NEVER_SETTLES =
      "[[[4,12.200000000000001],[1.5,11.200000000000001],[5,12.600000000000001],[3,11.8],[4.5,12.400000000000002],[4,12.200000000000001]]]";

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
    assertThat(text(kept.properties())).isEqualTo("{\"n\":1.10,\"b\":[ 1 ]}");
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
    assertThat(reject.place().x()).isEqualTo(0.0);
    assertThat(reject.place().y()).isEqualTo(90.0);
  }

  @Test
  void thePlaceOfAPositionWithoutAnImageIsThatOfThePayload() throws Exception {
    Reject reject =
        refused(
            polygon("[[[10,20],[11,20],[11,21],[10,20]],[[10,20],[90,-90],[11,21],[10,20]]]")
                .replace("Polygon", "MultiLineString"),
            inputs(OnInvalid.REPAIR, 1000),
            MERCATOR);

    assertThat(reject.problem().code()).isEqualTo("crs.outside");
    assertThat(reject.problem().detail()).contains("90.0 -90.0");
    assertThat(reject.place().x()).isEqualTo(90.0);
    assertThat(reject.place().y()).isEqualTo(-90.0);
  }

  @Test
  void aLatitudeBeyondThePolesIsARejectAlsoWhereNothingIsTransformed() throws Exception {
    String metres = polygon("[[[1.0,2.0],[500000,6140000],[500001,6140001],[1.0,2.0]]]");
    Reject reject = refused(metres, inputs(OnInvalid.REPAIR, 1000));

    assertThat(reject.problem().code()).isEqualTo("crs.outside");
    assertThat(reject.problem().detail()).contains("beyond the poles", "from-crs");
    assertThat(reject.place().y()).isEqualTo(6140000.0);
    assertThat(kept(metres, inputs(OnInvalid.REPAIR, 1000), MERCATOR, MERCATOR).repaired())
        .isFalse();
  }

  @Test
  void whatDropsHeightsOrFurtherNumbersCountsAsRepaired() throws Exception {
    for (String line : new String[] {"[[0,0,5],[1,1]]", "[[0,0,5,7],[1,1,6,7]]"}) {
      String feature = polygon(line).replace("Polygon", "LineString");
      assertThat(kept(feature, inputs(OnInvalid.REPAIR, 1000)).repaired()).isTrue();
      assertThat(refused(feature, inputs(OnInvalid.REJECT, 1000)).problem().code())
          .isIn("geojson.mixed_dimension", "geojson.position_extra");
    }
  }

  @Test
  void anotherCrsInTheFeatureOrItsGeometryIsARejectAndNotIgnored() throws Exception {
    String point = "{\"type\":\"Point\",CRS\"coordinates\":[500000,5000000]}";
    String feature = "{\"type\":\"Feature\",CRS\"properties\":null,\"geometry\":" + POINT + "}";
    String postgis =
        "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"GeometryCollection\",\"geometries\":["
            + point
            + "]}}";
    for (String text : new String[] {point, feature, postgis}) {
      Reject reject = refused(text.replace("CRS", crs("EPSG:3857")), inputs(OnInvalid.REPAIR, 1));
      assertThat(reject.problem().code()).isEqualTo("geojson.crs_conflict");
      assertThat(reject.problem().detail()).contains("EPSG:3857", "from-crs");
      assertThat(reject.problem().detail()).contains("OGC:CRS84");
      var same = text.replace("CRS", crs("urn:ogc:def:crs:EPSG::3857"));
      kept(same, inputs(OnInvalid.REPAIR, 1), MERCATOR, MERCATOR);
      var given =
          new GeometryInputs(Optional.of(MERCATOR), Optional.empty(), OnInvalid.REPAIR, 1, 100, 10);
      kept(text.replace("CRS", crs("EPSG:32633")), given, MERCATOR, MERCATOR);
    }
    kept(feature.replace("CRS", "\"crs\":null,"), inputs(OnInvalid.REPAIR, 1));
    kept(feature.replace("CRS", crs("EPSG:4326")), inputs(OnInvalid.REPAIR, 1));
    assertThat(
            refused(feature.replace("CRS", "\"crs\":{},"), inputs(OnInvalid.REPAIR, 1))
                .problem()
                .detail())
        .contains("no CRS");
  }

  private static String crs(String name) {
    return "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" + name + "\"}},";
  }

  @Test
  void anOriginalIsOnlyCalledJsonWhereAllOfItIs() throws Exception {
    String broken =
        polygon("[[0,0],[1]]").replace("Polygon", "LineString").replace("null", "{\"a\":NaN}");
    String late =
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[0,0],[1]]},\"properties\":{\"a\":NaN}}";
    for (String feature : new String[] {broken, late}) {
      Reject reject = refused(feature, inputs(OnInvalid.REPAIR, 1000));
      assertThat(Objects.requireNonNull(reject.original()).json()).isFalse();
    }
    String whole = late.replace("NaN", "1");
    Reject reject = refused(whole, inputs(OnInvalid.REPAIR, 1000));
    assertThat(reject.problem().code()).isEqualTo("geojson.position_too_short");
    assertThat(Objects.requireNonNull(reject.original()).json()).isTrue();
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

    Validity made = mender.mend(geometryOf(polygon(NEVER_SETTLES)));

    assertThat(made)
        .isInstanceOfSatisfying(
            Validity.Invalid.class,
            invalid -> {
              assertThat(invalid.problem().code()).isEqualTo("geometry.repair_failed");
              assertThat(invalid.problem().detail()).contains("NullPointerException");
              assertThat(invalid.x()).isBetween(1.5, 5.0);
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
  void aPolygonThatDoesNotSettleGoesToJts() throws Exception {
    var patch =
        new Validity.Patch.Jts(
            new WKTReader().read("POLYGON ((1 1, 2 1, 2 2, 1 1))"),
            new Mending(Mending.Step.JTS, 0, false, false));
    var mender =
        new PolygonMender(
            inputs(OnInvalid.REPAIR, 1000),
            new Headroom(1_000, 1),
            new JtsRung(_ -> patch.geometry()));

    assertThat(mender.mend(geometryOf(polygon(NEVER_SETTLES))))
        .isInstanceOfSatisfying(
            Validity.Mended.class,
            mended ->
                assertThat(mended.patches().values())
                    .extracting(made -> made.mending().rung())
                    .containsExactly(Mending.Step.JTS));
  }

  @Test
  void aLargePolygonWithHeightsIsRepairedAndKeepsThem() throws Exception {
    var kept = (Refined.Kept) refine(large(120_000), 1_000_000);

    assertThat(kept.repaired()).isTrue();
    assertThat(geometry(kept).getCoordinates()).hasSizeGreaterThan(120_000);
    assertThat(geometry(kept).getCoordinates()).allMatch(c -> c.getZ() == 1.0);
  }

  @Test
  void whatIsTooLargeForJtsIsNotToldOfSettings() throws Exception {
    FlatGeometry geometry = geometryOf(large(120_000));
    Findings findings = new ValidityCheck().check(new NodePolygons(geometry, 0));
    var invalid =
        Objects.requireNonNull(new JtsRung().patch(geometry, 0, findings, new HashMap<>()));

    assertThat(invalid.problem().code()).isEqualTo("geometry.repair_budget");
    assertThat(invalid.problem().detail())
        .contains("100,000", "whatever the settings")
        .doesNotContain("repair-vertices");
  }

  /** A ring that crosses itself, with heights. */
  private static String large(int vertices) {
    var ring = new StringBuilder("[[[0,0,1],[2,2,1],[2,0,1]");
    for (int i = 0; i < vertices; i++) {
      ring.append(",[").append(-i).append(',').append(-2 - i % 2).append(",1]");
    }
    return polygon(ring.append(",[0,2,1],[0,0,1]]]").toString());
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

  @Test
  void howAFeatureWasRepairedIsNoted() throws Exception {
    var repair = inputs(OnInvalid.REPAIR, 1000);
    assertThat(kept(polygon("[[[0,0],[2,0],[2,2],[0,0]]]"), repair).notes()).isEmpty();
    assertThat(kept(polygon("[[[0,0],[2,0],[2,2],[0,2]]]"), repair).notes())
        .containsExactly("repair.structure");
    assertThat(kept(polygon(BOWTIE), repair).notes())
        .containsExactlyInAnyOrder(
            "repair.crossings",
            "repair.changed_area",
            "repair.changed_parts",
            "repair.changed_type");
    assertThat(kept(polygon("[[[0,0],[2,0],[2,2],[2,0],[-1,2],[0,0]]]"), repair).notes())
        .containsExactly("repair.touches");
    var raised = kept(polygon("[[[0,0,1],[2,2,1],[2,0,1],[0,2,1],[0,0,1]]]"), repair);
    assertThat(raised.notes())
        .contains("repair.crossings", "repair.changed_parts", "repair.changed_type");
  }

  @Test
  void aFeatureNeedsTheHighestRungOfItsMembers() throws Exception {
    String open = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,0],[2,2]]]}";
    String bowtie = "{\"type\":\"MultiPolygon\",\"coordinates\":[" + BOWTIE + "]}";
    assertThat(kept(collection(open, bowtie), inputs(OnInvalid.REPAIR, 1000)).notes())
        .contains("repair.crossings", "repair.changed_parts")
        .doesNotContain("repair.structure", "repair.changed_type");
  }

  @Test
  void aRepairThatChangesTheAreaByTooMuchIsARejectWithItsPlace() throws Exception {
    // 16 and 4 inside of it, which is covered twice: a fifth is lost.
    String nested =
        "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":"
            + "[[[[0,0],[4,0],[4,4],[0,4],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}}";
    assertThat(kept(nested, changingAtMost(20)).repaired()).isTrue();
    Reject reject = refused(nested, changingAtMost(19.9));

    assertThat(reject.problem().code()).isEqualTo("geometry.repair_area");
    assertThat(reject.problem().detail()).contains("by 20 %", "19.9 %", "max-area-change");
    assertThat(reject.place().x()).isEqualTo(1);
    assertThat(Objects.requireNonNull(reject.original()).length()).isEqualTo(nested.length());
    assertThat(refused(polygon("[[[0,0,1],[2,2,1],[2,0,1],[0,2,1],[0,0,1]]]"), changingAtMost(50)))
        .extracting(other -> other.problem().code())
        .isEqualTo("geometry.repair_area");
  }

  private static GeometryInputs changingAtMost(double percent) {
    return new GeometryInputs(
        Optional.empty(), Optional.empty(), OnInvalid.REPAIR, 1_000, percent, 1_000_000);
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

  private static Refined refine(String json, int headroom) throws Exception {
    byte[] feature = json.getBytes(StandardCharsets.UTF_8);
    var refiner =
        new FeatureRefiner(
            inputs(OnInvalid.REPAIR, headroom),
            WGS84,
            WGS84,
            new ColumnTally(),
            new Headroom(headroom, 1));
    var span = new FeatureSpan(0, feature.length, 0, 0);
    return refiner.refine(feature, 0, span);
  }

  private static String polygon(String coordinates) {
    return "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
        + coordinates
        + "}}";
  }

  private static GeometryInputs inputs(OnInvalid onInvalid, long budget) {
    return new GeometryInputs(
        Optional.empty(), Optional.empty(), onInvalid, budget, 100, 1_000_000);
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
