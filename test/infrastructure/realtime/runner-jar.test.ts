import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { App, Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { runnerJar } from '../../../infrastructure/realtime/flink/runner-jar.ts';

function assembly(jar: string) {
  const outdir = join(temporaryDirectory(), 'cdk.out');
  const app = new App({ outdir, analyticsReporting: false });
  const asset = runnerJar(new Stack(app, 'games'), 'Runner', jar);
  const { messages } = app.synth().getStackByName('games');
  return { outdir, key: asset.s3ObjectKey, errors: messages.filter(({ level }) => level === 'error') };
}

describe('the code of the Flink application', () => {
  it('is the jar that was built', () => {
    const jar = join(temporaryDirectory(), 'flink-sql-runner.jar');
    mkdirSync(join(jar, '..'), { recursive: true });
    writeFileSync(jar, 'a jar');
    const { key, errors } = assembly(jar);
    expect(key).toMatch(/\.jar$/);
    expect(errors).toEqual([]);
  });

  it('is its sources where none was built: a template that runs here and that CDK does not deploy', () => {
    const { key, errors, outdir } = assembly(join(temporaryDirectory(), 'none.jar'));
    expect(key).toMatch(/\.zip$/);
    expect(errors).toMatchObject([{ entry: { data: expect.stringContaining('npm run engines') } }]);
    const cdk = new URL('../../../node_modules/.bin/cdk', import.meta.url).pathname;
    const deploy = () =>
      execFileSync(cdk, ['deploy', '--app', outdir, '--no-notices', '--require-approval', 'never'], { stdio: 'pipe' });
    expect(deploy).toThrow('npm run engines');
  });
});
