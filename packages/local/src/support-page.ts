import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceRegistry } from './endpoint/services.ts';
import { makeEngines } from './engines.ts';
import { customResourceSupport } from './resources/custom-resource.ts';
import { inertTypes } from './resources/inert.ts';
import { resourceKinds } from './resources/resource-kinds.ts';
import { systemClock } from './runtime.ts';
import { runtimeControl } from './runtime-control.ts';
import { functionNames } from './services/athena/sql/functions/functions.ts';

const notRunning = { flush: () => Promise.resolve(), status: () => ({}) };

/** SUPPORT.md as the runtime says it now. Nothing is started: services open files with their first resource. */
export function supportPage(): string {
  const engines = makeEngines({
    region: 'us-east-1',
    accountId: '000000000000',
    stateDirectory: join(tmpdir(), 'no-state'),
    services: new ServiceRegistry(() => {}),
    clock: systemClock,
    bufferSeconds: undefined,
    endpointUrl: '',
    log: () => {},
  });
  const byType = [...resourceKinds].sort((one, other) => (one.type < other.type ? -1 : 1));
  const apis = [...Object.values(engines).flatMap((service) => service.apis), runtimeControl(notRunning)];
  const byName = apis
    .filter(({ actions }) => Object.keys(actions).length > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return `# What the local runtime supports

Written by \`npm run generate\`. A resource type is run, or inert: it has an id and an ARN and does nothing. Any other type
stops the run by name, and so does a property, action or setting that is not known.

## Resource types that are run

${byType.map(({ type, support }) => `- \`${type}\`: ${support}`).join('\n')}
- ${customResourceSupport}

## Resource types that are inert

${Object.entries(inertTypes)
  .map(([type, { reason }]) => `- \`${type}\`: ${reason}.`)
  .join('\n')}

## Actions of each service

Each call is checked against the caller's policies in the template first. Kinesis knows its actions for resource policies,
enhanced monitoring and enhanced fan-out (SubscribeToShard) only to say why they are not supported.

${byName.map(({ name, actions }) => `- ${name}: ${Object.keys(actions).sort().join(', ')}`).join('\n')}

## SQL functions of Athena

${functionNames.join(', ')}
`;
}
