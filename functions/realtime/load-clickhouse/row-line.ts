import type { Row } from '../../event/row-buffer.ts';

/** A row as one line of JSON, the same text as the lake gets. */
export function rowLine({ head, text, eventData }: Row): string {
  if (eventData === undefined) return `${head}${text}}`;
  const { within, start, end } = eventData;
  // The text ends with the opening quote.
  return `${head}${text}${JSON.stringify(within.slice(start, end)).slice(1)}}`;
}
