#!/usr/bin/env node
/**
 * Begins to fetch and install what the checks and the integration tests need: `node prepare.mjs FOLDER`. It returns at
 * once; the work goes on beside the compiler, and writes to FOLDER/prepare.log.
 *
 * Nobody has to ask how far it is. Whoever needs a part runs that part's own script, which waits for this one, does what
 * is still to do, and says what is wrong.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { setPriority } from 'node:os';
import path from 'node:path';

const HERE = '--here';
const BEHIND_THE_COMPILER = 10;

const folder = path.resolve(process.argv[2] ?? 'target');

const script = (name, ...args) =>
  once(spawn(process.execPath, [path.join(import.meta.dirname, name), ...args], { stdio: 'inherit' }), 'exit');

async function work() {
  setPriority(BEHIND_THE_COMPILER);
  await script('install-packages.mjs');
  await Promise.all([
    script('lint-plugin.mjs', path.join(folder, 'lint'), '--install'),
    script('install-wordpress.mjs', path.join(folder, 'wordpress')),
    script('install-clients.mjs', path.join(folder, 'clients')),
    script('install-redis.mjs', path.join(folder, 'redis')),
    script('install-php.mjs', path.join(folder, 'php')),
    script('install-tools.mjs', path.join(folder, 'tools')),
  ]);
}

async function begin() {
  await mkdir(folder, { recursive: true });
  const log = await open(path.join(folder, 'prepare.log'), 'w');
  const options = { detached: true, stdio: ['ignore', log.fd, log.fd] };
  spawn(process.execPath, [import.meta.filename, folder, HERE], options).unref();
  await log.close();
}

await (process.argv.includes(HERE) ? work() : begin());
