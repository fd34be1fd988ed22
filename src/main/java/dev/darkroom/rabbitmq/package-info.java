/**
 * RabbitMQ as the broker, if {@code darkroom.transport=rabbitmq}: a durable queue for each lane, which carries the ids of jobs.
 * Read {@link RabbitMqBroker}, which publishes them, then {@link RabbitMqConsumers}. The settings stand in
 * {@code application.properties}; {@code src/docs/adr/0019} has the reasons.
 *
 * <p>RabbitMQ contributes that an idle worker gets a job at once (push), that a worker's unacknowledged messages go to
 * others when its connection ends, and that a confirmed message survives a restart (quorum queues). No guarantee rests on
 * this: the row of the job brings back what is lost, and the claim refuses what is delivered twice. So there are neither
 * retries nor a dead-letter queue here, and a message is acknowledged when its job is claimed.
 */
package dev.darkroom.rabbitmq;
