package dev.unroot.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The CRDs in {@code crds/} are made from the types of this module, and the build fails when they
 * differ. {@code mvn -pl api -am test -Dunroot.crds=write} writes them.
 */
class CrdDriftTest {
  private static final Path CRDS = Path.of(System.getProperty("unroot.root"), "crds");

  @Test
  void theCrdsInTheTreeAreThoseOfTheTypes() throws IOException {
    Map<String, String> generated = generate();
    assertThat(generated.keySet())
        .containsExactly("migrationplans.unroot.dev.yaml", "workloadmigrations.unroot.dev.yaml");
    for (Map.Entry<String, String> crd : generated.entrySet()) {
      Path file = CRDS.resolve(crd.getKey());
      if ("write".equals(System.getProperty("unroot.crds"))) {
        Files.createDirectories(CRDS);
        Files.writeString(file, crd.getValue());
      }
      assertThat(file)
          .as("run: mvn -pl api -am test -Dunroot.crds=write")
          .exists()
          .content(StandardCharsets.UTF_8)
          .isEqualTo(crd.getValue());
    }
  }

  private static Map<String, String> generate() {
    Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();
    new CRDGenerator()
        .withParallelGenerationEnabled(false)
        .withPostProcessor(new Finish())
        .withMinQuotes(true)
        .customResourceClasses(MigrationPlan.class, WorkloadMigration.class)
        .withOutput(
            new CRDGenerator.CRDOutput<>() {
              @Override
              public OutputStream outputFor(String crdName) {
                return outputs.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
              }

              @Override
              public void close() {}
            })
        .generate();
    Map<String, String> texts = new TreeMap<>();
    outputs.forEach(
        (name, bytes) ->
            texts.put(
                name.replace("-v1", "") + ".yaml",
                "# Made from the types in api/: mvn -pl api -am test -Dunroot.crds=write\n"
                    + bytes.toString(StandardCharsets.UTF_8).replaceFirst("(?m)^# .*\n", "")));
    return texts;
  }

  /**
   * Adds what the generator has no annotation for, and keeps the columns in the order of the type.
   */
  private static final class Finish implements CRDPostProcessor {
    private static final Map<String, Class<?>> TYPES =
        Map.of("MigrationPlan", MigrationPlan.class, "WorkloadMigration", WorkloadMigration.class);

    @Override
    public HasMetadata process(HasMetadata resource, String crdVersion) {
      CustomResourceDefinition crd = (CustomResourceDefinition) resource;
      Class<?> type = TYPES.get(crd.getSpec().getNames().getKind());
      for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        describe(root, type);
        root.setRequired(List.of("spec"));
        JSONSchemaProps conditions =
            root.getProperties().get("status").getProperties().get("conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        conditions.getItems().getSchema().setRequired(List.of("type", "status"));
        List<String> order =
            Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version
            .getAdditionalPrinterColumns()
            .sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
      }
      return crd;
    }

    private static void describe(JSONSchemaProps root, Class<?> type) {
      root.setDescription(type.getAnnotation(JsonClassDescription.class).value());
      root.getProperties().get("spec").setDescription("What is asked for.");
      root.getProperties().get("status").setDescription("What was found. Written by unroot.");
      Map<String, JSONSchemaProps> condition =
          root.getProperties()
              .get("status")
              .getProperties()
              .get("conditions")
              .getItems()
              .getSchema()
              .getProperties();
      condition.get("type").setDescription("What the condition speaks of.");
      condition.get("status").setDescription("True, False or Unknown.");
      condition.get("reason").setDescription("Why, in one word for programs.");
      condition.get("message").setDescription("Why, in a sentence for people.");
      condition.get("lastTransitionTime").setDescription("When the status last changed.");
      condition
          .get("observedGeneration")
          .setDescription("The generation of the spec that the condition speaks of.");
    }
  }
}
