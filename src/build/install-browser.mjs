#!/usr/bin/env node
/**
 * Puts a headless Chromium for the browser tests into a folder: `node install-browser.mjs FOLDER`.
 *
 * The browser comes out of the npm package @sparticuz/chromium, which carries the binary (Linux, x64) and the few
 * libraries that a small machine lacks, so that nothing is asked of the machine but node and npm. A second run finds
 * the work done. Where CHROME_BIN names a browser, the tests use that one and nothing is installed.
 *
 * In FOLDER afterwards: `chromium`, `lib/` (for LD_LIBRARY_PATH), the software renderer's libraries.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const PACKAGE = '@sparticuz/chromium@147.0.2';
const DOWNLOAD_LIMIT_MILLIS = 300_000;
const UNPACK_LIMIT_MILLIS = 60_000;

const exists = (file) => stat(file).then(() => true, () => false);

function run(command, ...args) {
  const options = { encoding: 'utf8', timeout: UNPACK_LIMIT_MILLIS, stdio: ['ignore', 'pipe', 'inherit'] };
  return execFileSync(command, args, options).trim();
}

/** The package's folder; npm's own cache spares the second download. */
function download(folder) {
  const args = ['pack', PACKAGE, '--silent', '--prefer-offline', '--pack-destination', folder];
  const options = { encoding: 'utf8', timeout: DOWNLOAD_LIMIT_MILLIS, stdio: ['ignore', 'pipe', 'inherit'] };
  const archive = execFileSync('npm', args, options).trim().split('\n').pop();
  run('tar', '-xzf', path.join(folder, archive), '-C', folder);
  return path.join(folder, 'package', 'bin');
}

const decompress = (from, to) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

async function unpack(bin, folder) {
  await decompress(path.join(bin, 'chromium.br'), path.join(folder, 'chromium'));
  await chmod(path.join(folder, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'swiftshader.tar']) {
    const tar = path.join(folder, name);
    await decompress(path.join(bin, `${name}.br`), tar);
    run('tar', '-xf', tar, '-C', folder);
    await rm(tar);
  }
}

/** Works beside the target and renames at the end: a half-done install is never taken for a browser. */
async function install(target) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'onlookers-browser-'));
  const half = `${target}.${process.pid}`;
  try {
    await mkdir(half, { recursive: true });
    await unpack(download(scratch), half);
    await rm(target, { recursive: true, force: true });
    await rename(half, target);
  } finally {
    await rm(half, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}

const target = path.resolve(process.argv[2] ?? 'target/browser');
if (process.env.CHROME_BIN) {
  console.log(`Browser for tests: ${process.env.CHROME_BIN} (CHROME_BIN)`);
} else {
  if (!(await exists(path.join(target, 'chromium')))) await install(target);
  console.log(`Browser for tests: ${path.join(target, 'chromium')}`);
}
