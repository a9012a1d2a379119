import type { Command } from 'commander';
import { readMetrics } from '../../../sql/metrics.ts';
import { formatTable } from '../output.ts';
import type { Terminal } from '../terminal.ts';

export function addMetrics(program: Command, terminal: Terminal): void {
  program
    .command('metrics')
    .description('list the metrics for `gap query --metric`')
    .action(() => {
      const metrics = readMetrics().map(({ name, question, grain, owner, parameters, engines, live }) => ({
        name,
        question,
        grain,
        owner,
        parameters,
        engines,
        live: live !== undefined,
      }));
      const columns = ['metric', 'parameters', 'engines', 'live', 'question'].map((name) => ({
        name,
        kind: 'text' as const,
      }));
      const rows = metrics.map(({ name, question, parameters, engines, live }) => [
        name,
        parameters.map((parameter) => `--param ${parameter}=…`).join(' '),
        engines.join(', '),
        live ? 'live' : '',
        question.trim().replaceAll(/\s+/g, ' '),
      ]);
      terminal.result({ metrics }, formatTable(columns, rows, terminal.width));
    });
}
