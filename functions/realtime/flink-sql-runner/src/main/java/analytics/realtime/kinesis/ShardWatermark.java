package analytics.realtime.kinesis;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.table.data.RowData;

/**
 * How far time has come in one shard: what the table's WATERMARK says of the records that were emitted. All times are
 * milliseconds since the epoch; `now` is the clock.
 *
 * A shard that is idle follows the clock, as far as it is known to hold nothing: up to the last read that found it empty at
 * its end. So a store that cannot be reached, or a job that cannot keep up, makes nothing late.
 */
final class ShardWatermark implements WatermarkOutput {
  static final long NONE = Long.MIN_VALUE;

  /** An event may come this much later than the idle timeout: as much as the table's WATERMARK leaves to events. */
  private static final long IDLE_SLACK_MILLIS = 10_000;

  private final WatermarkGenerator<RowData> generator;
  private long watermark = NONE;
  private long lastRecordAt;
  private long emptyAt = NONE;
  private long endedAt = Long.MAX_VALUE;

  ShardWatermark(WatermarkGenerator<RowData> generator, long now) {
    this.generator = generator;
    this.lastRecordAt = now;
  }

  void emitted(RowData record, long timestamp, long now) {
    generator.onEvent(record, timestamp, this);
    lastRecordAt = now;
  }

  /** A read that was asked for at this time found nothing and nothing more to come. */
  void foundEmpty(long askedAt) {
    emptyAt = askedAt;
  }

  /** It was split or merged and everything in it has been read. */
  void ended(long now) {
    endedAt = now;
  }

  /** Whether others have to wait for it. One that has ended holds the place of its children until they have been found. */
  boolean counts(long now, long graceMillis) {
    return endedAt == Long.MAX_VALUE || now - endedAt < graceMillis;
  }

  long at(long now, long idleTimeoutMillis) {
    generator.onPeriodicEmit(this);
    boolean idle = now - lastRecordAt >= idleTimeoutMillis && emptyAt >= lastRecordAt;
    if (idle) watermark = Math.max(watermark, emptyAt - idleTimeoutMillis - IDLE_SLACK_MILLIS);
    return watermark;
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
