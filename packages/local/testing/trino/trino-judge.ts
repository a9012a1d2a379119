import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the judge is built from. */
export const trinoSources = { pom: source('./pom.xml'), judge: source('./TrinoJudge.java') };

/** Whether a folder has the jars (`lib/`), the compiled judge (`classes/`) and, in `version`, the sources that it is of. */
export function isTrinoInstalled(folder: string): boolean {
  const file = join(folder, 'version');
  return existsSync(file) && readFileSync(file, 'utf8') === trinoVersion();
}

export function trinoVersion(): string {
  return Object.values(trinoSources)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Trino 435 in a process of its own, which says what it makes of statements. */
export class TrinoJudge {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: ChildProcess, answers: AsyncIterator<string>) {
    this.#process = process;
    this.#answers = answers;
  }

  static async start(folder: string): Promise<TrinoJudge> {
    const classPath = [join(folder, 'classes'), join(folder, 'lib', '*')].join(delimiter);
    const args = ['-Xmx600m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath, 'TrinoJudge'];
    const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const judge = new TrinoJudge(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]());
    if ((await judge.#next()) !== 'ready') throw new Error('Trino does not start');
    return judge;
  }

  /** `accepted`, or the name of Trino's error. */
  async validate(sql: string): Promise<string> {
    return this.#ask('V', sql);
  }

  /** The same after running it. */
  async execute(sql: string): Promise<string> {
    return this.#ask('E', sql);
  }

  stop(): void {
    this.#process.kill();
  }

  async #ask(letter: string, sql: string): Promise<string> {
    this.#process.stdin?.write(`${letter}\t${sql.replaceAll('\n', ' ')}\n`);
    const [verdict, code = ''] = (await this.#next()).split('\t');
    return verdict === 'ok' ? 'accepted' : code;
  }

  async #next(): Promise<string> {
    const { done, value } = await this.#answers.next();
    if (done) throw new Error('Trino has ended');
    return value;
  }
}
