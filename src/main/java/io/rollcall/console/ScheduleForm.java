package io.rollcall.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rollcall.device.Text;
import io.rollcall.policy.Policy.Schedule;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/**
 * When a connection syncs by itself, as a form has it.
 *
 * @param kind {@code every}, {@code daily} or {@code cron}
 * @param every the interval: {@code 20m}
 * @param time the time of day: {@code 02:00}
 * @param cron a Quartz cron expression
 * @param zone of the time of day or the cron expression
 */
record ScheduleForm(String kind, String every, String time, String cron, String zone) {

    private static final String UTC = "Etc/UTC";
    private static final Pattern DAILY = Pattern.compile("0 (\\d{1,2}) (\\d{1,2}) \\* \\* \\?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::\\d{1,2})?");

    static ScheduleForm of(Schedule schedule) {
        var zone = schedule.zone().orElse(UTC);
        if (schedule.every().isPresent()) {
            return new ScheduleForm(
                    "every", PolicyOptions.words(schedule.every().get()), "02:00", "", zone);
        }
        var cron = schedule.cron().orElse("");
        var daily = DAILY.matcher(cron);
        return daily.matches()
                ? new ScheduleForm("daily", "", twoDigits(daily.group(2)) + ":" + twoDigits(daily.group(1)), "", zone)
                : new ScheduleForm("cron", "", "02:00", cron, zone);
    }

    /** What a form sent; empty: it has no schedule in it. */
    static Optional<ScheduleForm> of(MultiValueMap<String, String> form) {
        return Optional.ofNullable(form.getFirst("schedule.kind"))
                .map(kind -> new ScheduleForm(
                        kind,
                        text(form, "schedule.every"),
                        text(form, "schedule.time"),
                        text(form, "schedule.cron"),
                        text(form, "schedule.zone")));
    }

    private static String text(MultiValueMap<String, String> form, String key) {
        return Optional.ofNullable(form.getFirst(key))
                .map(text -> Text.storable(text.strip()))
                .orElse("");
    }

    /** As it is written over another schedule in a policy: what it doesn't have takes the other's away. */
    JsonNode json() {
        var schedule = JsonNodeFactory.instance.objectNode();
        if (kind.equals("every")) {
            return schedule.put("every", every).putNull("cron").putNull("zone");
        }
        return schedule.putNull("every")
                .put("cron", kind.equals("daily") ? daily() : cron)
                .put("zone", zone);
    }

    /** A time that is none is told by the policy's reader. */
    private String daily() {
        var parts = TIME.matcher(time);
        return parts.matches()
                ? "0 " + Integer.parseInt(parts.group(2)) + " " + Integer.parseInt(parts.group(1)) + " * * ?"
                : time;
    }

    /** In words: {@code every 20 minutes}, {@code every day at 02:00 (Etc/UTC)}. */
    String words() {
        return switch (kind) {
            case "every" ->
                "every "
                        + every.replaceFirst("^1d$", "day")
                                .replaceFirst("^1h$", "hour")
                                .replaceFirst("^(\\d+)d$", "$1 days")
                                .replaceFirst("^(\\d+)h$", "$1 hours")
                                .replaceFirst("^(\\d+)m$", "$1 minutes");
            case "daily" -> "every day at " + time + " (" + zone + ")";
            default -> "by the cron expression " + cron + " (" + zone + ")";
        };
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }
}
