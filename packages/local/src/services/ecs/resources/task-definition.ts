import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Ecs } from '../ecs.ts';
import type { ContainerDefinition } from '../task-definition.ts';

interface Engines {
  readonly ecs: Ecs;
}

export const awsEcsTaskDefinition: ResourceKind<Engines> = {
  type: 'AWS::ECS::TaskDefinition',
  support:
    'The image name selects what runs: `clickhouse/clickhouse-server` is ClickHouse from chdb. Any other image stops the ' +
    'run. Environment, Secrets of Secrets Manager (read with the execution role), MountPoints and Memory apply. ClickHouse ' +
    'supports one EntryPoint and Command, which writes files of users (`users.d`) and settings (`config.d`): ' +
    '`sh -c \'printf %s "$VARIABLE" > /etc/clickhouse-server/users.d/FILE.xml && … && exec /entrypoint.sh\'`. ' +
    'Ignored: NetworkMode, RequiresCompatibilities, Cpu, Ulimits, HealthCheck, LogConfiguration, StopTimeout, Essential, Tags.',
  create(context) {
    const { engines, runtime, physicalName } = context;
    const properties = new PropertyReader(context).only(
      'Family',
      'ContainerDefinitions',
      'Volumes',
      'ExecutionRoleArn',
      'TaskRoleArn',
      'NetworkMode',
      'RequiresCompatibilities',
      'RuntimePlatform',
      'Cpu',
      'Memory',
      'Tags',
    );
    const family = properties.optionalText('Family') ?? physicalName;
    const arn = `arn:aws:ecs:${runtime.region}:${runtime.accountId}:task-definition/${family}:1`;
    engines.ecs.registerTaskDefinition({
      family,
      arn,
      executionRoleArn: properties.optionalText('ExecutionRoleArn'),
      taskRoleArn: properties.optionalText('TaskRoleArn'),
      containers: properties.items('ContainerDefinitions').map(readContainer),
    });
    return { ref: arn, attributes: { TaskDefinitionArn: arn } };
  },
};

function readContainer(container: PropertyReader): ContainerDefinition {
  container.only(
    'Name',
    'Image',
    'EntryPoint',
    'Command',
    'Environment',
    'Secrets',
    'PortMappings',
    'MountPoints',
    'Memory',
    'MemoryReservation',
    'Cpu',
    'Essential',
    'Ulimits',
    'HealthCheck',
    'LogConfiguration',
    'StopTimeout',
    'StartTimeout',
    'LinuxParameters',
    'ReadonlyRootFilesystem',
  );
  const pairs = (name: string, key: string, value: string) =>
    Object.fromEntries(container.items(name).map((item) => [item.text(key), item.text(value)]));
  const words = (name: string) => (container.raw(name) === undefined ? undefined : container.texts(name));
  return {
    name: container.text('Name'),
    image: container.text('Image'),
    entryPoint: words('EntryPoint'),
    command: words('Command'),
    environment: pairs('Environment', 'Name', 'Value'),
    secrets: pairs('Secrets', 'Name', 'ValueFrom'),
    mounts: pairs('MountPoints', 'ContainerPath', 'SourceVolume'),
    memoryMebibytes: number(container.raw('Memory')),
    reservedMebibytes: number(container.raw('MemoryReservation')) ?? 0,
  };
}

function number(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
