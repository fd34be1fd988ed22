package dev.darkroom.jobs;

/** Which of the two worlds a process belongs to ({@code darkroom.role}): it serves pages, runs jobs, or both. */
public enum Role {
    ALL,
    WEB,
    WORKER;

    public boolean servesPages() {
        return this != WORKER;
    }

    public boolean runsJobs() {
        return this != WEB;
    }
}
