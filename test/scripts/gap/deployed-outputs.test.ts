import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { expect, onTestFinished, test } from 'vitest';
import { deployedOutputs } from '../../../scripts/gap/deployed-outputs.ts';

type Stacks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A CloudFormation with these stacks and their outputs; a stack called `denied` may not be seen. */
async function cloudFormation(stacks: Stacks, denied?: string): Promise<CloudFormationClient> {
  const server = createServer(async (request, response) => {
    const name = new URLSearchParams(await text(request)).get('StackName') ?? '';
    const outputs = stacks[name];
    if (outputs === undefined || name === denied) {
      const [code, message] =
        name === denied
          ? ['AccessDenied', 'not authorized']
          : ['ValidationError', `Stack with id ${name} does not exist`];
      const body = `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
      response.writeHead(400, { 'content-type': 'text/xml' }).end(body);
      return;
    }
    const members = Object.entries(outputs)
      .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
      .join('');
    const body = `<Stacks><member><StackName>${name}</StackName><Outputs>${members}</Outputs></member></Stacks>`;
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<DescribeStacksResponse><DescribeStacksResult>${body}</DescribeStacksResult></DescribeStacksResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  return new CloudFormationClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
}

const games = {
  'games-endpoint': { ApiUrl: 'https://api/live/' },
  'games-platform': { Bucket: 'lake', EventsDatabase: 'game_analytics' },
};

test('the outputs of all stages of a deployment are one, and stages that it does not have are not missed', async () => {
  expect(await deployedOutputs(await cloudFormation(games), 'games')).toEqual({
    ApiUrl: 'https://api/live/',
    Bucket: 'lake',
    EventsDatabase: 'game_analytics',
  });
});

test('a deployment that is not there is said with the names that were looked for', async () => {
  await expect(deployedOutputs(await cloudFormation(games), 'other')).rejects.toThrow(
    /^there is no stack other-endpoint, .*other-platform.* in this account and region/,
  );
});

test('a stack that may not be seen is not taken for one that is not there', async () => {
  await expect(deployedOutputs(await cloudFormation(games, 'games-platform'), 'games')).rejects.toThrow(
    /^stack games-platform: .*not authorized/,
  );
});
