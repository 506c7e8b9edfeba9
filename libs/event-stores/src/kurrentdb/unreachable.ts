/** KurrentDB was asked for as long as anybody waits. The sentence says what to do, and the address is not repeated. */
export class EventStoreUnreachable extends Error {
  override readonly name = 'EventStoreUnreachable';
  /** By it, everybody who waits for a database that is away waits for this one too: see `isConnectionLost`. */
  readonly code = 'ETIMEDOUT';

  constructor(cause: unknown) {
    super('KurrentDB does not answer. See that it runs and can be reached from here, or correct EVENT_STORE_URL.', {
      cause,
    });
  }
}

/** KurrentDB knows us not, or does not let us. The sentence says what to do. */
export class EventStoreRefuses extends Error {
  override readonly name = 'EventStoreRefuses';

  constructor(cause: unknown) {
    super(
      'KurrentDB refuses our user. Correct user and password in EVENT_STORE_URL, and let that user read $all and write.',
      { cause },
    );
  }
}
