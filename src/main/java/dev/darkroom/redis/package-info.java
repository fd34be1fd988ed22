/**
 * Redis as the broker. It carries the ids of jobs to the processes that run them, if {@code darkroom.transport=redis}. A lane
 * is a stream, and these processes are one consumer group: Redis gives an entry to one of them, and keeps it until that one
 * acknowledges it. After two leases another takes it over ({@code src/docs/redis.md}). Read in the order of an entry's life:
 * {@link RedisBroker} adds it, {@link RedisConnector} reads it, {@link RedisConsumers} passes it to the jobs.
 */
package dev.darkroom.redis;
