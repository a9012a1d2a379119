import type { Runtime } from './runtime.ts';

/** Everything that creating one resource of a template may need. */
export interface ResourceContext<Engines = unknown> {
  readonly logicalId: string;
  /** The template's `Properties` with every intrinsic function resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Name for a resource whose template gives none: stable over restarts, `[a-z0-9-]`, at most 63 characters. */
  readonly physicalName: string;
  readonly stack: { readonly name: string; readonly id: string };
  /** S3 object key of each file asset of the cloud assembly to its absolute path (a folder for zipped assets). */
  readonly assets: ReadonlyMap<string, string>;
  /** The services that the type of resource names. */
  readonly engines: Engines;
  readonly runtime: Runtime;
}

/** A resource that runs: what `Ref` and `Fn::GetAtt` answer (nested attributes with dots: `Endpoint.Address`). */
export interface Running {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * One CloudFormation resource type. `create` is also called for a resource that exists from an earlier run: it must
 * take up the state it finds. `support` is the sentence of SUPPORT.md: what is run, and what is accepted but ignored.
 */
export interface ResourceKind<Engines = unknown> {
  readonly type: string;
  readonly support: string;
  create(context: ResourceContext<Engines>): Promise<Running> | Running;
}
