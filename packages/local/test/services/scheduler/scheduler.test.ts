import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { ServiceRegistry } from '../../../src/endpoint/services.ts';
import type { Runtime } from '../../../src/runtime.ts';
import { ServiceError } from '../../../src/service.ts';
import { Iam } from '../../../src/services/iam/iam.ts';
import { awsSchedulerSchedule } from '../../../src/services/scheduler/resources/schedule.ts';
import { awsSchedulerScheduleGroup } from '../../../src/services/scheduler/resources/schedule-group.ts';
import { Scheduler } from '../../../src/services/scheduler/scheduler.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:tidy-up';

interface Sleeper {
  readonly milliseconds: number;
  /** Lets the time pass. */
  wake(): void;
}

interface World {
  readonly runtime: Runtime;
  readonly iam: Iam;
  readonly scheduler: Scheduler;
  readonly log: string[];
  /** Payloads of the calls. */
  readonly calls: string[];
  /** What the function answers; replaced by tests. */
  answer: () => Promise<unknown>;
  /** The next sleep of a schedule. */
  sleeping(): Promise<Sleeper>;
  create(properties?: object): void;
}

let world: World;
let bufferSeconds: number | undefined;

beforeEach(() => {
  bufferSeconds = 5;
  world = makeWorld();
});
afterEach(() => world.scheduler.close());

function makeWorld(): World {
  const log: string[] = [];
  const calls: string[] = [];
  const time = { now: Date.UTC(2026, 10, 21, 12, 34, 56) };
  let iam: Iam | undefined;
  const services = new ServiceRegistry((caller, permission) => iam?.authorize(caller, permission));
  const runtime: Runtime = {
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory: temporaryDirectory(),
    services,
    clock: { now: () => time.now },
    get bufferSeconds() {
      return bufferSeconds;
    },
    endpointUrl: '',
    log: (line) => log.push(line),
  };
  iam = new Iam(runtime);
  const sleepers: Sleeper[] = [];
  let tell = () => {};
  const scheduler = new Scheduler(runtime, {
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
        sleepers.push({
          milliseconds,
          wake: () => {
            time.now += milliseconds;
            resolve();
          },
        });
        tell();
      }),
  });
  const made: World = {
    runtime,
    iam,
    scheduler,
    log,
    calls,
    answer: async () => ({ StatusCode: 200, Payload: '{}' }),
    sleeping: async () => {
      for (;;) {
        const next = sleepers.shift();
        if (next !== undefined) return next;
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    },
    create: (changes = {}) => createAndStart(made, changes),
  };
  services.register({
    name: 'lambda',
    actions: {
      Invoke: {
        permissions: ({ FunctionName }) => [{ action: 'lambda:InvokeFunction', resource: FunctionName }],
        run: ({ Payload }) => {
          calls.push(Payload);
          return made.answer();
        },
      },
    },
  });
  services.register(scheduler.service);
  return made;
}

function roleOf(iam: Iam, { allowed = functionArn, condition = {} }: { allowed?: string; condition?: object } = {}) {
  const trust = { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const role = iam.createRole('hourly', '/', { Statement: [{ ...trust, Condition: condition }] });
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: allowed };
  iam.putInlinePolicy('role', 'hourly', 'calls', { Statement: [statement] });
  return role;
}

function contextOf({ iam, scheduler, runtime }: World, changes: object) {
  const engines = { iam, scheduler };
  const properties = {
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: functionArn, RoleArn: roleOf(iam), Input: '{"why":"hourly"}' },
    ...changes,
  };
  const stack = { name: 'stack', id: 'stack-id' };
  return { logicalId: 'Hourly', properties, physicalName: 'hourly', stack, assets: new Map(), engines, runtime };
}

async function createAndStart(made: World, changes: object) {
  const context = contextOf(made, changes);
  await awsSchedulerSchedule.create(context);
  await made.scheduler.start();
}

const awake = async () => {
  const sleeper = await world.sleeping();
  sleeper.wake();
  return sleeper.milliseconds;
};

