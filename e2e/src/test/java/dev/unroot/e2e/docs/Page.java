package dev.unroot.e2e.docs;

import dev.unroot.e2e.cluster.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page of the documentation, by its path in the repository. */
record Page(String path, String text) {
  private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (?<text>.+)$");
  private static final Pattern FENCED =
      Pattern.compile("(?ms)^```(?<language>\\w*)\\n(?<text>.*?)^```$");
  private static final Pattern INDENTED = Pattern.compile("(?m)^ {4}(?<text>\\S.*)$");
  private static final Pattern SPAN = Pattern.compile("`(?<text>[^`\\n]+)`");

  static Page read(String path) {
    try {
      return new Page(path, Files.readString(Repository.path(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every page there is. */
  static List<Page> all() {
    List<String> paths = new ArrayList<>(List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md"));
    Path docs = Repository.path("docs");
    try (Stream<Path> files = Files.walk(docs)) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> "docs/" + docs.relativize(file))
          .sorted()
          .forEach(paths::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths.stream().map(Page::read).toList();
  }

  /** What it links to, other sites left out. */
  List<String> relativeLinks() {
    return matches(LINK)
        .map(match -> match.group(1))
        .filter(target -> !target.contains("://") && !target.startsWith("#"))
        .map(target -> target.replaceFirst("#.*", ""))
        .toList();
  }

  /** Where a relative link leads. */
  Path resolve(String link) {
    return Repository.path(path).resolveSibling(link).normalize();
  }

  /** The blocks of code in YAML. */
  List<String> yamlBlocks() {
    return matches(FENCED)
        .filter(match -> match.group(1).equals("yaml"))
        .map(match -> match.group(2))
        .toList();
  }

  /** Its headings, as links name them. */
  List<String> anchors() {
    return matches(HEADING)
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  /** Everything that is set as code: spans, fenced and indented blocks. */
  List<String> code() {
    Stream<String> fenced = matches(FENCED).map(match -> match.group(2));
    Stream<String> indented = matches(INDENTED).map(match -> match.group(1));
    Stream<String> spans = SPAN.matcher(unfenced()).results().map(match -> match.group(1));
    return Stream.of(fenced, indented, spans).flatMap(codes -> codes).toList();
  }

  private String unfenced() {
    return FENCED.matcher(text).replaceAll("");
  }

  private Stream<MatchResult> matches(Pattern pattern) {
    return pattern.matcher(text).results();
  }

  @Override
  public String toString() {
    return path;
  }
}
