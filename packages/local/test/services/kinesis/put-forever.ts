/** Run by the crash test: puts records from four callers at once, and prints each one's answer only when it comes. */

import { systemClock } from '../../../src/runtime.ts';
import { Kinesis } from '../../../src/services/kinesis/kinesis.ts';

const kinesis = new Kinesis({
  region: 'us-east-1',
  accountId: '000000000000',
  stateDirectory: process.argv[2] ?? '',
  services: {
    call: () => Promise.reject(new Error('no other service')),
    authorize: () => undefined,
    blobOf: () => undefined,
  },
  clock: systemClock,
  bufferSeconds: undefined,
  endpointUrl: '',
  log: (line) => console.error(line),
});
await kinesis.streams.putStream({ name: 'events', mode: 'ON_DEMAND' });
const round = process.argv[3];

async function caller(name: number): Promise<never> {
  for (let call = 0; ; call++) {
    const Records = Array.from({ length: 1 + (call % 30) }, (_, index) => ({
      PartitionKey: `${round}-${name}-${call}-${index}`,
      Data: Buffer.alloc(300, call),
    }));
    const input = { StreamName: 'events', Records };
    const answer = await kinesis.service.actions.PutRecords?.run(input, { arn: 'test' });
    const { Records: results } = answer as { Records: { ShardId: string; SequenceNumber: string }[] };
    const lines = results.map((one, index) => `${one.ShardId} ${one.SequenceNumber} ${Records[index]?.PartitionKey}\n`);
    process.stdout.write(lines.join(''));
  }
}

await Promise.all([1, 2, 3, 4].map(caller));
