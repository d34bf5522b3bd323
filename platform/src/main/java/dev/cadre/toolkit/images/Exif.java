package dev.cadre.toolkit.images;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import dev.cadre.json.Json;
import dev.cadre.toolkit.files.SourceFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a camera wrote into a picture. */
final class Exif {
  private static final int MAX_VALUE = 200;
  private static final Map<String, Integer> FIRST = new LinkedHashMap<>();
  private static final Map<String, Integer> SECOND = new LinkedHashMap<>();

  static {
    FIRST.put("camera_maker", ExifDirectoryBase.TAG_MAKE);
    FIRST.put("camera_model", ExifDirectoryBase.TAG_MODEL);
    FIRST.put("software", ExifDirectoryBase.TAG_SOFTWARE);
    FIRST.put("artist", ExifDirectoryBase.TAG_ARTIST);
    FIRST.put("copyright", ExifDirectoryBase.TAG_COPYRIGHT);
    SECOND.put("taken", ExifDirectoryBase.TAG_DATETIME_ORIGINAL);
    SECOND.put("lens", ExifDirectoryBase.TAG_LENS_MODEL);
    SECOND.put("exposure", ExifDirectoryBase.TAG_EXPOSURE_TIME);
    SECOND.put("aperture", ExifDirectoryBase.TAG_FNUMBER);
    SECOND.put("iso", ExifDirectoryBase.TAG_ISO_EQUIVALENT);
    SECOND.put("focal_length", ExifDirectoryBase.TAG_FOCAL_LENGTH);
    SECOND.put("flash", ExifDirectoryBase.TAG_FLASH);
  }

  private Exif() {}

  /**
   * Empty for a picture without.
   *
   * @param place whether to tell where it was taken
   */
  static ObjectNode of(SourceFile file, boolean place) {
    ObjectNode answer = Json.object();
    Metadata metadata;
    try {
      metadata = ImageMetadataReader.readMetadata(file.open(), file.length());
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      // A picture whose notes are broken is a picture still.
      return answer;
    }
    described(metadata.getFirstDirectoryOfType(ExifIFD0Directory.class), FIRST, answer);
    described(metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class), SECOND, answer);
    orientation(metadata, answer);
    GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
    GeoLocation where = gps == null ? null : gps.getGeoLocation();
    if (where != null && place) {
      answer
          .putObject("location")
          .put("latitude", where.getLatitude())
          .put("longitude", where.getLongitude());
    } else if (where != null) {
      answer.put("location", "kept back; ask with location: true");
    }
    return answer;
  }

  private static void described(
      @Nullable Directory directory, Map<String, Integer> tags, ObjectNode into) {
    if (directory == null) {
      return;
    }
    tags.forEach(
        (name, tag) -> {
          String value = directory.getDescription(tag);
          if (value != null && !value.isBlank()) {
            String clean = value.strip();
            into.put(name, clean.substring(0, Math.min(MAX_VALUE, clean.length())));
          }
        });
  }

  /** By its number: 1 is upright, 3 upside down, 6 and 8 on a side; 2, 4, 5 and 7 are mirrored. */
  private static void orientation(Metadata metadata, ObjectNode into) {
    Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    if (first == null || !first.containsTag(ExifDirectoryBase.TAG_ORIENTATION)) {
      return;
    }
    try {
      int number = first.getInt(ExifDirectoryBase.TAG_ORIENTATION);
      into.put("orientation", number)
          .put(
              "orientation_says",
              String.valueOf(first.getDescription(ExifDirectoryBase.TAG_ORIENTATION)));
    } catch (MetadataException e) {
      into.put("orientation", "unreadable");
    }
  }
}
