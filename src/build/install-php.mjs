#!/usr/bin/env node
/**
 * Makes sure that the machine has PHP and what the tests of the plugin need beside it: `node install-php.mjs`.
 *
 * What is missing is installed with apt where this runs as root on Debian or one of its kin; elsewhere it ends with an
 * error that names the packages.
 */
import { spawnSync } from 'node:child_process';
import { hasCommand, run } from './installing.mjs';

/** Debian's package for each command, and for each of PHP's modules. */
const COMMANDS = { php: 'php-cli', phpunit: 'phpunit', phpcs: 'php-codesniffer', unzip: 'unzip', msguniq: 'gettext' };
const MODULES = { pdo_sqlite: 'php-sqlite3', mbstring: 'php-mbstring', dom: 'php-xml', curl: 'php-curl' };

/** What PHP prints; nothing where there is none. */
const php = (option) => spawnSync('php', [option], { encoding: 'utf8' }).stdout ?? '';

function missingPackages() {
  const commands = Object.keys(COMMANDS).filter((name) => !hasCommand(name));
  const modules = php('-m').toLowerCase().split('\n');
  const absent = Object.keys(MODULES).filter((name) => !modules.includes(name));
  return [...commands.map((name) => COMMANDS[name]), ...absent.map((name) => MODULES[name])];
}

function install(packages) {
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
  run(environment, 'apt-get', 'update', ...options);
  run(environment, 'apt-get', 'install', '-y', '--no-install-recommends', ...options, ...packages);
}

const wanted = missingPackages();
if (wanted.length && process.getuid?.() === 0 && hasCommand('apt-get')) install(wanted);
const missing = missingPackages();
if (missing.length) {
  console.error(`The tests of the WordPress plugin need packages that are not installed here: ${missing.join(' ')}
(Debian's names. As root on Debian the build installs them by itself.)`);
  process.exit(1);
}
console.log(php('-v').split('\n')[0]);
