#!/usr/bin/env node
/**
 * Makes sure that the machine has the programs of others that the tests need: `node install-packages.mjs`.
 *
 * What is missing is installed with apt where this runs as root on Debian or one of its kin; elsewhere it ends with an
 * error that names the packages.
 *
 * Of Chromium there are two: the whole one, and the one that is nothing but headless, which takes half of the time, but
 * has no back/forward cache and renders no page ahead. Where CHROME_BIN names one, the tests use that for both; likewise
 * FIREFOX_BIN for a Firefox.
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alone, hasCommand, run } from './installing.mjs';

const browser = process.env.CHROME_BIN ?? 'chromium';
const headless = process.env.CHROME_BIN ?? 'chromium-headless-shell';
const firefox = process.env.FIREFOX_BIN ?? 'firefox-esr';

/** Debian's package for each command, and for each of PHP's modules. */
const COMMANDS = {
  [headless]: 'chromium-headless-shell',
  [browser]: 'chromium',
  [firefox]: 'firefox-esr',
  ...{ php: 'php-cli', phpunit: 'phpunit', phpcs: 'php-codesniffer', unzip: 'unzip', msguniq: 'gettext' },
};
const MODULES = { pdo_sqlite: 'php-sqlite3', mbstring: 'php-mbstring', dom: 'php-xml', curl: 'php-curl' };

/** What a program prints; nothing where there is none. */
const ask = (command, option) => spawnSync(command, [option], { encoding: 'utf8' }).stdout ?? '';

function missingPackages() {
  const commands = Object.keys(COMMANDS).filter((name) => !hasCommand(name));
  const modules = ask('php', '-m').toLowerCase().split('\n');
  const absent = Object.keys(MODULES).filter((name) => !modules.includes(name));
  return [...commands.map((name) => COMMANDS[name]), ...absent.map((name) => MODULES[name])];
}

async function install() {
  const packages = missingPackages();
  if (packages.length === 0) return; // somebody else was quicker
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
  run(environment, 'apt-get', 'update', ...options);
  run(environment, 'apt-get', 'install', '-y', '--no-install-recommends', ...options, ...packages);
}

if (missingPackages().length && process.getuid?.() === 0 && hasCommand('apt-get')) {
  await alone(path.join(tmpdir(), 'onlookers-packages.lock'), install);
}
const missing = missingPackages();
if (missing.length) {
  console.error(`The tests need packages that are not installed here: ${missing.join(' ')}
(Debian's names. As root on Debian the build installs them by itself. CHROME_BIN may name another Chromium, FIREFOX_BIN another
Firefox.)`);
  process.exit(1);
}
console.log(`${ask(browser, '--version').trim()}\n${ask(firefox, '--version').trim()}\n${ask('php', '-v').split('\n')[0]}`);
