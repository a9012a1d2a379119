import type { Runtime } from '../../runtime.ts';
import type { Catalog } from './catalog.ts';

/** What the actions share. */
export interface GlueContext {
  readonly runtime: Runtime;
  catalog(): Catalog;
}
