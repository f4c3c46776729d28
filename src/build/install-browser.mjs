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
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installOnce, run, unpackFromNpm } from './installing.mjs';

const PACKAGE = '@sparticuz/chromium@147.0.2';

const decompress = (from, to) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));

async function install(folder, scratch) {
  const bin = path.join(unpackFromNpm(PACKAGE, scratch), 'bin');
  await decompress(path.join(bin, 'chromium.br'), path.join(folder, 'chromium'));
  await chmod(path.join(folder, 'chromium'), 0o755);
  for (const name of ['al2023.tar', 'swiftshader.tar']) {
    const tar = path.join(folder, name);
    await decompress(path.join(bin, `${name}.br`), tar);
    run({}, 'tar', '-xf', tar, '-C', folder);
    await rm(tar);
  }
}

const target = path.resolve(process.argv[2] ?? 'target/browser');
if (process.env.CHROME_BIN) {
  console.log(`Browser for tests: ${process.env.CHROME_BIN} (CHROME_BIN)`);
} else {
  await installOnce(target, 'chromium', install);
  console.log(`Browser for tests: ${path.join(target, 'chromium')}`);
}
