import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Principal, Service } from '../../service.ts';
import { bucketActions } from './actions/bucket-actions.ts';
import { listActions } from './actions/list-actions.ts';
import { multipartActions } from './actions/multipart-actions.ts';
import { objectActions } from './actions/object-actions.ts';
import { removeActions } from './actions/remove-actions.ts';
import { type BucketSettings, Buckets } from './buckets.ts';
import type { S3Context } from './context.ts';
import { makeDirectory } from './durable-files.ts';
import { Etags } from './etags.ts';
import { expireObjects } from './lifecycle.ts';
import { ObjectStore } from './object-store.ts';
import { handleRest } from './rest/handle-rest.ts';
import type { RestRequest, RestResponse } from './rest/rest-request.ts';

/** How often lifecycle rules are applied. AWS does it about once a day. */
const sweepIntervalMs = 3_600_000;

/** Amazon S3: a folder per bucket, a file per object. */
export class S3 extends RuntimeService {
  readonly service: Service;
  readonly #context: S3Context;
  #opened: Promise<void> | undefined;
  #sweep: NodeJS.Timeout | undefined;

  constructor(runtime: Runtime) {
    super();
    const root = join(runtime.stateDirectory, 's3');
    const context: S3Context = {
      runtime,
      store: new ObjectStore(root),
      buckets: new Buckets(join(root, '.buckets')),
      etags: new Etags(),
    };
    this.#context = context;
    this.service = {
      name: 's3',
      actions: {
        ...objectActions(context),
        ...removeActions(context),
        ...listActions(context),
        ...multipartActions(context),
        ...bucketActions(context),
      },
    };
  }

  /** Makes the bucket or takes up the one that is there; its settings are those given now. */
  async createBucket(settings: BucketSettings): Promise<void> {
    const { store, buckets } = this.#context;
    this.#opened ??= store.open();
    await this.#opened;
    await makeDirectory(store.bucketDirectory(settings.name));
    await buckets.add(settings);
  }

  /** Sets the policy that `GetBucketPolicy` answers and that its listener enforces. */
  setBucketPolicy(bucket: string, policy: unknown): void {
    this.#context.buckets.setPolicy(bucket, policy);
  }

  /** Begins the hourly sweep of the lifecycle rules. */
  override async start(): Promise<void> {
    if (this.#sweep !== undefined) return;
    const sweep = () => {
      this.sweepLifecycle().catch((error) => this.#context.runtime.log(`s3: lifecycle sweep failed: ${error}`));
    };
    this.#sweep = setInterval(sweep, sweepIntervalMs);
    this.#sweep.unref();
    sweep();
  }

  /** Applies the lifecycle rules of every bucket now. */
  async sweepLifecycle(): Promise<void> {
    for (const { name, lifecycle } of this.#context.buckets.all()) await expireObjects(this.#context, name, lifecycle);
  }

  /** Answers one REST request whose signature was verified; errors are answered, not thrown. */
  handle(request: RestRequest, response: RestResponse, principal: Principal): Promise<void> {
    return handleRest(this.#context, request, response, principal);
  }

  override async close(): Promise<void> {
    clearInterval(this.#sweep);
  }
}
