#!/usr/bin/env node
/**
 * Puts the programs that the tests of server-config, of the Debian package and of faults need into a folder:
 * `node install-tools.mjs FOLDER`.
 *
 * They come out of a suite of Debian, with the libraries and the loader of that suite, so that they run beside whatever the
 * machine has; nothing is installed. FOLDER is afterwards a root, as in `FOLDER/usr/sbin/nginx`; onlookers.fixture.Tools
 * knows how a program in it is started. A second run finds the work done.
 */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { requireDebian, unpackPackages } from './debian.mjs';
import { installOnce } from './installing.mjs';

const SUITE = 'bookworm';
const PROXIES = ['nginx-light', 'haproxy', 'apache2', 'caddy'];

/** What the scripts of a package may count on, wherever it is installed. */
const ESSENTIAL = ['dash', 'coreutils', 'base-passwd', 'adduser', 'init-system-helpers'];
const PACKAGES = [...PROXIES, 'prometheus', 'systemd', 'lintian', 'faketime', ...ESSENTIAL];

/** Of what is neither program nor library the tests need no more: the rest is twice as large as all else. */
const SHARED = new Set(['adduser', 'base-passwd', 'dpkg', 'file', 'lintian', 'misc', 'perl', 'perl5']);

async function removeShared(root) {
  const share = path.join(root, 'usr', 'share');
  const rest = (await readdir(share)).filter((name) => !SHARED.has(name));
  for (const name of rest) await rm(path.join(share, name), { recursive: true });
}

async function installAll(root, scratch) {
  requireDebian('proxies, Prometheus, systemd and lintian come');
  await unpackPackages(scratch, SUITE, root, ...PACKAGES);
  await removeShared(root);
}

const target = path.resolve(process.argv[2] ?? 'target/tools');
await installOnce(target, 'usr/bin/faketime', installAll);
console.log(`For tests, from Debian's ${SUITE}: ${PACKAGES.join(' ')}`);
