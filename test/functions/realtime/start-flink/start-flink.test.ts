import { describe, expect, it } from 'vitest';
import type { CustomResourceRequest } from '../../../../functions/custom-resource.ts';
import {
  type StartProperties,
  startFlink,
  type World,
} from '../../../../functions/realtime/start-flink/start-flink.ts';

/** An application that is in these states, one after the other; the last one stays. What is called is written down. */
function world(...statuses: (string | undefined)[]) {
  const calls: string[] = [];
  let time = 0;
  let stopFails = false;
  const application: World = {
    async status() {
      return statuses.length > 1 ? statuses.shift() : statuses[0];
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
  return { application, calls, waited: () => time, failToStop: () => (stopFails = true) };
}

const request = (RequestType: CustomResourceRequest<StartProperties>['RequestType']) => ({
  RequestType,
  ResourceProperties: { ApplicationName: 'games-metrics', Version: '1' },
});

describe('a deployment', () => {
  it('starts a new application without state and waits until it runs', async () => {
    const { application, calls, waited } = world('READY', 'STARTING', 'STARTING', 'RUNNING');
    expect(await startFlink(request('Create'), application)).toEqual({ physicalResourceId: 'games-metrics-running' });
    expect(calls).toEqual(['start']);
    expect(waited()).toBe(10_000);
  });

  it('starts one that stands still after an update from its latest snapshot', async () => {
    const { application, calls } = world('UPDATING', 'READY', 'STARTING', 'RUNNING');
    await startFlink(request('Update'), application);
    expect(calls).toEqual(['start from the latest snapshot']);
  });

  it('leaves one alone that runs, once its update has ended', async () => {
    const { application, calls } = world('UPDATING', 'AUTOSCALING', 'RUNNING');
    await startFlink(request('Update'), application);
    expect(calls).toEqual([]);
  });

  it.each([
    [['READY', 'STARTING', 'READY'], 'the Flink application games-metrics was started and is READY: see its log'],
    [['READY', 'STARTING'], 'the Flink application games-metrics is still STARTING: see its log'],
    [['UPDATING', 'ROLLED_BACK'], 'the Flink application games-metrics is ROLLED_BACK, so not started'],
    [[undefined], 'the Flink application games-metrics is not there, so not started'],
  ])('fails with what it found: %j', async (statuses, message) => {
    const { application, waited } = world(...statuses);
    await expect(startFlink(request('Create'), application)).rejects.toThrow(message);
    expect(waited()).toBeLessThan(14 * 60_000);
  });
});

describe('a deletion', () => {
  it('stops an application with a snapshot and waits', async () => {
    const { application, calls } = world('RUNNING', 'STOPPING', 'READY');
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop']);
  });

  it('stops one by force that cannot take a snapshot', async () => {
    const { application, calls, failToStop } = world('RUNNING', 'FORCE_STOPPING', 'READY');
    failToStop();
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop', 'stop by force']);
  });

  it('stops one by force that runs again after its snapshot failed', async () => {
    const { application, calls } = world('RUNNING', 'STOPPING', 'RUNNING', 'FORCE_STOPPING', 'READY');
    await startFlink(request('Delete'), application);
    expect(calls).toEqual(['stop', 'stop by force']);
  });

  it.each([undefined, 'READY'])('has nothing to stop where the application is %s', async (status) => {
    const { application, calls } = world(status);
    await startFlink(request('Delete'), application);
    expect(calls).toEqual([]);
  });
});
