/**
 * One life of a mapping, run by crash.test.ts: `crash-child.ts DIRECTORY [NTH]`. The function writes what it gets to the
 * ledger; one record is poison. With NTH it is killed in its NTH invocation, after it has written; else it flushes what
 * is on the stream and prints `done`.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { MappedStream } from './mapped-stream.ts';

const [directory = '', nth = 'Infinity'] = process.argv.slice(2);
const stream = await MappedStream.at(directory, 2);
stream.handler = (texts, _, call) => {
  appendFileSync(join(directory, 'ledger'), texts.map((text) => `${text}\n`).join(''));
  if (call >= Number(nth)) process.kill(process.pid, 'SIGKILL');
  if (texts.includes('1.77')) throw new Error('poison');
};
await stream.start({ batchSize: 10, bisects: true, retries: 1 });
for (let failures = 0; ; failures++) {
  try {
    await stream.mappings.flush();
    break;
  } catch (error) {
    // The poison ends a flush each time that it fails.
    if (failures > 20) throw error;
  }
}
await stream.close();
console.log('done');
