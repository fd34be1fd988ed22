package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.status.RecordSource.Effects;
import dev.darkroom.status.StatusView;
import dev.darkroom.status.StatusView.Phase;
import dev.darkroom.status.Strip;
import java.time.Instant;
import java.util.List;

/**
 * A job's page at one moment.
 *
 * @param status null if the record is deleted
 * @param why the answer to "why is it waiting?"; null if it does not wait
 * @param story what its attempts did, in words
 * @param lanes one for each run; {@code folded} are the older ones of more than six
 * @param now where the clock stands on the axis; null once the job has ended
 * @param next the statement that would move a waiting job; null if it does not wait
 * @param queue the lane of a job that waits its turn there; otherwise null
 * @param hidden the number of heartbeats that are not listed
 * @param conflict explains a refused retry, or is null
 */
public record JobPage(
        Job job,
        StatusView status,
        String why,
        String story,
        Counts counts,
        JobStates states,
        Instant start,
        TimeAxis axis,
        Lane request,
        List<Lane> folded,
        List<Lane> lanes,
        List<JobLine> lines,
        Now now,
        JobLine next,
        JobQueue queue,
        int hidden,
        String conflict) {

    public record Counts(int refused, int attempts, Effects effects) {}

    /** The request, or one run. The process is null if the visitor may not see it. */
    public record Lane(String name, String process, JobRun.Sentence sentence, Strip strip) {

        /** Whether the run has yet to begin. */
        public boolean future() {
            return sentence.figure().isEmpty() || sentence.start().equals("waits for");
        }
    }

    public record Now(String at, String label) {}

    public boolean moving() {
        return !job.state.isFinished();
    }

    public boolean isDead() {
        return job.state == Job.State.DEAD;
    }

    /** Whether the visitor may see statements. */
    public boolean internals() {
        return lines.stream().anyMatch(line -> line.statement() != null);
    }

    /** The reason of the last failure, until the job is complete; null if there is none. */
    public String error() {
        return job.state == Job.State.COMPLETE ? null : job.lastError;
    }

    /** The shape of the state: a running job without heartbeats has its own. */
    public String phase() {
        Phase phase = Phase.of(job);
        return phase == Phase.RUNNING && why != null ? "silent" : phase.label();
    }

    public String word() {
        Integer place = status == null ? null : status.queuePosition();
        return switch (phase()) {
            case "queued", "retrying" -> phase() + (place == null ? "" : ", " + ordinal(place) + " in line");
            case "silent" -> "waiting for a lease";
            case "done" -> "complete";
            case "dead" -> "failed";
            default -> phase();
        };
    }

    public String attempts() {
        String number = job.attempt == 0 ? "no attempt yet" : "attempt " + job.attempt;
        String limit = job.attempt == 0 ? "" : job.maxAttempts == null ? ", no limit" : " of " + job.maxAttempts;
        return number + limit + (job.round > 1 ? ", round " + job.round : "");
    }

    /** The summary under the story: attempts, refused deliveries and effects; empty before the first attempt. */
    public String summary() {
        if (counts.attempts == 0) {
            return "";
        }
        Effects effects = counts.effects;
        // Its first word is its noun: mails, charges or renditions.
        String made = effects == null
                ? "effects unknown"
                : counted((int) effects.count(), effects.what().replaceFirst("s .*", ""));
        return counted(counts.attempts, "attempt") + ", " + counted(counts.refused, "refused delivery") + ", " + made
                + ".";
    }

    private static String counted(int number, String noun) {
        String many = noun.endsWith("y") ? noun.replaceFirst("y$", "ies") : noun + "s";
        return number + " " + (number == 1 ? noun : many);
    }

    private static String ordinal(int number) {
        int tens = number % 100;
        int ones = tens > 10 && tens < 14 ? 0 : number % 10;
        return number + (ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th");
    }
}
