import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorMessage } from '../../error-message.ts';
import type { FlinkInstallation } from '../../installed-engines.ts';
import type { Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import { LogFiles } from '../logs/log-files.ts';
import type { ApplicationSettings, ApplicationStatus, KeptApplication, RunningApplication } from './application.ts';
import { EmbeddedApplication, type EmbeddedStatus } from './flink/embedded-application.ts';
import { startRealFlink } from './flink/real-flink/start-real-flink.ts';
import type { JobProgress } from './flink/run/job-loop.ts';

/** A caller waits so long for the job to run; then it finds the application STARTING. */
const patienceMilliseconds = 4000;

/** One application: what it is, whether it is to run, and what runs it. */
export class ManagedApplication {
  readonly #settings: ApplicationSettings;
  readonly #runtime: Runtime;
  readonly #directory: string;
  readonly #logFile: string;
  #kept: KeptApplication;
  #status: ApplicationStatus = 'READY';
  #reason: string | undefined;
  #progress: JobProgress | undefined;
  #running: RunningApplication | undefined;
  #settled: (() => void)[] = [];
  #caughtUp: (() => void)[] = [];

  constructor(settings: ApplicationSettings, runtime: Runtime) {
    this.#settings = settings;
    this.#runtime = runtime;
    this.#directory = join(runtime.stateDirectory, 'kinesis-analytics', settings.name);
    this.#logFile = new LogFiles(runtime.stateDirectory).group(`/aws/kinesis-analytics/${settings.name}`);
    const file = join(this.#directory, 'application.json');
    this.#kept = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { started: false, createdAt: runtime.clock.now(), snapshots: [] };
  }

  /** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_StartApplication.html */
  async start(): Promise<void> {
    if (this.#status !== 'READY') throw this.#inUse();
    // What is still trying to begin.
    await this.close();
    this.#keep({ ...this.#kept, started: true });
    await this.#begin();
  }

  /** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_StopApplication.html */
  async stop(): Promise<void> {
    if (this.#status !== 'RUNNING' && this.#status !== 'STARTING') throw this.#inUse();
    this.#keep({ ...this.#kept, started: false });
    this.#status = 'STOPPING';
    await this.close();
    this.#status = 'READY';
  }

  async resume(): Promise<void> {
    if (this.#kept.started && !this.#running) await this.#begin();
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.close();
    for (const resolve of this.#caughtUp.splice(0)) resolve();
  }

  async flush(): Promise<void> {
    // Flink itself does not say how far it is.
    if (this.#status !== 'RUNNING' || this.#runtime.engines?.flink) return;
    // What is under way may have been read before the call.
    for (let round = 0; round < 2; round++) await new Promise<void>((resolve) => this.#caughtUp.push(resolve));
  }

  addSnapshot(name: string): void {
    if (this.#status !== 'RUNNING') throw this.#inUse();
    const snapshot = { name, createdAt: this.#runtime.clock.now() };
    this.#keep({ ...this.#kept, snapshots: [...this.#kept.snapshots, snapshot] });
  }

  snapshots() {
    return this.#kept.snapshots.map(({ name, createdAt }) => ({
      SnapshotName: name,
      SnapshotStatus: 'READY',
      ApplicationVersionId: 1,
      SnapshotCreationTimestamp: createdAt / 1000,
    }));
  }

  summary() {
    const { name, arn, runtimeEnvironment } = this.#settings;
    return {
      ApplicationName: name,
      ApplicationARN: arn,
      ApplicationStatus: this.#status,
      ApplicationVersionId: 1,
      RuntimeEnvironment: runtimeEnvironment,
      ApplicationMode: 'STREAMING',
    };
  }

  describe() {
    const { description, roleArn, code, properties } = this.#settings;
    const groups = Object.entries(properties).map(([PropertyGroupId, PropertyMap]) => ({
      PropertyGroupId,
      PropertyMap,
    }));
    return {
      ...this.summary(),
      ApplicationDescription: this.#reason === undefined ? description : `${description} (${this.#reason})`,
      ServiceExecutionRole: roleArn,
      CreateTimestamp: this.#kept.createdAt / 1000,
      ApplicationConfigurationDescription: {
        ApplicationCodeConfigurationDescription: {
          CodeContentType: 'ZIPFILE',
          CodeContentDescription: {
            S3ApplicationCodeLocationDescription: { BucketARN: code.bucketArn, FileKey: code.key },
          },
        },
        EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: groups },
      },
    };
  }

  status() {
    const watermark = this.#progress?.watermark;
    return {
      application: this.#settings.name,
      status: this.#status,
      ...(this.#reason !== undefined && { reason: this.#reason }),
      ...(watermark !== undefined && { watermark: new Date(watermark).toISOString() }),
      ...(this.#progress && { caughtUp: this.#progress.caughtUp }),
    };
  }

  async #begin(): Promise<void> {
    this.#status = 'STARTING';
    this.#reason = undefined;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const { roleArn, jobArn } = this.#settings;
    try {
      this.#runtime.services.authorize({ arn: roleArn }, { action: 's3:GetObject', resource: jobArn });
    } catch (error) {
      this.#fail(error);
      return;
    }
    const settled = new Promise<void>((resolve) => this.#settled.push(resolve));
    const { flink } = this.#runtime.engines ?? {};
    if (flink) this.#beginReal(flink);
    else this.#beginEmbedded();
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds);
    });
    await Promise.race([settled, patience]);
    clearTimeout(timer);
  }

  #beginEmbedded(): void {
    const { name, jobFolder, properties, roleArn, environment } = this.#settings;
    this.#running = new EmbeddedApplication({
      jobFolder,
      properties: Object.assign({}, ...Object.values(properties)),
      stateDirectory: this.#directory,
      services: this.#runtime.services,
      role: { arn: roleArn },
      environment,
      onStatus: (status) => this.#take(status, name),
    });
  }

  #beginReal(installation: FlinkInstallation): void {
    const { name, jobFolder, properties, parallelism, environment } = this.#settings;
    const stateDirectory = join(this.#directory, 'flink');
    const log = (line: string) => this.#runtime.log(line);
    const started = startRealFlink({
      installation,
      name,
      jobFolder,
      properties,
      parallelism,
      environment,
      stateDirectory,
      log,
    });
    this.#running = {
      close: () =>
        started.then(
          (flink) => flink.close(),
          () => {},
        ),
    };
    started.then(
      () => this.#settle('RUNNING'),
      (error: unknown) => this.#fail(error),
    );
  }

  #take(status: EmbeddedStatus, name: string): void {
    if (status.kind === 'progress') {
      this.#progress = status.progress;
      this.#reason = undefined;
      if (status.progress.caughtUp) for (const resolve of this.#caughtUp.splice(0)) resolve();
    } else if (status.kind === 'running') {
      if (this.#reason !== undefined) this.#runtime.log(`${name}: runs again`);
      this.#settle('RUNNING');
    } else {
      const again = `; trying again in ${status.retryMilliseconds / 1000} s`;
      this.#say(`${status.reason}${again}`);
      this.#reason = status.reason;
      for (const resolve of this.#caughtUp.splice(0)) resolve();
      // A job that ran stays RUNNING while it is begun again, as in Flink; one that never did is not started.
      if (this.#status === 'STARTING') this.#settle('READY');
    }
  }

  #fail(error: unknown): void {
    this.#reason = errorMessage(error);
    this.#say(this.#reason);
    this.#settle('READY');
  }

  #settle(status: ApplicationStatus): void {
    if (this.#status !== 'STOPPING') this.#status = status;
    for (const resolve of this.#settled.splice(0)) resolve();
  }

  #say(line: string): void {
    this.#runtime.log(`the Flink application ${this.#settings.name}: ${line}`);
    this.#log(line);
  }

  #log(line: string): void {
    try {
      mkdirSync(dirname(this.#logFile), { recursive: true });
      appendFileSync(this.#logFile, `${new Date(this.#runtime.clock.now()).toISOString()} ${line}\n`);
    } catch {
      // A disk that takes no more costs lines of the log, not the application.
    }
  }

  #keep(kept: KeptApplication): void {
    this.#kept = kept;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const file = join(this.#directory, 'application.json');
    writeFileSync(`${file}.new`, JSON.stringify(kept));
    renameSync(`${file}.new`, file);
  }

  #inUse(): ServiceError {
    const { name } = this.#settings;
    return new ServiceError('ResourceInUseException', `Application ${name} is ${this.#status}.`);
  }
}
