package dev.unroot.engine.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the observer prints of a container's image: its {@code /etc/passwd}, and directories
 * that do not belong to root. The image chooses both, so lines that do not fit are passed over, and
 * what is kept is bounded.
 */
final class ImageReport {
  /** At most so many users are kept. */
  static final int MAXIMUM_USERS = 8;

  private static final int MAXIMUM_LINES = 200;
  private static final long NOBODY = 65_534;

  /** The first ID that distributions give to people and to users that images add. */
  private static final long FIRST_ADDED = 1000;

  private static final Pattern ENTRY =
      Pattern.compile(
          "passwd (?<name>[A-Za-z_][A-Za-z0-9_.-]{0,31}):[^:]*:(?<uid>[0-9]{1,9}):(?<gid>[0-9]{1,9}):.*");
  private static final Pattern OWNER =
      Pattern.compile(
          "owner (?<uid>[0-9]{1,9}) [0-9]{1,9} /unroot/image(?<path>/[A-Za-z0-9._/+-]{1,200})");

  /** What base images themselves hold of users but root: it says nothing of the program. */
  private static final List<String> OF_THE_SYSTEM =
      List.of(
          "/home",
          "/run",
          "/tmp",
          "/usr/games",
          "/usr/local",
          "/var/cache/apt",
          "/var/cache/man",
          "/var/lib/apt",
          "/var/local",
          "/var/mail",
          "/var/spool");

  private final Map<Long, ImageUser> users = new LinkedHashMap<>();
  private final Map<Long, String> owners = new LinkedHashMap<>();
  private int lines;

  /** Takes in a line that starts with {@code passwd} or {@code owner}. */
  void line(String line) {
    if (++lines > MAXIMUM_LINES) {
      return;
    }
    Matcher entry = ENTRY.matcher(line);
    Matcher owner = OWNER.matcher(line);
    if (entry.matches()) {
      long uid = Long.parseLong(entry.group("uid"));
      users.putIfAbsent(
          uid,
          new ImageUser(
              entry.group("name"), uid, Long.parseLong(entry.group("gid")), Optional.empty()));
    } else if (owner.matches() && !isOfTheSystem(owner.group("path"))) {
      owners.putIfAbsent(Long.parseLong(owner.group("uid")), owner.group("path"));
    }
  }

  private static boolean isOfTheSystem(String path) {
    return OF_THE_SYSTEM.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
  }

  /** The users for programs: those who own a directory, and those that were added. */
  List<ImageUser> users() {
    List<ImageUser> all = new ArrayList<>();
    for (ImageUser user : users.values()) {
      Optional<String> directory = Optional.ofNullable(owners.get(user.uid()));
      boolean added = user.uid() >= FIRST_ADDED && user.uid() < NOBODY;
      boolean possible = user.uid() != 0 && user.uid() <= StartedAs.HIGHEST_ID;
      if (possible && (directory.isPresent() || added) && all.size() < MAXIMUM_USERS) {
        all.add(new ImageUser(user.name(), user.uid(), user.gid(), directory));
      }
    }
    return all;
  }
}
