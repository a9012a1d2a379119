import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ratio, report } from 'assembly-runtime/bench/compare.ts';
import {
  functionTypes,
  type JobPlan,
  JobState,
  planJob,
  readJob,
  type ShardRecords,
  substituteProperties,
  Watermarks,
  WindowRunner,
} from 'assembly-runtime/flink';
import { judgeFunction } from '../functions/realtime/judge/judge-function.ts';
import { compileJob } from '../infrastructure/realtime/job/compile-job.ts';
import { readRegistry } from '../schemas/registry/read-registry.ts';
import { readMetrics } from '../sql/metrics.ts';

const recordsPerBatch = 10_000;
const batches = 4;
const pairs = 11;
const begin = Date.UTC(2026, 0, 26, 10);
const application = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001';
const properties = { EVENT_STREAM_ARN: 'in', METRICS_STREAM_ARN: 'out', AWS_REGION: 'here', DEDUPLICATION_TTL: '1 d' };
const functions = {
  judge: judgeFunction({
    knownApplication: () => ({ quotedName: '"game"' }),
    findApplications: async () => new Map(),
    judging: { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' },
  }),
};
const events = readRegistry(fileURLToPath(new URL('../schemas/events', import.meta.url))).flatMap(({ versions }) =>
  versions.flatMap(({ pass }) => pass.map(({ event }) => event)),
);

/** All metrics of the job, against records that are only judged and appended to the table that they start from. */
export async function run(): Promise<Ratio[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-window-runner-'));
  try {
    const metrics = readMetrics().flatMap(({ live }) => live ?? []);
    const statements = substituteProperties(readJob(compileJob(metrics)), properties);
    const plan = planJob(statements, functionTypes(functions));
    const subject = await Side.open(plan, join(directory, 'subject.duckdb'));
    const floor = await Side.open({ ...plan, steps: [], sinks: [] }, join(directory, 'floor.duckdb'));
    const ratios: number[] = [];
    const rates: number[] = [];
    for (let pair = -2; pair < pairs; pair++) {
      const records = Array.from({ length: batches }, (_, batch) => recordsOf(pair * batches + batch));
      const isFirst = pair % 2 === 0;
      const first = await (isFirst ? subject : floor).seconds(records);
      const second = await (isFirst ? floor : subject).seconds(records);
      const [mine, floors] = isFirst ? [first, second] : [second, first];
      if (pair < 0) continue;
      ratios.push(floors / mine);
      rates.push((batches * recordsPerBatch) / mine);
    }
    subject.close();
    floor.close();
    const middle = rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0;
    console.log(`     window runner: ${Math.round(middle)} events/s with ${metrics.length} metrics`);
    const name = `window runner, ${metrics.length} metrics`;
    return [
      report(name, 'the same records only judged and appended', 0.3, ratios),
      report(
        `${name}: events/s`,
        '20,000',
        1,
        rates.map((rate) => rate / 20_000),
      ),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A job with state of its own; a micro-batch is judged while the one before it is taken up, as in a run. */
class Side {
  readonly #state: JobState;
  readonly #runner: WindowRunner;
  readonly #watermarks: Watermarks;

  private constructor(plan: JobPlan, state: JobState) {
    this.#state = state;
    this.#watermarks = new Watermarks(plan.source);
    this.#runner = new WindowRunner(plan, functions, state, this.#watermarks);
    this.#watermarks.add('shard', undefined);
  }

  static async open(plan: JobPlan, file: string): Promise<Side> {
    return new Side(plan, await JobState.open(file, plan));
  }

  async seconds(records: readonly ShardRecords[]): Promise<number> {
    const start = process.hrtime.bigint();
    let next = this.#evaluate(records[0]);
    for (const index of records.keys()) {
      const batch = await next;
      next = this.#evaluate(records[index + 1]);
      const rows = await this.#runner.process(batch, begin);
      if (rows > 0) await this.#state.sent(2n ** 62n);
    }
    return Number(process.hrtime.bigint() - start) / 1e9;
  }

  close(): void {
    this.#state.close();
  }

  #evaluate(records: ShardRecords | undefined) {
    return this.#runner.evaluate(records ? [records] : []);
  }
}

/** A micro-batch of half a minute, one record in twenty being a copy of another. */
function recordsOf(batch: number): ShardRecords {
  const start = begin + batch * 30_000;
  const records = Array.from({ length: recordsPerBatch }, (_, index) => {
    const place = index % 20 === 19 ? index - 1 : index;
    const at = start + 3 * place;
    const event = {
      ...events[place % events.length],
      event_id: `0b5c1f6e-3f52-4d6e-8f0b-${String((batch + 100) * recordsPerBatch + place).padStart(12, '0')}`,
      event_timestamp: at / 1000,
      player_id: `player-${place % 3000}`,
    };
    const text =
      `{"event": ${JSON.stringify(event)}, "application_id": "${application}", "aws_ga_api_validated_flag": true, ` +
      `"aws_ga_api_requestId": "aaaaaaaa-bbbb-4ccc-8ddd-${String(batch).padStart(12, '0')}", "aws_ga_api_requestTimeEpoch": ${at}}`;
    return { data: Buffer.from(text), arrivedAt: at, sequenceNumber: String(index) };
  });
  return { id: 'shard', records, after: 'last', ended: false, askedAt: begin, atTip: true };
}
