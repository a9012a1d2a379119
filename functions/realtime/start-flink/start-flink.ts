import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationDetail.html#APIReference-Type-ApplicationDetail-ApplicationStatus */
export type ApplicationStatus = string;

/** What the template says. */
export interface StartProperties {
  readonly ApplicationName: string;
  /** Another one with every change of the application: CloudFormation asks again only when a property changes. */
  readonly Version: string;
}

/** The Managed Flink application, and the time. */
export interface World {
  /** Undefined: there is no such application. */
  status(name: string): Promise<ApplicationStatus | undefined>;
  /** `restore`: from the latest snapshot; otherwise with no state. */
  start(name: string, restore: boolean): Promise<void>;
  /** Takes a snapshot first, unless it is forced. */
  stop(name: string, force: boolean): Promise<void>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Below the 15 minutes that a function may run, with time to answer. */
const patienceMilliseconds = 13 * 60_000;
const pauseMilliseconds = 5000;

/** The application stays so until somebody does something. */
const settled: ReadonlySet<ApplicationStatus> = new Set(['READY', 'RUNNING', 'ROLLED_BACK']);

/**
 * Sees to it that the application runs after its creation and after each of its updates, and that it stands still, with
 * a snapshot if it can take one, before it is deleted. Throws, with its status, when it does not come that far in time:
 * the deployment fails instead of leaving an application that does not run.
 */
export async function startFlink(
  request: CustomResourceRequest<StartProperties>,
  world: World,
): Promise<CustomResourceResult> {
  const { ApplicationName: name } = request.ResourceProperties;
  if (request.RequestType === 'Delete') await ensureStopped(name, world);
  else await ensureRunning(name, request.RequestType === 'Update', world);
  return { physicalResourceId: `${name}-running` };
}

async function ensureRunning(name: string, restore: boolean, world: World): Promise<void> {
  const isOver = deadline(world);
  const before = await settledStatus(name, world, isOver);
  if (before === 'RUNNING') return;
  if (before !== 'READY') throw new Error(`the Flink application ${name} is ${before ?? 'not there'}, so not started`);
  await world.start(name, restore);
  const after = await settledStatus(name, world, isOver);
  if (after === 'RUNNING') return;
  throw new Error(`the Flink application ${name} was started and is ${after}: see its log`);
}

async function ensureStopped(name: string, world: World): Promise<void> {
  const isOver = deadline(world);
  const before = await settledStatus(name, world, isOver);
  if (before === undefined || before === 'READY') return;
  // A job that fails all the time cannot take a snapshot; it is to go all the same.
  await world.stop(name, false).catch(() => world.stop(name, true));
  const after = await settledStatus(name, world, isOver);
  if (after === 'RUNNING') {
    await world.stop(name, true);
    await settledStatus(name, world, isOver);
  }
}

/** Waits until the application is neither on its way up nor down. */
async function settledStatus(
  name: string,
  world: World,
  isOver: () => boolean,
): Promise<ApplicationStatus | undefined> {
  for (;;) {
    const status = await world.status(name);
    if (status === undefined || settled.has(status)) return status;
    if (isOver()) throw new Error(`the Flink application ${name} is still ${status}: see its log`);
    await world.sleep(pauseMilliseconds);
  }
}

function deadline(world: World): () => boolean {
  const end = world.now() + patienceMilliseconds;
  return () => world.now() >= end;
}
