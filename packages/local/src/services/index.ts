/** The parts of the runtime one by one, for tests and benches of what runs on them. */
export { openDuckDb } from '../duckdb/open-duckdb.ts';
export { Endpoint } from '../endpoint/endpoint.ts';
export { ServiceRegistry } from '../endpoint/services.ts';
export { makeEngines } from '../engines.ts';
export { type Runtime, systemClock } from '../runtime.ts';
export { startAssembly } from '../start-assembly.ts';
export { ApiGateway } from './api-gateway/api-gateway.ts';
export { compileTemplate } from './api-gateway/vtl/template.ts';
export { DynamoDb } from './dynamodb/dynamodb.ts';
export { Firehose } from './firehose/firehose.ts';
export { parseGlueType } from './firehose/glue-type.ts';
export { convertToParquet } from './firehose/parquet-conversion.ts';
export { Iam } from './iam/iam.ts';
export { Kinesis } from './kinesis/kinesis.ts';
export { syncDirectory, syncFile } from './s3/durable-files.ts';
