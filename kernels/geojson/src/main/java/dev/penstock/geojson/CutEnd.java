package dev.penstock.geojson;

/**
 * The document was read to its last byte and its structure is whole.
 *
 * @param form what the document was
 * @param items number of items, those too large included
 * @param bytes length of the uncompressed payload
 * @param members what the collection said about all of its features
 */
public record CutEnd(DocumentForm form, long items, long bytes, CollectionMembers members)
    implements Cut {}
