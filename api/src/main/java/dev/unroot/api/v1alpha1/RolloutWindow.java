package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;

/** A time of the week in which rollouts may begin. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.from != self.to",
    message =
        "from and to of a window in spec.apply.windows must differ; leave both out for the whole day")
@ValidationRule(
    value =
        "self.timeZone != 'Local' && timestamp('2000-01-01T00:00:00Z').getHours(self.timeZone) >= 0",
    message =
        "timeZone of a window in spec.apply.windows must be of the IANA database, such as UTC or Europe/Berlin")
public record RolloutWindow(
    @JsonPropertyDescription("The days on which it opens. Left out: every day.")
        @Size(min = 1, max = 7)
        @MayBeNewer
        List<Weekday> days,
    @JsonPropertyDescription("When it opens, such as 22:00. Default 00:00.")
        @Default("00:00")
        @Pattern(START)
        String from,
    @JsonPropertyDescription(
            "When it closes, such as 04:00; before from, it is the next day. 24:00 is the end of the "
                + "day. Default 24:00. What was begun before is carried to its end.")
        @Default("24:00")
        @Pattern(END)
        String to,
    @JsonPropertyDescription(
            "Where it is that time: a name of the IANA time zone database, such as Europe/Berlin. "
                + "Default UTC.")
        @Default("UTC")
        @Size(min = 1, max = 64)
        String timeZone) {

  /** A time of the day. */
  public static final String START = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

  /** A time of the day, or its end. */
  public static final String END = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";

  /** Makes what a manifest leaves out explicit. */
  public RolloutWindow {
    days =
        days == null || days.isEmpty()
            ? List.of(Weekday.values())
            : days.stream().filter(Objects::nonNull).toList(); // a word of a later release
    from = from == null ? "00:00" : from;
    to = to == null ? "24:00" : to;
    timeZone = timeZone == null ? "UTC" : timeZone;
  }
}
