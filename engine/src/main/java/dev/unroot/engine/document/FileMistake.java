package dev.unroot.engine.document;

/**
 * Something in a file that people write, such as one of image facts, that cannot be used.
 *
 * @param line counted from 1; 0 where it is the file as a whole
 * @param what the field, what is wrong with it and what to do
 */
public record FileMistake(int line, String what) {}
