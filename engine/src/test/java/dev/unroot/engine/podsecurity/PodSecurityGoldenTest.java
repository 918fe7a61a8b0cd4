package dev.unroot.engine.podsecurity;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every control of the Pod Security Standards, on templates that it allows and refuses. */
class PodSecurityGoldenTest {
  @TestFactory
  Stream<DynamicTest> theVerdictIsTheExpectedOne() {
    return Golden.cases("podsecurity", PodSecurityGoldenTest::judge);
  }

  private static Map<String, Object> judge(Fields input) {
    PolicyVersion version =
        PolicyVersion.parse(input.text("version").orElse("latest")).orElseThrow();
    PodTemplate template = new PodTemplate(input.object("template").values());
    List<Object> violations = new ArrayList<>();
    for (Violation violation : PodSecurity.violations(template, Level.RESTRICTED, version)) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("control", violation.control().toString());
      shown.put("field", violation.field().toString());
      shown.put("must", violation.must());
      violations.add(shown);
    }
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("level", PodSecurity.level(template, version).toString());
    verdict.put("violations", violations);
    return verdict;
  }
}
