package analytics.realtime.kinesis;

import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.internals.KinesisDataFetcher;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.apache.flink.table.data.RowData;

/** The Kinesis connector's consumer, reading with a watermark for each shard; beside its state, from where time goes on. */
final class RecordsConsumer extends FlinkKinesisConsumer<RowData> {
  private static final long serialVersionUID = 1L;

  private final WatermarkStrategy<RowData> watermarks;
  private final long idleTimeoutMillis;
  private transient ListState<Tuple2<Long, Long>> state;
  private transient LastRecord restored;
  private transient RecordsFetcher fetcher;

  RecordsConsumer(
      String stream,
      KinesisDeserializationSchema<RowData> decoder,
      Properties properties,
      WatermarkStrategy<RowData> watermarks,
      long idleTimeoutMillis) {
    super(stream, decoder, properties);
    this.watermarks = watermarks;
    this.idleTimeoutMillis = idleTimeoutMillis;
  }

  @Override
  protected KinesisDataFetcher<RowData> createFetcher(
      List<String> streams,
      SourceContext<RowData> context,
      RuntimeContext runtime,
      Properties properties,
      KinesisDeserializationSchema<RowData> decoder) {
    fetcher =
        new RecordsFetcher(
            streams, context, runtime, properties, decoder, getShardAssigner(), watermarks, idleTimeoutMillis, restored);
    return fetcher;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    super.initializeState(context);
    // Shards may go to other subtasks: each goes on from what all knew.
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("last-record", Types.TUPLE(Types.LONG, Types.LONG)));
    restored = LastRecord.NOTHING;
    for (Tuple2<Long, Long> each : state.get()) restored = restored.and(each.f0, each.f1);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    super.snapshotState(context);
    LastRecord last = fetcher == null ? restored : fetcher.last();
    state.update(List.of(Tuple2.of(last.watermark, last.arrivedAt)));
  }
}
