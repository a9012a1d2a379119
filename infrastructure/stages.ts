/** The stages of the flow: each is a folder here and in functions/, and a stack of its own. */
export const stages = ['endpoint', 'stream', 'realtime', 'platform', 'dashboards', 'game'] as const;

export type Stage = (typeof stages)[number];

/** Name of a stage's stack. */
export function stackName(workloadName: string, stage: Stage): string {
  return `${workloadName}-${stage}`;
}
