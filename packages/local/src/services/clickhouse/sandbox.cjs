// Takes rights away from this thread, for good, and with it from every thread that it starts: what ClickHouse then runs
// in may touch the files below one folder, start no program and connect to no address, whatever a query asks for.
// Plain JavaScript, because it runs without the TypeScript loader.
// https://docs.kernel.org/userspace-api/landlock.html
// https://docs.kernel.org/userspace-api/seccomp_filter.html
const { closeSync, existsSync, openSync } = require('node:fs');

/** Landlock's system calls have these numbers on every architecture. */
const landlock = { createRuleset: 444, addRule: 445, restrictSelf: 446 };
const rights = { execute: 1n, readFile: 4n, readFolder: 8n, connectTcp: 2n };
/** How many rights over files each version of Landlock's interface knows. */
const fileRightsByVersion = [0n, 13n, 14n, 15n, 15n, 16n];

const setNoNewPrivileges = 38;
const setSeccomp = 22;
const filterMode = 2;
/** From linux/audit.h, and the numbers of the system calls that would leave the process. */
const architectures = {
  x64: { audit: 0xc000003e, connect: 42, execve: 59, execveat: 322, ptrace: 101, ioUringSetup: 425 },
  arm64: { audit: 0xc00000b7, connect: 203, execve: 221, execveat: 281, ptrace: 117, ioUringSetup: 425 },
};
const permissionDenied = 1;

/** What ClickHouse reads of the system to know its own memory and the machine's. */
const systemFiles = ['/proc/self/statm', '/proc/meminfo', '/proc/cpuinfo', '/proc/stat', '/dev/null', '/dev/urandom'];
const systemFolders = ['/sys/fs/cgroup', '/sys/devices/system/cpu'];

/**
 * Returns what this system cannot take away, in words; empty when it is all taken. `foreignFunctions` is ffi-rs.
 * @param {import('ffi-rs')} foreignFunctions
 * @param {string} folder
 * @returns {string[]}
 */
function restrictProcess(foreignFunctions, folder) {
  if (process.platform !== 'linux') return ['files', 'programs', 'addresses'];
  const { DataType, load, open } = foreignFunctions;
  open({ library: 'system', path: '' });
  const call = (funcName, ...values) =>
    load({
      library: 'system',
      funcName,
      retType: DataType.I64,
      paramsType: values.map((value) => (Buffer.isBuffer(value) ? DataType.U8Array : DataType.I64)),
      paramsValue: values,
    });
  // Without this no thread may restrict itself.
  if (Number(call('prctl', setNoNewPrivileges, 1, 0, 0, 0)) !== 0) return ['files', 'programs', 'addresses'];
  const hasFiles = restrictFiles(call, folder);
  const hasCalls = restrictCalls(call);
  return [...(hasFiles ? [] : ['files']), ...(hasCalls ? [] : ['programs', 'addresses'])];
}

function restrictFiles(call, folder) {
  const version = Number(call('syscall', landlock.createRuleset, 0, 0, 1));
  if (version < 1) return false;
  const known = fileRightsByVersion[Math.min(version, fileRightsByVersion.length - 1)];
  const allRights = (1n << known) - 1n;
  const attributes = Buffer.alloc(version >= 4 ? 16 : 8);
  writeU64(attributes, allRights, 0);
  if (version >= 4) writeU64(attributes, rights.connectTcp, 8);
  const ruleset = Number(call('syscall', landlock.createRuleset, attributes, attributes.length, 0));
  if (ruleset < 0) return false;
  const allow = (path, allowed) => {
    const descriptor = openSync(path, 'r');
    const rule = Buffer.alloc(12);
    writeU64(rule, allowed, 0);
    writeU32(rule, descriptor, 8);
    const failed = Number(call('syscall', landlock.addRule, ruleset, 1, rule, 0)) !== 0;
    closeSync(descriptor);
    if (failed) throw new Error(`no rule can be made for ${path}`);
  };
  allow(folder, allRights & ~rights.execute);
  for (const path of systemFiles) if (existsSync(path)) allow(path, rights.readFile);
  for (const path of systemFolders) if (existsSync(path)) allow(path, rights.readFile | rights.readFolder);
  const restricted = Number(call('syscall', landlock.restrictSelf, ruleset, 0)) === 0;
  closeSync(ruleset);
  return restricted;
}

/** A program for the kernel's packet filter machine: loads the number of each call and refuses those of the list. */
function restrictCalls(call) {
  const architecture = architectures[process.arch];
  if (architecture === undefined) return false;
  const { audit, ...refused } = architecture;
  const numbers = Object.values(refused);
  const loadWord = 0x20;
  const jumpIfEqual = 0x15;
  const jumpIfAtLeast = 0x35;
  const answer = 0x06;
  const allow = 0x7fff0000;
  const refuse = 0x00050000 | permissionDenied;
  const program = [
    [loadWord, 0, 0, 4],
    // Another architecture's numbers mean other calls.
    [jumpIfEqual, 0, numbers.length + 3, audit],
    [loadWord, 0, 0, 0],
    // The same calls by the numbers of x32.
    [jumpIfAtLeast, numbers.length + 1, 0, 0x40000000],
    ...numbers.map((number, index) => [jumpIfEqual, numbers.length - index, 0, number]),
    [answer, 0, 0, allow],
    [answer, 0, 0, refuse],
  ];
  const instructions = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    writeU16(instructions, code, index * 8);
    instructions[index * 8 + 2] = ifTrue;
    instructions[index * 8 + 3] = ifFalse;
    writeU32(instructions, value, index * 8 + 4);
  });
  // Copying nothing onto itself answers the address.
  const address = BigInt(call('memmove', instructions, instructions, 0));
  const header = Buffer.alloc(16);
  writeU16(header, program.length, 0);
  writeU64(header, address, 8);
  return Number(call('prctl', setSeccomp, filterMode, header, 0, 0)) === 0;
}

/** Every machine that ClickHouse's library exists for is little-endian. */
const writeU16 = (buffer, value, at) => buffer.writeUInt16LE(value, at);
const writeU32 = (buffer, value, at) => buffer.writeUInt32LE(value >>> 0, at);
const writeU64 = (buffer, value, at) => buffer.writeBigUInt64LE(value, at);

module.exports = { restrictProcess };
