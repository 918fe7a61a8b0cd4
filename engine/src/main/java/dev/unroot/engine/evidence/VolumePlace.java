package dev.unroot.engine.evidence;

/**
 * A directory in a volume.
 *
 * @param volume the volume's name
 * @param subPath below its root; empty for the root itself
 */
public record VolumePlace(String volume, String subPath) {}
