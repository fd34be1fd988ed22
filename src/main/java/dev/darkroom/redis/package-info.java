/**
 * Redis as the broker: it carries the ids of jobs to the processes that run them, if {@code darkroom.transport=redis}.
 *
 * <p>A lane is a stream, and the processes that run jobs are one consumer group: Redis gives an entry to one of them and keeps
 * it as pending until that process acknowledges it. An entry may be lost or come twice, because the job's row decides what
 * happens ({@code dev.darkroom.jobs}). {@code src/docs/redis.md} says which guarantee comes from where.
 *
 * <p>Read in the order of an entry's life: {@link RedisBroker} adds it, {@link StreamReader} reads and acknowledges it for
 * {@link RedisConnector}, and {@link RedisConsumers} passes it to the jobs.
 */
package dev.darkroom.redis;
