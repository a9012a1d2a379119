import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployOptions, deploy } from '../../../scripts/deploy/deploy.ts';
import { synthesize } from '../../../scripts/synth.ts';

const config = 'WORKLOAD_NAME: games\nDATA_STACK: DATA_LAKE\nINGEST_MODE: DIRECT_BATCH\n';

/** A CloudFormation that has these stacks, by name with their templates, and answers what `failure` says. */
let deployed: ReadonlyMap<string, string> = new Map();
let failure: string | undefined;
let server: Server;
let folder: string;
let before: ReadonlyMap<string, string>;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function answer(stackName: string): { status: number; body: string } {
  const template = deployed.get(stackName);
  if (template === undefined || failure !== undefined) {
    const message = failure ?? `Stack with id ${stackName} does not exist`;
    return {
      status: 400,
      body: `<ErrorResponse><Error><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
    };
  }
  const result = `<GetTemplateResult><TemplateBody>${escaped(template)}</TemplateBody></GetTemplateResult>`;
  return { status: 200, body: `<GetTemplateResponse>${result}</GetTemplateResponse>` };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  server = createServer(async (request, response) => {
    const parameters = new URLSearchParams(await text(request));
    const { status, body } = answer(parameters.get('StackName') ?? '');
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'before.yaml'), config);
  const { stacks } = synthesize({ config: join(folder, 'before.yaml'), output: join(folder, 'before') });
  before = new Map(stacks.map(({ stackName, templateFile }) => [stackName, readFileSync(templateFile, 'utf8')]));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function run(configText: string, options: Partial<DeployOptions> = {}, cdkArguments: readonly string[] = []) {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, configText);
  const { port } = server.address() as AddressInfo;
  const cloudFormation = new CloudFormationClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  const ran: (readonly string[])[] = [];
  const lines: string[] = [];
  const dependencies = {
    cloudFormation,
    cdk: (args: readonly string[]) => ran.push(args) - 1,
    print: (line: string) => lines.push(line),
    complain: (line: string) => lines.push(line),
  };
  const all = { config: file, output: join(folder, 'after'), replace: [], checkOnly: false, ...options };
  const code = await deploy(all, cdkArguments, dependencies);
  return { code, ran, told: lines.join('\n') };
}

describe('the CDK command line of this project', () => {
  it('reads the assembly that its library writes', () => {
    const cdk = new URL('../../../node_modules/.bin/cdk', import.meta.url).pathname;
    const listed = execFileSync(cdk, ['ls', '--app', join(folder, 'before'), '--no-notices'], { encoding: 'utf8' });
    expect(listed.trim().split('\n')).toEqual(['games-platform', 'games-stream', 'games-endpoint']);
  });
});

describe('deploying', () => {
  it('says that a deployment is a new one, and hands the assembly to CDK', async () => {
    deployed = new Map();
    const { code, ran, told } = await run(config, {}, ['--require-approval', 'never']);
    expect(told).toContain('There is no such deployment yet: this is a new one.');
    expect(ran).toEqual([
      ['deploy', '--app', join(folder, 'after'), '--all', '--force', '--require-approval', 'never'],
    ]);
    expect(code).toBe(0);
  });

  it('lets a change pass that costs nothing', async () => {
    deployed = before;
    const { code, ran, told } = await run(`${config}MAX_EVENT_AGE_DAYS: 60\nCLOUDWATCH_RETENTION_DAYS: 90\n`);
    expect(told).toBe('Synthesizing …\nComparing with what is deployed as games …');
    expect(ran).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('refuses a change that would cost data, before touching anything', async () => {
    deployed = before;
    const { code, ran, told } = await run(`${config}EVENTS_DATABASE: other\n`);
    expect(told).toMatch(/AWS::Glue::Database\): DatabaseInput.Name would change from "game_analytics" to "other"/);
    expect(told).toContain('Set EVENTS_DATABASE back to what it was');
    expect(told).toContain('Nothing was deployed: this change would cost data.');
    expect(ran).toEqual([]);
    expect(code).toBe(1);
  });

  it('refuses another way in, unless it is told what may go', async () => {
    deployed = before;
    const streaming = config.replace('DIRECT_BATCH', 'REAL_TIME_KDS');
    const refused = await run(streaming);
    expect(refused.told).toContain('DeliveryStreamType would change from "DirectPut" to "KinesisStreamAsSource"');
    const [, id = ''] = /--replace (games-stream\/\w+)/.exec(refused.told) ?? [];
    expect(await run(streaming, { replace: [id] })).toMatchObject({ code: 0, ran: [{}] });
  });

  it('compares each stack with its own template, and names the stack of what it refuses', async () => {
    deployed = new Map([['games-endpoint', '{"Resources":{"Keys":{"Type":"AWS::DynamoDB::Table"}}}']]);
    const { code, ran, told } = await run(config);
    expect(told).toContain('games-endpoint/Keys (AWS::DynamoDB::Table): would be removed');
    expect({ code, ran }).toEqual({ code: 1, ran: [] });
    expect(await run(config, { replace: ['games-stream/Keys'] })).toMatchObject({ code: 1, ran: [] });
    expect(await run(config, { replace: ['games-endpoint/Keys'] })).toMatchObject({ code: 0, ran: [{}] });
  });

  it('says that a stage which the config no longer has stays as it is', async () => {
    const metrics = '{"Resources":{"Metrics":{"Type":"AWS::Kinesis::Stream"}}}';
    deployed = new Map([...before, ['games-realtime', metrics]]);
    const { code, told } = await run(config);
    expect(told).toContain('games-realtime is deployed, and the config no longer has this stage. It stays');
    expect(code).toBe(0);
  });

  it('stops after the comparison when only that is asked for', async () => {
    deployed = before;
    const { code, ran, told } = await run(config, { checkOnly: true });
    expect(told).toContain('Nothing that holds data would be replaced, removed or hidden.');
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
  });

  it('stops when it cannot see what is deployed', async () => {
    failure = 'Rate exceeded';
    await expect(run(config)).rejects.toThrow('Rate exceeded');
    failure = undefined;
  });
});
