import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeEngines } from '../src/engines.ts';
import { startAssembly } from '../src/start-assembly.ts';
import { type AssemblyStack, readAssembly, type Template } from '../src/template/read-assembly.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testRuntime } from '../testing/test-runtime.ts';

const outputOf = (StackName: string, OutputName: string, more = {}) => ({
  'Fn::GetStackOutput': { StackName, OutputName, ...more },
});

const topics: Template = {
  Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
  Outputs: { TopicArn: { Value: { Ref: 'Topic' } } },
};

const alarms = (topic: unknown): Template => ({
  Resources: {
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: { 'Fn::Sub': ['of ${topic}', { topic }] } } },
  },
  Outputs: { AlarmName: { Value: { Ref: 'Alarm' } } },
});

function start(...stacks: AssemblyStack[]) {
  const runtime = testRuntime(temporaryDirectory());
  return startAssembly({ stacks, assets: new Map() }, makeEngines(runtime), runtime);
}

/** Writes a cloud assembly as CDK lays it out; a stack's `needs` are the stacks that it depends on. */
function writeAssembly(stacks: Record<string, { template: Template; needs?: string[] }>): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'code'));
  const artifacts: Record<string, unknown> = {};
  for (const [id, { template, needs = [] }] of Object.entries(stacks)) {
    const templateFile = `${id}.template.json`;
    const assets = { files: { x: { source: { path: 'code' }, destinations: { here: { objectKey: `${id}.zip` } } } } };
    writeFileSync(join(directory, templateFile), JSON.stringify(template));
    writeFileSync(join(directory, `${id}.assets.json`), JSON.stringify(assets));
    artifacts[id] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile },
      dependencies: [`${id}.assets`, ...needs],
    };
    artifacts[`${id}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${id}.assets.json` } };
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
  return directory;
}

describe('an assembly of several stacks', () => {
  test('is read with each stack after those that it depends on, and the assets of all', async () => {
    const directory = writeAssembly({
      alarms: { template: alarms('x'), needs: ['topics'] },
      topics: { template: topics },
    });
    const { stacks, assets } = await readAssembly(directory);
    expect(stacks.map(({ stackName }) => stackName)).toEqual(['topics', 'alarms']);
    expect(Object.fromEntries(assets)).toEqual({
      'topics.zip': join(directory, 'code'),
      'alarms.zip': join(directory, 'code'),
    });
  });

  test('starts with the outputs of one stack in the properties of another, and answers the outputs of all', async () => {
    const { outputs, resources } = await start(
      { stackName: 'topics', template: topics },
      { stackName: 'alarms', template: alarms(outputOf('topics', 'TopicArn', { Region: { Ref: 'AWS::Region' } })) },
    );
    expect(outputs.TopicArn).toMatch(/^arn:aws:sns:us-east-1:000000000000:topics-topic-[0-9a-f]{12}$/);
    expect(outputs.AlarmName).toBe(`of ${outputs.TopicArn}`);
    expect(resources.map(({ stackName, logicalId }) => `${stackName}/${logicalId}`)).toEqual([
      'topics/Topic',
      'alarms/Alarm',
    ]);
  });

  test('names a resource after its stack, the same at each start', async () => {
    const two = () =>
      start({ stackName: 'one', template: topics }, { stackName: 'two', template: { ...topics, Outputs: {} } });
    const names = async () => (await two()).resources.map(({ ref }) => ref);
    const first = await names();
    expect(new Set(first).size).toBe(2);
    expect(await names()).toEqual(first);
  });

  test.each([
    ['a stack that is not there', outputOf('lake', 'Arn'), 'the stack lake is not created'],
    ['an output that is not there', outputOf('topics', 'Arn'), 'the stack topics has no output Arn'],
    ['another region', outputOf('topics', 'TopicArn', { Region: 'eu-west-1' }), 'the region eu-west-1 is not run here'],
    [
      'another account',
      outputOf('topics', 'TopicArn', { RoleArn: 'arn' }),
      'RoleArn (another account) is not supported',
    ],
  ])('refuses a reference to %s', async (_, reference, message) => {
    const stacks = [
      { stackName: 'topics', template: topics },
      { stackName: 'alarms', template: alarms(reference) },
    ];
    await expect(start(...stacks)).rejects.toThrow(message);
  });

  test('refuses two outputs of one name with different values', async () => {
    const stacks = [
      { stackName: 'one', template: topics },
      { stackName: 'two', template: topics },
    ];
    await expect(start(...stacks)).rejects.toThrow('the stack two has an output TopicArn, and so has another stack');
  });

  test('is refused whole, before anything is created, for a type that cannot be run', async () => {
    const directory = temporaryDirectory();
    const runtime = testRuntime(directory);
    const bucket: Template = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
    const odd: Template = { Resources: { Odd: { Type: 'AWS::Odd::Thing' } } };
    const stacks = [
      { stackName: 'one', template: bucket },
      { stackName: 'two', template: odd },
    ];
    const engines = makeEngines(runtime);
    await expect(startAssembly({ stacks, assets: new Map() }, engines, runtime)).rejects.toThrow(
      'the template has resource types that cannot be run here: AWS::Odd::Thing',
    );
    expect(existsSync(join(directory, 's3'))).toBe(false);
  });
});
