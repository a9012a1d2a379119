import type { Routes } from '../network/routes.ts';

/** One Lambda function as the template configures it, ready to run. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly functionArn: string;
  /** The execution role's; event sources are read under it. */
  readonly roleArn?: string;
  /** Absolute path of the module, for example `…/asset.1234/index.mjs`. */
  readonly handlerFile: string;
  readonly exportName: string;
  /** All that the handler finds in `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly logGroup: string;
  /** How many invocations may run at once; more wait. */
  readonly concurrency: number;
  /** Host names of the template and where they are, as they are at each invocation. Default: none. */
  readonly routes?: () => Routes;
}

/** What an invocation answers: JSON text, and `functionError` when the handler failed. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: string;
}
