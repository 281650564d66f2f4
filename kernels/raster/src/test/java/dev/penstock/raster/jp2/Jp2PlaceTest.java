package dev.penstock.raster.jp2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.raster.jp2.Jp2Files.Image;
import dev.penstock.raster.pixel.Affine;
import dev.penstock.raster.pixel.Georeference;
import dev.penstock.raster.pixel.Raster;
import dev.penstock.raster.pixel.SampleType;
import dev.penstock.raster.pixel.Window;
import dev.penstock.raster.source.FileSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an image lies, and what it is, as its boxes and its codestream tell. */
class Jp2PlaceTest {
  private static final Image IMAGE = new Image(Jp2Files.U16, 90, 77, 1);
  private static final String UTM =
      "-a_srs EPSG:32632 -a_ullr 399960 5400000 400860 5399230 -co RESOLUTIONS=3 ";
  private static final String DEGREES = "-a_srs EPSG:4326 -a_ullr 10 50 10.9 49.23 ";
  private static final Affine TEN_METRES = new Affine(399960, 10, 0, 5400000, 0, -10);

  @TempDir Path folder;

  private Raster open(String options) throws Exception {
    Jp2Files files = new Jp2Files(folder);
    Path file = files.plan(IMAGE, "place.jp2", options);
    files.write();
    return Jp2File.open(FileSource.open(file));
  }

  @Test
  void eachOfTheTwoBoxesTellsThePlace() throws Exception {
    for (String boxes :
        List.of(
            "-co GMLJP2=NO",
            "-co GeoJP2=NO",
            "-co GeoJP2=NO -co GMLJP2V2_DEF=YES",
            "-co GEOBOXES_AFTER_JP2C=YES",
            "-co GEOBOXES_AFTER_JP2C=YES -co GeoJP2=NO")) {
      assertThat(open(UTM + boxes).georeference())
          .as(boxes)
          .contains(new Georeference(TEN_METRES, OptionalInt.of(32632)));
    }
  }

  @Test
  void systemsThatPutNorthFirstAreTurned() throws Exception {
    for (String boxes : List.of("-co GMLJP2=NO", "-co GeoJP2=NO")) {
      Georeference at = open(DEGREES + boxes).georeference().orElseThrow();
      assertThat(at.epsg()).as(boxes).hasValue(4326);
      assertThat(at.affine().x(90, 77)).as(boxes).isCloseTo(10.9, within());
      assertThat(at.affine().y(90, 77)).as(boxes).isCloseTo(49.23, within());
      assertThat(at.affine().x(0, 0)).as(boxes).isCloseTo(10, within());
      assertThat(at.affine().y(0, 0)).as(boxes).isCloseTo(50, within());
    }
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-9);
  }

  @Test
  void aFileWithoutThemTellsNoPlace() throws Exception {
    assertThat(open("-co GeoJP2=NO -co GMLJP2=NO").georeference()).isEmpty();
    assertThat(open("-co CODEC=J2K").georeference()).isEmpty();
  }

  /**
   * As Sentinel-2's files do it, with a zero byte at the end and an entity that is not followed.
   */
  @Test
  void gmlOfOtherWritersIsRead() {
    String gml =
        """
        <?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
        <gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:boundedBy>
        <gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"/></gml:boundedBy>
        <gml:RectifiedGrid dimension="2"><gml:origin>
        <gml:Point srsName="http://www.opengis.net/def/crs/EPSG/0/32631"><gml:pos>300005 4900015</gml:pos>
        </gml:Point></gml:origin><gml:offsetVector>10 0</gml:offsetVector>
        <gml:offsetVector>0 -10</gml:offsetVector></gml:RectifiedGrid></gml:FeatureCollection>\0""";
    Affine affine = new Affine(300000, 10, 0, 4900020, 0, -10);
    assertThat(GmlPlace.read(gml)).contains(new Georeference(affine, OptionalInt.of(32631)));
    assertThat(GmlPlace.read(gml.replace("300005", "&e;"))).isEmpty();
    assertThat(GmlPlace.read(gml.replace("-10", "0"))).isEmpty();
    assertThat(GmlPlace.read("RectifiedGrid, and no GML")).isEmpty();
  }

  @Test
  void whatItIsIsTold() throws Exception {
    Raster raster = open(UTM);
    assertThat(raster.type()).isEqualTo(SampleType.U16);
    assertThat(raster.bands()).isEqualTo(1);
    assertThat(raster.levels())
        .containsExactly(
            new Window(0, 0, 90, 77), new Window(0, 0, 45, 39), new Window(0, 0, 23, 20));
    assertThat(raster.nodata()).isEqualTo(Optional.empty());
    assertThat(raster.scaling(0).scale()).isEqualTo(1);
    assertThat(raster.mask(0, new Window(0, 0, 1, 1))).isEmpty();
  }
}
