import { describe, expect, it } from 'vitest';
import type { CustomResourceRequest } from '../../../../functions/custom-resource.ts';
import {
  type Application,
  type Dependencies,
  type StartProperties,
  startFlink,
} from '../../../../functions/realtime/start-flink/start-flink.ts';

const jobOf = (key: string) => [
  { PropertyGroupId: 'pipeline', PropertyMap: { JOB_BUCKET: 'assets', JOB_KEY: key, MAX_EVENT_AGE_DAYS: '30' } },
];
const deployed = { codeKey: 'runner.jar', propertyGroups: jobOf('job.zip') };

/** An application that is in these states, one after the other; the last one stays. What is called is written down. */
function dependencies(...statuses: (string | undefined)[]) {
  const calls: string[] = [];
  let time = 0;
  let stopFails = false;
  let configuration: Omit<Application, 'status'> = deployed;
  const application: Dependencies = {
    async find() {
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      return status === undefined ? undefined : { status, ...configuration };
    },
    async start(_, restore) {
      calls.push(restore ? 'start from the latest snapshot' : 'start');
    },
    async stop(_, force) {
      calls.push(force ? 'stop by force' : 'stop');
      if (stopFails && !force) throw new Error('no snapshot could be taken');
    },
    now: () => time,
    async sleep(milliseconds) {
      time += milliseconds;
    },
  };
  return {
    application,
    calls,
    waited: () => time,
    failToStop: () => (stopFails = true),
    /** What it is made of, where that is not what was deployed. */
    having: (other: Partial<Application>) => (configuration = { ...deployed, ...other }),
  };
}

const request = (RequestType: CustomResourceRequest<StartProperties>['RequestType']) => ({
  RequestType,
  ResourceProperties: {
    ApplicationName: 'games-metrics',
    CodeKey: deployed.codeKey,
    PropertyGroups: deployed.propertyGroups,
  },
});

describe('a deployment', () => {
  it('starts a new application without state and waits until it runs', async () => {
    const { application, calls, waited } = dependencies('READY', 'STARTING', 'STARTING', 'RUNNING');
    expect(await startFlink(request('Create'), application)).toEqual({ physicalResourceId: 'games-metrics-running' });
    expect(calls).toEqual(['start']);
    expect(waited()).toBe(10_000);
  });

  it('starts one that stands still after an update from its latest snapshot', async () => {
    const { application, calls } = dependencies('UPDATING', 'READY', 'STARTING', 'RUNNING');
    await startFlink(request('Update'), application);
    expect(calls).toEqual(['start from the latest snapshot']);
  });

  it('leaves one alone that runs, once its update has ended', async () => {
    const { application, calls } = dependencies('UPDATING', 'AUTOSCALING', 'RUNNING');
    await startFlink(request('Update'), application);
    expect(calls).toEqual([]);
  });

  it.each([
    [['READY', 'STARTING', 'READY'], 'the Flink application games-metrics was started and is READY: see its log'],
    [['READY', 'STARTING'], 'the Flink application games-metrics is still STARTING: see its log'],
    [
      ['UPDATING', 'ROLLED_BACK'],
      'the Flink application games-metrics was rolled back (it is ROLLED_BACK): its log says why',
    ],
    [[undefined], 'the Flink application games-metrics is not there, so not started'],
  ])('fails with what it found: %j', async (statuses, message) => {
    const { application, waited } = dependencies(...statuses);
    await expect(startFlink(request('Create'), application)).rejects.toThrow(message);
    expect(waited()).toBeLessThan(14 * 60_000);
  });

  it.each<[string, Partial<Application>]>([
    ['its code is', { codeKey: 'runner-before.jar' }],
    ['JOB_KEY is', { propertyGroups: jobOf('job-before.zip') }],
    ['its code, JOB_BUCKET, JOB_KEY, MAX_EVENT_AGE_DAYS are', { codeKey: undefined, propertyGroups: [] }],
  ])('fails where the service went back to what ran before: %s another', async (names, before) => {
    const { application, calls, having } = dependencies('UPDATING', 'ROLLING_BACK', 'RUNNING');
    having(before);
    await expect(startFlink(request('Update'), application)).rejects.toThrow(
      `the Flink application games-metrics was rolled back (${names} not what was deployed): its log says why`,
    );
    expect(calls).toEqual([]);
  });

  it('fails where what it started is not what was deployed', async () => {
    const { application, calls, having } = dependencies('ROLLING_BACK', 'READY', 'STARTING', 'RUNNING');
    having({ propertyGroups: jobOf('job-before.zip') });
    await expect(startFlink(request('Update'), application)).rejects.toThrow('was rolled back (JOB_KEY is not what');
    expect(calls).toEqual(['start from the latest snapshot']);
  });
});

describe('a deletion', () => {
  it('stops an application with a snapshot and waits', async () => {
    const { application, calls } = dependencies('RUNNING', 'STOPPING', 'READY');
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop']);
  });

  it('stops one by force that cannot take a snapshot', async () => {
    const { application, calls, failToStop } = dependencies('RUNNING', 'FORCE_STOPPING', 'READY');
    failToStop();
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop', 'stop by force']);
  });

  it('stops one by force that runs again after its snapshot failed', async () => {
    const { application, calls } = dependencies('RUNNING', 'STOPPING', 'RUNNING', 'FORCE_STOPPING', 'READY');
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop', 'stop by force']);
  });

  it.each([undefined, 'READY'])('has nothing to stop where the application is %s', async (status) => {
    const { application, calls } = dependencies(status);
    await startFlink(request('Delete'), application);
    expect(calls).toEqual([]);
  });
});
