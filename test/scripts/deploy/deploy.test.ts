import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../../scripts/synth.ts';

const deployScript = fileURLToPath(new URL('../../../scripts/deploy.ts', import.meta.url));
const config = 'WORKLOAD_NAME: games\nDATA_STACK: DATA_LAKE\nINGEST_MODE: DIRECT_BATCH\n';

/** A CloudFormation that has at most one stack, whose template is `template`. */
let template: string | undefined;
let server: Server;
let folder: string;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function answer(): { status: number; body: string } {
  if (template === undefined) {
    const error = '<Error><Code>ValidationError</Code><Message>Stack with id games does not exist</Message></Error>';
    return { status: 400, body: `<ErrorResponse>${error}</ErrorResponse>` };
  }
  const result = `<GetTemplateResult><TemplateBody>${escaped(template)}</TemplateBody></GetTemplateResult>`;
  return { status: 200, body: `<GetTemplateResponse>${result}</GetTemplateResponse>` };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  server = createServer((_, response) => {
    const { status, body } = answer();
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'games.yaml'), config);
  synthesize({ config: join(folder, 'games.yaml'), output: join(folder, 'before') });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function deploy(
  text: string,
  ...more: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, text);
  const { port } = server.address() as AddressInfo;
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const output = join(folder, 'after');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', deployScript, '--config', file, '--output', output, '--check-only', ...more],
    { env },
  );
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk) => (texts[name] += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...texts };
}

describe('npm run deploy', () => {
  it('says that a deployment is a new one', async () => {
    template = undefined;
    const { code, stdout } = await deploy(config);
    expect(stdout).toContain('There is no stack games yet: this is a new deployment.');
    expect(code).toBe(0);
  });

  it('lets a change pass that costs nothing', async () => {
    template = readFileSync(join(folder, 'before', 'games.template.json'), 'utf8');
    const { code, stderr } = await deploy(`${config}MAX_EVENT_AGE_DAYS: 60\nCLOUDWATCH_RETENTION_DAYS: 90\n`);
    expect(stderr).not.toContain('would change');
    expect(code).toBe(0);
  });

  it('refuses a change that would cost data, before touching anything', async () => {
    template = readFileSync(join(folder, 'before', 'games.template.json'), 'utf8');
    const { code, stderr } = await deploy(`${config}EVENTS_DATABASE: other\n`);
    expect(stderr).toMatch(/AWS::Glue::Database\): DatabaseInput.Name would change from "game_analytics" to "other"/);
    expect(stderr).toContain('Set EVENTS_DATABASE back to what it was');
    expect(stderr).toContain('Nothing was deployed');
    expect(code).toBe(1);
  });

  it('refuses another way in, unless it is told what may go', async () => {
    template = readFileSync(join(folder, 'before', 'games.template.json'), 'utf8');
    const streaming = config.replace('DIRECT_BATCH', 'REAL_TIME_KDS');
    const refused = await deploy(streaming);
    expect(refused.stderr).toContain('DeliveryStreamType would change from "DirectPut" to "KinesisStreamAsSource"');
    const [, logicalId = ''] = /--replace (\w+)/.exec(refused.stderr) ?? [];
    const { code } = await deploy(streaming, '--replace', logicalId);
    expect(code).toBe(0);
  });

  it('stops at a wrong config', async () => {
    const { code, stderr } = await deploy(`${config}DEV_MOD: true\n`);
    expect(stderr).toContain('DEV_MOD is not a known key. Did you mean DEV_MODE?');
    expect(code).toBe(2);
  });
});
