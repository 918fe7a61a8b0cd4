package dev.unroot.engine.image;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FileMistakes;
import dev.unroot.engine.document.StrictFields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one fact. What its fields mean is said in {@code docs/reference.md}. */
final class FactDocument {
  static final List<String> FIELDS =
      List.of(
          "image",
          "aliases",
          "onlyExact",
          "tagStartsWith",
          "tagContains",
          "digest",
          "user",
          "serviceUser",
          "serviceGroup",
          "ports",
          "writableDirectories",
          "dataDirectories",
          "contentDirectories",
          "stepsDown",
          "stepDownCapabilities",
          "environment",
          "fileCapabilities",
          "unprivilegedVariant",
          "source");
  static final List<String> VARIANT_FIELDS =
      List.of("image", "tagSuffix", "ports", "changes", "source");

  private static final long LARGEST_ID = Integer.MAX_VALUE;
  private static final int LONGEST_TEXT = 300;
  private static final String COMPONENT = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "(?=.{1,255}$)(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/)?"
              + COMPONENT
              + "(?:/"
              + COMPONENT
              + ")*");
  private static final String A_REPOSITORY =
      "a repository without tag and digest, such as nginx or registry.example/team/app"
          + " (tagStartsWith and tagContains limit the tags)";
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final String PART_OF_A_TAG = "a part of a tag, such as 17 or alpine";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
  private static final Pattern DIRECTORY =
      Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[^/:\\p{Cntrl}]{1,255}){1,32}");
  private static final String A_DIRECTORY =
      "an absolute path without . and .., such as /var/lib/app";

  /** Where nothing empty may be mounted, whoever says so. */
  private static final Pattern WRITABLE =
      Pattern.compile(
          "(?!/(?:proc|sys|dev)(?:/|$))"
              + "(?!/(?:bin|boot|etc|home|lib|lib64|opt|root|sbin|usr|var|usr/[^/]*|var/lib)$)"
              + DIRECTORY.pattern());

  private static final String A_WRITABLE =
      A_DIRECTORY + ", and no directory of the system as a whole";
  private static final Pattern USER = Pattern.compile("[0-9]{1,10}|[A-Za-z_][A-Za-z0-9_.-]{0,31}");
  private static final String A_USER =
      "a number or a name (root where the image has no USER; the group is serviceGroup)";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  private final StrictFields fields;

  private FactDocument(StrictFields fields) {
    this.fields = fields;
  }

  /** The fact; nothing where {@code mistakes} had to be added to. */
  static Optional<ImageFact> read(Document.Parsed document, FileMistakes mistakes) {
    int before = mistakes.count();
    StrictFields fields = StrictFields.of(document, mistakes);
    fields.allow(FIELDS);
    fields.require("image", "name the repository, such as nginx or registry.example/team/app");
    fields.require("source", "say where this was read or tried");
    ImageFact fact = new FactDocument(fields).fact();
    return mistakes.count() > before ? Optional.empty() : Optional.of(fact);
  }

  private ImageFact fact() {
    return new ImageFact(
        scope(),
        users(),
        FactPorts.listed(fields, "ports"),
        new ImageDirectories(
            fields.texts("writableDirectories", WRITABLE, A_WRITABLE),
            fields.texts("dataDirectories", DIRECTORY, A_DIRECTORY),
            fields.texts("contentDirectories", DIRECTORY, A_DIRECTORY)),
        fields.textMap("environment", VARIABLE, "a variable's name, such as SKIP_CHOWN"),
        fields.flag("fileCapabilities"),
        fields.has("unprivilegedVariant")
            ? Optional.of(variant(fields.object("unprivilegedVariant")))
            : Optional.empty(),
        fields.text("source", LONGEST_TEXT).orElse(""));
  }

  private ImageScope scope() {
    List<String> names =
        Stream.concat(
                fields.text("image", REPOSITORY, A_REPOSITORY).stream(),
                fields.texts("aliases", REPOSITORY, A_REPOSITORY).stream())
            .distinct()
            .toList();
    List<String> starts = fields.texts("tagStartsWith", TAG, PART_OF_A_TAG);
    String contains = fields.text("tagContains", TAG, PART_OF_A_TAG).orElse("");
    String digest = fields.text("digest", DIGEST, "sha256: and 64 hexadecimal digits").orElse("");
    if (!digest.isEmpty() && (!starts.isEmpty() || !contains.isEmpty())) {
      fields.report(
          "digest", "is one image whatever its tag: remove tagStartsWith and tagContains");
    }
    return new ImageScope(names, starts, contains, digest, fields.flag("onlyExact"));
  }

  private ImageUsers users() {
    return new ImageUsers(
        user(),
        fields.integer("serviceUser", 1, LARGEST_ID),
        fields.integer("serviceGroup", 0, LARGEST_ID),
        fields.flag("stepsDown"),
        FactCapabilities.listed(fields, "stepDownCapabilities"));
  }

  private Optional<String> user() {
    if (fields.isInteger("user")) {
      return fields.integer("user", 0, LARGEST_ID).map(String::valueOf);
    }
    Optional<String> user = fields.text("user", USER, A_USER);
    if (user.filter(name -> Character.isDigit(name.charAt(0))).isEmpty()) {
      return user;
    }
    long number = Long.parseLong(user.get());
    if (number > LARGEST_ID) {
      fields.report("user", "must be at most " + LARGEST_ID + " where it is a number");
    }
    return Optional.of(String.valueOf(number));
  }

  private static UnprivilegedVariant variant(StrictFields variant) {
    variant.allow(VARIANT_FIELDS);
    variant.require("source", "say where this was read");
    if (variant.has("image") == variant.has("tagSuffix")) {
      variant.report("name another repository as image, or what is added to the tag as tagSuffix");
    }
    return new UnprivilegedVariant(
        variant.text("image", REPOSITORY, A_REPOSITORY).orElse(""),
        variant.text("tagSuffix", TAG, PART_OF_A_TAG).orElse(""),
        FactPorts.moved(variant.object("ports")),
        variant.text("changes", LONGEST_TEXT).orElse(""),
        variant.text("source", LONGEST_TEXT).orElse(""));
  }
}
