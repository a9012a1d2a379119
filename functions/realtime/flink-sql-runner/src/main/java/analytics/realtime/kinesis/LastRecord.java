package analytics.realtime.kinesis;

import static analytics.realtime.kinesis.ShardWatermark.NONE;

/** From where time goes on when nothing comes: the highest watermark there was, and when the last record arrived. */
final class LastRecord {
  static final LastRecord NOTHING = new LastRecord(NONE, NONE);

  final long watermark;
  final long arrivedAt;

  LastRecord(long watermark, long arrivedAt) {
    this.watermark = watermark;
    this.arrivedAt = arrivedAt;
  }

  LastRecord and(long otherWatermark, long otherArrivedAt) {
    if (otherWatermark <= watermark && otherArrivedAt <= arrivedAt) return this;
    return new LastRecord(Math.max(watermark, otherWatermark), Math.max(arrivedAt, otherArrivedAt));
  }

  /** The watermark when nothing was there until `emptyAt`, at the clock's pace; NONE: there was no record. */
  long after(long emptyAt, long idleTimeoutMillis) {
    if (watermark == NONE || arrivedAt == NONE) return NONE;
    return watermark + Math.max(0, emptyAt - arrivedAt - idleTimeoutMillis);
  }
}
