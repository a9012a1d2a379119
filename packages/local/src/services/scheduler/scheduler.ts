import { setTimeout } from 'node:timers/promises';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Service, ServiceError } from '../../service.ts';
import { readSchedule, type Schedule, type ScheduleSource } from './schedule.ts';
import { ScheduleLoop, type Sleep } from './schedule-loop.ts';

export interface SchedulerOptions {
  /** Default: a timer. */
  readonly sleep?: Sleep;
}

interface Named {
  Name: string;
  /** Default `default`. */
  GroupName?: string;
}

/** What a timer of Node.js can wait, some 24 days; a schedule may be further away. */
const maxTimerMilliseconds = 2 ** 31 - 1;

const timer: Sleep = (milliseconds, signal) =>
  setTimeout(Math.min(milliseconds, maxTimerMilliseconds), undefined, { signal, ref: false }).catch(() => {});

/** Amazon EventBridge Scheduler: calls Lambda functions at the times of the template's schedules. */
export class Scheduler extends RuntimeService {
  readonly service: Service;
  // What its functions write goes on through mappings and delivery.
  override readonly dependsOn = ['lambda', 'event-source-mappings', 'firehose'];
  readonly #runtime: Runtime;
  readonly #sleep: Sleep;
  readonly #schedules = new Map<string, { readonly schedule: Schedule; readonly loop: ScheduleLoop }>();

  constructor(runtime: Runtime, { sleep = timer }: SchedulerOptions = {}) {
    super();
    this.#runtime = runtime;
    this.#sleep = sleep;
    this.service = {
      name: 'scheduler',
      actions: {
        GetSchedule: {
          permissions: ({ Name, GroupName = 'default' }: Named) => [
            { action: 'scheduler:GetSchedule', resource: this.#arn('schedule', `${GroupName}/${Name}`) },
          ],
          run: ({ Name, GroupName = 'default' }: Named) => describe(this.#find(this.#arnOf(GroupName, Name))),
        },
        ListSchedules: {
          permissions: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
          run: ({ GroupName }: { GroupName?: string }) => ({ Schedules: this.#list(GroupName).map(summary) }),
        },
      },
    };
  }

  groupArn(name: string): string {
    return this.#arn('schedule-group', name);
  }

  /** Reads a template's properties; throws naming what is not supported. It runs from `start` on. */
  createSchedule(source: Omit<ScheduleSource, 'arnOf'>): Schedule {
    const schedule = readSchedule({ ...source, arnOf: (group, name) => this.#arnOf(group, name) });
    this.#schedules.set(schedule.arn, { schedule, loop: new ScheduleLoop(schedule, this.#runtime, this.#sleep) });
    return schedule;
  }

  override async start(): Promise<void> {
    for (const { schedule, loop } of this.#schedules.values()) if (schedule.enabled) loop.start();
  }

  /** Starts no run any more, and waits for those that are under way. */
  override async close(): Promise<void> {
    await Promise.all([...this.#schedules.values()].map(({ loop }) => loop.stop()));
  }

  #find(arn: string): Schedule {
    const found = this.#schedules.get(arn);
    if (found) return found.schedule;
    const name = arn.split('/').at(-1);
    throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  }

  #list(group: string | undefined): Schedule[] {
    const all = [...this.#schedules.values()].map(({ schedule }) => schedule);
    return all.filter((schedule) => group === undefined || schedule.group === group);
  }

  #arnOf(group: string, name: string): string {
    return this.#arn('schedule', `${group}/${name}`);
  }

  #arn(kind: string, path: string): string {
    return `arn:aws:scheduler:${this.#runtime.region}:${this.#runtime.accountId}:${kind}/${path}`;
  }
}

function summary({ arn, name, group, enabled, target }: Schedule) {
  return {
    Arn: arn,
    Name: name,
    GroupName: group,
    State: enabled ? 'ENABLED' : 'DISABLED',
    Target: { Arn: target.arn },
  };
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
function describe(schedule: Schedule) {
  const { arn, roleArn, input, retries, maxAgeSeconds } = schedule.target;
  return {
    ...summary(schedule),
    Description: schedule.description,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: arn,
      RoleArn: roleArn,
      Input: input,
      RetryPolicy: { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: maxAgeSeconds },
    },
  };
}
