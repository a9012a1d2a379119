import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from '../../acknowledge.ts';
import { type BackupPlace, backupObjects, backupStatements, backupUrl } from './clickhouse-backup.ts';
import { settingsFile } from './clickhouse-settings.ts';
import { administrator, analystPassword, loaderPassword, usersFile } from './clickhouse-users.ts';
import { dataFolder } from './host-user-data.ts';

export interface ClickHouseTaskProps {
  /** Of the administrator. */
  readonly secret: ISecret;
  readonly loaderSecret: ISecret;
  readonly analystSecret: ISecret;
  readonly database: string;
  readonly backups: BackupPlace | undefined;
  readonly logRetentionDays: number;
}

/** The version that the tests run the same SQL on, embedded. */
const image = 'clickhouse/clickhouse-server:26.7';
export const containerName = 'clickhouse';
/** HTTP, inside of the network only. */
export const containerPort = 8123;

/**
 * Where the image's server finds more users and settings. It makes the administrator in `users.d/default-user.xml`, which
 * is read before this one: the names are in the order of the alphabet.
 */
const usersPath = '/etc/clickhouse-server/users.d/pipeline.xml';
const settingsPath = '/etc/clickhouse-server/config.d/pipeline.xml';

/** ClickHouse's own server in its own image, data on the host's volume, passwords from the secrets. */
export class ClickHouseTask extends Construct {
  readonly definition: CfnTaskDefinition;
  /** The server's own role. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ClickHouseTaskProps) {
    super(scope, id);
    const { secret, loaderSecret, analystSecret, database, backups, logRetentionDays } = props;
    const logs = new LogGroup(this, 'Logs', { retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    const tasks = new ServicePrincipal('ecs-tasks.amazonaws.com', {
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    const starter = new Role(this, 'StarterRole', {
      description: 'Starts the container of ClickHouse',
      assumedBy: tasks,
      inlinePolicies: {
        Start: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['secretsmanager:GetSecretValue'],
              resources: [secret, loaderSecret, analystSecret].map(({ secretArn }) => secretArn),
            }),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logs.logGroupArn],
            }),
          ],
        }),
      },
    });
    this.role = new Role(this, 'Role', { description: 'ClickHouse', assumedBy: tasks });
    if (backups) {
      for (const statement of backupStatements(backups)) this.role.addToPolicy(statement);
      acknowledgeWildcards(this.role, backupObjects(backups), 'The server names the files of its backups itself');
    }
    this.definition = new CfnTaskDefinition(this, 'Definition', {
      requiresCompatibilities: ['EC2'],
      networkMode: 'awsvpc',
      executionRoleArn: starter.roleArn,
      taskRoleArn: this.role.roleArn,
      volumes: [{ name: 'data', host: { sourcePath: dataFolder } }],
      containerDefinitions: [
        {
          name: containerName,
          image,
          essential: true,
          // Users and settings first, then what the image does by itself.
          entryPoint: ['sh', '-c'],
          command: [
            [
              `printf %s "$USERS_FILE" > ${usersPath}`,
              `printf %s "$SETTINGS_FILE" > ${settingsPath}`,
              'exec /entrypoint.sh',
            ].join(' && '),
          ],
          // Room that the host must have; it may take whatever else there is, and limits itself to nine tenths.
          memoryReservation: 1024,
          portMappings: [{ containerPort, protocol: 'tcp' }],
          environment: [
            { name: 'CLICKHOUSE_DB', value: database },
            { name: 'CLICKHOUSE_USER', value: administrator },
            { name: 'USERS_FILE', value: usersFile({ database, backupUrl: backups && backupUrl(backups) }) },
            { name: 'SETTINGS_FILE', value: settingsFile(backups?.bucket.bucketRegionalDomainName) },
          ],
          secrets: [
            { name: 'CLICKHOUSE_PASSWORD', valueFrom: `${secret.secretArn}:password::` },
            { name: loaderPassword, valueFrom: `${loaderSecret.secretArn}:password::` },
            { name: analystPassword, valueFrom: `${analystSecret.secretArn}:password::` },
          ],
          mountPoints: [{ sourceVolume: 'data', containerPath: '/var/lib/clickhouse' }],
          // https://clickhouse.com/docs/install/docker
          ulimits: [{ name: 'nofile', softLimit: 262_144, hardLimit: 262_144 }],
          stopTimeout: 120,
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logs.logGroupName,
              'awslogs-region': Aws.REGION,
              'awslogs-stream-prefix': 'server',
            },
          },
        },
      ],
    });
    acknowledge(this.definition, { 'AwsSolutions-ECS2': 'The passwords are secrets; the rest is no secret' });
  }
}
