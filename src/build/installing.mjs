/** What the scripts that put test tools into a folder have in common. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MILLIS = 300_000;
const WAIT_MILLIS = 200;

export const exists = (file) => stat(file).then(() => true, () => false);

/** Runs a program, with more environment variables, and returns what it printed; what it complains of is shown. */
export function run(environment, command, ...args) {
  const env = { ...process.env, ...environment };
  const stdio = ['ignore', 'pipe', 'inherit'];
  return execFileSync(command, args, { encoding: 'utf8', env, timeout: LIMIT_MILLIS, maxBuffer: 1 << 24, stdio }).trim();
}

/** Whether the machine has a program of that name. */
export const hasCommand = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** Unpacks of an npm package the given paths, or all of it; npm's own cache spares the second download. Tells where. */
export function unpackFromNpm(name, folder, ...paths) {
  const args = ['pack', name, '--silent', '--prefer-offline', '--pack-destination', folder];
  const archive = run({}, 'npm', ...args).split('\n').pop();
  run({}, 'tar', '-xzf', path.join(folder, archive), '-C', folder, ...paths.map((part) => `package/${part}`));
  return path.join(folder, 'package');
}

/** Whether the process that holds a lock is still there; one that has only just made it may not have signed it yet. */
async function isHeld(lock) {
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (!holder) return Date.now() - ((await stat(lock).catch(() => null))?.mtimeMs ?? 0) < 10 * WAIT_MILLIS;
  try {
    return process.kill(holder, 0);
  } catch (e) {
    return e.code === 'EPERM';
  }
}

/**
 * Does work that two processes must not do at a time: whoever comes second waits. A lock whose holder has died is void.
 *
 * @param {string} lock the file that says who is at it
 * @param {() => Promise<void>} work
 */
export async function alone(lock, work) {
  await mkdir(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      await writeFile(lock, `${process.pid}`, { flag: 'wx' });
      break;
    } catch (e) {
      if (e.code !== 'EEXIST') throw e;
    }
    if (await isHeld(lock)) await pause(WAIT_MILLIS);
    else await rm(lock, { force: true });
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/**
 * Has a folder filled, unless its landmark is there already. The work is done beside it, and renamed at the end: a
 * half-done install is never taken for a whole one. Of two processes one waits for the other.
 *
 * @param {string} target
 * @param {string} landmark a file in it
 * @param {(half: string, scratch: string) => Promise<void>} fill fills `half`; `scratch` is thrown away
 */
export async function installOnce(target, landmark, fill) {
  if (await exists(path.join(target, landmark))) return;
  await alone(`${target}.lock`, () => install(target, landmark, fill));
}

async function install(target, landmark, fill) {
  if (await exists(path.join(target, landmark))) return;
  const scratch = await mkdtemp(path.join(tmpdir(), 'onlookers-install-'));
  const half = `${target}.${process.pid}`;
  try {
    await mkdir(half, { recursive: true });
    await fill(half, scratch);
    await rm(target, { recursive: true, force: true });
    await rename(half, target);
  } finally {
    await rm(half, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}
