package dev.cadre.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A document with anything in any place is refused in words, or makes tools that are valid. */
final class MutationTest {
  private static final String DOCUMENT =
      """
      openapi: 3.0.3
      info: {title: Nasty, version: "1", description: x}
      servers: [{url: "https://{host}/v1", variables: {host: {default: x.com, enum: [x.com]}}}]
      paths:
        /a/{id}:
          parameters: [{$ref: '#/components/parameters/Id'}]
          post:
            operationId: make
            summary: Makes
            description: Makes it.
            parameters:
              - {name: f, in: query, style: deepObject, explode: true, required: true, deprecated: true,
                 example: {a: 1}, schema: {type: object, default: {a: 2}, additionalProperties: {type: string}}}
              - {name: j, in: header, content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}
            requestBody:
              description: All of it
              required: true
              content:
                multipart/form-data:
                  encoding: {file: {contentType: image/png}, tags: {style: form, explode: false}}
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Node'}
                      - type: object
                        required: [file]
                        properties:
                          file: {type: string, format: binary}
                          tags: {type: array, items: {type: string, pattern: '^a$', enum: [a, b]}}
            responses: {'200': {description: ok, content: {application/json: {}}}}
            servers: [{url: 'https://y.com'}]
      components:
        parameters:
          Id: {name: id, in: path, required: true, schema: {type: integer, minimum: 1, exclusiveMinimum: true}}
        schemas:
          Node:
            type: object
            required: [name]
            properties:
              name: {type: string, nullable: true, maxLength: 5, example: n}
              next: {$ref: '#/components/schemas/Node'}
              any: {oneOf: [{type: string}, {type: number, multipleOf: 2}]}
      """;

  private static final List<String> OTHERS =
      List.of(
          "null",
          "true",
          "0",
          "-1.5",
          "''",
          "'x'",
          "[]",
          "{}",
          "['x', 1]",
          "{'$ref': '#/paths'}",
          "{'type': 'object'}",
          "[[]]",
          "{'x': {'y': null}}");

  @Test
  void anything_in_any_place_is_refused_or_read() {
    ObjectNode document = DocumentText.parse(DOCUMENT);
    SchemaCheck schemas = new SchemaCheck();
    int read = 0;
    int refused = 0;
    for (Place place : places(document)) {
      JsonNode before = place.get();
      for (String other : OTHERS) {
        place.set(Json.parse(other.replace('\'', '"')));
        try {
          for (ApiOperation operation : OpenApiDocument.parse(Json.text(document)).operations()) {
            assertThat(schemas.problems(operation.inputSchema()))
                .as("%s instead of %s: %s", other, before, operation.tool())
                .isEmpty();
          }
          read++;
        } catch (Fault.Invalid e) {
          assertThat(e.getMessage()).isNotEmpty();
          refused++;
        } catch (RuntimeException e) {
          throw new AssertionError(other + " instead of " + before, e);
        }
      }
      place.set(before);
    }
    assertThat(read).isGreaterThan(500);
    assertThat(refused).isGreaterThan(50);
  }

  private static final String EVERYWHERE =
      """
      openapi: 3.1.0
      servers: [{url: 'https://x.com'}]
      paths:
        /a/{p}/{m}/{l}:
          %s:
            parameters:
              - {name: p, in: path, schema: {}}
              - {name: m, in: path, style: matrix, explode: true, schema: {}}
              - {name: l, in: path, style: label, schema: {}}
              - {name: q, in: query, schema: {}}
              - {name: r, in: query, allowReserved: true, schema: {}}
              - {name: d, in: query, style: deepObject, schema: {}}
              - {name: 's p', in: query, style: spaceDelimited, schema: {}}
              - {name: j, in: query, content: {application/json: {schema: {}}}}
              - {name: X-H, in: header, schema: {}}
              - {name: c, in: cookie, schema: {}}
            requestBody:
              required: true
              content: {%s: {schema: {type: object, properties: {a: {}, b: {type: string, format: binary}}}}}
      """;

  @Test
  void any_argument_makes_a_request_or_is_refused() {
    int written = 0;
    for (String type :
        List.of(
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "text/plain",
            "application/pdf")) {
      ApiOperation operation =
          OpenApiDocument.parse(EVERYWHERE.formatted("post", type)).operations().getFirst();
      List<String> names = List.copyOf(operation.inputSchema().path("properties").propertyNames());
      List<String> values = new ArrayList<>(OTHERS);
      values.addAll(List.of("'\\u0000'", "'\\ud800'", "'%zz#&='", "'🙂 ü'", "'a\\r\\nb'", "1e400"));
      for (String name : names) {
        for (String value : values) {
          ObjectNode arguments = Json.object();
          names.forEach(one -> arguments.put(one, "eA=="));
          arguments.set(name, Json.parse(value.replace('\'', '"')));
          try {
            var request = RequestWriter.write(operation, arguments, Outbound.NONE.proof()).build();
            assertThat(request.uri().getHost()).isEqualTo("x.com");
            assertThat(request.uri().getRawPath()).startsWith("/a/").doesNotContain("//", "/../");
            written++;
          } catch (RequestWriter.Unsendable e) {
            assertThat(e.getMessage()).contains("argument");
          } catch (RuntimeException | InterruptedException e) {
            throw new AssertionError(name + " = " + value + " as " + type, e);
          }
        }
      }
    }
    assertThat(written).isGreaterThan(800);
  }

  /** One member of an object or list. */
  private record Place(JsonNode parent, String key, int index) {
    JsonNode get() {
      return parent instanceof ObjectNode object ? object.get(key) : parent.get(index);
    }

    void set(JsonNode value) {
      switch (parent) {
        case ObjectNode object -> object.set(key, value);
        case ArrayNode array -> array.set(index, value);
        default -> throw new AssertionError(parent);
      }
    }
  }

  private static List<Place> places(JsonNode node) {
    List<Place> places = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (var member : object.properties()) {
        places.add(new Place(object, member.getKey(), 0));
        places.addAll(places(member.getValue()));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(array, "", i));
        places.addAll(places(array.get(i)));
      }
    }
    return places;
  }
}
