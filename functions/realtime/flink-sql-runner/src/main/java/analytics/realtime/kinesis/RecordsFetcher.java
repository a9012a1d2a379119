package analytics.realtime.kinesis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.source.SourceFunction.SourceContext;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.connectors.kinesis.KinesisShardAssigner;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;
import org.apache.flink.streaming.connectors.kinesis.internals.KinesisDataFetcher;
import org.apache.flink.streaming.connectors.kinesis.internals.publisher.RecordPublisher;
import org.apache.flink.streaming.connectors.kinesis.internals.publisher.RecordPublisher.RecordPublisherRunResult;
import org.apache.flink.streaming.connectors.kinesis.model.KinesisStreamShardState;
import org.apache.flink.streaming.connectors.kinesis.model.SentinelSequenceNumber;
import org.apache.flink.streaming.connectors.kinesis.model.SequenceNumber;
import org.apache.flink.streaming.connectors.kinesis.model.StreamShardHandle;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.table.data.RowData;

/**
 * Reads the shards of one subtask, with a watermark of its own: that of the fetcher underneath leaves a shard out of which
 * nothing has been read yet, so that its records would be late.
 *
 * Subtasks do not know of each other's shards. One whose shards are idle, or that has none, is marked idle and holds nobody
 * back; where all are, the one that is furthest counts. One that becomes active again is waited for once it is as far as the
 * others: what came to its shards since they were last looked at may be late.
 */
final class RecordsFetcher extends KinesisDataFetcher<RowData> {
  /** On top of the time between two searches for new shards. */
  private static final long DISCOVERY_TAKES_MILLIS = 5_000;

  private final SourceContext<RowData> context;
  private final RuntimeContext runtime;
  private final WatermarkStrategy<RowData> watermarks;
  private final SourceWatermark time;
  private final Object lock;
  private final Map<Integer, ShardWatermark> byIndex = new HashMap<>();
  private final Map<StreamShardHandle, ShardWatermark> byShard = new HashMap<>();
  private long emitted = ShardWatermark.NONE;
  private boolean idle;

  RecordsFetcher(
      List<String> streams,
      SourceContext<RowData> context,
      RuntimeContext runtime,
      Properties properties,
      KinesisDeserializationSchema<RowData> decoder,
      KinesisShardAssigner assigner,
      WatermarkStrategy<RowData> watermarks,
      long idleTimeoutMillis,
      LastRecord last) {
    super(streams, new RecordsOnly(context), runtime, properties, decoder, assigner, null, null);
    this.context = context;
    this.runtime = runtime;
    this.watermarks = watermarks;
    String discovery = properties.getProperty(ConsumerConfigConstants.SHARD_DISCOVERY_INTERVAL_MILLIS);
    this.time = new SourceWatermark(idleTimeoutMillis, Long.parseLong(discovery) + DISCOVERY_TAKES_MILLIS, last);
    this.lock = context.getCheckpointLock();
  }

  @Override
  public void runFetcher() throws Exception {
    ProcessingTimeService timers = ((StreamingRuntimeContext) runtime).getProcessingTimeService();
    emitAndRepeat(timers, runtime.getExecutionConfig().getAutoWatermarkInterval());
    super.runFetcher();
  }

  @Override
  public int registerNewSubscribedShardState(KinesisStreamShardState state) {
    synchronized (lock) {
      int index = super.registerNewSubscribedShardState(state);
      SequenceNumber last = state.getLastProcessedSequenceNum();
      if (!last.equals(SentinelSequenceNumber.SENTINEL_SHARD_ENDING_SEQUENCE_NUM.get())) {
        ShardWatermark shard = new ShardWatermark(watermarks.createWatermarkGenerator(runtime::getMetricGroup));
        time.add(shard);
        byIndex.put(index, shard);
        byShard.put(state.getStreamShardHandle(), shard);
      }
      return index;
    }
  }

  @Override
  protected RecordPublisher createRecordPublisher(
      SequenceNumber from, Properties properties, MetricGroup metrics, StreamShardHandle handle)
      throws InterruptedException {
    RecordPublisher publisher = super.createRecordPublisher(from, properties, metrics, handle);
    return consumer -> {
      long askedAt = getCurrentTimeMillis();
      long others = ofActive();
      RecordPublisherRunResult result =
          publisher.run(
              batch -> {
                SequenceNumber last = consumer.accept(batch);
                Long behind = batch.getMillisBehindLatest();
                boolean atEnd = batch.getDeaggregatedRecordSize() == 0 && behind != null && behind == 0;
                if (atEnd) withShard(handle, shard -> shard.foundEmpty(askedAt, others));
                return last;
              });
      if (result == RecordPublisherRunResult.COMPLETE) withShard(handle, shard -> shard.ended(getCurrentTimeMillis()));
      return result;
    };
  }

  @Override
  protected void emitRecordAndUpdateState(RowData record, long timestamp, int index, SequenceNumber number) {
    synchronized (lock) {
      idle = false; // a record makes the source active again by itself
      super.emitRecordAndUpdateState(record, timestamp, index, number);
      if (record != null) time.emitted(byIndex.get(index), record, timestamp, getCurrentTimeMillis());
    }
  }

  /** For the checkpoint. */
  LastRecord last() {
    synchronized (lock) {
      return time.last();
    }
  }

  private long ofActive() {
    synchronized (lock) {
      return time.ofActive();
    }
  }

  private void withShard(StreamShardHandle handle, Consumer<ShardWatermark> change) {
    synchronized (lock) {
      change.accept(byShard.get(handle));
    }
  }

  private void emitAndRepeat(ProcessingTimeService timers, long intervalMillis) {
    emitWatermark();
    timers.registerTimer(
        timers.getCurrentProcessingTime() + intervalMillis, time -> emitAndRepeat(timers, intervalMillis));
  }

  @Override
  protected void emitWatermark() {
    synchronized (lock) {
      time.advance(getCurrentTimeMillis());
      // A watermark, also the same again, makes the source active.
      if (time.current() > emitted || (idle && !time.isIdle())) {
        emitted = time.current();
        idle = false;
        context.emitWatermark(new Watermark(emitted));
      }
      if (time.isIdle() && !idle) {
        idle = true;
        context.markAsTemporarilyIdle();
      }
    }
  }

  /** Keeps what the fetcher underneath says about time away from the job. */
  private static final class RecordsOnly implements SourceContext<RowData> {
    private final SourceContext<RowData> context;

    RecordsOnly(SourceContext<RowData> context) {
      this.context = context;
    }

    @Override
    public void collect(RowData record) {
      context.collect(record);
    }

    @Override
    public void collectWithTimestamp(RowData record, long timestamp) {
      context.collectWithTimestamp(record, timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markAsTemporarilyIdle() {}

    @Override
    public Object getCheckpointLock() {
      return context.getCheckpointLock();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
