import { parse, YAMLParseError } from 'yaml';
import { type LateEvents, lateEventsWords } from './live-metric.ts';
import { type QueryEngine, queryEngines } from './query-engine.ts';

export interface AboutMetric {
  readonly question: string;
  readonly grain: string;
  readonly owner: string;
  readonly parameters: readonly string[];
  readonly engines: readonly QueryEngine[];
  readonly lateEvents: LateEvents | undefined;
  readonly storedDifference: string | undefined;
  /** What is wrong with the file. */
  readonly problems: readonly string[];
}

const keys = new Set([
  ...['question', 'grain', 'owner', 'parameters', 'engines', 'late_events', 'late_events_reason', 'stored_difference'],
]);

/** What a metric's about.yaml says. */
export function readAbout(text: string): AboutMetric {
  const problems: string[] = [];
  const about = parsed(text, problems);
  for (const key of about.keys())
    if (!keys.has(key)) problems.push(`${key} is not known; there are: ${[...keys].join(', ')}`);
  const optionalText = (key: string): string | undefined => {
    const value = about.get(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value.trim() === '') problems.push(`${key} must be text`);
    return String(value);
  };
  const requiredText = (key: string): string => {
    if (!about.has(key)) problems.push(`${key} is missing`);
    return optionalText(key) ?? '';
  };
  const words = (key: string): string[] => {
    const value = about.get(key);
    if (value !== undefined && !Array.isArray(value)) problems.push(`${key} must be a list`);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const engines = about.has('engines') ? words('engines') : queryEngines;
  for (const engine of engines) {
    if (!isEngine(engine)) problems.push(`engines: ${engine} is none of ${queryEngines.join(', ')}`);
  }
  const late = about.get('late_events');
  const lateEvents = lateEventsWords.find((word) => word === late);
  if (late !== undefined && lateEvents === undefined) problems.push('late_events must be corrected or ignored');
  const reason = optionalText('late_events_reason');
  if (lateEvents === 'ignored' && reason === undefined) {
    problems.push('late_events_reason is missing: why what came late cannot be added afterwards');
  }
  if (lateEvents !== 'ignored' && reason !== undefined) {
    problems.push('late_events_reason is only there for late_events: ignored');
  }
  return {
    question: requiredText('question'),
    grain: requiredText('grain'),
    owner: requiredText('owner'),
    parameters: words('parameters'),
    engines: engines.filter(isEngine),
    lateEvents,
    storedDifference: optionalText('stored_difference'),
    problems,
  };
}

function parsed(text: string, problems: string[]): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return new Map(Object.entries(value));
    problems.push('is no list of keys');
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    problems.push(error.message.split('\n')[0] ?? 'is no YAML');
  }
  return new Map();
}

function isEngine(engine: string): engine is QueryEngine {
  return queryEngines.some((known) => known === engine);
}
