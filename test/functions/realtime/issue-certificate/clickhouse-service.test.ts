import { Endpoint, makeEngines, ServiceRegistry, startAssembly } from 'assembly-runtime/services';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { testRuntime } from 'assembly-runtime/testing/test-runtime.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from '../../../../infrastructure/lambda/bundle.ts';

const att = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] });

function role(service: string, actions: readonly string[], resource: unknown) {
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const own = {
    PolicyName: 'own',
    PolicyDocument: { Statement: { Effect: 'Allow', Action: actions, Resource: resource } },
  };
  const Policies = actions.length > 0 ? [own] : [];
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: trust }, Policies } };
}

/** Asks ClickHouse by the name and port in its environment, with the login of the secret. */
const askCode = `const https = require('node:https');
const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
exports.handler = async ({ query, ca = process.env.CA }) => {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
  const { username, password } = JSON.parse(SecretString);
  return new Promise((resolve) => {
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
    const request = https.request(process.env.URL, { method: 'POST', ca: ca || undefined, headers }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve(response.statusCode + ' ' + Buffer.concat(chunks));
    });
    request.on('error', (error) => resolve(error.code));
    request.end(query);
  });
};`;

/** ClickHouse as a template of a real deployment has it: secret, certificate, balancer, task, service, and a client. */
function template({
  image = 'clickhouse/clickhouse-server:26.7',
  starterActions = ['secretsmanager:GetSecretValue'],
  container = {},
}: {
  readonly image?: string;
  readonly starterActions?: readonly string[];
  /** Properties of the container. */
  readonly container?: Readonly<Record<string, unknown>>;
} = {}) {
  const code = (key: string) => ({ Code: { S3Bucket: 'assets', S3Key: key }, Runtime: 'nodejs22.x', Timeout: 30 });
  return {
    Resources: {
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: {
            SecretStringTemplate: '{"username":"pipeline"}',
            GenerateStringKey: 'password',
            ExcludePunctuation: true,
          },
        },
      },
      IssuerRole: role('lambda.amazonaws.com', ['acm:ImportCertificate', 'acm:GetCertificate'], {
        'Fn::Sub': 'arn:aws:acm:${AWS::Region}:${AWS::AccountId}:certificate/*',
      }),
      Issuer: {
        Type: 'AWS::Lambda::Function',
        Properties: { ...code('issuer.zip'), Handler: 'index.handler', Role: att('IssuerRole') },
      },
      Certificate: {
        Type: 'Custom::IssueCertificate',
        Properties: { ServiceToken: att('Issuer'), DomainName: { 'Fn::Sub': '*.elb.${AWS::Region}.amazonaws.com' } },
      },
      Balancer: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: { Type: 'network', Scheme: 'internal' },
      },
      Targets: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: { Protocol: 'TCP', Port: 8123, TargetType: 'ip' },
      },
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'Balancer' },
          Port: 8443,
          Protocol: 'TLS',
          Certificates: [{ CertificateArn: att('Certificate', 'CertificateArn') }],
          DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
        },
      },
      StarterRole: role('ecs-tasks.amazonaws.com', starterActions, { Ref: 'Secret' }),
      Cluster: { Type: 'AWS::ECS::Cluster' },
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          ExecutionRoleArn: att('StarterRole'),
          Volumes: [{ Name: 'data', Host: { SourcePath: '/mnt/clickhouse' } }],
          ContainerDefinitions: [
            {
              Name: 'server',
              Image: image,
              MemoryReservation: 1024,
              PortMappings: [{ ContainerPort: 8123 }],
              Environment: [
                { Name: 'CLICKHOUSE_DB', Value: 'game' },
                { Name: 'CLICKHOUSE_USER', Value: 'pipeline' },
              ],
              Secrets: [{ Name: 'CLICKHOUSE_PASSWORD', ValueFrom: { 'Fn::Sub': '${Secret}:password::' } }],
              MountPoints: [{ SourceVolume: 'data', ContainerPath: '/var/lib/clickhouse' }],
              ...container,
            },
          ],
        },
      },
      Service: {
        Type: 'AWS::ECS::Service',
        DependsOn: ['Listener'],
        Properties: {
          Cluster: { Ref: 'Cluster' },
          TaskDefinition: { Ref: 'Task' },
          DesiredCount: 1,
          LoadBalancers: [{ ContainerName: 'server', ContainerPort: 8123, TargetGroupArn: { Ref: 'Targets' } }],
        },
      },
      AskRole: role('lambda.amazonaws.com', ['secretsmanager:GetSecretValue'], { Ref: 'Secret' }),
      Ask: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: askCode },
          Runtime: 'nodejs22.x',
          Timeout: 30,
          FunctionName: 'ask',
          Handler: 'index.handler',
          Role: att('AskRole'),
          Environment: {
            Variables: {
              URL: { 'Fn::Sub': 'https://${Balancer.DNSName}:8443/?database=game' },
              SECRET: { Ref: 'Secret' },
              CA: att('Certificate', 'Certificate'),
            },
          },
        },
      },
    },
  };
}

