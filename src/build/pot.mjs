#!/usr/bin/env node
/**
 * Writes the texts of the WordPress plugin to its languages/onlookers.pot: `node pot.mjs`. With `--check` it only looks
 * whether that has been done. Needs gettext.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const PLUGIN = 'src/main/wordpress/onlookers';
const POT = path.join(PLUGIN, 'languages', 'onlookers.pot');

const KEYWORDS = ['__', 'esc_html__', 'esc_attr__', '_n:1,2'];

const HEADER = `# Copyright (C) the Onlookers contributors
# This file is distributed under the GPL-2.0-or-later.
msgid ""
msgstr ""
"Project-Id-Version: Onlookers\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Domain: onlookers\\n"
`;

const files = readdirSync(PLUGIN, { recursive: true }).sort();

/** Entries of the sources of one language; xgettext's own header has a date in it. */
function entries(extension, language) {
  const sources = files.filter((file) => path.extname(file) === extension);
  const options = ['--no-wrap', '--sort-output', '--add-location=file', '--from-code=UTF-8', '--add-comments=translators:'];
  const keywords = ['--keyword', ...KEYWORDS.map((keyword) => `--keyword=${keyword}`)];
  const args = [`--directory=${PLUGIN}`, `--language=${language}`, '--output=-', ...options, ...keywords, ...sources];
  const pot = execFileSync('xgettext', args, { encoding: 'utf8' });
  return pot.slice(pot.indexOf('\n\n') + 2);
}

/** Texts of the plugin's header, which WordPress translates in the list of plugins. */
function header() {
  const source = readFileSync(path.join(PLUGIN, 'onlookers.php'), 'utf8');
  const description = /Description: +(.+)/.exec(source)[1];
  return `#. Description of the plugin\n#: onlookers.php\nmsgid ${JSON.stringify(description)}\nmsgstr ""\n`;
}

/** Texts of a block, which WordPress translates by where they stand. */
function block(file) {
  const { title, description, keywords } = JSON.parse(readFileSync(path.join(PLUGIN, file), 'utf8'));
  const texts = [['title', title], ['description', description], ...keywords.map((keyword) => ['keyword', keyword])];
  return texts.map(
    ([where, text]) => `#: ${file}\nmsgctxt "block ${where}"\nmsgid ${JSON.stringify(text)}\nmsgstr ""\n`,
  );
}

const blocks = files.filter((file) => path.basename(file) === 'block.json').flatMap(block);
const all = [HEADER, header(), ...blocks, entries('.php', 'PHP'), entries('.js', 'JavaScript')];
const options = { input: all.join('\n'), encoding: 'utf8' };
const pot = execFileSync('msguniq', ['--no-wrap', '--add-location=file', '--sort-output'], options);

/** Without comments, which one gettext writes a little differently from another. */
const texts = (file) => file.replace(/^#.*\n/gm, '');

if (!process.argv.includes('--check')) {
  writeFileSync(POT, pot);
} else if (texts(readFileSync(POT, 'utf8')) !== texts(pot)) {
  console.error(`${POT} is older than the sources: run node src/build/pot.mjs`);
  process.exit(1);
}
