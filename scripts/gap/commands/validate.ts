import type { Command } from 'commander';
import { closest } from '../../../infrastructure/config/closest.ts';
import { loadConfig } from '../../../infrastructure/config/load-config.ts';
import { eventTypes } from '../../../schemas/generated/event-types.ts';
import { formatTable } from '../output.ts';
import { openEvents } from '../send/read-events.ts';
import { addRecentOptions, type RecentOptions, readTimes, recordingNote } from '../send/recent-options.ts';
import type { Terminal } from '../terminal.ts';
import {
  judgeEvents,
  type Problem,
  type ProblemSummary,
  type TypeSummary,
  type Verdict,
} from '../validate/judge-events.ts';

interface Options extends RecentOptions {
  readonly config: string;
}

export function addValidate(program: Command, terminal: Terminal): void {
  const validate = program
    .command('validate')
    .description('validate events as the pipeline would, without a pipeline; lists errors and exits with 1')
    .argument('<file>', 'NDJSON, a JSON array or a request body; - for stdin')
    .option('--config <file>', 'config with the accepted ages and event types', 'config.yaml');
  addRecentOptions(validate).action(async (file: string, options: Options) => {
    const { config } = options;
    const { MAX_EVENT_AGE_DAYS, UNKNOWN_EVENT_TYPES } = loadConfig(config);
    const source = await openEvents(file);
    try {
      const now = Date.now();
      const times = await readTimes(source, options, MAX_EVENT_AGE_DAYS);
      const note = recordingNote(times, options, MAX_EVENT_AGE_DAYS);
      if (note !== undefined) terminal.note(note);
      const verdict = await judgeEvents(source.events(), {
        now,
        maxEventAgeDays: MAX_EVENT_AGE_DAYS,
        unknownEventTypes: UNKNOWN_EVENT_TYPES,
        times,
      });
      const problemsLeftOut = verdict.wrong - verdict.problems.length;
      terminal.result({ ...verdict, problemsLeftOut }, inWords(verdict));
      for (const hint of hints(verdict, options.recent === true || options.compressTime === true)) terminal.note(hint);
      if (verdict.wrong > 0 || verdict.events === 0) terminal.exitCode = 1;
    } finally {
      await source.close();
    }
  });
}

function inWords(verdict: Verdict): string {
  const { events, accepted, wrong, types, problems, summary } = verdict;
  const left = wrong - problems.length;
  return [
    ...(summary.length > 0 && wrong > summary.length ? [summaryTable(summary), ''] : []),
    ...(problems.length > 0 ? [problemTable(problems), ...(left > 0 ? [`… and ${left} more`] : []), ''] : []),
    ...(types.length > 0 ? [typeTable(types), ''] : []),
    `${events} events, ${accepted} would be accepted, ${wrong} not`,
  ].join('\n');
}

const namedTypes = 10;
const namedIds = 10;

function hints({ events, types, problems, reusedIds }: Verdict, recent: boolean): string[] {
  // A game whose tests write nothing would be told for ever that all is well.
  if (events === 0) return ['there is no event to judge: has the file been written?'];
  const tooOld = problems.some(
    ({ reason, error_detail }) => reason === 'timestamp_out_of_range' && /before/.test(error_detail),
  );
  const unknown = types.filter(({ without_schema }) => without_schema > 0);
  return [
    ...reusedIds
      .slice(0, namedIds)
      .map(
        ({ event_id, line, firstLine }) =>
          `line ${line} has the event_id of line ${firstLine}, ${shortened(event_id)}, and is another event: only the first is counted`,
      ),
    ...(tooOld && !recent ? ['recorded events? --recent judges them as if the last of them had happened today'] : []),
    ...unknown.slice(0, namedTypes).map(({ event_type }) => {
      const meant = closest(
        event_type,
        eventTypes.map(({ name }) => name),
      );
      return `${shortened(event_type)} has no schema: ${meant === undefined ? 'nothing of its event_data was checked' : `did you mean ${meant}?`}`;
    }),
  ];
}

/** What is wrong and how often, before the single events. */
function summaryTable(summary: readonly ProblemSummary[]): string {
  const names = ['reason', 'error_path', 'error_detail'] as const;
  const columns = [
    { name: 'events', kind: 'number' as const },
    ...names.map((name) => ({ name, kind: 'text' as const })),
  ];
  return formatTable(
    columns,
    summary.map((one) => [String(one.events), ...names.map((name) => shortened(one[name]))]),
  );
}

function problemTable(problems: readonly Problem[]): string {
  const names = ['event_id', 'event_type', 'reason', 'error_path', 'error_detail'] as const;
  const columns = [
    { name: 'line', kind: 'number' as const },
    ...names.map((name) => ({ name, kind: 'text' as const })),
  ];
  const rows = problems.map((problem) => [String(problem.line), ...names.map((name) => shortened(problem[name]))]);
  return formatTable(columns, rows);
}

function typeTable(types: readonly TypeSummary[]): string {
  const counts = ['events', 'accepted', 'wrong', 'without_schema'] as const;
  const columns = [
    { name: 'event_type', kind: 'text' as const },
    ...counts.map((name) => ({ name, kind: 'number' as const })),
  ];
  const rows = types.map((type) => [shortened(type.event_type), ...counts.map((name) => String(type[name]))]);
  return formatTable(columns, rows);
}

const maxCellLength = 100;

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > maxCellLength ? `${text.slice(0, maxCellLength)}…` : text;
}
