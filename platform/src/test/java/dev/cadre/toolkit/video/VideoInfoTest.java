package dev.cadre.toolkit.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class VideoInfoTest {
  private final Samples files = new Samples();
  private final List<Tool> tools =
      List.of(new FileTool(VideoInfo.SPEC, files, new Semaphore(1), new VideoInfo()));

  private JsonNode info(byte[] video) {
    return info(video, false);
  }

  private JsonNode info(byte[] video, boolean location) {
    files.with("clip", video);
    return Samples.answer(
        tools, "video_info", "{\"file\": \"clip\", \"location\": " + location + "}");
  }

  private static byte[] sample(String kind) {
    return switch (kind) {
      case "MP4" -> VideoSamples.mp4(90, 1_920, 1_080);
      case "WEBM" -> VideoSamples.webm(90);
      case "FLV" -> VideoSamples.flv(90);
      case "WMV" -> VideoSamples.wmv(90);
      case "MPEG" -> VideoSamples.mpeg(90);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MP4  | 1920 | 1080 | 25     | H.264 (avc1)                 | AAC (mp4a)            | 2 | 48000
          WEBM | 1280 | 720  | 29.97  | VP9 (V_VP9)                  | Opus (A_OPUS)         | 2 | 48000
          FLV  | 640  | 360  | 24     | H.264 (avc1)                 | MP3                   | 2 | 44100
          WMV  | 720  | 576  | 25     | Windows Media Video 9 (WMV3) | Windows Media Audio 2 | 2 | 44100
          MPEG | 352  | 288  | 25     | MPEG-2                       | MPEG audio            | 0 | 0
          """)
  void each_container_tells_its_length_size_rate_and_codecs(
      String kind,
      int width,
      int height,
      double rate,
      String codec,
      String audio,
      int channels,
      int sampleRate) {
    JsonNode answer = info(sample(kind));
    assertThat(answer.path("format").asString()).isEqualTo(kind);
    assertThat(answer.path("duration_seconds").asDouble()).isEqualTo(90);
    assertThat(answer.path("duration").asString()).isEqualTo("1:30");
    assertThat(answer.path("width").asInt()).isEqualTo(width);
    assertThat(answer.path("height").asInt()).isEqualTo(height);
    assertThat(answer.path("frame_rate").asDouble()).isEqualTo(rate);
    assertThat(answer.path("codec").asString()).isEqualTo(codec);
    JsonNode sound = answer.path("audio").path(0);
    assertThat(sound.path("codec").asString()).isEqualTo(audio);
    assertThat(sound.path("channels").asInt(0)).isEqualTo(channels);
    assertThat(sound.path("sample_rate").asInt(0)).isEqualTo(sampleRate);
  }

  @Test
  void a_transport_stream_is_measured_over_the_turn_of_its_clock() {
    JsonNode answer = info(VideoSamples.transport(10));
    assertThat(answer.path("duration_seconds").asDouble()).isEqualTo(10);
    assertThat(answer.path("codec").asString()).isEqualTo("H.264");
    assertThat(answer.at("/audio/0/codec").asString()).isEqualTo("AAC");
    assertThat(answer.path("note").asString()).contains("does not state how long");
  }

  @Test
  void a_length_that_no_header_states_is_measured() {
    assertThat(info(VideoSamples.fragmented(7)).path("duration_seconds").asDouble()).isEqualTo(7);
    JsonNode recorded = info(VideoSamples.webm(0));
    assertThat(recorded.path("duration_seconds").asDouble()).isEqualTo(7.5);
    assertThat(recorded.path("note").asString()).contains("does not state how long");
    assertThat(info(VideoSamples.flv(0)).path("duration_seconds").asDouble()).isEqualTo(9.5);
  }

  @Test
  void when_it_was_made_is_told_and_where_only_on_request() {
    JsonNode answer = info(VideoSamples.mp4(90, 320, 180));
    assertThat(answer.path("created").asString()).isEqualTo("2024-05-06T07:08:09Z");
    assertThat(answer.path("location").asString()).startsWith("kept back");
    assertThat(answer.toString()).doesNotContain("48.1");
    JsonNode asked = info(VideoSamples.mp4(90, 320, 180), true);
    assertThat(asked.at("/location/latitude").asDouble()).isEqualTo(48.1374);
    assertThat(asked.at("/location/longitude").asDouble()).isEqualTo(11.5755);
    assertThat(info(VideoSamples.wmv(90)).path("created").asString())
        .isEqualTo("2024-05-06T07:08:09Z");
  }

  @Test
  void a_video_that_is_turned_says_so() {
    JsonNode answer = info(VideoSamples.mp4(90, 320, 180));
    assertThat(answer.path("turned_degrees").asInt()).isEqualTo(90);
    assertThat(answer.path("note").asString()).contains("turned");
  }

  @Test
  void what_is_no_video_is_named_with_the_tool_that_reads_it() {
    assertThatThrownBy(() -> info(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0}))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("PNG image")
        .hasMessageContaining("image_info");
    assertThatThrownBy(() -> info("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("CSV");
  }

  @Test
  void a_file_that_is_cut_off_tells_what_is_left_of_it() {
    byte[] whole = VideoSamples.mp4(90, 320, 180);
    JsonNode cut = info(Arrays.copyOf(whole, whole.length - 10));
    assertThat(cut.path("duration_seconds").asDouble()).isEqualTo(90);
    assertThat(cut.path("note").asString()).contains("cut off");
    assertThatThrownBy(() -> info(Arrays.copyOf(whole, 200)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("the file ends within its header");
    byte[] flash = VideoSamples.flv(90);
    assertThat(info(Arrays.copyOf(flash, flash.length - 7)).path("note").asString())
        .contains("cut off");
  }

  @Test
  void lengths_that_lie_are_refused() {
    byte[] head = VideoSamples.box("ftyp", VideoSamples.text("isom"), VideoSamples.n(4, 0));
    byte[] endless = VideoSamples.n(4, 0x7FFF_FFF0L);
    byte[] inner = VideoSamples.all(endless, VideoSamples.text("mvhd"));
    assertThatThrownBy(() -> info(VideoSamples.all(head, VideoSamples.box("moov", inner))))
        .hasMessageContaining("longer than what holds it");
    byte[] wide = VideoSamples.all(VideoSamples.n(4, 1), VideoSamples.text("moov"));
    assertThatThrownBy(() -> info(VideoSamples.all(head, wide, VideoSamples.n(8, Long.MIN_VALUE))))
        .hasMessageContaining("length of one of its boxes");
    byte[] table = VideoSamples.box("stts", VideoSamples.n(4, 0), VideoSamples.n(4, 0xFFFFFFFFL));
    byte[] track = VideoSamples.pictures(90, 320, 180);
    byte[] lie = track.clone();
    System.arraycopy(table, 8, lie, track.length - 16, 8);
    assertThatThrownBy(
            () ->
                info(
                    VideoSamples.all(
                        head, VideoSamples.box("moov", VideoSamples.movieHeader(1), lie))))
        .hasMessageContaining("it ends where it says more follows");
  }

  @Test
  void boxes_in_boxes_and_tracks_without_end_are_refused() {
    byte[] head = VideoSamples.box("ftyp", VideoSamples.text("isom"), VideoSamples.n(4, 0));
    int levels = 100_000;
    byte[] nested = new byte[8 * levels];
    for (int i = 0; i < levels; i++) {
      byte[] header =
          VideoSamples.all(VideoSamples.n(4, 8L * (levels - i)), VideoSamples.text("moov"));
      System.arraycopy(header, 0, nested, 8 * i, 8);
    }
    assertThatThrownBy(() -> info(VideoSamples.all(head, nested)))
        .hasMessageContaining("there is no track in it");
    byte[][] tracks = new byte[101][];
    Arrays.fill(tracks, VideoSamples.pictures(1, 2, 2));
    assertThatThrownBy(() -> info(VideoSamples.all(head, VideoSamples.box("moov", tracks))))
        .hasMessageContaining("more than 100 tracks");
    byte[] many = new byte[60_000 * 8];
    for (int i = 0; i < many.length; i += 8) {
      System.arraycopy(VideoSamples.box("free"), 0, many, i, 8);
    }
    assertThatThrownBy(() -> info(VideoSamples.all(head, many)))
        .hasMessageContaining("more than 50000 boxes");
  }

  @Test
  void a_length_that_no_video_has_is_not_believed() {
    JsonNode answer = info(VideoSamples.flv(1e300));
    assertThat(answer.path("note").asString()).contains("longer than a year");
    assertThat(answer.path("duration_seconds").asDouble()).isEqualTo(9.5);
  }

  @Test
  void whatever_bytes_are_changed_it_answers_or_says_what_is_wrong() {
    Random random = new Random(4);
    Map<String, byte[]> whole = new TreeMap<>();
    for (String kind : List.of("MP4", "WEBM", "FLV", "WMV", "MPEG")) {
      whole.put(kind, sample(kind));
    }
    whole.put("TS", VideoSamples.transport(10));
    whole.put("FRAGMENTS", VideoSamples.fragmented(4));
    int refused = 0;
    for (byte[] video : whole.values()) {
      for (int round = 0; round < 400; round++) {
        byte[] changed = Arrays.copyOf(video, 16 + random.nextInt(video.length - 15));
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        try {
          info(changed);
        } catch (Fault.Invalid e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }
}
