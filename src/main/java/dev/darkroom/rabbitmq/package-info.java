/** Jobs over RabbitMQ. */
package dev.darkroom.rabbitmq;
