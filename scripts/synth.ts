import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipelineApp } from '../infrastructure/app.ts';
import { type Config, ConfigError } from '../infrastructure/config/config.ts';
import { loadConfig } from '../infrastructure/config/load-config.ts';
import { npmCommand } from './npm-command.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

export interface SynthesizeOptions {
  /** Config file; `config.yaml` of the repository unless given. */
  readonly config?: string;
  /** Folder that the cloud assembly is written to; `cdk.out` of the repository unless given. */
  readonly output?: string;
  /** Judge the template by CDK's own rules too (false), which takes two seconds longer. */
  readonly validate?: boolean;
}

export interface Synthesized {
  readonly config: Config;
  /** Absolute path of the cloud assembly. */
  readonly directory: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly SynthesizedStack[];
  /** Why `cdk deploy` refuses this assembly; empty when it does not. */
  readonly errors: readonly string[];
}

export interface SynthesizedStack {
  readonly stackName: string;
  /** Absolute path of the template. */
  readonly templateFile: string;
}

/** Writes the cloud assembly of a config file. Throws ConfigError with all problems of the file. */
export function synthesize(options: SynthesizeOptions = {}): Synthesized {
  const config = loadConfig(options.config ?? resolve(repository, 'config.yaml'));
  const directory = resolve(options.output ?? resolve(repository, 'cdk.out'));
  const app = pipelineApp(config, { outdir: directory, validate: options.validate ?? false });
  // CDK sorts them by what they depend on.
  const { stacks } = app.synth();
  const errors = stacks
    .flatMap(({ messages }) => messages)
    .filter(({ level }) => level === 'error')
    .map(({ entry }) => String(entry.data));
  return {
    config,
    directory,
    stacks: stacks.map(({ stackName, templateFullPath: templateFile }) => ({ stackName, templateFile })),
    errors,
  };
}

function main(): void {
  const command = npmCommand(
    'npm run synth --',
    'Writes the CloudFormation templates of config.yaml, with the code that they deploy.',
  )
    .option('--config <file>', 'config to synthesize', 'config.yaml')
    .option('--output <dir>', 'output folder', 'cdk.out');
  command.parse();
  try {
    const { directory, stacks, errors } = synthesize(command.opts<SynthesizeOptions>());
    for (const error of errors) console.error(error);
    console.log(`${stacks.map(({ stackName }) => stackName).join(', ')} → ${directory}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
