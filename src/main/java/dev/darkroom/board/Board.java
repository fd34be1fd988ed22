package dev.darkroom.board;

import dev.darkroom.jobs.JobList;
import dev.darkroom.jobs.JobList.Group;
import dev.darkroom.jobs.ProcessRun.Living;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The board at one moment: a page of the list with its filters, and the load of the lanes.
 *
 * @param all whether the visitor sees everybody's jobs
 * @param processes the living ones; null if internals are hidden
 * @param next the address of the next page, or null
 */
public record Board(
        List<ListedJob> rows,
        boolean all,
        JobFilter filter,
        Map<Group, Long> counts,
        List<String> kinds,
        List<LaneCard> lanes,
        boolean mayPause,
        List<Living> processes,
        String next,
        String notice) {

    public List<Group> groups() {
        return List.of(Group.values());
    }

    /** The transports of the processes that take due jobs or hand them over. */
    public List<String> transports() {
        Stream<Living> relays = processes.stream().filter(Living::relays);
        return relays.map(Living::transport).distinct().sorted().toList();
    }

    /** The number of jobs in that group; where some are finished, at most "1,000+". */
    public String count(Group group) {
        long number = counts.getOrDefault(group, 0L);
        boolean exact = group == Group.QUEUED || group == Group.RUNNING || group == Group.RETRYING;
        boolean limited = !exact && number > JobList.MOST_COUNTED;
        return String.format(Locale.ROOT, limited ? "%,d+" : "%,d", limited ? JobList.MOST_COUNTED : number);
    }

    public String word(Group group) {
        return switch (group) {
            case ATTENTION -> "needs attention";
            case DEAD -> "failed";
            default -> group.label();
        };
    }

    /** The name of the group's shape; empty if it has none. */
    public String shape(Group group) {
        return switch (group) {
            case ALL, ATTENTION -> "";
            case COMPLETE -> "done";
            default -> group.label();
        };
    }
}
