import { randomUUID } from 'node:crypto';
import { compileTimePattern } from './java-time.ts';

/** What an object's name is made from. */
export interface Naming {
  /** Approximate arrival of the oldest record in the object, milliseconds since the epoch. */
  readonly oldestArrival: number;
  readonly partitionKeys: Readonly<Record<string, string>>;
  /** `processing-failed` and the like; only for the error output. */
  readonly errorType?: string;
}

type Part = (naming: Naming) => string;

/**
 * An S3 prefix with `!{namespace:value}` expressions, compiled once.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
 */
export class Prefix {
  /** Names of the partition keys that the Lambda function must return. */
  readonly partitionKeys: readonly string[];
  readonly usesErrorType: boolean;
  readonly hasExpressions: boolean;
  readonly hasTime: boolean;
  readonly #parts: readonly Part[];

  constructor(text: string, timeZone: string) {
    const expressions = [...text.matchAll(/!\{([^:}]*):([^}]*)\}/g)];
    const rest = text.replaceAll(/!\{[^:}]*:[^}]*\}/g, '');
    if (rest.includes('!{')) throw new Error(`the prefix ${text} holds !{ outside a !{namespace:value} expression`);
    const of = (namespace: string) =>
      expressions.filter(([, found]) => found === namespace).map(([, , value]) => value ?? '');
    this.partitionKeys = [...new Set(of('partitionKeyFromLambda'))];
    this.usesErrorType = of('firehose').includes('error-output-type');
    this.hasExpressions = expressions.length > 0;
    this.hasTime = of('timestamp').length > 0;
    const parts: Part[] = [];
    let position = 0;
    for (const { 0: whole, 1: namespace = '', 2: value = '', index } of expressions) {
      const literal = text.slice(position, index);
      parts.push(() => literal, compileExpression(namespace, value, timeZone));
      position = index + whole.length;
    }
    const last = text.slice(position);
    this.#parts = [...parts, () => last];
  }

  evaluate(naming: Naming): string {
    return this.#parts.map((part) => part(naming)).join('');
  }
}

const hourly = '!{timestamp:yyyy/MM/dd/HH/}';

/**
 * The prefix of delivered objects: without an expression for time or partitions, Firehose adds the hour of arrival.
 * Throws for expressions that are good for the error output only.
 */
export function deliveryPrefix(text: string, timeZone: string): Prefix {
  const prefix = new Prefix(text, timeZone);
  if (prefix.usesErrorType)
    throw new Error(`the prefix ${text} holds !{firehose:error-output-type}, which is for ErrorOutputPrefix`);
  return prefix.hasTime || prefix.partitionKeys.length > 0 ? prefix : new Prefix(text + hourly, timeZone);
}

/** The prefix of the error output: `ErrorOutputPrefix`, or what the documented rules make of `Prefix` without one. */
export function errorPrefix(text: string | undefined, prefix: string, timeZone: string): Prefix {
  const given = new Prefix(text ?? prefix, timeZone);
  if (text === undefined && given.hasExpressions)
    throw new Error('ErrorOutputPrefix is required when Prefix contains expressions');
  if (given.partitionKeys.length > 0) throw new Error(`ErrorOutputPrefix ${text} cannot hold partition keys`);
  if (!given.hasExpressions) return new Prefix(`${text ?? prefix}!{firehose:error-output-type}/${hourly}`, timeZone);
  if (!given.usesErrorType) throw new Error(`ErrorOutputPrefix ${text} must contain !{firehose:error-output-type}`);
  return given;
}

/**
 * `<stream>-<version>-YYYY-MM-DD-HH-MM-SS-<uuid><extension>`.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectName(streamName: string, time: number, timeZone: string, extension: string): string {
  return `${streamName}-1-${compileTimePattern('yyyy-MM-dd-HH-mm-ss', timeZone)(time)}-${randomUUID()}${extension}`;
}

function compileExpression(namespace: string, value: string, timeZone: string): Part {
  if (namespace === 'timestamp') {
    const format = compileTimePattern(value, timeZone);
    return ({ oldestArrival }) => format(oldestArrival);
  }
  if (namespace === 'partitionKeyFromLambda') return ({ partitionKeys }) => partitionKeys[value] ?? '';
  if (namespace === 'firehose' && value === 'error-output-type') return ({ errorType }) => errorType ?? '';
  if (namespace === 'firehose' && value === 'random-string') return () => randomUUID().slice(0, 11);
  throw new Error(`the prefix expression !{${namespace}:${value}} is not supported (see SUPPORT.md)`);
}
