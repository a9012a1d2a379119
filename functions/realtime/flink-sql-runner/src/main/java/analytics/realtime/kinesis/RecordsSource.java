package analytics.realtime.kinesis;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceFunctionProvider;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** The table behind `kinesis-records`; it must have a WATERMARK. */
final class RecordsSource implements ScanTableSource, SupportsReadingMetadata, SupportsWatermarkPushDown {
  private final String stream;
  private final Properties properties;
  private final long idleTimeoutMillis;
  private final DecodingFormat<DeserializationSchema<RowData>> format;
  private final DataType physicalType;
  private DataType producedType;
  private List<String> metadataKeys = List.of();
  private WatermarkStrategy<RowData> watermarks;

  RecordsSource(
      String stream,
      Properties properties,
      long idleTimeoutMillis,
      DecodingFormat<DeserializationSchema<RowData>> format,
      DataType physicalType) {
    this.stream = stream;
    this.properties = properties;
    this.idleTimeoutMillis = idleTimeoutMillis;
    this.format = format;
    this.physicalType = physicalType;
    this.producedType = physicalType;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    return RecordMetadata.types();
  }

  @Override
  public void applyReadableMetadata(List<String> keys, DataType type) {
    metadataKeys = keys;
    producedType = type;
  }

  @Override
  public void applyWatermark(WatermarkStrategy<RowData> strategy) {
    watermarks = strategy;
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    if (watermarks == null) throw new IllegalArgumentException("a table of kinesis-records needs a WATERMARK");
    TypeInformation<RowData> type = context.createTypeInformation(producedType);
    RecordDecoder decoder = new RecordDecoder(format.createRuntimeDecoder(context, physicalType), metadataKeys, type);
    return SourceFunctionProvider.of(
        new RecordsConsumer(stream, decoder, properties, watermarks, idleTimeoutMillis), false);
  }

  @Override
  public DynamicTableSource copy() {
    RecordsSource copy = new RecordsSource(stream, properties, idleTimeoutMillis, format, physicalType);
    copy.producedType = producedType;
    copy.metadataKeys = metadataKeys;
    copy.watermarks = watermarks;
    return copy;
  }

  @Override
  public String asSummaryString() {
    return "kinesis-records " + stream;
  }
}
