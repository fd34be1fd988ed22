package dev.darkroom.processes;

import dev.darkroom.processes.TestDatabase.Row;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Published files are whole, and what lies half written beside them was left by a process that was killed over it. */
record FilesJudge(Evidence books, PhotoFiles files, FaultLog torments) implements Invariant {

    @Override
    public Stream<String> complaints() {
        return Stream.of(damaged(), undeveloped(), withoutOriginal(), unfinished())
                .flatMap(Function.identity());
    }

    /** Originals that were stored for a request that was killed before it was accepted: for the sweeper. */
    int orphans() {
        Set<String> known = ids();
        return (int) files.photos().stream().filter(id -> !known.contains(id)).count();
    }

    int parts() {
        return files.unfinished().size();
    }

    private Stream<String> damaged() {
        return files.damaged().stream().map(file -> file + " is not whole");
    }

    private Stream<String> undeveloped() {
        return books.photos().stream()
                .filter(photo -> photo.is("status", "COMPLETE"))
                .map(photo -> photo.text("id"))
                .filter(id -> !files.isDeveloped(id))
                .map(id -> "photo %s is complete and not developed".formatted(id));
    }

    private Stream<String> withoutOriginal() {
        Collection<String> there = Set.copyOf(files.photos());
        return ids().stream().filter(id -> !there.contains(id)).map(id -> "photo %s has no files".formatted(id));
    }

    private Stream<String> unfinished() {
        return files.unfinished().stream()
                .filter(part -> !wasWriterKilled(part))
                .map(part -> part + " was left by a process that was not killed");
    }

    /** The name ends with the lease token of its writer. */
    private boolean wasWriterKilled(Path part) {
        List<String> name = List.of(part.getFileName().toString().split("\\."));
        Row lease = books.leases().get(name.get(name.size() - 2));
        return lease != null && torments.wasKilled(StateChangeLog.pid(lease.text("worker")));
    }

    private Set<String> ids() {
        return books.photos().stream().map(photo -> photo.text("id")).collect(Collectors.toSet());
    }
}
