import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Connection, parseAnswer } from './connection.ts';
import { NotReachable } from './errors.ts';
import { signedCall } from './signed-call.ts';

/** What `npm start` writes into its state directory. */
interface RunFile {
  api: string;
  aws: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  outputs: Record<string, string>;
  clickhouse?: string;
  opensearch?: string;
}

/** The pipeline that runs on a state directory. Throws NotReachable when none does. */
export async function connectLocal(state: string): Promise<Connection> {
  const file = join(resolve(state), 'run.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new NotReachable(`no pipeline runs on ${resolve(state)} (no run.json there): start one with npm start`);
  });
  const run = parseAnswer(text) as RunFile;
  if (typeof run !== 'object' || typeof run?.api !== 'string')
    throw new NotReachable(`${file} is damaged: start the pipeline again`);
  const { accessKeyId, secretAccessKey, region } = run;
  const credentials = { accessKeyId, secretAccessKey };
  return {
    local: true,
    api: run.api,
    outputs: run.outputs,
    clickhouse: run.clickhouse,
    opensearch: run.opensearch,
    clientSettings: { region, endpoint: run.aws, credentials },
    admin: (method, path, body) =>
      signedCall({ url: run.api + path, method, body, service: 'execute-api', region, credentials }),
    runtime: (action) =>
      signedCall({
        url: `${run.aws}/`,
        method: 'POST',
        body: {},
        headers: { 'x-amz-target': `LocalRuntime.${action}`, 'content-type': 'application/x-amz-json-1.1' },
        service: 'local',
        region,
        credentials,
      }),
  };
}
