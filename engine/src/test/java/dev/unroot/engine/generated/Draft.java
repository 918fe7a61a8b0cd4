package dev.unroot.engine.generated;

import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod that is still being made up: its objects may be changed. */
final class Draft {
  private static final int FIRST_PORT = 8000;

  private final Map<String, Object> object = new LinkedHashMap<>();
  private int ports = FIRST_PORT;

  Map<String, Object> spec() {
    return within(object, "spec");
  }

  Map<String, Object> annotations() {
    return within(within(object, "metadata"), "annotations");
  }

  /** The securityContext of the pod. */
  Map<String, Object> context() {
    return within(spec(), "securityContext");
  }

  /** Every container: the init containers first. */
  List<Map<String, Object>> containers() {
    List<Map<String, Object>> all = new ArrayList<>(list(spec(), "initContainers"));
    all.addAll(list(spec(), "containers"));
    return all;
  }

  /** Every securityContext that is there: the pod's and those of its containers. */
  List<Map<String, Object>> contexts() {
    List<Map<String, Object>> all = new ArrayList<>();
    look(spec(), "securityContext", all);
    containers().forEach(container -> look(container, "securityContext", all));
    return all;
  }

  /** A number for a port that no other container of the pod has. */
  long port() {
    return ports++;
  }

  boolean isWindows() {
    return spec().get("os") instanceof Map<?, ?> os && "windows".equals(os.get("name"));
  }

  boolean isSet(String flag) {
    return Boolean.TRUE.equals(spec().get(flag));
  }

  PodTemplate finish() {
    return new PodTemplate(object);
  }

  /** The object at {@code name} in {@code parent}, made where there is none. */
  @SuppressWarnings("unchecked") // a draft holds no other maps
  static Map<String, Object> within(Map<String, Object> parent, String name) {
    if (parent.get(name) == null) {
      parent.put(name, new LinkedHashMap<String, Object>());
    }
    return (Map<String, Object>) parent.get(name);
  }

  /** The list of objects at {@code name}; an empty one, of no effect, where there is none. */
  @SuppressWarnings("unchecked") // a draft holds no other lists of objects
  static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
    Object list = parent.get(name);
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }

  @SuppressWarnings("unchecked") // a draft holds no other maps
  private static void look(
      Map<String, Object> parent, String name, List<Map<String, Object>> found) {
    if (parent.get(name) instanceof Map<?, ?> map) {
      found.add((Map<String, Object>) map);
    }
  }

  /** An object with one field. */
  static Map<String, Object> object(String name, Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(name, value);
    return object;
  }

  /** An object with two fields. */
  static Map<String, Object> object(String name, Object value, String other, Object otherValue) {
    Map<String, Object> object = object(name, value);
    object.put(other, otherValue);
    return object;
  }
}
