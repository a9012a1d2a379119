package analytics.realtime.kinesis;

import java.util.ArrayList;
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
 * Reads the shards of one subtask. Its watermark is the least of theirs; a shard of which nothing has been read yet holds it
 * back. (The fetcher underneath leaves such a shard out, so that its records would be late.)
 */
final class RecordsFetcher extends KinesisDataFetcher<RowData> {
  /** On top of the time between two searches for new shards. */
  private static final long DISCOVERY_TAKES_MILLIS = 5_000;

  private final SourceContext<RowData> context;
  private final RuntimeContext runtime;
  private final WatermarkStrategy<RowData> watermarks;
  private final long idleTimeoutMillis;
  private final long endedGraceMillis;
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
      long idleTimeoutMillis) {
    super(streams, new RecordsOnly(context), runtime, properties, decoder, assigner, null, null);
    this.context = context;
    this.runtime = runtime;
    this.watermarks = watermarks;
    this.idleTimeoutMillis = idleTimeoutMillis;
    String discovery = properties.getProperty(ConsumerConfigConstants.SHARD_DISCOVERY_INTERVAL_MILLIS);
    this.endedGraceMillis = Long.parseLong(discovery) + DISCOVERY_TAKES_MILLIS;
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
        ShardWatermark shard =
            new ShardWatermark(watermarks.createWatermarkGenerator(runtime::getMetricGroup), getCurrentTimeMillis());
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
      RecordPublisherRunResult result =
          publisher.run(
              batch -> {
                SequenceNumber last = consumer.accept(batch);
                Long behind = batch.getMillisBehindLatest();
                boolean atEnd = batch.getDeaggregatedRecordSize() == 0 && behind != null && behind == 0;
                if (atEnd) withShard(handle, shard -> shard.foundEmpty(askedAt));
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
      if (record != null) byIndex.get(index).emitted(record, timestamp, getCurrentTimeMillis());
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
      long now = getCurrentTimeMillis();
      List<ShardWatermark> counting = new ArrayList<>();
      for (ShardWatermark shard : byIndex.values()) if (shard.counts(now, endedGraceMillis)) counting.add(shard);
      if (counting.isEmpty()) {
        if (!idle) context.markAsTemporarilyIdle();
        idle = true;
        return;
      }
      long least = Long.MAX_VALUE;
      for (ShardWatermark shard : counting) least = Math.min(least, shard.at(now, idleTimeoutMillis));
      if (least <= emitted) return;
      emitted = least;
      idle = false;
      context.emitWatermark(new Watermark(least));
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
