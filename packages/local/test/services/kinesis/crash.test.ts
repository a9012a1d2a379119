import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { Fixture, type GotRecord } from './fixture.ts';

/** What the program printed, whole lines only, when it was killed in the middle of its work. */
async function killedWhilePutting(stateDirectory: string, round: number): Promise<string[]> {
  const program = new URL('./put-forever.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', program, stateDirectory, String(round)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  const enough = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
      if (output.length > 200_000) resolve();
    });
  });
  await Promise.race([enough, ended]);
  child.kill('SIGKILL');
  await ended;
  return output.split('\n').slice(0, -1);
}

test('kill -9 under load: every record that was answered is there, once, under its sequence number', async () => {
  const fixture = await Fixture.make();
  try {
    const answered: string[] = [];
    for (let round = 0; round < 2; round++) {
      answered.push(...(await killedWhilePutting(fixture.stateDirectory, round)));
    }
    expect(answered.length).toBeGreaterThan(2000);
    fixture.clock.time = Date.now();
    const found = new Map<string, string>();
    const { Shards } = await fixture.call('ListShards', { StreamName: 'events' });
    for (const { ShardId } of Shards) {
      const start = { StreamName: 'events', ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      let { ShardIterator } = await fixture.call('GetShardIterator', start);
      for (let records: readonly GotRecord[] = []; ; ) {
        const page = await fixture.call('GetRecords', { ShardIterator, Limit: 1000 });
        records = page.Records;
        if (records.length === 0) break;
        for (const { SequenceNumber, PartitionKey } of records) {
          expect(found.has(PartitionKey), `${PartitionKey} twice`).toBe(false);
          found.set(PartitionKey, `${ShardId} ${SequenceNumber} ${PartitionKey}`);
        }
        ShardIterator = page.NextShardIterator;
      }
    }
    const stored = new Set(found.values());
    expect(answered.filter((line) => !stored.has(line))).toEqual([]);
  } finally {
    await fixture.remove();
  }
});
