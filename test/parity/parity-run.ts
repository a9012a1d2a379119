import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedApplication, type EmbeddedStatus, startRealFlink } from 'assembly-runtime/flink';
import { expect, onTestFinished, vi } from 'vitest';
import { jobAsset } from '../../infrastructure/realtime/job/job-asset.ts';
import type { MetricRow } from '../../schemas/generated/metric-row.ts';
import { findFlink } from '../../scripts/engines/flink-installation.ts';
import { JobStreams } from '../support/job-streams.ts';

const engines = ['window-runner', 'flink'] as const;
const flink = findFlink();
export type EngineName = (typeof engines)[number];

/** What can run here: the window runner always. */
export const present: readonly EngineName[] = flink ? engines : ['window-runner'];
if (!flink) console.warn('skipped: the half on Apache Flink, which is not built from these sources: npm run engines');

/** Tests do not wait as long for idle shards as a deployed job. */
export const idleSeconds = 3;

interface Running {
  close(): Promise<void>;
}

/** One event stream that the same job reads on every engine, each writing to a metrics stream of its own. */
export class ParityRun {
  readonly #streams: JobStreams;
  readonly #jobFolder: string;
  readonly #statuses: EmbeddedStatus[] = [];
  #running: Running[] = [];

  private constructor(streams: JobStreams, change: (sql: string) => string) {
    this.#streams = streams;
    this.#jobFolder = join(streams.directory, 'job');
    cpSync(jobAsset(), this.#jobFolder, { recursive: true });
    const file = join(this.#jobFolder, 'job.sql');
    const sql = readFileSync(file, 'utf8');
    const changed = sql.replace(/(idle-timeout' = )'15 s'/, `$1'${idleSeconds} s'`);
    if (changed === sql) throw new Error('the idle timeout of job.sql is written in another way');
    writeFileSync(file, change(changed));
  }

  /** `change`: makes another job of the deployed one. */
  static async open(shardCount: number, change = (sql: string) => sql): Promise<ParityRun> {
    const run = new ParityRun(await JobStreams.open(shardCount, present), change);
    onTestFinished(() => run.stop());
    return run;
  }

  get applicationId(): string {
    return this.#streams.applicationId;
  }

  async start(): Promise<void> {
    this.#running = await Promise.all(
      present.map((name) => (name === 'flink' ? this.#startFlink() : this.#startRunner())),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((engine) => engine.close()));
  }

  put(shard: number, records: readonly string[]): Promise<void> {
    return this.#streams.put(records, shard);
  }

  rows(engine: EngineName): Promise<MetricRow[]> {
    return this.#streams.rows(engine);
  }

  /**
   * Resolves when every engine that runs here has had the rows that `check` wants; rejects with what it says otherwise. All
   * are looked at all the while: where time goes on by itself, the next window closes soon.
   */
  async until(check: (rows: readonly MetricRow[], engine: EngineName) => void): Promise<void> {
    const has = (engine: EngineName) => async () => {
      const failed = this.#statuses.find((status) => status.kind === 'failed');
      if (failed) throw new Error(JSON.stringify(failed));
      check(await this.rows(engine), engine);
    };
    await Promise.all(present.map((engine) => vi.waitFor(has(engine), { timeout: 120_000, interval: 300 })));
  }

  async #startRunner(): Promise<Running> {
    const { directory, registry, iam, environment } = this.#streams;
    return new EmbeddedApplication({
      jobFolder: this.#jobFolder,
      properties: this.#streams.properties('window-runner'),
      stateDirectory: join(directory, 'window-runner'),
      services: registry,
      role: iam.admin,
      environment,
      onStatus: (status) => this.#statuses.push(status),
    });
  }

  #startFlink(): Promise<Running> {
    const { directory, environment } = this.#streams;
    if (!flink) throw new Error('Apache Flink is not installed');
    return startRealFlink({
      installation: flink,
      name: 'job',
      jobFolder: this.#jobFolder,
      parallelism: 1,
      properties: { pipeline: this.#streams.properties('flink') },
      environment,
      stateDirectory: join(directory, 'flink'),
      log: () => undefined,
    });
  }
}

export function expectRows(actual: readonly string[], expected: readonly string[]): void {
  expect([...actual].sort()).toEqual([...expected].sort());
}
