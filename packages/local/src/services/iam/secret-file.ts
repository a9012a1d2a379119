import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Puts `text` into `file`, readable by the owner only: whole, synced and under its name, or not at all. */
export function writeSecretFile(file: string, text: string): void {
  const staging = `${file}.${process.pid}.tmp`;
  rmSync(staging, { force: true });
  try {
    withOpen(staging, 'wx', (descriptor) => {
      const bytes = Buffer.from(text);
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    });
    renameSync(staging, file);
  } catch (error) {
    rmSync(staging, { force: true });
    throw error;
  }
  withOpen(dirname(file), 'r', fsyncSync);
}

function withOpen(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
