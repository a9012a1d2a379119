import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Ratio, report } from './compare.ts';

const recordsPerCall = 500;
const recordBytes = 500;
const callsAtOnce = 4;
const pairs = 11;

/**
 * PutRecords of 500 records of 500 bytes, four calls at a time, by the same client over HTTP/1.1 (all that kinesalite
 * speaks): our streams behind the endpoint, with signatures verified and every record on disk before the answer,
 * against kinesalite in memory. Each server has a process of its own.
 */
export async function run(): Promise<Ratio[]> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'bench-kinesis-'));
  const children: ChildProcess[] = [];
  try {
    const program = new URL('kinesis.server.ts', import.meta.url).pathname;
    const [ours, kinesalite] = await Promise.all([
      start(children, ['--import', 'tsx', program, stateDirectory]),
      start(children, ['--eval', kinesaliteServer]),
    ]);
    const subject = await clientOf(JSON.parse(ours));
    const peer = await clientOf({ endpoint: kinesalite, accessKeyId: 'any', secretAccessKey: 'any' });
    const ratios: number[] = [];
    for (let pair = -2; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? [subject, peer] : [peer, subject];
      const rates = new Map<KinesisClient, number>();
      // The slower one makes fewer calls, so that both take about as long.
      for (const client of order) rates.set(client, await rate(client, client === subject ? 15 : 3));
      if (pair >= 0) ratios.push((rates.get(subject) ?? 0) / (rates.get(peer) ?? Number.NaN));
      if (pair === pairs - 1)
        console.log(`     ${Math.round(rates.get(subject) ?? 0)} and ${Math.round(rates.get(peer) ?? 0)} records/s`);
    }
    for (const client of [subject, peer]) client.destroy();
    return [report('PutRecords of 500 × 500 bytes', 'kinesalite in memory', 5, ratios)];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(stateDirectory, { recursive: true, force: true });
  }
}

const kinesaliteServer = `
  const server = require(${JSON.stringify(createRequire(import.meta.url).resolve('kinesalite'))})({ createStreamMs: 0 });
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
`;

/** The first line that the program prints. */
function start(children: ChildProcess[], args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
}

async function clientOf(to: {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}): Promise<KinesisClient> {
  const client = new KinesisClient({
    endpoint: to.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: to.accessKeyId, secretAccessKey: to.secretAccessKey },
    requestHandler: new NodeHttpHandler(),
  });
  await client.send(new CreateStreamCommand({ StreamName: 'events', ShardCount: 4 }));
  await waitUntilStreamExists({ client, maxWaitTime: 10, minDelay: 1 }, { StreamName: 'events' });
  return client;
}

const Records = Array.from({ length: recordsPerCall }, (_, index) => ({
  Data: randomBytes(recordBytes),
  PartitionKey: `player-${index}`,
}));

/** Records a second over `rounds` rounds of calls. */
async function rate(client: KinesisClient, rounds: number): Promise<number> {
  const begin = process.hrtime.bigint();
  await Promise.all(
    Array.from({ length: callsAtOnce }, async () => {
      for (let round = 0; round < rounds; round++) {
        const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: 'events', Records }));
        if (FailedRecordCount !== 0) throw new Error(`${FailedRecordCount} records failed`);
      }
    }),
  );
  return (rounds * callsAtOnce * recordsPerCall) / (Number(process.hrtime.bigint() - begin) / 1e9);
}
