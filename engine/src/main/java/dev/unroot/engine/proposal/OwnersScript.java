package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.EarlierOwners;

/**
 * Gives directories to a user and a group, in the words that busybox and GNU's programs share. Its
 * arguments are the user, the group, and the directories.
 *
 * <p>Before anything is changed it tells whom it belonged to, in the container's termination
 * message, which {@link EarlierOwners} reads. That is bounded, in time and memory as well, and best
 * effort: where a program for it is missing, or there is nowhere to write, files are given away all
 * the same. That they could not be ends the container with a failure.
 */
final class OwnersScript {
  /** The places are told by the last part of their paths; a volume's root is changed last. */
  static final String TEXT =
      """
      set -e
      user=$1 group=$2
      shift 2
      is_right() { find "$1" -prune -user "$user" -group "$group" | read -r right; }
      wrong() {
        find "$1" -depth '(' ! -user "$user" -o ! -group "$group" ')' "$2" "$3" "$4" "$5" '{}' +
      }
      owners() {
        echo '%s'
        for volume; do is_right "$volume" || stat -c "root ${volume##*/} %%u:%%g %%a" "$volume"; done
        for volume; do
          is_right "$volume" || wrong "$volume" -exec stat -c "files ${volume##*/} %%u:%%g" |
            head -n %d | sort | uniq -c | sort -rn | head -n %d
        done
        echo end
      }
      tell() {
        set +e
        for program in stat head sort uniq; do command -v "$program" >/dev/null || return 0; done
        owners "$@" | head -n %d >/dev/termination-log
      }
      (tell "$@") 2>/dev/null || true
      for volume; do
        is_right "$volume" || wrong "$volume" -exec chown -h "$user:$group"
      done
      """
          .formatted(
              EarlierOwners.HEADER,
              EarlierOwners.MOST_FILES,
              EarlierOwners.MOST_OWNERS,
              EarlierOwners.MOST_LINES);

  private OwnersScript() {}
}
