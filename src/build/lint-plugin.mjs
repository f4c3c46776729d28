#!/usr/bin/env node
/**
 * Checks the WordPress plugin's sources: `node lint-plugin.mjs FOLDER`, after install-packages.mjs. What it needs of npm it
 * puts into FOLDER, once; with `--install` it does no more than that.
 *
 * PHP: the syntax, by the machine's PHP and by 7.4, the oldest that the plugin supports; the style, by phpcs.xml.
 * JavaScript: WordPress' ESLint rules. The template for translators holds the texts of both, and each translation has them all.
 */
import { spawnSync } from 'node:child_process';
import { cp, readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installOnce, run } from './installing.mjs';

const PLUGIN = 'src/main/wordpress/onlookers';
const TESTS = 'src/test/wordpress';
/** gettext's opinion: the form of each file, its placeholders, and whether it has every text. */
const MSGFMT = `for file; do
  msgfmt --check-format --check-domain --output-file=/dev/null "$file" && msgcmp "$file" ${PLUGIN}/languages/onlookers.pot || exit
done`;
const OURS = path.join(import.meta.dirname, 'lint');

async function install(folder) {
  for (const name of ['package.json', 'package-lock.json']) await cp(path.join(OURS, name), path.join(folder, name));
  run({}, 'npm', 'ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--silent');
}

async function sources(extension) {
  const files = await readdir(PLUGIN, { recursive: true });
  return files.filter((file) => path.extname(file) === extension).map((file) => path.join(PLUGIN, file));
}

/** Whether a program found nothing to complain of; what it says then is shown. */
function passes(what, command, ...args) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw error;
  console.log(`${what}: ${status === 0 ? 'nothing to complain of' : `\n${stdout}${stderr}`}`);
  return status === 0;
}

/** PHP 7.4 comes as WebAssembly, which Debian's own PHP is too new to stand for. */
async function passesPhp74(folder, files) {
  const require = createRequire(path.join(folder, 'package.json'));
  const load = (name) => import(pathToFileURL(require.resolve(name)));
  const { PHP, loadPHPRuntime } = await load('@php-wasm/universal');
  const { getPHPLoaderModule } = await load('@php-wasm/node-7-4');
  const complaints = [];
  for (const file of files) {
    const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()));
    php.writeFile('/source.php', await readFile(file));
    const said = await (await php.cli(['php', '-l', '/source.php'])).stdoutText;
    if (!said.startsWith('No syntax errors')) complaints.push(`${file}: ${said.trim()}`);
  }
  console.log(`PHP 7.4: ${complaints.join('\n') || 'nothing to complain of'}`);
  return complaints.length === 0;
}

if (Number.parseInt(process.versions.node, 10) < 20) throw new Error('ESLint needs Node.js 20 or later');

const folder = path.resolve(process.argv[2] ?? 'target/lint');
await installOnce(folder, 'node_modules/eslint/package.json', install);
if (process.argv.includes('--install')) process.exit();
await cp(path.join(OURS, 'eslint.config.mjs'), path.join(folder, 'eslint.config.mjs'));
const php = await sources('.php');
const scripts = await sources('.js');
const eslint = path.join(folder, 'node_modules', 'eslint', 'bin', 'eslint.js');
const passed = [
  passes('PHP', 'sh', '-c', 'for file; do php -l "$file" || exit; done', 'sh', ...php),
  await passesPhp74(folder, php),
  passes('PHP_CodeSniffer', 'phpcs', '-s', '--standard=src/build/phpcs.xml', ...php, TESTS),
  passes('Texts', 'node', 'src/build/pot.mjs', '--check'),
  passes('Translations', 'sh', '-c', MSGFMT, 'sh', ...(await sources('.po'))),
  passes('ESLint', 'node', eslint, '--max-warnings=0', `--config=${path.join(folder, 'eslint.config.mjs')}`, ...scripts),
];
process.exit(passed.every(Boolean) ? 0 : 1);
