package dev.cadre.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What documents make, and how bad ones are refused. */
final class OpenApiDocumentTest {
  private static final String HEAD =
      """
      openapi: 3.0.3
      info: {title: Test, version: "1"}
      servers: [{url: "https://api.example.com/v1"}]
      """;

  private static List<ApiOperation> operations(String rest) {
    return OpenApiDocument.parse(HEAD + rest).operations();
  }

  private static ObjectNode schema(String rest) {
    ObjectNode schema = operations(rest).getFirst().inputSchema();
    assertThat(new SchemaCheck().problems(schema)).isEmpty();
    return schema;
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void a_tool_has_the_operations_words_and_all_its_inputs() {
    ObjectNode tool =
        operations(
                """
                paths:
                  /pets/{id}:
                    parameters:
                      - {name: id, in: path, required: true, description: Which pet, schema: {type: integer}}
                      - {name: verbose, in: query, schema: {type: string}}
                    delete:
                      operationId: pets/remove
                      summary: Removes a pet
                      description: For ever.
                      parameters: [{name: verbose, in: query, schema: {type: boolean}}]
                """)
            .getFirst()
            .tool();
    assertThat(tool)
        .isEqualTo(
            json(
                """
                {'name': 'pets_remove', 'title': 'Removes a pet',
                 'description': 'Removes a pet\\n\\nFor ever.',
                 'inputSchema': {'type': 'object',
                   'properties': {'id': {'type': 'integer', 'description': 'Which pet'},
                                  'verbose': {'type': 'boolean'}},
                   'required': ['id'], 'additionalProperties': false},
                 'annotations': {'readOnlyHint': false, 'destructiveHint': true,
                                 'idempotentHint': true, 'openWorldHint': true}}
                """));
  }

  @Test
  void names_are_fit_for_models_and_unlike() {
    String longId = "a".repeat(70);
    List<String> names =
        operations(
                """
                paths:
                  /a/{x}: {get: {}, post: {operationId: "list items!"}}
                  /b: {get: {operationId: list_items}, post: {operationId: "%sb"}}
                  /c: {get: {operationId: "%sc"}, post: {operationId: "**"}}
                """
                    .formatted(longId, longId))
            .stream()
            .map(ApiOperation::name)
            .toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(n -> n.matches("[A-Za-z0-9_-]{1,64}"));
    assertThat(names).contains("get_a_x", "list_items", "list_items_2", "post");
  }

  @Test
  void a_schema_that_refers_to_itself_stays_finite() {
    ObjectNode schema =
        schema(
            """
            paths:
              /trees:
                post:
                  requestBody:
                    required: true
                    content:
                      application/json: {schema: {$ref: '#/components/schemas/Node'}}
            components:
              schemas:
                Node:
                  type: object
                  required: [name]
                  properties:
                    name: {$ref: '#/components/schemas/Name'}
                    left: {$ref: '#/components/schemas/Node'}
                    right: {$ref: '#/components/schemas/Node'}
                Name: {type: string, maxLength: 9}
            """);
    assertThat(schema.path("properties"))
        .isEqualTo(
            json(
                "{'name': {'type': 'string', 'maxLength': 9},"
                    + " 'left': {'$ref': '#/$defs/Node'}, 'right': {'$ref': '#/$defs/Node'}}"));
    assertThat(schema.path("$defs").path("Node").path("properties").path("left"))
        .isEqualTo(json("{'$ref': '#/$defs/Node'}"));
    SchemaCheck check = new SchemaCheck();
    assertThat(check.violations(schema, json("{'name': 'a', 'left': {'name': 'b'}}"))).isEmpty();
    assertThat(check.violations(schema, json("{'name': 'a', 'left': {'name': 5}}"))).isNotEmpty();
  }

  @Test
  void what_is_old_in_3_0_becomes_json_schema() {
    ObjectNode schema =
        schema(
            """
            paths:
              /x:
                post:
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema:
                          allOf:
                            - {type: object, required: [id, a], properties: {id: {type: integer, readOnly: true}}}
                            - type: object
                              properties:
                                a: {type: string, nullable: true, enum: [x, y], example: x}
                                b: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}
                                c: {nullable: true, allOf: [{type: string}], xml: {name: z}}
            """);
    assertThat(schema)
        .isEqualTo(
            json(
                """
                {'type': 'object', 'required': ['a'], 'additionalProperties': false, 'properties': {
                  'a': {'type': ['string', 'null'], 'enum': ['x', 'y', null], 'examples': ['x']},
                  'b': {'type': 'number', 'exclusiveMinimum': 0, 'maximum': 5},
                  'c': {'anyOf': [{'allOf': [{'type': 'string'}]}, {'type': 'null'}]}}}
                """));
  }

  @Test
  void inputs_of_one_name_are_told_apart_by_their_place() {
    ObjectNode schema =
        schema(
            """
            paths:
              /x/{id}:
                post:
                  parameters:
                    - {name: id, in: header, schema: {type: string}}
                    - {name: id, in: query, schema: {type: string}}
                    - {name: 'filter[name]', in: query, schema: {type: string}}
                  requestBody:
                    required: true
                    content: {application/json: {schema: {type: object, properties: {id: {}, query_id: {}}}}}
            """);
    assertThat(schema.path("properties").propertyNames())
        .containsExactly("id", "query_id", "filter_name", "header_id", "body_id", "body_query_id");
    assertThat(schema.path("required")).isEqualTo(json("['id']"));
  }

  @Test
  void definitions_that_grow_too_large_are_cut() {
    StringBuilder schemas = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      schemas.append(
          "    S%d: {type: object, description: '%s', properties: {next: {$ref: '#/components/schemas/S%d'}}}\n"
              .formatted(i, "x".repeat(200), (i + 1) % 2_000));
    }
    ObjectNode schema =
        schema(
            """
            paths:
              /x:
                post:
                  requestBody:
                    content: {application/json: {schema: {type: object, properties: {s: {$ref: '#/components/schemas/S0'}}}}}
            components:
              schemas:
            """
                + schemas);
    assertThat(schema.toString().length()).isLessThan(4 * SchemaWriter.MAX_DEFINITIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{url: 'https://{region}.x.com/{v}/', variables: {region: {default: eu}, v: {default: v2}}}]|https://eu.x.com/v2",
        "[{url: 'https://x.com'}, {url: 'https://y.com'}]|https://x.com",
        "[{url: /api/v3}]|https://base.example/api/v3",
        "[]|https://base.example",
      })
  void the_first_server_is_called(String servers, String base) {
    OpenApiDocument document =
        OpenApiDocument.parse(
            "openapi: 3.1.0\nservers: " + servers + "\npaths: {/x: {get: {}}}",
            URI.create("https://base.example/docs/openapi.yaml"));
    assertThat(document.operations().getFirst().base()).isEqualTo(base);
  }

  @Test
  void a_server_of_one_operation_goes_before_the_documents() {
    assertThat(
            operations("paths: {/x: {get: {servers: [{url: 'https://other.example'}]}}}")
                .getFirst()
                .base())
        .isEqualTo("https://other.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "swagger: '2.0'|convert the document to OpenAPI 3",
        "openapi: 4.0.0|version 4.0.0 is not read",
        "openapi: 3.1.0|paths: the OpenAPI document has none",
        "{\"openapi\": \"3.1.0\"|line 1",
        "openapi: [|line 1",
        "just words|is no object",
        "{openapi: 3.1.0, paths: {}}|no operation",
        "{openapi: 3.1.0, paths: {/x: {get: {}}}}|servers[0]",
        "{openapi: 3.1.0, servers: [{url: 'ftp://x'}], paths: {/x: {get: {}}}}|no whole http",
        "{openapi: 3.1.0, servers: [{url: 'https://{a}/'}], paths: {/x: {get: {}}}}|no default",
        "{openapi: 3.1.0, servers: [{url: 'https://u:p@x/'}], paths: {/x: {get: {}}}}|has a user",
        "{openapi: 3.1.0, servers: [{url: 'https://x'}], paths: {x: {get: {}}}}|begins with '/'",
        "{openapi: 3.1.0, servers: [{url: 'https://x'}], paths: {/x: {$ref: 'other.yaml'}}}|paths./x: $ref 'other.yaml' is not inside",
        "{openapi: 3.1.0, servers: [{url: 'https://x'}], paths: {/x: {get: {parameters: [{$ref: '#/no'}]}}}}|paths./x.get.parameters: $ref '#/no' names nothing",
        "{openapi: 3.1.0, servers: [{url: 'https://x'}], paths: {/x: {$ref: '#/paths/~1x'}}}|refers to itself",
        "{openapi: 3.1.0, servers: [{url: 'https://x'}], paths: {/x: {get: {parameters: [{name: a, in: body}]}}}}|in 'body'",
        "a: &x [1]|is missing",
      })
  void a_bad_document_is_refused_by_its_place(String text, String told) {
    assertThatThrownBy(() -> OpenApiDocument.parse(text))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }

  @Test
  void an_alias_is_refused() {
    assertThatThrownBy(() -> OpenApiDocument.parse("openapi: &v 3.1.0\npaths: *v\n"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("alias")
        .hasMessageContaining("line 2");
  }

  @Test
  void size_and_depth_have_limits() {
    String deep = "{\"openapi\":".repeat(1_500) + "1" + "}".repeat(1_500);
    assertThatThrownBy(() -> OpenApiDocument.parse(deep)).isInstanceOf(Fault.Invalid.class);
    String yaml = "[".repeat(300) + "]".repeat(300);
    assertThatThrownBy(() -> OpenApiDocument.parse("a: " + yaml)).isInstanceOf(Fault.Invalid.class);
    String large = " ".repeat(DocumentText.MAX_CHARACTERS + 1);
    assertThatThrownBy(() -> OpenApiDocument.parse(large))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("10,485,760");
  }
}
