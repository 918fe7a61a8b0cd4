/**
 * What is known about images without running them (their users, ports and directories), and how the
 * name of an image is matched with it. {@link dev.unroot.engine.image.ImageFacts} is the way in;
 * {@link dev.unroot.engine.image.ImageFactsReader} reads more facts.
 */
@NullMarked
package dev.unroot.engine.image;

import org.jspecify.annotations.NullMarked;
