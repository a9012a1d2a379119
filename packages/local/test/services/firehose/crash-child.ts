/**
 * One life of a delivery stream under load, run by crash.test.ts: `crash-child.ts DIRECTORY SOURCE PREFIX COUNT [STAGE NTH]`.
 * Puts COUNT records, writes the id of each acknowledged one to the ledger, flushes and prints `done`; prints `puts` when
 * the first are acknowledged. With a stage it kills itself there for the NTH time.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { Firehose } from '../../../src/services/firehose/firehose.ts';
import { Kinesis } from '../../../src/services/kinesis/kinesis.ts';
import { Cloud, lambdaProcessor, parquetConversion, perRecord, put, role, toLake } from './cloud.ts';

const [directory = '', source = '', prefix = '', count = '0', stage = '', nth = '1'] = process.argv.slice(2);
let left = Number(nth);

function dieAt(reached: string): void {
  if (reached !== stage || --left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal ends the process before the next system call of this thread returns.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const { rename, unlink } = fs;
const nameOf = (path: unknown) => String(path).split('/').at(-1);
fs.rename = async (from, to) => {
  dieAt(`before ${nameOf(to)}`);
  await rename(from, to);
  dieAt(`after ${nameOf(to)}`);
};
fs.unlink = async (path) => {
  if (nameOf(path) === 'manifest.json') dieAt('before the end');
  await unlink(path);
  if (nameOf(path) === 'manifest.json') dieAt('after the end');
};
syncBuiltinESMExports();

class DyingCloud extends Cloud {
  override async call(service: string, action: string, input: unknown, caller: { arn: string }): Promise<unknown> {
    if (service !== 'kinesis') dieAt(`before ${service}`);
    const output = await super.call(service, action, input, caller);
    if (service !== 'kinesis') dieAt(`after ${service}`);
    return output;
  }
}

const cloud = new DyingCloud(directory);
cloud.columns = { id: 'string', score: 'int' };
cloud.handler = perRecord((text) => {
  const { n } = JSON.parse(text) as { n: number };
  if (n % 7 === 0) return { result: 'ProcessingFailed' };
  return { metadata: { partitionKeys: { kind: `k${n % 3}` } } };
});
const properties = toLake({
  Prefix: 'rows/!{partitionKeyFromLambda:kind}/',
  DynamicPartitioningConfiguration: { Enabled: true },
  ProcessingConfiguration: lambdaProcessor,
  DataFormatConversionConfiguration: parquetConversion,
  S3BackupMode: 'Enabled',
  S3BackupConfiguration: { BucketARN: 'arn:aws:s3:::archive', RoleARN: role, Prefix: 'raw/' },
});

const kinesis = new Kinesis(cloud.runtime());
async function open(): Promise<Firehose> {
  if (source !== 'kinesis') return cloud.stream(properties, { bufferSeconds: 0.03 });
  for (const [name, action] of Object.entries(kinesis.service.actions)) {
    cloud.others[`kinesis.${name}`] = (input) => action.run(input, { arn: role });
  }
  if (kinesis.streams.list().length === 0)
    await kinesis.streams.createStream({ name: 'events', mode: 'PROVISIONED', shardCount: 2 });
  const KinesisStreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
  const from = {
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN: role },
  };
  return cloud.stream({ ...properties, ...from }, { bufferSeconds: 0.03 });
}

const firehose = await open();
const ledger = openSync(join(directory, 'ledger'), 'a');
for (let from = 0; from < Number(count); from += 20) {
  const numbers = Array.from({ length: 20 }, (_, index) => from + index);
  const documents = numbers.map((n) => JSON.stringify({ id: `${prefix}-${n}`, n, score: n % 11 === 0 ? 'none' : n }));
  if (source === 'kinesis') {
    const Records = documents.map((document, index) => ({
      Data: Buffer.from(document).toString('base64'),
      PartitionKey: `${index}`,
    }));
    await cloud.call('kinesis', 'PutRecords', { StreamName: 'events', Records }, { arn: role });
  } else {
    await put(firehose, ...documents);
  }
  writeSync(ledger, numbers.map((n) => `${prefix}-${n}\n`).join(''));
  if (from === 0) console.log('puts');
  await new Promise((resolve) => setTimeout(resolve, 3));
}
closeSync(ledger);
await firehose.flush();
await firehose.stop();
await kinesis.close();
console.log('done');
