package dev.penstock.geometry;

import dev.penstock.blob.BlobRef;
import dev.penstock.blob.BlobWriter;
import dev.penstock.blob.Hashing;
import dev.penstock.geojson.CollectionMembers;
import dev.penstock.pipeline.StageContext;
import dev.penstock.pipeline.StageContext.Keep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a collection says of itself, on its way from the stage that cuts it to the one that writes
 * files. All that is needed to read it is in the blob's name, because names are what a later stage
 * can list.
 */
final class MembersNote {
  private static final Pattern NAME = Pattern.compile("\\d+-\\d+-members-(\\d+)-([0-9a-f]{8})");

  private MembersNote() {}

  /** Keeps the members, where there are some; durable on return. */
  static void keep(StageContext context, CollectionMembers members) throws IOException {
    String name = members.name() == null ? "" : ",\"name\":" + members.name();
    byte[] bytes = (name + members.foreign()).getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return;
    }
    var sum = new CRC32C();
    sum.update(bytes);
    String part = "members-%d-%08x".formatted(bytes.length, (int) sum.getValue());
    try (BlobWriter blob =
        context.blobs().create(context.blobKey(Keep.JOB, part), Hashing.DAMAGE)) {
      var rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        blob.write(rest);
      }
      blob.publish();
    }
  }

  /** What was kept in this job; every attempt to cut the same payload keeps the same. */
  static String of(StageContext context) throws IOException {
    String own = context.blobKey(Keep.JOB, "x");
    String stage = own.substring(0, own.lastIndexOf('/'));
    String folder = stage.substring(0, stage.lastIndexOf('/') + 1) + "split";
    for (String name : context.blobs().owners(folder)) {
      Matcher found = NAME.matcher(name);
      if (found.matches()) {
        var blob =
            new BlobRef(
                folder + "/" + name, Long.parseLong(found.group(1)), "crc32c:" + found.group(2));
        try (InputStream in = context.blobs().open(blob)) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    return "";
  }
}
