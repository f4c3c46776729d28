#!/usr/bin/env node
/**
 * Puts other PHPs than the machine's, and a MariaDB, into a folder, for the plugin's own tests: `node install-php.mjs FOLDER`.
 *
 * They come out of Debian's suites, each with the libraries and the loader of its own suite, so that they run beside
 * whatever the machine has; nothing is installed. In FOLDER afterwards, for each, a root with a program to start: `7.4/php`,
 * `8.4/php` and `mariadb/mariadbd`. A second run finds the work done.
 */
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { requireDebian, unpackPrograms } from './debian.mjs';
import { exists, installOnce, run } from './installing.mjs';

const MODULES = ['cli', 'curl', 'mbstring', 'mysql', 'sqlite3', 'xml'];
const PHPS = [
  { version: '7.4', suite: 'bullseye' },
  { version: '8.4', suite: 'trixie' },
];
const MARIADB = { name: 'mariadb', suite: 'bookworm', from: 'mariadb-server-core' };

/** In the order in which they need one another. */
const EXTENSIONS = [
  ...['json', 'ctype', 'iconv', 'tokenizer', 'posix', 'fileinfo', 'mbstring', 'curl', 'mysqlnd', 'mysqli'],
  ...['pdo', 'sqlite3', 'pdo_sqlite', 'dom', 'simplexml', 'xml', 'xmlreader', 'xmlwriter'],
];

/** The folders of a root that hold libraries, from the root on. */
async function libraryFolders(root) {
  const folders = [];
  for (const parent of ['lib', path.join('usr', 'lib')]) {
    const names = await readdir(path.join(root, parent)).catch(() => []);
    folders.push(...names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(parent, name)));
  }
  return folders;
}

async function loader(root, folders) {
  for (const folder of folders) {
    const found = (await readdir(path.join(root, folder))).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
    if (found) return path.join(folder, found);
  }
  throw new Error(`no loader in ${root}`);
}

/** Writes a script that starts a program of a root, wherever that lies. `options` may name `$root`. */
async function addStart(root, name, program, options) {
  const folders = await libraryFolders(root);
  const libraries = folders.map((folder) => `$root/${folder}`).join(':');
  const command = [`"$root/${await loader(root, folders)}"`, `--library-path "${libraries}"`, `"$root/${program}"`, ...options];
  const script = `#!/bin/sh\nroot=$(dirname "$(readlink -f "$0")")\nexec ${command.join(' ')} "$@"\n`;
  await writeFile(path.join(root, name), script, { mode: 0o755 });
}

async function addPhp({ version, suite }, folder, scratch) {
  const root = path.join(folder, version);
  await unpackPrograms(scratch, suite, root, ...MODULES.map((module) => `php${version}-${module}`));
  const lib = path.join('usr', 'lib', 'php');
  const api = (await readdir(path.join(root, lib))).find((name) => /^\d{8}$/.test(name));
  const options = ['-n', `-d extension_dir="$root/${lib}/${api}"`];
  for (const name of EXTENSIONS) {
    if (await exists(path.join(root, lib, api, `${name}.so`))) options.push(`-d extension=${name}`); // some are built in
  }
  await addStart(root, 'php', `usr/bin/php${version}`, options);
}

/** It needs no tables of its own where everybody may do everything. */
async function addMariaDb(folder, scratch) {
  const root = path.join(folder, MARIADB.name);
  await unpackPrograms(scratch, MARIADB.suite, root, MARIADB.from);
  const share = '$root/usr/share/mysql';
  const options = ['--no-defaults', '--skip-grant-tables', `--lc-messages-dir="${share}"`, `--character-sets-dir="${share}/charsets"`];
  await addStart(root, 'mariadbd', 'usr/sbin/mariadbd', options);
}

async function installAll(folder, scratch) {
  requireDebian('other versions of PHP, and MariaDB, come');
  await mkdir(folder, { recursive: true });
  const own = () => mkdtemp(path.join(scratch, 'suite-'));
  for (const php of PHPS) await addPhp(php, folder, await own());
  await addMariaDb(folder, await own());
}

const target = path.resolve(process.argv[2] ?? 'target/php');
await installOnce(target, 'mariadb/mariadbd', installAll);
for (const { version } of PHPS) console.log(`For tests: ${run({}, path.join(target, version, 'php'), '-v').split('\n')[0]}`);
console.log(`For tests: ${run({}, path.join(target, 'mariadb', 'mariadbd'), '--version').replace(/^\S+ +/, 'MariaDB ')}`);
