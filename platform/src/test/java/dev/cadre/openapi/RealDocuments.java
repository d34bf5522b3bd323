package dev.cadre.openapi;

import dev.cadre.tool.SchemaCheck;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads documents named on the command line and tells how many tools they make. */
final class RealDocuments {
  private RealDocuments() {}

  public static void main(String[] files) throws Exception {
    SchemaCheck schemas = new SchemaCheck();
    for (String file : files) {
      long start = System.nanoTime();
      String text = Files.readString(Path.of(file));
      OpenApiDocument document = OpenApiDocument.parse(text, URI.create("https://example.com/"));
      long millis = (System.nanoTime() - start) / 1_000_000;
      int bad = 0;
      int largest = 0;
      for (ApiOperation operation : document.operations()) {
        largest = Math.max(largest, operation.tool().toString().length());
        List<String> problems = schemas.problems(operation.inputSchema());
        if (!problems.isEmpty() || !operation.name().matches("[A-Za-z0-9_-]{1,64}")) {
          bad++;
          System.out.println("  " + operation.name() + " " + problems);
        }
      }
      System.out.printf(
          "%s: %,d characters, %d tools, %d of them bad, %d ms, largest tool %,d characters%n",
          file, text.length(), document.size(), bad, millis, largest);
    }
  }
}
