package analytics.realtime.judge;

import java.time.Instant;

/** The rules of functions/event/{occurred-at,time-bounds,first-deployment}.ts, in JavaScript's arithmetic. */
final class TimeBounds {
  static final long MILLIS_PER_DAY = 86_400_000L;
  /** Clocks of producers and of the stream. */
  static final long CLOCK_SKEW_MILLIS = 60_000L;
  static final long FIRST_DEPLOYMENT = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private static final double TOLERATED_SKEW_MILLIS = 5_000;
  private static final double MIN_MILLISECONDS = 1e11;
  private static final double MILLIS_AHEAD = 3_600_000;
  private static final double INTEGERS_ONLY = 0x1p52;

  private TimeBounds() {}

  /** When an event happened in milliseconds since the epoch, the client's clock corrected; `sentAt` null: unknown. */
  static double occurredAt(double eventTimestamp, Double sentAt, long receivedAt) {
    double occurred = round(eventTimestamp * 1000) + clockSkew(eventTimestamp, sentAt, receivedAt);
    boolean isAhead = occurred > receivedAt && occurred <= receivedAt + MILLIS_AHEAD;
    return sentAt != null && isAhead ? receivedAt : occurred;
  }

  static boolean isWithin(double occurredAt, long receivedAt, int maxEventAgeDays) {
    double ahead = occurredAt - receivedAt;
    return ahead <= MILLIS_AHEAD && ahead >= -(double) maxEventAgeDays * MILLIS_PER_DAY;
  }

  private static double clockSkew(double eventTimestamp, Double sentAt, long receivedAt) {
    if (sentAt == null || eventTimestamp > MIN_MILLISECONDS) return 0;
    boolean isContradictory = round(sentAt * 1000) < round(eventTimestamp * 1000) - TOLERATED_SKEW_MILLIS;
    if (isContradictory) return 0;
    double skew = receivedAt - round(sentAt * 1000);
    return Math.abs(skew) > TOLERATED_SKEW_MILLIS ? skew : 0;
  }

  /** Math.round of JavaScript, which keeps what is infinite and what is larger than a long. */
  private static double round(double value) {
    return Math.abs(value) < INTEGERS_ONLY ? (double) Math.round(value) : value;
  }
}
