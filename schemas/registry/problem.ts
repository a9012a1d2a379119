/** One thing that is wrong in a registry. */
export interface Problem {
  /** Relative to the registry's folder. */
  readonly file: string;
  /** What is wrong and what to do. */
  readonly problem: string;
}

/** Takes note that something is wrong with a file. */
export type Report = (file: string, problem: string) => void;

/** Everything that is wrong in a registry, at once. */
export class InvalidRegistry extends Error {
  readonly problems: readonly Problem[];

  constructor(directory: string, problems: readonly Problem[]) {
    super([`${directory}:`, ...problems.map(({ file, problem }) => `  ${file}: ${problem}`)].join('\n'));
    this.name = 'InvalidRegistry';
    this.problems = problems;
  }
}
