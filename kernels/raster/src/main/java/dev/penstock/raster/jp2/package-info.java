/**
 * JPEG 2000 files (JP2 and bare codestreams), read by the tiles that a window needs: places of
 * tiles by the file's own index, or found by looking for marks that cannot occur within pixels.
 * What a hostile file can make it do is bounded by {@link dev.penstock.raster.jp2.Jp2Limits}.
 */
@NullMarked
package dev.penstock.raster.jp2;

import org.jspecify.annotations.NullMarked;
