package dev.unroot.engine.evidence;

import java.util.Optional;

/**
 * A user that an image has for a program of its own, as far as its files tell.
 *
 * @param name in its {@code /etc/passwd}
 * @param directory a directory in the image that belongs to it; nothing where none was seen
 */
public record ImageUser(String name, long uid, long gid, Optional<String> directory) {}
