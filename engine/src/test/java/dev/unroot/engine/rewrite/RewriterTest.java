package dev.unroot.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.FieldPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewriterTest {
  private static final FieldPath SPEC = FieldPath.of("spec");

  @Test
  void aFieldIsAddedBehindTheLast() {
    assertThat(
            rewritten(
                """
                kind: Pod # a pod
                spec:
                    containers:
                    -   name: web   # the web
                        image: nginx
                        # and no more

                    # the end
                """,
                """
                {containers: [{name: web, image: nginx, securityContext: {runAsUser: 101, capabilities: {drop: [ALL]}}}]}
                """))
        .isEqualTo(
            """
            kind: Pod # a pod
            spec:
                containers:
                -   name: web   # the web
                    image: nginx
                    # and no more
                    securityContext:
                        runAsUser: 101
                        capabilities:
                            drop:
                            - ALL

                # the end
            """);
  }

  private static String rewritten(String text, String spec) {
    Map<String, Object> before = object(text);
    Rewriting rewriting =
        Rewriter.rewrite(text, List.of(new Wanted(0, SPEC, before, object("spec: " + spec))));
    return rewriting instanceof Rewriting.Done done ? done.text() : rewriting.toString();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(String text) {
    Document.Parsed document = (Document.Parsed) DocumentReader.read(text).get(0);
    return (Map<String, Object>) SPEC.get(document.root()).orElseThrow();
  }
}
