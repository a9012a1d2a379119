/** A function of the job's own for an engine that cannot call Java. */
export interface JobFunction {
  /** The fields of a result with their types in Flink SQL, in their order. */
  readonly returns: Readonly<Record<string, string>>;
  /**
   * The results of many calls, in their order; one list for each parameter. A TIMESTAMP_LTZ is a number of milliseconds since
   * the epoch, BYTES are a Uint8Array, NULL is null. Rejects when it cannot tell: then nothing of these rows may be counted,
   * and all of them are tried again.
   */
  evaluate(...columns: readonly (readonly unknown[])[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