describe('a schedule', () => {
  it('calls its function with its input, the next time counted from the end of the last run', async () => {
    world.create();
    expect(await awake()).toBe(5000);
    const second = await world.sleeping();
    expect(world.calls).toEqual(['{"why":"hourly"}']);
    second.wake();
    await world.sleeping();
    expect(world.calls).toHaveLength(2);
    expect(world.log).toEqual([]);
  });

  it('keeps to the template’s times in the cloud’s timing', async () => {
    bufferSeconds = undefined;
    world.create({ ScheduleExpression: 'cron(0 * * * ? *)' });
    expect(await awake()).toBe(25 * 60_000 + 4000);
    expect(await awake()).toBe(60 * 60_000);
  });

  it('keeps to times of the day whatever the buffers are', async () => {
    world.create({ ScheduleExpression: 'cron(0 * * * ? *)' });
    expect(await awake()).toBe(25 * 60_000 + 4000);
  });

  it('takes the template’s interval when that is shorter than the buffers', async () => {
    bufferSeconds = 900;
    world.create({ ScheduleExpression: 'rate(1 minute)' });
    expect(await awake()).toBe(60_000);
  });

  it('never runs twice at once, and ends with the run that is under way', async () => {
    let finish = (_: unknown) => {};
    const begun = new Promise<void>((resolve) => {
      world.answer = () => {
        resolve();
        return new Promise((end) => {
          finish = end;
        });
      };
    });
    world.create();
    await awake();
    await begun;
    let closed = false;
    const closing = world.scheduler.close().then(() => {
      closed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(false);
    finish({ StatusCode: 200, Payload: '{}' });
    await closing;
    expect(world.calls).toHaveLength(1);
  });

  it('does not run when it is disabled', async () => {
    world.create({ State: 'DISABLED' });
    await world.scheduler.close();
    expect(world.calls).toEqual([]);
  });

  it('fills in what only the run knows', async () => {
    const Input =
      '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>","x":"<aws.scheduler.x>"}';
    world.create({ Target: { Arn: functionArn, RoleArn: roleOf(world.iam), Input } });
    await awake();
    await world.sleeping();
    expect(world.calls).toEqual(['{"at":"2026-11-21T12:35:01Z","try":"1","x":"<aws.scheduler.x>"}']);
  });
});

describe('what goes wrong is told by name, and the next run comes', () => {
  it('a function that fails', async () => {
    world.answer = async () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: '{"errorMessage":"no"}' });
    world.create();
    await awake();
    await awake();
    expect(world.log[0]).toBe(`schedule hourly: ${functionArn}: the function failed: {"errorMessage":"no"}`);
  });

  it('a role without the permission', async () => {
    const RoleArn = roleOf(world.iam, { allowed: 'arn:aws:lambda:us-east-1:000000000000:function:other' });
    const context = contextOf(world, {});
    const target = { ...context.properties.Target, RoleArn };
    roleOf(world.iam, { allowed: 'arn:aws:lambda:us-east-1:000000000000:function:other' });
    const changed = { ...context, properties: { ...context.properties, Target: target } };
    await awsSchedulerSchedule.create(changed);
    await world.scheduler.start();
    await awake();
    await awake();
    expect(world.log[0]).toContain(
      `assumed-role/hourly/local is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`,
    );
    expect(world.calls).toEqual([]);
  });

  it('a service that cannot answer now is asked again, as often as the policy says', async () => {
    world.answer = async () => {
      throw new ServiceError('ServiceException', 'out of order', 503);
    };
    const RetryPolicy = { MaximumRetryAttempts: '2', MaximumEventAgeInSeconds: 3600 };
    world.create({ Target: { Arn: functionArn, RoleArn: roleOf(world.iam), Input: '{}', RetryPolicy } });
    expect(await awake()).toBe(5000);
    expect(await awake()).toBe(1000);
    expect(await awake()).toBe(2000);
    expect(await awake()).toBe(5000);
    expect(world.log).toEqual([`schedule hourly: ${functionArn}: out of order`]);
  });
});

