package dev.unroot.engine.image;

/** How sure it is that a fact speaks of an image. The stronger comes first. */
public enum MatchStrength {
  /** It is this repository, a copy that keeps its path, or the very digest. */
  EXACT,

  /**
   * A guess. Only the last component of the name is the same, on a registry that is not public: a
   * copy in another project, or something else of that name. Also where an image is named by a
   * digest alone and the fact's values differ by tag.
   */
  BY_NAME
}
