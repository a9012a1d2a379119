import { createHash } from 'node:crypto';
import { compare, type Ratio } from 'assembly-runtime/bench/compare.ts';
import { hashKey } from '../functions/endpoint/api-key.ts';
import { handle } from '../functions/endpoint/authorize-events/handle.ts';

const application = '11111111-2222-4333-8444-555555555555';
const key = Buffer.alloc(64, 7).toString('base64');
const { hash } = hashKey(key);
const request = JSON.stringify({
  type: 'REQUEST',
  methodArn: `arn:aws:execute-api:us-east-1:000000000000:abc123/live/POST/applications/${application}/events`,
  resource: '/applications/{applicationId}/events',
  path: `/applications/${application}/events`,
  httpMethod: 'POST',
  headers: { Host: 'localhost', 'Content-Type': 'application/json', 'User-Agent': 'bench/1.0', Authorization: key },
  pathParameters: { applicationId: application },
  queryStringParameters: null,
  stageVariables: null,
});
const rounds = 2000;
const stored = Promise.resolve({ hash, enabled: true });
const findKey = () => stored;

/** The authorizer's decision, without the read, against the hash and the JSON that no authorizer can avoid. */
export async function run(): Promise<Ratio[]> {
  const answer = await handle(JSON.parse(request), findKey);
  return [
    await compare({
      name: 'decision of the authorizer',
      subject: async () => {
        for (let round = 0; round < rounds; round++) JSON.stringify(await handle(JSON.parse(request), findKey));
      },
      peerName: 'JSON.parse, SHA-256, JSON.stringify',
      peer: async () => {
        for (let round = 0; round < rounds; round++) {
          const { headers } = JSON.parse(request);
          createHash('sha256').update(headers.Authorization).digest('hex');
          JSON.stringify(await Promise.resolve(answer));
        }
      },
      target: 0.5,
    }),
  ];
}
