import { type Query, walk } from 'sql-dialects';
import { liveViews } from '../live-metric.ts';

/** A live metric may only read `liveViews`. */
export function sourceProblems(query: Query): string[] {
  const unknown = sourcesOf(query).filter((source) => !liveViews.has(source));
  return unknown.map((source) => `reads ${source}, which is none of ${[...liveViews].join(', ')}`);
}

/** The tables and views that a query reads, those of window functions included. */
export function sourcesOf(query: Query): string[] {
  const sources: string[] = [];
  walk(query, (node) => {
    if (node.kind === 'table') sources.push(node.parts.map(({ text }) => text).join('.'));
  });
  return sources;
}