describe('a template that is not right stops the run', () => {
  test.each([
    [{ ScheduleExpression: 'at(2026-11-21T12:00:00)' }, 'Hourly.ScheduleExpression: at(2026-11-21T12:00:00) is not'],
    [{ ScheduleExpressionTimezone: 'Europe/Berlin' }, 'ScheduleExpressionTimezone Europe/Berlin: here it can be UTC'],
    [{ StartDate: '2026-11-21T12:00:00Z' }, 'Hourly: StartDate not supported'],
    [{ State: 'ON' }, 'State ON is not known'],
    [{ Target: undefined }, 'Hourly.Target is required'],
    [{ Target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:q' } }, 'here it can be a Lambda function'],
    [{ Target: { Arn: functionArn, RoleArn: 'r', Input: 'text' } }, 'Target.Input must be JSON'],
    [{ Target: { Arn: functionArn, DeadLetterConfig: {} } }, 'Hourly.Target: DeadLetterConfig not supported'],
    [
      { Target: { Arn: functionArn, RoleArn: 'r', Input: '{}', RetryPolicy: { MaximumRetryAttempts: 186 } } },
      'RetryPolicy: 186 must be a whole number from 0 to 185',
    ],
  ])('%j', (changes, words) => {
    expect(() => awsSchedulerSchedule.create(contextOf(world, changes))).toThrow(words);
  });

  it('as does a role that does not trust the scheduler for this group', () => {
    const group = { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/mine' } };
    const RoleArn = () => roleOf(world.iam, { condition: group });
    const target = (GroupName: string) => {
      const context = contextOf(world, { GroupName });
      const Target = { ...context.properties.Target, RoleArn: RoleArn() };
      return { ...context, properties: { ...context.properties, Target } };
    };
    expect(() => awsSchedulerSchedule.create(target('default'))).toThrow('AssumeRolePolicyDocument does not allow it');
    expect(awsSchedulerSchedule.create(target('mine'))).toMatchObject({ ref: 'hourly' });
  });
});

it('answers what schedules there are', async () => {
  world.create({ Name: 'tidy', GroupName: 'mine', State: 'DISABLED' });
  const call = (action: string, input: object) =>
    world.runtime.services.call('scheduler', action, input, world.iam.admin);
  const expected = { Name: 'tidy', GroupName: 'mine', State: 'DISABLED' };
  expect(await call('GetSchedule', { Name: 'tidy', GroupName: 'mine' })).toMatchObject({
    ...expected,
    ScheduleExpression: 'rate(1 hour)',
    Target: { RetryPolicy: { MaximumRetryAttempts: 185 } },
  });
  expect(await call('ListSchedules', {})).toMatchObject({ Schedules: [expected] });
  expect(await call('ListSchedules', { GroupName: 'other' })).toEqual({ Schedules: [] });
  await expect(call('GetSchedule', { Name: 'other' })).rejects.toThrow('Schedule other does not exist');
});

it('a group has a name and an ARN', () => {
  const context = { ...contextOf(world, {}), properties: { Name: 'mine' } };
  expect(awsSchedulerScheduleGroup.create(context)).toMatchObject({
    ref: 'mine',
    attributes: { Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/mine' },
  });
});

it('answers the AWS SDK’s protocol', async () => {
  const account = await awsAccount({ services: [world.scheduler.service] });
  world.create({ Name: 'tidy', State: 'DISABLED' });
  const get = async (path: string) => {
    const { url, client } = account;
    const { host, pathname, searchParams } = new URL(path, url);
    const signer = new SignatureV4({ service: 'scheduler', ...client, sha256: Sha256 });
    const query = Object.fromEntries(searchParams);
    const request = { method: 'GET', protocol: 'http:', hostname: host, path: pathname, query, headers: { host } };
    const { headers } = await signer.sign(request);
    return (await fetch(new URL(path, url), { headers })).json();
  };
  expect(await get('/schedules/tidy?groupName=default')).toMatchObject({ Name: 'tidy', State: 'DISABLED' });
  expect(await get('/schedules')).toMatchObject({ Schedules: [{ Name: 'tidy' }] });
  expect(await get('/schedules/other')).toMatchObject({ Message: 'Schedule other does not exist.' });
});
