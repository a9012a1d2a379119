package analytics.realtime.kinesis;

import static org.apache.flink.table.factories.FactoryUtil.FORMAT;
import static org.apache.flink.table.factories.FactoryUtil.SOURCE_IDLE_TIMEOUT;

import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Connector `kinesis-records`: the records of a stream, with a watermark of its own for each shard.
 *
 * The Kinesis connector of Flink SQL has one watermark for all shards that a subtask reads. In a backlog one shard is read
 * ahead of another, and what the other one still holds would be late.
 */
public final class RecordsSourceFactory implements DynamicTableSourceFactory {
  private static final ConfigOption<String> START =
      ConfigOptions.key("scan.stream.initpos").stringType().defaultValue("TRIM_HORIZON");
  private static final ConfigOption<Integer> DISCOVERY_MILLIS =
      ConfigOptions.key("scan.shard.discovery.intervalmillis").intType().defaultValue(10_000);

  /**
   * A shard gives five answers a second to all of its readers together, of which Firehose and the loader need some.
   * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
   */
  private static final String MILLIS_BETWEEN_READS = "500";

  @Override
  public String factoryIdentifier() {
    return "kinesis-records";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(StreamOptions.STREAM_ARN, StreamOptions.REGION, FORMAT, SOURCE_IDLE_TIMEOUT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(START, DISCOVERY_MILLIS);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    DecodingFormat<DeserializationSchema<RowData>> format =
        helper.discoverDecodingFormat(DeserializationFormatFactory.class, FORMAT);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    return new RecordsSource(
        StreamOptions.streamName(options.get(StreamOptions.STREAM_ARN)),
        consumerProperties(options),
        options.get(SOURCE_IDLE_TIMEOUT).toMillis(),
        format,
        context.getPhysicalRowDataType());
  }

  private static Properties consumerProperties(ReadableConfig options) {
    Properties properties = new Properties();
    properties.setProperty("aws.region", options.get(StreamOptions.REGION));
    properties.setProperty(ConsumerConfigConstants.STREAM_INITIAL_POSITION, options.get(START));
    properties.setProperty(ConsumerConfigConstants.RECORD_PUBLISHER_TYPE, "POLLING");
    properties.setProperty(ConsumerConfigConstants.SHARD_GETRECORDS_INTERVAL_MILLIS, MILLIS_BETWEEN_READS);
    properties.setProperty(
        ConsumerConfigConstants.SHARD_DISCOVERY_INTERVAL_MILLIS, String.valueOf(options.get(DISCOVERY_MILLIS)));
    properties.putAll(StreamOptions.endpoint());
    return properties;
  }
}
