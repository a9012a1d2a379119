import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { type Environment, required } from '../../environment.ts';

const requestTimeoutMs = 10_000;

/** A client that signs with the function's own role. One attempt per call: who calls decides what follows a failure. */
export function openClient(url: string, environment: Environment = process.env): Client {
  const credentials = {
    accessKeyId: required(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: required(environment, 'AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment.AWS_SESSION_TOKEN,
  };
  const signer = AwsSigv4Signer({
    region: required(environment, 'AWS_REGION'),
    service: 'es',
    getCredentials: async () => credentials,
  });
  return new Client({ ...signer, node: url, maxRetries: 0, requestTimeout: requestTimeoutMs });
}
