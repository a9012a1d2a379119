package analytics.realtime.kinesis;

import static analytics.realtime.kinesis.ShardWatermark.NONE;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;

/**
 * How far time has come in the shards of one subtask; it never goes back. All times are milliseconds since the epoch; `now` is
 * the clock.
 *
 * It is the least of the shards that are not idle: an old recording keeps its own time, however many shards have nothing. An
 * idle one is only waited for until it has been looked at again. When all are idle, time goes on from the last event at the
 * clock's pace, as far as the shards are known to be empty, so that the last window closes without a further event. Before
 * the first event there is no time.
 */
final class SourceWatermark {
  private final long idleTimeoutMillis;
  private final long endedGraceMillis;
  private final List<ShardWatermark> shards = new ArrayList<>();
  private LastRecord last;
  private long current = NONE;
  private long ofActive = NONE;
  private boolean idle;

  /** `last`: of the run before, or `LastRecord.NOTHING`. */
  SourceWatermark(long idleTimeoutMillis, long endedGraceMillis, LastRecord last) {
    this.idleTimeoutMillis = idleTimeoutMillis;
    this.endedGraceMillis = endedGraceMillis;
    this.last = last;
  }

  void add(ShardWatermark shard) {
    shards.add(shard);
  }

  void emitted(ShardWatermark shard, RowData record, long arrivedAt, long now) {
    shard.emitted(record, arrivedAt, now);
    last = last.and(current, arrivedAt);
  }

  /** NONE: there is none yet. */
  long current() {
    return current;
  }

  /** The least of the shards that are not idle. NONE: one of them has none yet, or all are idle. */
  long ofActive() {
    return ofActive;
  }

  /** Whether other subtasks need not wait for this one. */
  boolean isIdle() {
    return idle;
  }

  /** What a later run has to know. */
  LastRecord last() {
    for (ShardWatermark shard : shards) last = last.and(shard.watermark(), NONE);
    return last;
  }

  void advance(long now) {
    last(); // of shards that go as well
    shards.removeIf(shard -> !shard.counts(now, endedGraceMillis));
    idle = true;
    long active = Long.MAX_VALUE;
    long others = Long.MAX_VALUE;
    long emptyAt = now;
    for (ShardWatermark shard : shards) {
      if (shard.isIdle(now, idleTimeoutMillis)) {
        others = Math.min(others, shard.othersWhenEmpty());
        emptyAt = Math.min(emptyAt, shard.emptyAt());
      } else {
        idle = false;
        active = Math.min(active, shard.watermark());
      }
    }
    ofActive = idle ? NONE : active;
    current = Math.max(current, idle ? last.after(emptyAt, idleTimeoutMillis) : Math.min(active, others));
  }
}
