package dev.unroot.engine.patch;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Objects as YAML in the style of Kubernetes: block style, keys in their order, two spaces. */
public final class YamlText {
  private static final int NEVER_FOLD = 10_000;

  private YamlText() {}

  /** {@code object} as one YAML document, with a newline at its end. */
  public static String of(Map<String, Object> object) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDefaultScalarStyle(ScalarStyle.PLAIN)
            .setDereferenceAliases(true)
            .setWidth(NEVER_FOLD)
            .build();
    return new Dump(settings).dumpToString(object);
  }
}
