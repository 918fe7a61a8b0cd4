package dev.unroot.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class ApiServerFailureTest {
  @Test
  void anAnswerIsToldWithItsCodeAndMessage() {
    assertThat(ApiServerFailure.describe(answer(429, "too many requests")))
        .isEqualTo("the API server answered 429: too many requests");
  }

  @Test
  void anAnswerWithoutMessageIsToldByItsCode() {
    assertThat(ApiServerFailure.describe(answer(500, null)))
        .isEqualTo("the API server answered 500");
  }

  @Test
  void anAnswerIsFoundHoweverDeepItIsWrapped() {
    Exception wrapped = new RuntimeException(new IllegalStateException(answer(403, "no")));

    assertThat(ApiServerFailure.isForbidden(wrapped)).isTrue();
    assertThat(ApiServerFailure.describe(wrapped)).isEqualTo("the API server answered 403: no");
  }

  @Test
  void onlyAForbiddenRequestIsForbidden() {
    assertThat(ApiServerFailure.isForbidden(answer(404, "no"))).isFalse();
    assertThat(ApiServerFailure.isForbidden(new IllegalStateException("403"))).isFalse();
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(ApiServerFailure.describe(answer(500, "x".repeat(1000)))).hasSize(200);
  }

  @Test
  void whatCannotBeReadIsNoTroubleOfTheConnection() {
    Exception unreadable = new IllegalStateException(new JsonParseException(null, "no such field"));

    assertThat(ApiServerFailure.describe(unreadable))
        .isEqualTo("an error of the operator itself: IllegalStateException");
  }

  @Test
  void causesThatRunInACircleAreNoTrouble() {
    Exception first = new RuntimeException("first");
    first.initCause(new RuntimeException("second", first));

    assertThat(ApiServerFailure.describe(first))
        .isEqualTo("an error of the operator itself: RuntimeException");
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
