package analytics.realtime.kinesis;

import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.internals.KinesisDataFetcher;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.apache.flink.table.data.RowData;

/** The Kinesis connector's consumer, reading with a watermark for each shard. Its state is the connector's. */
final class RecordsConsumer extends FlinkKinesisConsumer<RowData> {
  private static final long serialVersionUID = 1L;

  private final WatermarkStrategy<RowData> watermarks;
  private final long idleTimeoutMillis;

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
    return new RecordsFetcher(
        streams, context, runtime, properties, decoder, getShardAssigner(), watermarks, idleTimeoutMillis);
  }
}
