package analytics.realtime.judge;

/** What becomes of a record, in the words of functions/event/outcome.ts; what it does not have is null. */
final class Judgement {
  final String outcome;
  final String reason;
  /** Milliseconds since the epoch: when an accepted event happened, when another record was received. */
  final long eventTime;
  /** By which copies of the record are found. */
  final String eventKey;
  final String applicationId;
  /** The event's members of the names of `Judge.MEMBERS` that are text. */
  final String[] members;
  final String eventData;

  Judgement(
      String outcome,
      String reason,
      long eventTime,
      String eventKey,
      String applicationId,
      String[] members,
      String eventData) {
    this.outcome = outcome;
    this.reason = reason;
    this.eventTime = eventTime;
    this.eventKey = eventKey;
    this.applicationId = applicationId;
    this.members = members;
    this.eventData = eventData;
  }
}
