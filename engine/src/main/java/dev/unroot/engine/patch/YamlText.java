package dev.unroot.engine.patch;

import dev.unroot.engine.document.Scalars;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Objects as YAML in the style of Kubernetes: block style, keys in their order, two spaces. A text
 * that a reader of YAML 1.1, such as kubectl, would take for something else stands in quotes.
 */
public final class YamlText {
  private static final int NEVER_FOLD = 10_000;

  private YamlText() {}

  /** {@code object} as one YAML document, with a newline at its end. */
  public static String of(Map<String, Object> object) {
    return dump(object);
  }

  /** {@code list} as one YAML document, with a newline at its end. */
  public static String of(List<Map<String, Object>> list) {
    return dump(list);
  }

  private static String dump(Object object) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDefaultScalarStyle(ScalarStyle.PLAIN)
            .setDereferenceAliases(true)
            .setWidth(NEVER_FOLD)
            .build();
    return new Dump(settings, new Quoting(settings)).dumpToString(object);
  }

  private static final class Quoting extends StandardRepresenter {
    Quoting(DumpSettings settings) {
      super(settings);
      representers.put(
          Removal.class,
          mark -> super.representScalar(Tag.NULL, mark.toString(), ScalarStyle.PLAIN));
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      boolean quote =
          tag.equals(Tag.STR) && style == ScalarStyle.PLAIN && !Scalars.isPlainText(value);
      return super.representScalar(tag, value, quote ? ScalarStyle.DOUBLE_QUOTED : style);
    }
  }
}
