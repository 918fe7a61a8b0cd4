package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.unroot.cli.Cli.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  private static final Path SHOP =
      Path.of(System.getProperty("unroot.root", ".."), "examples", "shop");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "shop.txt");

  @TempDir private Path folder;

  @Test
  void theShopLooksAsExpected() throws IOException {
    String root = SHOP.getParent().getParent() + "/";

    Result result = Cli.run("plan", SHOP.toString());
    String shown = result.out().replace(root, "");

    if ("write".equals(System.getProperty("unroot.golden"))) {
      Files.writeString(GOLDEN, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(GOLDEN));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitStatus.SOMETHING_TO_MIGRATE);
  }

  @Test
  void whatIsCompliantLeavesNothingToDo() {
    Result result = Cli.runOn(Manifests.compliant("web"), "plan", "-");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
    assertThat(result.out()).contains("1 workload: 1 already compliant.");
  }

  @Test
  void withoutAnyPlanEveryWorkloadIsLookedAt() {
    Result result = Cli.runOn(Manifests.deployment("a", "web", "nginx"), "plan", "-");

    assertThat(result.out())
        .startsWith("No MigrationPlan found: every workload, target restricted");
    assertThat(result.out()).contains("1 workload: 1 root, 1 proposed.");
  }

  @Test
  void whatIsExceptedLeavesNothingToDo() {
    Result result = Cli.runOn(excepted("9999-12-31"), "plan", "-");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("baseline, excepted").contains("1 root, 1 excepted.");
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void anExceptionThatExpiredCountsForNothingAndIsNamed() {
    Result result = Cli.runOn(excepted("2020-02-29"), "plan", "-");

    assertThat(result.out())
        .contains("1 root, 1 proposed.")
        .containsIgnoringWhitespaces(
            "Note: the exception for deployment/web (runAsNonRoot, allowPrivilegeEscalation,"
                + " seccompProfile_restricted, capabilities_restricted) of plan plan has expired on"
                + " 2020-02-29 and counts for nothing.");
    assertThat(result.status()).isEqualTo(ExitStatus.SOMETHING_TO_MIGRATE);
  }

  private static String excepted(String expires) {
    return Manifests.plan(
            "shop",
            "{exceptions: [{kind: Deployment, name: web, controls: [runAsNonRoot,"
                + " allowPrivilegeEscalation, seccompProfile_restricted, capabilities_restricted],"
                + " reason: is replaced soon, who: Ada, expires: "
                + expires
                + "}]}")
        + "---\n"
        + Manifests.deployment("shop", "web", "nginx");
  }

  @Test
  void aWorkloadInAnotherNamespaceIsNotClaimed() {
    Result result =
        Cli.runOn(
            Manifests.plan("shop", "{}")
                + "---\n"
                + Manifests.deployment("other", "web", "nginx")
                + "---\n"
                + Manifests.compliant("ok"),
            "plan",
            "-");

    assertThat(result.out()).contains("Claimed by no plan: 1 workload (namespace other).");
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void aPlanSelectsExcludesAndAims() {
    String plan =
        """
        {selector: {matchLabels: {app: web}}, target: {level: Baseline, version: v1.30}}
        """;
    String documents =
        String.join(
            "---\n",
            Manifests.plan("shop", plan),
            Manifests.deployment("shop", "web", "nginx"),
            Manifests.deployment("shop", "api", "nginx"));

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out()).contains("target baseline (Pod Security v1.30)");
    assertThat(result.out()).contains("deployment/web").doesNotContain("deployment/api");
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void anExcludedWorkloadIsLeftAlone() {
    String documents =
        Manifests.plan("shop", "{exclude: [{name: web}]}")
            + "---\n"
            + Manifests.deployment("shop", "web", "nginx");

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out()).contains("It claims none of the workloads found.");
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void modeObserveProposesNothing() {
    String documents =
        Manifests.plan("shop", "{mode: Observe}")
            + "---\n"
            + Manifests.deployment("shop", "web", "nginx");

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out()).contains("1 workload: 1 root, 1 observed only.");
    assertThat(result.out()).doesNotContain("runAsUser=");
    assertThat(result.status()).isEqualTo(ExitStatus.SOMETHING_TO_MIGRATE);
  }

  @Test
  void everyKindOfWorkloadIsLookedAtWhereNoPlanSaysOtherwise() {
    String documents =
        """
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {template: {spec: &pod {containers: [{name: c, image: redis}]}}}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {containers: [{name: c, image: redis}]}}
        ---
        {apiVersion: batch/v1, kind: CronJob, metadata: {name: d}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: redis}]}}}}}}
        """;

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out())
        .contains("statefulset/a ", "pod/b ", "cronjob/d ")
        .contains("3 workloads: 3 root, 3 proposed.");
  }

  @Test
  void aPlanClaimsEveryKindUnlessItNamesSome() {
    String pod =
        """
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: shop}, spec: {containers: [{name: c, image: redis}]}}
        """;

    assertThat(Cli.runOn(Manifests.plan("shop", "{}") + pod, "plan", "-").out())
        .contains("pod/b ", "1 workload: 1 root, 1 proposed.");
    assertThat(Cli.runOn(Manifests.plan("shop", "{kinds: [Deployment]}") + pod, "plan", "-").out())
        .contains("Claimed by no plan: 1 workload (namespace shop).");
  }

  @Test
  void oldVersionsAreCountedAndOtherObjectsPassedOver() {
    String documents =
        """
        {apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: d}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: e}}
        ---
        {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [x.yaml]}
        ---
        {name: not a Kubernetes object}
        """;

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out()).contains("Not looked at: 1 extensions/v1beta1 Deployment.");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void listsAreOpenedHoweverDeep() {
    String list =
        """
        {"kind": "List", "apiVersion": "v1", "items": [
        \t{"kind": "Service", "apiVersion": "v1"},
        \t{"kind": "List", "apiVersion": "v1", "items": [
        \t\t{"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"name": "web"},
        \t\t "spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx"}]}}}},
        \t\t{"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {"name": "bad"},
        \t\t "spec": {"template": {"spec": {}}}}]}]}
        """;

    Result result = Cli.runOn(list, "plan", "-");

    assertThat(result.out()).contains("deployment/web (-:4)");
    assertThat(result.err())
        .isEqualTo(
            "error: -:7: spec.template.spec.containers: must be a list with at least one"
                + " container\n");
  }

  @Test
  void aBrokenDocumentIsNamedAndTheRestGoesOn() {
    String documents =
        "kind: [\n---\n" + Manifests.deployment("a", "web", "nginx") + "---\nx: {{ y }}\n";

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.err())
        .contains("error: -:1: is not YAML: expected the node content")
        .contains("error: -:18: has a key that is not a text (a template? render it first");
    assertThat(result.out()).contains("deployment/web").contains("Not everything could be used");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void aFieldOfTheWrongTypeIsNamedWithItsLine() {
    String documents =
        Manifests.deployment("a", "web", "nginx")
            + "        securityContext:\n          runAsUser: root\n";

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.err())
        .isEqualTo(
            "error: -:16: spec.template.spec.containers[main].securityContext.runAsUser: must be"
                + " a whole number\n");
  }

  @Test
  void aNameThatKubernetesWouldRefuseIsNamed() {
    Result result = Cli.runOn(Manifests.deployment("a", "../../etc", "nginx"), "plan", "-");

    assertThat(result.err()).startsWith("error: -:4: metadata.name: must be lower case letters");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void aPlanThatCannotBeUsedIsNeverReplacedByTheDefault() {
    String documents =
        Manifests.plan("a", "{mode: Aply}") + "---\n" + Manifests.deployment("a", "web", "nginx");

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.err())
        .contains("spec.mode: must be Observe, Propose, Trial or Apply, not \"Aply\"");
    assertThat(result.out()).contains("Claimed by no plan: 1 workload").doesNotContain("proposed");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void whatTwoPlansClaimIsSaid() {
    String documents =
        Manifests.plan("a", "{}")
            + "---\n"
            + Manifests.plan("a", "{}").replace("name: plan", "name: other")
            + "---\n"
            + Manifests.deployment("a", "web", "nginx");

    assertThat(Cli.runOn(documents, "plan", "-").out())
        .contains("Note: deployment/web is claimed by the plans plan and other; the first counts.");
  }

  @Test
  void manyDocumentsAndManyFilesAreToldInTheirOrder() throws IOException {
    StringBuilder all = new StringBuilder();
    List<String> inOneFile = new ArrayList<>();
    List<String> inManyFiles = new ArrayList<>();
    Files.createDirectory(folder.resolve("many"));
    for (int i = 100; i < 300; i++) {
      String broken = Manifests.deployment("shop", "w" + i, "nginx").replace("shop", "No" + i);
      all.append(broken).append("---\n");
      Files.writeString(folder.resolve("many").resolve(i + ".yaml"), broken);
      inOneFile.add("all.yaml:" + (5 + (i - 100) * 15) + ": metadata.namespace");
      inManyFiles.add(i + ".yaml:5: metadata.namespace");
    }
    Files.writeString(folder.resolve("all.yaml"), all);

    assertThat(Cli.run("plan", folder.resolve("all.yaml").toString()).err().lines().toList())
        .zipSatisfy(inOneFile, (line, expected) -> assertThat(line).contains(expected));
    assertThat(Cli.run("plan", folder.resolve("many").toString()).err().lines().toList())
        .zipSatisfy(inManyFiles, (line, expected) -> assertThat(line).contains(expected));
  }

  @Test
  void theSignForWhatCannotBeShownIsText() {
    Result result =
        Cli.runOn("# \uFFFD\n" + Manifests.deployment("shop", "web", "nginx"), "plan", "-");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("1 workload: 1 root");
  }

  @Test
  void foldersAreReadInOrderWithoutWhatIsHidden() throws IOException {
    write("b.yml", Manifests.deployment("x", "b", "nginx"));
    write("a.json", "{\"kind\": \"Deployment\"}");
    write("sub/c.yaml", Manifests.deployment("x", "c", "nginx"));
    write("sub/.git/d.yaml", "broken: [");
    write(".hidden.yaml", "broken: [");
    write("notes.txt", "broken: [");

    Result result = Cli.run("plan", folder.toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("deployment/b", "deployment/c").contains("2 workloads");
  }

  @Test
  void aPathThatDoesNotExistIsAnError() {
    Result result = Cli.run("plan", folder.resolve("missing").toString());

    assertThat(result.err())
        .isEqualTo("error: " + folder.resolve("missing") + ": does not exist\n");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void aFileThatNobodyMayReadIsAnError() throws IOException {
    Path secret = write("secret.yaml", "a: 1\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "root reads everything");

    assertThat(Cli.run("plan", folder.toString()).err())
        .isEqualTo("error: " + secret + ": cannot be read: permission denied\n");
  }

  @Test
  void aLinkToNowhereIsAnError() throws IOException {
    Path link = folder.resolve("link.yaml");
    Files.createSymbolicLink(link, folder.resolve("nowhere"));

    assertThat(Cli.run("plan", folder.toString()).err())
        .isEqualTo("error: " + link + ": cannot be read: no such file\n");
  }

  @Test
  void aFolderThatLinksToItselfEnds() throws IOException {
    write("a.yaml", Manifests.deployment("x", "a", "nginx"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    assertThat(Cli.run("plan", folder.toString()).out()).contains("1 workload");
  }

  @Test
  void whatIsNoTextIsAnError() throws IOException {
    Path zeros = folder.resolve("zeros.yaml");
    Files.write(zeros, new byte[] {'a', ':', 0, 0});
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});

    Result result = Cli.run("plan", folder.toString());

    assertThat(result.err().lines())
        .containsExactly(
            "error: " + latin + ": is not a text in UTF-8",
            "error: " + zeros + ": is not a text in UTF-8: it holds bytes of value 0");
  }

  @Test
  void nothingInAManifestSteersTheTerminal() {
    String documents =
        Manifests.deployment("a", "web", "\"shop.example/\\e[31mapi\\u202e\"")
            + "---\n"
            + "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: \"\\e[2J\"}\n";

    Result result = Cli.runOn(documents, "plan", "-");

    assertThat(result.out() + result.err()).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void nothingOnStandardInputIsAnError() {
    for (String input : List.of("", "\n", "---\n# only a comment\n")) {
      Result result = Cli.runOn(input, "plan", "-");

      assertThat(result.err()).isEqualTo("error: nothing on standard input\n");
      assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    }
  }

  @Test
  void aFolderWithoutWorkloadsIsNoError() throws IOException {
    write("empty.yaml", "");

    Result result = Cli.run("plan", folder.toString());

    assertThat(result.out()).contains("No workloads found.");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitStatus.NOTHING_TO_DO);
  }

  @Test
  void anEmptyPathIsNotTheCurrentFolder() {
    Result result = Cli.run("plan", "");

    assertThat(result.err()).isEqualTo("error: an empty path\n");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void outputThatCannotBeWrittenIsAnError() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    int status =
        Main.run(
            new String[] {"plan", SHOP.toString()},
            InputStream.nullInputStream(),
            new PrintStream(full, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.NONE);

    assertThat(status).isEqualTo(ExitStatus.ERROR);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("error: standard output cannot be written to");
  }

  @Test
  void aNamespaceThatIsNoDnsLabelIsNamed() {
    for (String namespace : List.of("a.b", "a/b", "..", "A", "a".repeat(64))) {
      Result result = Cli.runOn(Manifests.deployment(namespace, "web", "nginx"), "plan", "-");

      assertThat(result.err()).startsWith("error: -:5: metadata.namespace: must be a DNS label: ");
      assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
    }
  }

  @Test
  void theLineThatMarksPatchesHidesNoWorkload() throws IOException {
    write(
        "web.yaml",
        "# Written by `unroot plan -o`\n"
            + Manifests.deployment("a", "web", "nginx")
            + "---\n"
            + Manifests.deployment("a", "init", "nginx").replace("containers:", "initContainers:")
            + "---\n"
            + Manifests.deployment("a", "patch", "nginx").replace("image:", "imagePullPolicy:"));

    Result result = Cli.run("plan", folder.toString());

    assertThat(result.out())
        .contains("deployment/web", "1 file that unroot wrote passed over.")
        .doesNotContain("deployment/patch");
    assertThat(result.err()).contains("containers: must be a list with at least one container");
    assertThat(result.status()).isEqualTo(ExitStatus.ERROR);
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    String documents = Manifests.deployment("a", "web", "nginx");

    assertThat(Cli.run(new Terminal("120", true, false), documents, "plan", "-").out())
        .contains("\u001b[31m");
    assertThat(Cli.run(new Terminal("120", true, true), documents, "plan", "-").out())
        .doesNotContain("\u001b");
  }

  @Test
  void manyProposalsAreShownInFullOnlyWhenAskedFor() {
    StringBuilder documents = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      documents.append(Manifests.deployment("a", "web-" + i, "nginx")).append("---\n");
    }

    String shortened = Cli.runOn(documents.toString(), "plan", "-").out();
    String full = Cli.runOn(documents.toString(), "plan", "-", "-v").out();

    assertThat(shortened)
        .contains("Proposed for 20 workloads: -v shows every change.")
        .doesNotContain("runAsUser=101");
    assertThat(full).contains("runAsUser=101");
  }

  @Test
  void noLineIsWiderThanTheScreen() {
    String documents =
        Manifests.deployment("a", "a-name-as-long-as-some-are".repeat(9), "nginx")
            + "---\n"
            + Manifests.deployment("a", "b", "registry.example/" + "project/".repeat(30) + "image");

    for (int width : List.of(72, 100, 120)) {
      Terminal terminal = new Terminal(Integer.toString(width), false, true);
      assertThat(Cli.run(terminal, documents, "plan", "-").out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }
  }

  @Test
  void theUsageTellsTheExitStatus() {
    Result result = Cli.run("plan", "--help");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("Exit status:", "0   nothing to do", "1   something", "2   an");
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    assertThat(Cli.run().out()).startsWith("Usage: unroot").contains("plan PATH...", "operator");
  }

  @Test
  void wrongUsageIsAnErrorThatNamesTheMistake() {
    Result noPath = Cli.run("plan");
    Result unknown = Cli.run("plan", "--outptu", "x", "-");
    Result command = Cli.run("paln");

    assertThat(noPath.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(noPath.err())
        .contains("Missing required parameter: 'PATH'", "`unroot plan --help` shows the usage.");
    assertThat(unknown.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(unknown.err()).contains("Unknown option: '--outptu'", "--output");
    assertThat(command.status()).isEqualTo(ExitStatus.ERROR);
    assertThat(command.err()).contains("paln");
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
