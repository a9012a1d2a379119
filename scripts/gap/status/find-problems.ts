import type { LocalState } from './local-state.ts';

/** Something that stays as it is until somebody does something. */
export interface Problem {
  /** The delivery stream, function, application or store that has it. */
  readonly part: string;
  readonly problem: string;
}

export interface Observed extends LocalState {
  /** Addresses of stores that do not answer, by their names in run.json. */
  readonly silentStores: Readonly<Record<string, string>>;
  /** Batches that the loaders gave up and nobody has replayed. */
  readonly setAside: number;
}

/**
 * Problems that require manual action. Progress is none (buffers, a job that catches up or starts), nor are events that games
 * sent and nobody can read: those are counted, and `failed_by_reason` tells them.
 */
export function findProblems(observed: Observed): readonly Problem[] {
  const { streams, deliveryStreams, eventSourceMappings, applications, silentStores, setAside } = observed;
  const problems: Problem[] = [];
  for (const { name, refuses } of [...streams, ...deliveryStreams])
    if (refuses !== undefined) problems.push({ part: name, problem: `takes no records: ${refuses}` });
  for (const { name, lastError } of deliveryStreams)
    if (lastError !== undefined) problems.push({ part: name, problem: `delivery fails: ${lastError}` });
  for (const { functionName, lastProcessingResult, complaint } of eventSourceMappings) {
    const { problem = undefined } = /^PROBLEM: (?<problem>.*)$/s.exec(lastProcessingResult)?.groups ?? {};
    if (complaint !== undefined) problems.push({ part: functionName, problem: `waits: ${complaint}` });
    else if (problem !== undefined) problems.push({ part: functionName, problem });
  }
  for (const { application, status, reason } of applications) {
    if (reason !== undefined) problems.push({ part: application, problem: `${status}: ${reason}` });
    else if (status !== 'RUNNING' && status !== 'STARTING') problems.push({ part: application, problem: status });
  }
  for (const [part, address] of Object.entries(silentStores))
    problems.push({ part, problem: `does not answer at ${address}` });
  if (setAside > 0) {
    const batches = setAside === 1 ? 'one batch' : `${setAside} batches`;
    problems.push({ part: 'loaders', problem: `${batches} set aside: gap replay --from loader` });
  }
  return problems;
}
