package dev.darkroom.guards;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition, lock, key or step that a guarantee depends on, with the test that must fail without it. Most are a piece of
 * a statement, which is replaced while the guard is removed; a decorator in this package removes the others.
 */
enum Guard {
    /** A photo is looked up by its id and its owner. */
    OWNER("media.PhotoTest#the_photo_of_another_visitor_is_not_found", Sql.PHOTO_OF_ITS_OWNER, Sql.PHOTO),

    /** An original is looked up by its id and its owner. */
    ORIGINAL_OWNER("media.PhotoTest#an_original_is_sent_to_its_owner_only", Sql.PHOTO_OF_ITS_OWNER, Sql.PHOTO),

    /** A decoder that reads past the end of a file is stopped. Removed by {@link EndlessDecoding}. */
    END_OF_FILE("media.PhotoTest#a_truncated_webp_fails_soon"),

    /** A file is written under a temporary name and then renamed. Removed by {@link WritingInPlace}. */
    ATOMIC_RENAME("media.FileStoreTest#a_file_that_cannot_be_written_leaves_nothing_behind"),

    /** An Idempotency-Key belongs to a user. */
    KEY_OF_ITS_USER(
            "authorisation.ForeignRecordsTest#a_key_of_another_user_does_not_lead_to_its_charge",
            "(from idempotency_record (\\w+) where )\\2\\.owner_id=\\?",
            "$1CAST(? AS uuid) IS NOT NULL"),

    /** A second request with the key of one that is still in progress is refused without waiting. */
    KEY_IN_FLIGHT(
            "idempotency.IdempotencyTest#a_concurrent_repeat_gets_409_and_later_the_first_response",
            "SELECT pg_try_advisory_xact_lock\\((.*)\\)",
            "SELECT true FROM (SELECT $1) unlocked"),

    /** A repeat gets the stored response. */
    REPLAY(
            "idempotency.IdempotencyTest#a_repeat_gets_the_first_response_marked_as_replayed",
            "\\b(\\w+)\\.(?:body|location|status)\\b(?=.* from idempotency_record \\1 )",
            "NULL"),

    /** A second submission of the same form waits for the first. */
    ONE_INTENT_AT_A_TIME(
            "billing.ChargeTest#a_second_payment_of_an_intent_waits_for_the_first_and_returns_its_charge",
            "SELECT 1 FROM pg_advisory_xact_lock\\((.*)\\)",
            "SELECT 1 FROM (SELECT $1) unlocked"),

    /** Each run of a charge sends the gateway the same key. Removed by the lab. */
    PROVIDER_KEY("billing.ChargeTest#a_hundred_runs_charge_once_sequentially_and_concurrently") {
        @Override
        String before() {
            return "INSERT INTO lab_fault (name, value) VALUES ('guard-key', 'off')";
        }

        @Override
        String after() {
            return "DELETE FROM lab_fault";
        }

        /** Adds one, because the lab does not call {@link #isRemoved}. */
        @Override
        int restore() {
            return super.restore() + 1;
        }
    },

    /** Only the run that holds the lease settles its job. */
    FENCE(
            "jobs.DurableJobTest#a_stale_worker_cannot_settle",
            "lease_token = (?:ANY \\()?CAST\\(\\? AS uuid(?:\\[\\]\\))?\\)",
            "CAST(? AS text) IS NOT NULL"),

    /** The statement of a rescue checks the lease, whatever was read before. */
    RESCUE_BY_STATEMENT(
            "jobs.DurableJobTest#a_rescuer_with_a_stale_view_leaves_complete_alone",
            "lease_token = CAST\\(\\? AS uuid\\) AND \\(leased_until < now\\(\\) OR [^)]*\\)[^)]*\\)",
            "CAST(? AS uuid) IS NOT NULL AND CAST(? AS bigint) > 0"),

    /** A pick locks the rows that it takes, and skips those that another one has locked. */
    PICK_LOCK(
            "jobs.DurableJobTest#two_relays_never_claim_the_same_job",
            "LIMIT (\\d+) FOR UPDATE SKIP LOCKED",
            "LIMIT $1"),

    /** An attempt is counted before the work. */
    ATTEMPT_AT_CLAIM(
            "jobs.DurableJobTest#a_job_that_loses_its_last_attempt_is_dead_and_its_record_failed",
            "attempt = attempt \\+ 1",
            "attempt = attempt"),

    /** A kind and a key identify one job. */
    UNIQUE_KEY(
            "jobs.DurableJobTest#a_second_submit_with_the_same_key_adds_no_job",
            "ON CONFLICT \\(kind, key\\) DO NOTHING",
            "") {
        @Override
        String before() {
            return "ALTER TABLE job DROP CONSTRAINT one_job_per_key";
        }

        @Override
        String after() {
            return "DELETE FROM job WHERE kind = 'count-effects'; ALTER TABLE job ADD CONSTRAINT one_job_per_key UNIQUE"
                    + " (kind, key)";
        }
    },

    /** A charge with an unknown outcome has no limit of attempts. */
    UNTIL_PROVEN(
            "billing.ChargeTest#a_charge_whose_replies_are_all_lost_never_fails_and_completes_when_the_connection_is_repaired",
            "CAST\\(\\? AS int\\)",
            "coalesce(CAST(? AS int), 4)"),

    /** The job is inserted in the transaction of its record. Removed by {@link InsertingSeparately}. */
    RECORD_WITH_JOB("jobs.DurableJobTest#a_rolled_back_submit_leaves_no_job"),

    /** Signing out deletes the session's row. */
    SESSION_ROW(
            "account.SessionTest#a_logout_ends_the_session_also_for_a_copy_of_its_cookie",
            "DELETE FROM session WHERE id = sha256\\(\\?\\)",
            "DELETE FROM session WHERE id = sha256(?) AND false");

    private static final class Sql {
        static final String PHOTO_OF_ITS_OWNER = "(from photo (\\w+) where) \\2\\.owner_id=\\?( and \\2\\.id)";
        static final String PHOTO = "$1 CAST(? AS uuid) IS NOT NULL$3";
    }

    private static final AtomicInteger EFFECTS = new AtomicInteger();
    private static volatile Guard removed;

    private final String test;
    private final Pattern present;
    private final String absent;

    Guard(String test) {
        this(test, "(?!)", "");
    }

    /**
     * @param present pattern in statements with the guard
     * @param absent its replacement, with as many parameters
     */
    Guard(String test, String present, String absent) {
        this.test = test;
        this.present = Pattern.compile(present, Pattern.DOTALL);
        this.absent = absent;
    }

    /** The class and method, below this project's package. */
    String test() {
        return test;
    }

    /** Statement that is executed when the guard is removed. */
    String before() {
        return "SELECT 1";
    }

    /** Statement that is executed when the guard is restored. */
    String after() {
        return "SELECT 1";
    }

    void remove() {
        EFFECTS.set(0);
        removed = this;
    }

    /** Returns how often the guard was missing. */
    int restore() {
        removed = null;
        return EFFECTS.get();
    }

    /** Also counts how often the answer is true. */
    boolean isRemoved() {
        if (removed != this) {
            return false;
        }
        EFFECTS.incrementAndGet();
        return true;
    }

    static String rewrite(String statement) {
        Guard guard = removed;
        if (guard == null) {
            return statement;
        }
        Matcher guarded = guard.present.matcher(statement);
        return guarded.find() && guard.isRemoved() ? guarded.replaceAll(guard.absent) : statement;
    }
}
