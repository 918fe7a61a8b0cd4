package dev.unroot.api.v1alpha1;

/** How something that trial pods may reach is reached. */
public enum AllowedProtocol {
  /** TCP, which most servers speak. */
  TCP,
  /** UDP, such as DNS. */
  UDP
}
