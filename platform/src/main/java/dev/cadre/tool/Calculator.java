package dev.cadre.tool;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.math.BigDecimal;

/** Arithmetic that a model need not do in its head: exact decimals, no code. */
final class Calculator implements Tool {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "calculator",
          "Calculates an arithmetic expression exactly. Knows + - * / ^, % (a remainder between two"
              + " numbers, a hundredth after one), parentheses, pi, e, and the functions sqrt, abs,"
              + " min, max, sum, avg, round(x, digits), floor, ceil, ln, log, exp, sin, cos, tan,"
              + " which take radians.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "expression": {
                    "type": "string",
                    "description": "The expression, such as (1250 - 200) * 1.19",
                    "minLength": 1,
                    "maxLength": 1000
                  }
                },
                "required": ["expression"],
                "additionalProperties": false
              }
              """));

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    String expression = invocation.arguments().path("expression").asString();
    try {
      BigDecimal result = Arithmetic.evaluate(expression);
      return ToolOutcome.Answered.json(
          Json.object().put("expression", expression).put("result", result));
    } catch (ArithmeticException e) {
      return new ToolOutcome.Failed("'" + expression + "' has no result: " + e.getMessage());
    }
  }
}
