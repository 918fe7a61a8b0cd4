package dev.unroot.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import org.junit.jupiter.api.Test;

class MissingFieldsTest {
  private static final Fields WANTED =
      schema(
          """
          properties:
            metadata: {type: object}
            status:
              properties:
                phase: {type: string}
                trial:
                  properties:
                    attempts:
                      type: array
                      items:
                        properties:
                          number: {type: integer}
                          evidence: {type: array, items: {properties: {path: {type: string}}}}
                labels:
                  additionalProperties: {properties: {value: {type: string}}}
                free:
                  additionalProperties: true
          """);

  @Test
  void theSameSchemaLacksNothing() {
    assertThat(MissingFields.of(WANTED, WANTED)).isEmpty();
  }

  @Test
  void aNewerSchemaLacksNothing() {
    Fields older =
        schema("properties: {status: {properties: {phase: {type: string, enum: [Tried]}}}}");

    assertThat(MissingFields.of(older, WANTED)).isEmpty();
  }

  @Test
  void fieldsInListsAndMapsAreFound() {
    Fields served =
        schema(
            """
            properties:
              status:
                properties:
                  phase: {type: string}
                  trial: {properties: {attempts: {items: {properties: {number: {type: integer}}}}}}
                  labels: {additionalProperties: {properties: {other: {type: string}}}}
                  free: {additionalProperties: false}
            """);

    assertThat(MissingFields.of(WANTED, served))
        .containsExactly("status.labels.value", "status.trial.attempts.evidence");
  }

  @Test
  void ofAMissingObjectOnlyItselfIsNamed() {
    assertThat(MissingFields.of(WANTED, schema("properties: {spec: {}}")))
        .containsExactly("status");
  }

  private static Fields schema(String yaml) {
    return Fields.of(((Document.Parsed) DocumentReader.read(yaml).get(0)).root());
  }
}
