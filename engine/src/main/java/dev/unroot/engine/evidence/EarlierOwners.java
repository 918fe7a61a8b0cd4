package dev.unroot.engine.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a directory in a volume, and what is in it, belonged to before an init container gave them
 * away: as that tells in its termination message. A program of the workload's image writes it, so
 * that nothing but numbers is read, and a message that does not fit as a whole tells nothing.
 *
 * @param root the directory itself
 * @param files whom belonged what was given away, the most first; the directory counts, too
 * @param isWhole whether that is all: not where there was too much to count, or the message is cut
 */
public record EarlierOwners(VolumeOwner root, List<Files> files, boolean isWhole) {
  /** Files and directories of one owner. */
  public record Files(long uid, long gid, long count) {}

  /** Below it, init containers that give directories away mount them: as 0, 1 and so on. */
  public static final String MOUNTS = "/unroot-volume/";

  /** The first line. */
  public static final String HEADER = "unroot owners 1";

  /** So many files are counted in a directory. */
  public static final int MOST_FILES = 100_000;

  /** So many owners are told of a directory. */
  public static final int MOST_OWNERS = 20;

  /** So many lines never have more characters than a termination message may. */
  public static final int MOST_LINES = 90;

  private static final int MOST_CHARACTERS = 4096;
  private static final String END = "end";
  private static final long HIGHEST_ID = 4_294_967_294L;
  private static final String OWNER =
      "(?<place>[0-9]{1,3}) (?<uid>[0-9]{1,10}):(?<gid>[0-9]{1,10})";
  private static final Pattern ROOT = Pattern.compile("root " + OWNER + " (?<mode>[0-7]{1,4})");
  private static final Pattern FILES = Pattern.compile(" *(?<count>[0-9]{1,6}) files " + OWNER);

  /** Copies the list, so that the record never changes. */
  public EarlierOwners {
    files = List.copyOf(files);
  }

  /** Whether {@code message} means to tell of owners, so that it is no last word of a failure. */
  public static boolean isToldBy(String message) {
    return message.startsWith(HEADER + "\n");
  }

  /**
   * Reads a termination message; never throws.
   *
   * @param places what is mounted below {@link #MOUNTS}, by its name there
   * @return in the order of the message; nothing where it is no such message
   */
  public static List<EarlierOwners> read(String message, Map<String, VolumePlace> places) {
    if (message.length() > MOST_CHARACTERS) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(message.lines().toList());
    if (lines.size() < 2 || lines.size() > MOST_LINES || !lines.get(0).equals(HEADER)) {
      return List.of();
    }
    // Without an end it was cut, and the numbers of its last line may be, too.
    boolean ended = lines.remove(lines.size() - 1).equals(END);
    Map<String, VolumeOwner> roots = new LinkedHashMap<>();
    Map<String, List<Files>> files = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      if (!root(line, places, roots) && !files(line, roots, files)) {
        return List.of();
      }
    }
    List<EarlierOwners> all = new ArrayList<>();
    roots.forEach(
        (place, root) -> {
          List<Files> own = files.getOrDefault(place, List.of());
          long count = own.stream().mapToLong(Files::count).sum();
          boolean whole = ended && count > 0 && count < MOST_FILES && own.size() < MOST_OWNERS;
          all.add(new EarlierOwners(root, own, whole));
        });
    return all;
  }

  private static boolean root(
      String line, Map<String, VolumePlace> places, Map<String, VolumeOwner> roots) {
    Matcher matcher = ROOT.matcher(line);
    if (!matcher.matches() || !places.containsKey(matcher.group("place"))) {
      return false;
    }
    String name = matcher.group("place");
    VolumePlace place = Optional.ofNullable(places.get(name)).orElseThrow();
    int mode = Integer.parseInt(matcher.group("mode"), 8);
    return isOwner(matcher)
        && roots.put(name, new VolumeOwner(place, uid(matcher), gid(matcher), mode)) == null;
  }

  /** Only of a place whose root was told before, and of each owner once. */
  private static boolean files(
      String line, Map<String, VolumeOwner> roots, Map<String, List<Files>> files) {
    Matcher matcher = FILES.matcher(line);
    if (!matcher.matches() || !isOwner(matcher) || !roots.containsKey(matcher.group("place"))) {
      return false;
    }
    List<Files> own = files.computeIfAbsent(matcher.group("place"), place -> new ArrayList<>());
    Files more = new Files(uid(matcher), gid(matcher), Long.parseLong(matcher.group("count")));
    boolean known = own.stream().anyMatch(f -> f.uid() == more.uid() && f.gid() == more.gid());
    return !known && own.size() < MOST_OWNERS && own.add(more);
  }

  private static boolean isOwner(Matcher matcher) {
    return uid(matcher) <= HIGHEST_ID && gid(matcher) <= HIGHEST_ID;
  }

  private static long uid(Matcher matcher) {
    return Long.parseLong(matcher.group("uid"));
  }

  private static long gid(Matcher matcher) {
    return Long.parseLong(matcher.group("gid"));
  }
}
