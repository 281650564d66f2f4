package dev.penstock.raster.source;

/**
 * Names a block of an object.
 *
 * @param identity of the object in its version, see {@link RangeSource#identity}
 * @param image which of the images in it
 * @param block which of that image's blocks
 */
public record BlockKey(String identity, int image, int block) {}
