#!/usr/bin/env node
/**
 * Puts servers of other versions than the one in the WAR into a folder: `node install-redis.mjs FOLDER`.
 *
 * They come out of Debian's suites, each with the libraries and the loader of its own suite, so that they run beside
 * whatever the machine has; nothing is installed. In FOLDER afterwards, for each: `NAME/redis-server`, `NAME/loader` and
 * `NAME/lib/`. A second run finds the work done.
 */
import { cp, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { requireDebian, unpackPackages } from './debian.mjs';
import { installOnce, run } from './installing.mjs';

/** In these packages the checker of dumps is the server by another name. */
const SERVERS = [
  { name: 'redis-6.0', suite: 'bullseye', from: 'redis-tools', program: 'redis-check-rdb' },
  { name: 'redis-7.0', suite: 'bookworm', from: 'redis-tools', program: 'redis-check-rdb' },
  { name: 'redis-8.0', suite: 'trixie', from: 'redis-tools', program: 'redis-check-rdb' },
  { name: 'valkey-8.1', suite: 'trixie', from: 'valkey-tools', program: 'valkey-check-rdb' },
];
const LAST = SERVERS.at(-1).name;
const LIBRARY = /\.so(\.[0-9]+)*$|^ld-[0-9.]+\.so$/;
const LOADER = /^ld-linux.*\.so\.[0-9]+$/;

/** The folders of a root that hold libraries: one for each kind of processor, in both places where they may lie. */
async function libraryFolders(root) {
  const folders = [];
  for (const parent of [path.join(root, 'lib'), path.join(root, 'usr', 'lib')]) {
    const names = await readdir(parent).catch(() => []);
    folders.push(...names.filter((name) => name.endsWith('-linux-gnu')).map((name) => path.join(parent, name)));
  }
  return folders;
}

async function addServer(server, folder, scratch) {
  const own = await mkdtemp(path.join(scratch, 'suite-'));
  const root = path.join(own, 'root');
  await unpackPackages(own, server.suite, root, server.from);
  const target = path.join(folder, server.name);
  const libraries = path.join(target, 'lib');
  await mkdir(libraries, { recursive: true });
  await cp(path.join(root, 'usr', 'bin', server.program), path.join(target, 'redis-server'));
  for (const from of await libraryFolders(root)) {
    for (const file of (await readdir(from)).filter((name) => LIBRARY.test(name))) {
      await cp(path.join(from, file), path.join(libraries, file), { dereference: true });
      if (LOADER.test(file)) await cp(path.join(from, file), path.join(target, 'loader'), { dereference: true });
    }
  }
}

async function installAll(folder, scratch) {
  requireDebian('the other versions of Redis come');
  for (const server of SERVERS) await addServer(server, folder, scratch);
}

const target = path.resolve(process.argv[2] ?? 'target/redis');
await installOnce(target, `${LAST}/redis-server`, installAll);
for (const { name } of SERVERS) {
  const at = (file) => path.join(target, name, file);
  const version = run({}, at('loader'), '--library-path', at('lib'), at('redis-server'), '--version');
  console.log(`For tests: ${version.split(' sha=')[0]}`);
}
