import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningStack, run } from 'assembly-runtime';
import { onTestFinished } from 'vitest';
import { synthesize } from '../../scripts/synth.ts';
import { makeJourneyDirectory, writeConfig } from './pipeline.ts';

/** A pipeline of the real template, run in this process, that can stop and start again on the same state. */
export class RestartingPipeline {
  readonly state: string;
  /** What the runtime told the person at the terminal since it was started last. */
  log: string[] = [];
  readonly #config: string;
  readonly #secretsFile: string | undefined;
  #stack: RunningStack | undefined;

  private constructor(directory: string, changes: Readonly<Record<string, string>>, secretsFile: string | undefined) {
    this.state = join(directory, 'state');
    this.#config = writeConfig(directory, changes);
    this.#secretsFile = secretsFile;
  }

  /** Not started yet; it ends with the test. */
  static of(changes: Readonly<Record<string, string>>, secretsFile?: string): RestartingPipeline {
    const directory = makeJourneyDirectory();
    const pipeline = new RestartingPipeline(directory, changes, secretsFile);
    onTestFinished(async () => {
      await pipeline.stop();
      rmSync(directory, { recursive: true, force: true });
    });
    return pipeline;
  }

  get stack(): RunningStack {
    if (this.#stack === undefined) throw new Error('the pipeline is not running');
    return this.#stack;
  }

  /** Synthesizes the config anew and starts; `changeTemplate` gets the assembly's folder before that. */
  async start(changeTemplate: (assembly: string) => void = () => {}): Promise<void> {
    const assembly = synthesize({ config: this.#config, output: join(this.state, 'cdk.out') }).directory;
    changeTemplate(assembly);
    this.log = [];
    this.#stack = await run({
      assembly: async () => assembly,
      state: this.state,
      port: 0,
      bufferSeconds: 1,
      secretsFile: this.#secretsFile,
      log: (line) => this.log.push(line),
    });
  }

  /** Delivers what is buffered and stops. */
  async stop(): Promise<void> {
    await this.#stack?.close();
    this.#stack = undefined;
  }
}
