package dev.cadre.toolkit.cloud;

import dev.cadre.tool.ToolOutcome;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import tools.jackson.databind.JsonNode;

/** Words for a model what an AWS call ended with. */
final class AwsCall {
  private AwsCall() {}

  /** Makes calls and tells their answer. */
  @FunctionalInterface
  interface Work {
    JsonNode answer();
  }

  static ToolOutcome of(String what, Work work) throws InterruptedException {
    try {
      return ToolOutcome.Answered.json(work.answer());
    } catch (AwsServiceException e) {
      return new ToolOutcome.Failed(what + " was refused by AWS: " + code(e) + ". " + remedy(e));
    } catch (AbortedException e) {
      throw new InterruptedException("interrupted while AWS was called");
    } catch (ApiCallTimeoutException e) {
      return new ToolOutcome.Failed(what + " took longer than a minute; try again later.");
    } catch (SdkClientException e) {
      return new ToolOutcome.Failed(what + " failed: " + reason(e) + ".");
    }
  }

  private static String code(AwsServiceException e) {
    if (e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null) {
      return "status " + e.statusCode();
    }
    String message = e.awsErrorDetails().errorMessage();
    return e.awsErrorDetails().errorCode() + (message == null ? "" : ", " + message);
  }

  private static String remedy(AwsServiceException e) {
    if (e.isThrottlingException()) {
      return "Call again in a moment.";
    }
    return switch (e.statusCode()) {
      case 401, 403 -> "The server's credentials lack the right; its operator must grant it.";
      case 404 -> "Look at the names first.";
      default -> e.statusCode() >= 500 ? "Call again later." : "Mend the arguments.";
    };
  }

  static String reason(SdkClientException e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Unable to load credentials")) {
      return "the server found no AWS credentials; its operator must set AWS_ACCESS_KEY_ID, a"
          + " profile, or a role of the container";
    }
    String first = message.lines().findFirst().orElse("");
    return first.length() > 300 ? first.substring(0, 300) : first;
  }
}
