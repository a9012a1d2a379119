import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationDetail.html#APIReference-Type-ApplicationDetail-ApplicationStatus */
export type ApplicationStatus = string;

/** Runtime properties, as the template and Managed Flink's API have them. */
export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

/** What the template says. CloudFormation asks again only when one of these changes. */
export interface StartProperties {
  readonly ApplicationName: string;
  /** The runner's jar in S3. */
  readonly CodeKey: string;
  /** One of the properties names the job. */
  readonly PropertyGroups: readonly PropertyGroup[];
}

export interface Application {
  readonly status: ApplicationStatus;
  readonly codeKey: string | undefined;
  readonly propertyGroups: readonly PropertyGroup[];
}

/** The Managed Flink application, and the time. */
export interface Dependencies {
  /** Undefined: there is no such application. */
  find(name: string): Promise<Application | undefined>;
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
const lasting: ReadonlySet<ApplicationStatus> = new Set(['READY', 'RUNNING', 'ROLLED_BACK']);

/**
 * Sees to it that the application runs after its creation and after each of its updates, and that it stands still, with
 * a snapshot if it can take one, before it is deleted. Throws, with its status, when it does not come that far in time:
 * the deployment fails instead of leaving an application that does not run. So it does when the application runs what it
 * ran before: the service takes back an update that does not come up, and CloudFormation, which looks at the status
 * alone, takes that for a success.
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html
 * https://docs.aws.amazon.com/managed-flink/latest/java/rollback.html
 */
export async function startFlink(
  request: CustomResourceRequest<StartProperties>,
  dependencies: Dependencies,
): Promise<CustomResourceResult> {
  const { ApplicationName: name } = request.ResourceProperties;
  if (request.RequestType === 'Delete') await ensureStopped(name, dependencies);
  else await ensureDeployed(request.ResourceProperties, request.RequestType === 'Update', dependencies);
  return { physicalResourceId: `${name}-running` };
}

async function ensureDeployed(deployed: StartProperties, restore: boolean, dependencies: Dependencies): Promise<void> {
  const { ApplicationName: name } = deployed;
  const running = await ensureRunning(name, restore, dependencies);
  const different = differences(deployed, running);
  if (different.length === 0) return;
  const are = different.length === 1 ? 'is' : 'are';
  throw rolledBack(name, `${different.join(', ')} ${are} not what was deployed`);
}

async function ensureRunning(name: string, restore: boolean, dependencies: Dependencies): Promise<Application> {
  const isOver = deadline(dependencies);
  const before = await settled(name, dependencies, isOver);
  if (before?.status === 'RUNNING') return before;
  if (before?.status === 'ROLLED_BACK') throw rolledBack(name, 'it is ROLLED_BACK');
  if (before?.status !== 'READY') {
    throw new Error(`the Flink application ${name} is ${before?.status ?? 'not there'}, so not started`);
  }
  await dependencies.start(name, restore);
  const after = await settled(name, dependencies, isOver);
  if (after?.status === 'RUNNING') return after;
  throw new Error(`the Flink application ${name} was started and is ${after?.status}: see its log`);
}

/** Names of what is not as it was deployed. */
function differences(deployed: StartProperties, running: Application): string[] {
  const wanted = propertiesOf(deployed.PropertyGroups);
  const found = propertiesOf(running.propertyGroups);
  const names = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  const different = names.filter((name) => wanted.get(name) !== found.get(name));
  return [...(running.codeKey === deployed.CodeKey ? [] : ['its code']), ...different];
}

function propertiesOf(groups: readonly PropertyGroup[]): ReadonlyMap<string, string> {
  return new Map(groups.flatMap(({ PropertyMap }) => Object.entries(PropertyMap)));
}

function rolledBack(name: string, how: string): Error {
  return new Error(`the Flink application ${name} was rolled back (${how}): its log says why`);
}

async function ensureStopped(name: string, dependencies: Dependencies): Promise<void> {
  const isOver = deadline(dependencies);
  const before = (await settled(name, dependencies, isOver))?.status;
  if (before === undefined || before === 'READY') return;
  // A job that fails all the time cannot take a snapshot; it is to go all the same.
  await dependencies.stop(name, false).catch(() => dependencies.stop(name, true));
  const after = await settled(name, dependencies, isOver);
  if (after?.status === 'RUNNING') {
    await dependencies.stop(name, true);
    await settled(name, dependencies, isOver);
  }
}

/** Waits until the application is neither on its way up nor down. */
async function settled(
  name: string,
  dependencies: Dependencies,
  isOver: () => boolean,
): Promise<Application | undefined> {
  for (;;) {
    const application = await dependencies.find(name);
    if (application === undefined || lasting.has(application.status)) return application;
    if (isOver()) throw new Error(`the Flink application ${name} is still ${application.status}: see its log`);
    await dependencies.sleep(pauseMilliseconds);
  }
}

function deadline(dependencies: Dependencies): () => boolean {
  const end = dependencies.now() + patienceMilliseconds;
  return () => dependencies.now() >= end;
}
