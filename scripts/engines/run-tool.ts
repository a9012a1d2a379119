import { spawn } from 'node:child_process';

/** A program that has to be installed is not there. */
export class MissingTool extends Error {
  override readonly name = 'MissingTool';
}

/** Runs a program to its end. Throws what it said when it fails. */
export function runTool(command: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => output.push(bytes));
    child.once('error', () =>
      reject(new MissingTool(`${command} cannot be run: Java 11 or later and Maven are needed`)),
    );
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code}:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}
