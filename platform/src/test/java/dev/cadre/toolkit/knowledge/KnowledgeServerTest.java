package dev.cadre.toolkit.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.config.ConfigReader;
import dev.cadre.embedding.Embedder;
import dev.cadre.toolkit.ToolCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeServerTest {
  /** Every text means the same: words alone decide. */
  private static final class Same implements Embedder {
    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(_ -> new float[] {0.5f}).toList();
    }
  }

  private static final String TOOLS =
      """
      folder: .
      tools:
        search_guides:
          description: Finds guides.
          where: {type: guide}
          by: {product: {name: product_name, optional: true}}
          floor: 0.1
        search_all: {description: Finds all., empty: There is nothing.}
      """;

  @TempDir private Path folder;
  private Instant now = Instant.EPOCH;
  private KnowledgeServer server;
  private ToolCalls calls;

  @BeforeEach
  void texts() {
    write(
        "vita.md",
        """
        ---
        type: guide
        product: VitaFit
        ---
        # The watch does not sync

        Turn on Bluetooth.

        ## In an aeroplane

        Turn off flight mode.
        """);
    write("max.md", "---\ntype: guide\nproduct: AudioMax\n---\n# No sound\n\nTurn it up.\n");
    write("faq.csv", "question,answer\nHow long is the warranty?,One year\n");
    write("shop.json", "[{\"title\": \"Opening hours\", \"text\": \"Nine to five\"}]");
    server =
        new KnowledgeServer(
            new Same(),
            (InstantSource) () -> now,
            ConfigReader.literal().read("test", TOOLS, root -> KnowledgeConfig.read(root, folder)));
    calls = new ToolCalls(server.tools());
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String tool, String arguments) {
    return calls.call(tool, arguments).toString();
  }

  @Test
  void a_passage_names_its_file_and_heading() {
    assertThat(answer("search_guides", "{\"question\":\"my watch will not sync\"}"))
        .contains("Turn on Bluetooth.")
        .contains("(source: vita.md#the-watch-does-not-sync)");
    assertThat(answer("search_guides", "{\"question\":\"flight mode in an aeroplane\"}"))
        .contains("vita.md#the-watch-does-not-sync-in-an-aeroplane");
  }

  @Test
  void a_search_says_how_far_it_is() {
    assertThat(calls.steps("search_guides", "{\"question\":\"turn\"}"))
        .startsWith("reading the texts", "comparing passages");
  }

  @Test
  void a_tool_reaches_only_what_its_settings_let_it() {
    assertThat(answer("search_guides", "{\"question\":\"how long is the warranty\"}"))
        .doesNotContain("One year");
    assertThat(answer("search_all", "{\"question\":\"how long is the warranty\"}"))
        .contains("One year");
    assertThat(answer("search_all", "{\"question\":\"opening hours\"}")).contains("Nine to five");
  }

  @Test
  void a_parameter_narrows_as_people_name_things() {
    assertThat(answer("search_guides", "{\"question\":\"turn\",\"product_name\":\"the audiomax\"}"))
        .contains("Turn it up")
        .doesNotContain("Bluetooth");
    assertThat(answer("search_guides", "{\"question\":\"turn\",\"product_name\":\"Toaster\"}"))
        .contains("has no product 'Toaster'; it has AudioMax, VitaFit");
  }

  @Test
  void what_nothing_is_near_to_is_said() {
    assertThat(answer("search_all", "{\"question\":\"zebra\"}")).contains("There is nothing.");
  }

  @Test
  void a_changed_file_is_read_again_and_a_broken_one_is_not() throws Exception {
    assertThat(answer("search_all", "{\"question\":\"sound\"}")).contains("Turn it up");
    write("max.md", "---\ntype: guide\n---\n# No sound\n\nPlug it in, all the way.\n");
    assertThat(answer("search_all", "{\"question\":\"sound\"}")).contains("Turn it up");
    now = now.plusSeconds(3);
    assertThat(answer("search_all", "{\"question\":\"sound\"}")).contains("Plug it in");
    write("max.md", "---\ntype: [guide]\n---\nBroken front matter.\n");
    now = now.plusSeconds(3);
    assertThat(answer("search_all", "{\"question\":\"sound\"}")).contains("Plug it in");
    assertThat(server.trouble()).contains("max.md:2");
  }
}
