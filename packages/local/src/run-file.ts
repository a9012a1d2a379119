import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `run.json` in the state directory tells other programs. */
export interface RunFile {
  readonly pid: number;
  /** The API's address with the stage. */
  readonly api: string;
  /** Endpoint for AWS SDKs. */
  readonly aws: string;
  readonly console: string;
  /** ClickHouse's HTTP interface, with user and password. */
  readonly clickhouse?: string;
  /** The OpenSearch domain, without a signature. */
  readonly opensearch?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The outputs of all stacks, API addresses being those of this machine. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Writes it for the owner only; returns what removes it. */
export async function writeRunFile(stateDirectory: string, file: RunFile): Promise<() => Promise<void>> {
  const path = join(stateDirectory, 'run.json');
  // By rename: who waits for the file finds all of it.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return () => rm(path, { force: true });
}
