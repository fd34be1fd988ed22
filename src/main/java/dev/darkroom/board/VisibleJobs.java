package dev.darkroom.board;

import dev.darkroom.jobs.Job;
import dev.darkroom.web.CurrentVisitor;
import jakarta.enterprise.context.RequestScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The jobs that the visitor may see: an operator all, anybody else their own. */
@RequestScoped
class VisibleJobs {

    private final CurrentVisitor visitor;

    VisibleJobs(CurrentVisitor visitor) {
        this.visitor = visitor;
    }

    /** The owners of these jobs; null for everybody. */
    Collection<String> owners() {
        return visitor.isOperator() ? null : List.of(visitor.id().toString());
    }

    Optional<Job> find(UUID id) {
        return Job.findFor(visitor.isOperator() ? null : visitor.id().toString(), id);
    }
}
