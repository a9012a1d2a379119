package analytics.realtime.judge;

/** Which applications are registered. */
interface Applications {
  /**
   * Whether it was registered after a record of it had arrived (milliseconds since the epoch). Throws when it cannot tell: a
   * record is never called unregistered because of a failure.
   */
  boolean isRegistered(String applicationId, long arrivedAt);
}
