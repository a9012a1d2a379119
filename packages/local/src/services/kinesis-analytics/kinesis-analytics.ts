import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import { type Permission, type Service, ServiceError } from '../../service.ts';
import type { ApplicationSettings } from './application.ts';
import { ManagedApplication } from './managed-application.ts';

interface Named {
  ApplicationName: string;
}

interface SnapshotInput extends Named {
  SnapshotName: string;
}

/**
 * Managed Service for Apache Flink: applications of the template, on the window runner, or on Flink itself with
 * `--engine flink`. https://docs.aws.amazon.com/managed-flink/latest/apiv2/Welcome.html
 */
export class KinesisAnalytics extends RuntimeService {
  readonly service: Service;
  // What an application writes to a stream is handed on by mappings and by delivery.
  override readonly dependsOn = ['kinesis', 's3', 'logs', 'event-source-mappings', 'firehose'];
  readonly #runtime: Runtime;
  readonly #applications = new Map<string, ManagedApplication>();

  constructor(runtime: Runtime) {
    super();
    this.#runtime = runtime;
    const permissions =
      (action: string) =>
      ({ ApplicationName }: Named): readonly Permission[] => [
        { action: `kinesisanalytics:${action}`, resource: this.arnOf(String(ApplicationName)) },
      ];
    this.service = {
      name: 'kinesisanalytics',
      targetPrefix: 'KinesisAnalytics_20180523',
      actions: {
        DescribeApplication: {
          permissions: permissions('DescribeApplication'),
          run: (input: Named) => ({ ApplicationDetail: this.#find(input).describe() }),
        },
        ListApplications: {
          permissions: () => [{ action: 'kinesisanalytics:ListApplications', resource: '*' }],
          run: () => ({ ApplicationSummaries: [...this.#applications.values()].map((one) => one.summary()) }),
        },
        StartApplication: {
          permissions: permissions('StartApplication'),
          run: async (input: Named) => {
            await this.#find(input).start();
            return {};
          },
        },
        StopApplication: {
          permissions: permissions('StopApplication'),
          run: async (input: Named) => {
            await this.#find(input).stop();
            return {};
          },
        },
        CreateApplicationSnapshot: {
          permissions: permissions('CreateApplicationSnapshot'),
          run: (input: SnapshotInput) => {
            this.#find(input).addSnapshot(input.SnapshotName);
            return {};
          },
        },
        ListApplicationSnapshots: {
          permissions: permissions('ListApplicationSnapshots'),
          run: (input: Named) => ({ SnapshotSummaries: this.#find(input).snapshots() }),
        },
      },
    };
  }

  arnOf(name: string): string {
    return `arn:aws:kinesisanalytics:${this.#runtime.region}:${this.#runtime.accountId}:application/${name}`;
  }

  createApplication(settings: ApplicationSettings): void {
    this.#applications.set(settings.name, new ManagedApplication(settings, this.#runtime));
  }

  /** Goes on with the applications that were started in an earlier run. */
  override async start(): Promise<void> {
    for (const application of this.#applications.values()) await application.resume();
  }

  /** For people: how far each application is. */
  override status(): { readonly applications: readonly Readonly<Record<string, unknown>>[] } {
    return { applications: [...this.#applications.values()].map((application) => application.status()) };
  }

  /** Resolves when every application that runs has taken up what was on its stream before, and its rows are out. */
  override async flush(): Promise<void> {
    await Promise.all([...this.#applications.values()].map((application) => application.flush()));
  }

  /** Applications go on from here in the next run. */
  override async close(): Promise<void> {
    await Promise.all([...this.#applications.values()].map((application) => application.close()));
  }

  #find({ ApplicationName }: Named): ManagedApplication {
    const application = this.#applications.get(ApplicationName);
    if (application) return application;
    throw new ServiceError('ResourceNotFoundException', `Application ${ApplicationName} was not found.`);
  }
}
