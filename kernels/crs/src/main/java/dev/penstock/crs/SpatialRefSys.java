package dev.penstock.crs;

/**
 * One row of the table {@code gpkg_spatial_ref_sys} (GeoPackage 1.3, section 1.1.2), the same
 * columns that PostGIS and others use.
 *
 * @param name readable name, as in {@code WGS 84 / UTM zone 33N}
 * @param id the {@code srs_id} under which geometries refer to the row
 * @param organization who defines the system, as in {@code EPSG}
 * @param organizationId the number that the organization gave it
 * @param definition OGC WKT 1
 */
public record SpatialRefSys(
    String name, int id, String organization, int organizationId, String definition) {}
