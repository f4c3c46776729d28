/** Debian packages of any suite, fetched without touching what is installed, through the mirror that this machine's apt knows. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './installing.mjs';

/** An apt that keeps what it fetches in a folder of ours. Gives the environment in which it is one. */
async function privateApt(folder, more = {}) {
  const at = (name) => path.join(folder, name);
  await mkdir(at('state/lists/partial'), { recursive: true });
  await mkdir(at('cache/archives/partial'), { recursive: true });
  await writeFile(at('status'), '');
  const settings = {
    'Dir::State': at('state'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
    ...more,
  };
  await writeFile(at('apt.conf'), Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`).join(''));
  return { APT_CONFIG: at('apt.conf') };
}

/** The mirror of the machine's own release, not the one for its security updates. */
async function mirror(scratch) {
  const apt = await privateApt(path.join(scratch, 'own'));
  const read = (environment) =>
    run(environment, 'apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages')
      .split('\n')
      .find((target) => target && !target.includes('security'));
  const known = read({});
  if (known) return known;
  run(apt, 'apt-get', 'update', '-q'); // apt knows no mirror before it has fetched its lists
  const found = read(apt);
  if (!found) throw new Error('no mirror of Debian in the sources of apt');
  return found;
}

/** An apt that sees the wanted suites only, and nothing as installed. Gives the environment in which it is one. */
export async function suitesApt(scratch, ...suites) {
  const folder = path.join(scratch, 'suites');
  const sources = path.join(scratch, 'sources.list');
  const address = await mirror(scratch);
  await writeFile(sources, suites.map((suite) => `deb ${address} ${suite} main\n`).join(''));
  return privateApt(folder, { 'Dir::Etc::sourcelist': sources, 'Dir::Etc::sourceparts': '-' });
}
