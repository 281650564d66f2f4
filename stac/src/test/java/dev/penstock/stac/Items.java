package dev.penstock.stac;

import java.net.URI;
import tools.jackson.databind.node.ObjectNode;

/** Makes items like those of earth-search. */
final class Items {
  private Items() {}

  static ObjectNode json(int number, String day, double cloud) {
    String text =
        """
        {"type":"Feature","id":"S2A_32UPU_%d","collection":"sentinel-2-l2a","bbox":[9.0,48.0,10.4,49.0],
         "links":[],
         "properties":{"datetime":"%sT10:10:%02d.024Z","eo:cloud_cover":%s,"platform":"sentinel-2a",
           "s2:processing_baseline":"05.11","grid:code":"MGRS-32UPU"},
         "assets":{
           "red":{"href":"https://data.example/%d/B04.tif","type":"image/tiff; application=geotiff",
             "eo:bands":[{"name":"B04","common_name":"red"}]},
           "red-jp2":{"href":"https://data.example/%d/B04.jp2","type":"image/jp2",
             "eo:bands":[{"name":"B04","common_name":"red"}]},
           "nir":{"href":"B08.tif","type":"image/tiff; application=geotiff"}}}"""
            .formatted(number, day, number % 60, cloud, number, number);
    return (ObjectNode) StacServer.JSON.readTree(text);
  }

  static Item item(ObjectNode json) {
    URI base = URI.create("https://catalogue.example/items/");
    return switch (ItemReader.read(json, base)) {
      case ItemReader.Read.Good good -> good.item();
      case ItemReader.Read.Bad bad -> throw new IllegalArgumentException(bad.why());
    };
  }
}
