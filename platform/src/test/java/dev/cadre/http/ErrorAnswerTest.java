package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorAnswerTest {

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(new Fault.Invalid("m"), 400, "ValidationException"),
        Arguments.of(
            new Fault.Unauthenticated("InvalidSignatureException", "m"),
            403,
            "InvalidSignatureException"),
        Arguments.of(new Fault.Denied("m"), 403, "AccessDeniedException"),
        Arguments.of(new Fault.NotFound("m"), 404, "ResourceNotFoundException"),
        Arguments.of(new Fault.Conflict("m"), 409, "ConflictException"),
        Arguments.of(new Fault.Throttled("m", Duration.ofSeconds(1)), 429, "ThrottlingException"),
        Arguments.of(new Fault.QuotaExceeded("m"), 402, "ServiceQuotaExceededException"),
        Arguments.of(new Fault.AgentFailed("m"), 424, "RuntimeClientError"),
        Arguments.of(new Fault.Unavailable("m"), 503, "ServiceUnavailableException"),
        Arguments.of(
            new Fault.Internal("m", new IllegalStateException("secret")),
            500,
            "InternalServerException"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_has_one_status_and_one_name(Fault fault, int status, String type) {
    ErrorAnswer answer = ErrorAnswer.of(fault, Map.of());
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.body().path("__type").asString()).isEqualTo(type);
    assertThat(answer.body().path("message").asString()).isEqualTo("m");
    assertThat(answer.body().toString()).doesNotContain("secret");
  }

  @Test
  void an_operation_s_own_error_goes_before_the_common_one() {
    Map<String, Integer> invoke = Map.of("RetryableConflictException", 409);
    assertThat(ErrorAnswer.of(new Fault.Conflict("m"), invoke).type())
        .isEqualTo("RetryableConflictException");
    Map<String, Integer> elsewhere = Map.of("ThrottlingException", 400);
    assertThat(ErrorAnswer.of(new Fault.Throttled("m", Duration.ZERO), elsewhere).status())
        .isEqualTo(400);
  }

  @Test
  void a_validation_error_lists_its_fields() {
    Fault fault = new Fault.Invalid("m", List.of(new Fault.Invalid.Field("a.b", "is wrong")));
    var body = ErrorAnswer.of(fault, Map.of()).body();
    assertThat(body.path("reason").asString()).isEqualTo("FieldValidationFailed");
    assertThat(FakeExchange.names(body.path("fieldList"))).containsExactly("a.b");
  }

  @Test
  void a_request_wrong_as_a_whole_has_no_fields() {
    var body = ErrorAnswer.of(new Fault.Invalid("m"), Map.of()).body();
    assertThat(body.path("reason").asString()).isEqualTo("CannotParse");
    assertThat(body.has("fieldList")).isFalse();
  }
}
