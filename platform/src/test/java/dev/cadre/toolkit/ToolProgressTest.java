package dev.cadre.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.toolkit.data.DataServer;
import dev.cadre.toolkit.documents.DocumentServer;
import dev.cadre.toolkit.files.Samples;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tools that take long say how far they are. */
final class ToolProgressTest {
  private final Samples files =
      new Samples()
          .with("three.pdf", Samples.pdf("First page", "Second page", "Third page"))
          .with("sales.csv", "region,amount\nNorth,1\nSouth,2\n");
  private final List<Tool> documents = new DocumentServer(files, new OneDirection()).tools();
  private final List<Tool> data = new DataServer(files, Clock.systemUTC()).tools();
  private final List<Double> done = Collections.synchronizedList(new ArrayList<>());
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  /** All texts mean the same. */
  private record OneDirection() implements Embedder {
    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(text -> new float[] {1}).toList();
    }
  }

  private void call(List<Tool> tools, String name, String arguments) throws Exception {
    Tool tool = tools.stream().filter(t -> t.spec().name().equals(name)).findFirst().orElseThrow();
    var _ =
        tool.call(
            new ToolInvocation(
                (ObjectNode) Json.parse(arguments),
                Samples.CALLER,
                "k",
                Samples.LATER,
                (part, _, message) -> {
                  done.add(part);
                  said.add(message);
                }));
  }

  @Test
  void a_document_is_told_page_by_page() throws Exception {
    call(documents, "document_text", "{\"file\": \"three.pdf\"}");
    assertThat(said).containsExactly("page 1", "page 2", "page 3");
    assertThat(done).containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void a_search_tells_the_pages_that_it_reads() throws Exception {
    call(documents, "document_search", "{\"file\": \"three.pdf\", \"query\": \"second\"}");
    assertThat(said).containsExactly("page 1", "page 2", "page 3");
  }

  @Test
  void a_query_tells_its_stages_and_how_long_it_may_run() throws Exception {
    call(
        data,
        "data_query",
        """
        {"file": "sales.csv", "sql": "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) select max(i) from n"}
        """);
    assertThat(said.subList(0, 3))
        .containsExactly("reading the file", "filling a table with 2 rows", "running the query");
    assertThat(said.getLast()).contains("the query runs for");
    assertThat(done).isSorted().allMatch(part -> part < 3);
  }
}
