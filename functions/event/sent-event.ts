import { isObject, parseJson } from '../../schemas/parse-json.ts';
import { type ScannedObject, scanObject } from './scan-object.ts';

/** An event and the text that it was sent as. */
export interface SentEvent {
  readonly event: Readonly<Record<string, unknown>>;
  /** Valid JSON that the event stands in. */
  readonly text: string;
  /** Where the event stands in it, and its member `event_data`. */
  readonly place: ScannedObject;
}

/** Undefined: the text is not a JSON object. */
export function readEvent(text: string): SentEvent | undefined {
  const event = parseJson(text);
  return isObject(event) ? { event, text, place: placeOf(text, text.indexOf('{')) } : undefined;
}

/** The place of the event that begins at `start` of a valid JSON text. */
export function placeOf(text: string, start: number): ScannedObject {
  return scanObject(text, start, 'event_data');
}

/** The event as it was sent. */
export function eventText({ text, place }: SentEvent): string {
  return text.slice(place.start, place.end);
}
