#!/usr/bin/env node
/**
 * Puts the Socket.IO clients of the tests into a folder: `node install-clients.mjs FOLDER`.
 *
 * What is in src/test/clients is copied there, and npm installs what its lock file names: out of its own cache where it
 * can, and without running anybody's install scripts. A second run with the same lock file finds the work done.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './installing.mjs';

const SOURCE = fileURLToPath(new URL('../test/clients', import.meta.url));
const LIMIT_MILLIS = 300_000;
const NPM_CI = ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

const read = (file) => readFile(file, 'utf8').catch(() => '');

const target = path.resolve(process.argv[2] ?? 'target/clients');
const installed = path.join(target, 'installed.json');
const wanted = await read(path.join(SOURCE, 'package-lock.json'));

await alone(`${target}.lock`, async () => {
  await mkdir(target, { recursive: true });
  await cp(SOURCE, target, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  if ((await read(installed)) === wanted) return;
  await rm(installed, { force: true });
  execFileSync('npm', NPM_CI, { cwd: target, stdio: 'inherit', timeout: LIMIT_MILLIS });
  await writeFile(installed, wanted); // last, so that a half-done install is never taken for a whole one
});
console.log(`Socket.IO clients for tests: ${target}`);
