package dev.unroot.engine.ownership;

/** The group in an {@code apiVersion}. */
final class ApiGroup {
  private ApiGroup() {}

  /** {@code apps} for {@code apps/v1}; empty for {@code v1}, the core group. */
  static String of(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