async function start(stateDirectory: string, resources = template()) {
  const registry = new ServiceRegistry((caller, permission) => engines.iam.authorize(caller, permission));
  let endpointUrl = '';
  const runtime = testRuntime(stateDirectory, { services: registry });
  Object.defineProperty(runtime, 'endpointUrl', { get: () => endpointUrl });
  const engines = makeEngines(runtime);
  for (const { apis } of Object.values(engines)) for (const api of apis) registry.register(api);
  const endpoint = new Endpoint({ runtime, registry, iam: engines.iam, s3: engines.s3 });
  endpointUrl = (await endpoint.listen(0)).url;
  const close = async () => {
    for (const engine of [engines.lambda, engines.loadBalancer, engines.ecs, engines.network, endpoint])
      await engine.close();
  };
  onTestFinished(close);
  const assets = new Map([['issuer.zip', bundle('realtime/issue-certificate')]]);
  await startAssembly({ stacks: [{ stackName: 'game', template: resources }], assets }, engines, runtime);
  const ask = async (question: { query: string; ca?: string }) => {
    const input = { FunctionName: 'ask', Payload: JSON.stringify(question) };
    const answer = await registry.call('lambda', 'Invoke', input, engines.iam.admin);
    return typeof answer === 'object' && answer !== null && 'Payload' in answer
      ? JSON.parse(String(answer.Payload))
      : '';
  };
  return { ask, close, engines, lines: runtime.lines };
}

describe('ClickHouse as a container behind a load balancer', () => {
  it('is reached by functions under the name, the certificate and the login of the template, and keeps its data', async () => {
    const stateDirectory = temporaryDirectory();
    const first = await start(stateDirectory);
    expect(await first.ask({ query: 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a' })).toBe('200 ');
    expect(await first.ask({ query: 'INSERT INTO t VALUES (7)' })).toBe('200 ');
    expect(await first.ask({ query: 'SELECT 1', ca: '' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    const { clickhouse = '' } = first.engines.ecs.addresses;
    const { username, password, origin } = new URL(clickhouse);
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
    expect(await (await fetch(`${origin}/?query=SELECT%20a%20FROM%20game.t`, { headers })).text()).toBe('7\n');
    await first.close();
    const second = await start(stateDirectory);
    expect(await second.ask({ query: 'SELECT a FROM t' })).toBe('200 7\n');
  });

  it('has the users of a file that its command writes, each with a password and rights of its own', async () => {
    const users =
      '<clickhouse><users><writer><password from_env="WRITER"/><networks><ip>::/0</ip></networks><profile>default</profile>' +
      '<quota>default</quota><grants><query>GRANT INSERT ON game.*</query></grants></writer></users></clickhouse>';
    const Environment = Object.entries({
      CLICKHOUSE_DB: 'game',
      CLICKHOUSE_USER: 'pipeline',
      WRITER: 'w1',
      USERS: users,
    });
    const container = {
      EntryPoint: ['sh', '-c'],
      Command: ['printf %s "$USERS" > /etc/clickhouse-server/users.d/writer.xml && exec /entrypoint.sh'],
      Environment: Environment.map(([Name, Value]) => ({ Name, Value })),
    };
    const { ask, engines } = await start(temporaryDirectory(), template({ container }));
    expect(await ask({ query: 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a' })).toBe('200 ');
    const { origin } = new URL(engines.ecs.addresses.clickhouse ?? '');
    const write = async (body: string, password = 'w1') => {
      const headers = { 'X-ClickHouse-User': 'writer', 'X-ClickHouse-Key': password };
      return await (await fetch(`${origin}/?database=game`, { method: 'POST', headers, body })).text();
    };
    expect(await write('INSERT INTO t VALUES (7)')).toBe('');
    expect(await write('INSERT INTO t VALUES (8)', 'w2')).toContain('AUTHENTICATION_FAILED');
    expect(await write('SELECT * FROM t')).toContain('ACCESS_DENIED');
    expect(await write('DROP TABLE t')).toContain('ACCESS_DENIED');
    expect(await ask({ query: 'SELECT a FROM t' })).toBe('200 7\n');
  });

  it.each([[{ Command: ['bash'] }], [{ EntryPoint: ['sh', '-c'], Command: ['rm -rf / && exec /entrypoint.sh'] }]])(
    'stops the run for a command that nothing here can stand in for: %j',
    async (container) => {
      await expect(start(temporaryDirectory(), template({ container }))).rejects.toThrow('SUPPORT.md');
    },
  );

  it('needs the permissions of the execution role', async () => {
    await expect(start(temporaryDirectory(), template({ starterActions: [] }))).rejects.toThrow(
      /StarterRole.* is not authorized to perform: secretsmanager:GetSecretValue/i,
    );
  });

  it('stops the run for an image that nothing here can stand in for', async () => {
    await expect(start(temporaryDirectory(), template({ image: 'clickhouse/clickhouse-keeper:26.7' }))).rejects.toThrow(
      'the container image clickhouse/clickhouse-keeper:26.7 cannot be run here',
    );
  });
});
