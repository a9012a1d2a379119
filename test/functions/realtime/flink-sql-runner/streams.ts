import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type RealFlink, startRealFlink } from 'assembly-runtime/flink';
import { expect, onTestFinished, vi } from 'vitest';
import type { MetricRow } from '../../../../schemas/generated/metric-row.ts';
import { findFlink } from '../../../../scripts/engines/flink-installation.ts';
import { JobStreams } from '../../../support/job-streams.ts';

/** Whether these tests can run; says so once where they cannot. */
const installation = findFlink();
export const canRunFlink = installation !== undefined;
if (!canRunFlink) console.warn('skipped: Apache Flink is not there or not built from these sources: npm run engines');

/** Flink on streams of its own. */
export class Streams {
  readonly #job: JobStreams;

  private constructor(job: JobStreams) {
    this.#job = job;
  }

  static async open(shardCount: number): Promise<Streams> {
    return new Streams(await JobStreams.open(shardCount, ['metrics']));
  }

  get applicationId(): string {
    return this.#job.applicationId;
  }

  /** Runs the job on Flink until the test ends; one that is started after another goes on from where that one was. */
  async startFlink(jobFolder: string, parallelism = 1): Promise<RealFlink> {
    if (!installation) throw new Error('Apache Flink is not installed');
    const flink = await startRealFlink({
      installation,
      name: 'job',
      jobFolder,
      parallelism,
      properties: { pipeline: this.#job.properties('metrics') },
      environment: this.#job.environment,
      stateDirectory: this.#stateDirectory,
      log: () => undefined,
    });
    onTestFinished(() => flink.close());
    return flink;
  }

  /** Resolves once a checkpoint is complete that was begun after this call. */
  async checkpointed(): Promise<void> {
    const folder = join(this.#stateDirectory, 'checkpoints');
    const newest = () => {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      return Math.max(0, ...names.map((name) => Number(/chk-(\d+)\/_metadata$/.exec(name)?.[1] ?? 0)));
    };
    let before: number | undefined;
    const completed = () => {
      // Throws where an old one goes while it is listed.
      const last = newest();
      before ??= last;
      // The next one may have been begun already.
      expect(last).toBeGreaterThan(before + 1);
    };
    await vi.waitFor(completed, { timeout: 120_000, interval: 200 });
  }

  /** Events as the API puts them onto the stream. */
  async put(events: readonly object[]): Promise<void> {
    const sent = {
      application_id: this.#job.applicationId,
      aws_ga_api_validated_flag: true,
      aws_ga_api_requestId: '00000000-0000-0000-0000-000000000000',
      aws_ga_api_requestTimeEpoch: Date.now(),
    };
    await this.#job.put(events.map((event) => JSON.stringify({ event, ...sent })));
  }

  /** What readers of the metrics stream know: of the rows of an id the last. */
  async metrics(name: string): Promise<MetricRow[]> {
    return (await this.#job.rows('metrics')).filter(({ metric }) => metric === name);
  }

  /**
   * Resolves once exactly so many accepted events are counted, in time or late, and everything that was counted with
   * them is sent: each metric is sent by itself, and a checkpoint is complete when all of them are.
   */
  async untilCounted(events: number): Promise<void> {
    await vi.waitFor(async () => expect(sumOf(await this.metrics('events_per_minute'))).toBe(events), {
      timeout: 120_000,
      interval: 500,
    });
    await this.checkpointed();
  }

  get #stateDirectory(): string {
    return join(this.#job.directory, 'flink');
  }
}

export function sumOf(rows: readonly MetricRow[]): number {
  return rows.reduce((sum, { events }) => sum + (events ?? 0), 0);
}
