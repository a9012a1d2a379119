import { isObject } from '../parse-json.ts';
import { withAbsent } from './absent.ts';

/** schemas/envelope.json as events are judged by it: an optional member may be null or the empty text. */
export function judgedEnvelope(envelope: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(envelope) || !isObject(envelope.properties) || !Array.isArray(envelope.required)) {
    throw new Error('envelope.json: properties or required is missing');
  }
  const properties = Object.entries(envelope.properties).map(([name, schema]): [string, Record<string, unknown>] => {
    if (!isObject(schema)) throw new Error(`envelope.json: ${name} is no schema`);
    return [name, schema];
  });
  return { ...envelope, properties: withAbsent(Object.fromEntries(properties), envelope.required.map(String)) };
}
