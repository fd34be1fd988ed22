package dev.darkroom.status;

import dev.darkroom.status.StatusView.Attempt;
import dev.darkroom.status.Strip.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The marks of a status, in the order in which they are drawn: only what has happened, and what is due. */
final class StripMarks {

    private static final Map<String, String> RUNS =
            Map.of("running", "live", "complete", "complete", "failed", "failed");

    private final List<Mark> marks = new ArrayList<>();
    private final StatusView status;
    private final long now;
    private final long leaseMs;
    private String never = "";

    /** The end of the last run, or of the request, and how that run ended. */
    private long cursor;

    private String last = "";

    StripMarks(StatusView status, Instant now, long leaseMs) {
        this.status = status;
        this.now = status.acceptedAt() == null ? 0 : status.since(now);
        this.leaseMs = leaseMs;
        if (status.acceptedAt() != null) {
            request();
            runs().forEach(this::run);
            end();
        }
    }

    List<Mark> list() {
        return marks;
    }

    String never() {
        return never;
    }

    long length() {
        return marks.stream()
                .mapToLong(mark -> Math.max(mark.from(), mark.to()))
                .max()
                .orElse(0);
    }

    private boolean isInline() {
        return status.mode().equals("inline");
    }

    private void request() {
        boolean waiting = isInline() && status.moving();
        cursor = status.requestMs() != null ? status.requestMs() : waiting ? now : 0;
        add(isInline() && status.failed() ? "torn" : "request", 0, cursor, "");
    }

    /** In memory, the record itself is the only run. It is not known when a lost one ended. */
    private List<Attempt> runs() {
        if (!status.mode().equals("volatile") || status.startedAt() == null || status.lost()) {
            return status.attempts();
        }
        String outcome = status.complete() ? "complete" : status.failed() ? "failed" : "running";
        return List.of(new Attempt(0, null, status.startedAt(), null, status.finishedAt(), outcome));
    }

    private void run(Attempt run) {
        long start = status.since(run.startedAt());
        if (!last.isEmpty() || run.attempt() <= 1) {
            before(start);
        }
        boolean silent = run.outcome().equals("running") && status.leaseEndsAt() != null;
        long end = run.endedAt() != null ? status.since(run.endedAt()) : now;
        long sign = run.lastSignAt() != null
                ? status.since(run.lastSignAt())
                : silent ? status.since(status.leaseEndsAt()) - leaseMs : end;
        String number = run.attempt() == 0 ? "" : Integer.toString(run.attempt());
        add(silent ? "died" : RUNS.getOrDefault(run.outcome(), "died"), start, Math.max(start, sign), number);
        switch (run.outcome()) {
            case "running" -> {
                if (silent) {
                    silence(run, sign);
                }
            }
            case "rescued" -> {
                add("past", sign, end, "lease runs out");
                at("cross", sign);
                at("hook", end);
            }
            case "fenced" -> {
                add("past", sign, end, "");
                at("frozen", sign);
                at("fence", end);
            }
            case "released" -> at("released", end);
            case "cancelled" -> at("cancelled", end);
            default -> {}
        }
        cursor = run.outcome().equals("fenced") ? sign : end;
        last = run.outcome();
    }

    private void before(long start) {
        switch (last) {
            case "failed", "rescued" -> add("arc", cursor, start, "");
            case "fenced" -> {}
            default -> add("waiting", cursor, start, "");
        }
    }

    /** The lease of a process that no longer sends heartbeats. A cross only for a kill that was noted. */
    private void silence(Attempt run, long sign) {
        long leaseEnd = status.since(status.leaseEndsAt());
        add("counted", sign, Math.min(now, leaseEnd), "");
        if (run.isKilled()) {
            at("cross", sign);
        }
        if (now < leaseEnd) {
            add("lease", now, leaseEnd, "in " + (leaseEnd - now + 999) / 1000 + " s");
        }
    }

    private void end() {
        switch (status.phase()) {
            case "queued", "retrying" -> pending();
            case "dead" -> {
                if (status.attempts().isEmpty()) {
                    rails("failed");
                } else {
                    add("stop", cursor, cursor, "!");
                }
            }
            case "cancelled" -> {
                if (!last.equals("cancelled")) {
                    at("cancelled", status.doneMs());
                }
            }
            case "lost" -> rails(status.unproven() ? "no answer" : isInline() ? "failed" : "lost");
            default -> {}
        }
    }

    private void pending() {
        long next = status.nextRetryAt() == null ? 0 : status.since(status.nextRetryAt());
        if (next > now) {
            add("pending", cursor, next, "");
        } else {
            add("waiting", cursor, now, "");
        }
    }

    private void rails(String word) {
        never = word;
        add("rails", cursor, Mark.END, "");
    }

    private void at(String kind, long ms) {
        add(kind, ms, ms, "");
    }

    private void add(String kind, long from, long to, String label) {
        marks.add(new Mark(kind, from, to == Mark.END ? to : Math.max(from, to), label));
    }
}
