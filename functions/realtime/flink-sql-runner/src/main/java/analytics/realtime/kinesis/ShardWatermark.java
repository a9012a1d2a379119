package analytics.realtime.kinesis;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/**
 * How far time has come in one shard: what the table's WATERMARK says of the records that were emitted, and what is known of
 * there being none. All times are milliseconds since the epoch; `now` is the clock.
 */
final class ShardWatermark implements WatermarkOutput {
  static final long NONE = Long.MIN_VALUE;

  private final WatermarkGenerator<RowData> generator;
  private long watermark = NONE;
  private long readAt = NONE;
  private long emptyAt = NONE;
  private long othersWhenEmpty = NONE;
  private long endedAt = Long.MAX_VALUE;

  ShardWatermark(WatermarkGenerator<RowData> generator) {
    this.generator = generator;
  }

  void emitted(RowData record, long timestamp, long now) {
    generator.onEvent(record, timestamp, this);
    readAt = now;
  }

  /** A read that was asked for at this time, when the other shards were as far as `others`, found nothing at the end. */
  void foundEmpty(long askedAt, long others) {
    emptyAt = askedAt;
    othersWhenEmpty = others;
  }

  /** It was split or merged and everything in it has been read. */
  void ended(long now) {
    endedAt = now;
  }

  /** Whether others have to wait for it. One that has ended holds the place of its children until they have been found. */
  boolean counts(long now, long graceMillis) {
    return endedAt == Long.MAX_VALUE || now - endedAt < graceMillis;
  }

  /**
   * Whether it is known to hold nothing, and has given nothing for the idle timeout, or never. One that has not been looked
   * at for so long may hold something again: a store that cannot be reached makes nothing late.
   */
  boolean isIdle(long now, long idleTimeoutMillis) {
    if (emptyAt == NONE || now - emptyAt >= idleTimeoutMillis) return false;
    return readAt == NONE || (emptyAt >= readAt && now - readAt >= idleTimeoutMillis);
  }

  /** Of its own records; NONE: it gave none. */
  long watermark() {
    generator.onPeriodicEmit(this);
    return watermark;
  }

  /** How far the others had come when it was last found empty: what it gives from then on may be as old as that. */
  long othersWhenEmpty() {
    return othersWhenEmpty;
  }

  long emptyAt() {
    return emptyAt;
  }

  @Override
  public void emitWatermark(Watermark next) {
    watermark = Math.max(watermark, next.getTimestamp());
  }

  @Override
  public void markIdle() {
    // Idleness is decided by what the shard holds, see above.
  }

  @Override
  public void markActive() {}
}
