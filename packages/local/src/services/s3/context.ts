import type { Runtime } from '../../runtime.ts';
import type { Buckets } from './buckets.ts';
import type { Etags } from './etags.ts';
import type { ObjectStore } from './object-store.ts';

/** What the actions share. */
export interface S3Context {
  readonly runtime: Runtime;
  readonly store: ObjectStore;
  readonly buckets: Buckets;
  readonly etags: Etags;
}
