package dev.unroot.operator.ceiling;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads ceilings from YAML or JSON. Reports all mistakes at once, each with its line and the
 * remedy; a file with a mistake is not used at all, since a ceiling that is left out would allow
 * too much.
 */
final class CeilingsReader {
  /** A larger file is refused. */
  static final int MAXIMUM_BYTES = 256 * 1024;

  static final List<String> FIELDS =
      List.of("stop", "highestMode", "namespaces", "trialImages", "maximumTrials");
  static final List<String> NAMESPACE_FIELDS = List.of("allow", "deny");

  private static final Predicate<String> NAMESPACE =
      Pattern.compile("(?=.{1,63}$)[a-z0-9*](?:[a-z0-9*-]*[a-z0-9*])?").asMatchPredicate();
  private static final String A_NAMESPACE = "the name of a namespace, such as shop or team-*";

  private static final String COMPONENT = "[a-z0-9*]+(?:[._-]+[a-z0-9*]+)*";
  private static final Predicate<String> IMAGE =
      Pattern.compile(
              "(?=.{1,255}$)(?:"
                  + COMPONENT
                  + "|(?:[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]{1,5})?)(?:/"
                  + COMPONENT
                  + ")+)")
          .asMatchPredicate()
          .and(name -> !name.equals("*"));
  private static final String AN_IMAGE =
      "a repository without tag and digest, such as nginx or registry.example.com/*"
          + " (no * before the first slash)";

  private CeilingsReader() {}

  /** Reads the content of the file that {@code name} names in messages. */
  static CeilingsReading read(String name, byte[] content) {
    CeilingMistakes mistakes = new CeilingMistakes(name);
    if (content.length > MAXIMUM_BYTES) {
      mistakes.add(0, "is larger than 256 KiB");
    } else {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        return read(text, mistakes);
      } catch (CharacterCodingException e) {
        mistakes.add(0, "is not a text in UTF-8");
      }
    }
    return new CeilingsReading.Broken(mistakes.lines());
  }

  private static CeilingsReading read(String text, CeilingMistakes mistakes) {
    List<Document> documents = text.indexOf('\0') < 0 ? DocumentReader.read(text) : List.of();
    if (documents.isEmpty()) {
      // An empty file is what a writer that was interrupted leaves: it must not lift every ceiling.
      mistakes.add(0, "holds no ceilings: write {} where nothing is to be limited");
    }
    for (Document more : documents.subList(Math.min(1, documents.size()), documents.size())) {
      mistakes.add(more.line(), "is a second document: ceilings are one document, without ---");
    }
    Ceilings ceilings = Ceilings.none();
    if (!documents.isEmpty()) {
      if (documents.get(0) instanceof Document.Parsed parsed) {
        ceilings = ceilings(CeilingFields.of(parsed, mistakes));
      } else if (documents.get(0) instanceof Document.Broken broken) {
        boolean noObject = broken.what().startsWith("must be a Kubernetes object");
        mistakes.add(
            broken.line(), noObject ? "must be fields, such as stop: true" : broken.what());
      }
    }
    return mistakes.isEmpty()
        ? new CeilingsReading.Found(ceilings)
        : new CeilingsReading.Broken(mistakes.lines());
  }

  private static Ceilings ceilings(CeilingFields fields) {
    fields.allow(FIELDS);
    CeilingFields namespaces = fields.object("namespaces");
    namespaces.allow(NAMESPACE_FIELDS);
    return new Ceilings(
        fields.flag("stop") ? new Stop.Asked() : new Stop.No(),
        fields.constant("highestMode", Mode.class).orElse(Ceilings.highest()),
        new NamespaceCeiling(
            namespaces
                .texts("allow", NAMESPACE, A_NAMESPACE, "leave it out to allow all namespaces")
                .map(CeilingsReader::wildcards),
            namespaces
                .texts("deny", NAMESPACE, A_NAMESPACE, "leave it out to deny none")
                .map(CeilingsReader::wildcards)
                .orElse(List.of())),
        fields
            .texts(
                "trialImages",
                IMAGE,
                AN_IMAGE,
                "leave it out to allow any image, or set highestMode: Propose to try none")
            .map(images -> images.stream().map(ImagePattern::of).toList()),
        fields.integer("maximumTrials", 1, Ceilings.MOST_TRIALS).orElse(Ceilings.DEFAULT_TRIALS));
  }

  private static List<Wildcard> wildcards(List<String> patterns) {
    return patterns.stream().map(Wildcard::new).toList();
  }
}
