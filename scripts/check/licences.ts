import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Licences that let a studio use and change the project without publishing its own code. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
]);

/** ClickHouse's packages for other platforms, which not every registry has. */
const withoutIntegrity = /^@chdb\/lib-/;

export function readLock(file: string): Lock {
  return JSON.parse(readFileSync(file, 'utf8')) as Lock;
}

/** Packages whose licence is not permissive, or not stated. `A OR B` leaves the choice. */
export function refusedLicences({ packages }: Lock): string[] {
  return thirdParty(packages).flatMap(([name, { license = 'no licence' }]) => {
    const choices = license.replaceAll(/[()]/g, '').split(' OR ');
    const accepted = choices.some((choice) => choice.split(' AND ').every((one) => permissive.has(one)));
    return accepted ? [] : [`${name}: ${license}`];
  });
}

/** Packages whose bytes the lock file does not fix, for any platform. What is inside another package is fixed with it. */
export function unfixedPackages({ packages }: Lock): string[] {
  return thirdParty(packages)
    .filter(([name, { integrity, inBundle }]) => !integrity && !inBundle && !withoutIntegrity.test(name))
    .map(([name]) => name);
}

function thirdParty(packages: Lock['packages']): [string, LockedPackage][] {
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, locked]) => [path.replace(/^.*node_modules\//, ''), locked]);
}
