package onlookers.websocket;

/** Something that waits in an {@link Outbox}: a frame of its own, or a slot of counts. */
interface OutboxItem {}
