import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

const element = (name) => ({
  name,
  attributes: {},
  children: [],
  setAttribute(key, value) {
    this.attributes[key] = value;
  },
  append(...more) {
    this.children.push(...more);
  },
});

globalThis.document = { documentElement: { lang: 'en' }, createElementNS: (_, name) => element(name) };

const { chart, line } = await import('../../main/wordpress/onlookers/history.js');

const DAYS = [
  { day: '2026-11-25', views: 10, viewers: 3 },
  { day: '2026-11-26', views: 0, viewers: 0 },
  { day: '2026-11-27', views: 5, viewers: 4 },
];
const TEXTS = { onlookersViews: '"views"', onlookersPeak: '"at once"', onlookersEmpty: 'Nothing.', onlookersAway: 'Away.' };
const inWords = (number, text) => `${number} ${text}`;

/** What a figure shows for an answer of the server's. */
async function draw(answer) {
  const said = {};
  const figure = { ...element('figure'), dataset: TEXTS, querySelector: () => said };
  const asked = [];
  globalThis.fetch = async (url) => {
    asked.push(url);
    return { ok: !!answer, json: async () => answer };
  };
  await chart(figure, 'https://live.example.org', inWords);
  return { said: () => said.textContent, svg: figure.children[0], asked };
}

test('a chart has a bar a day, and says in words what it shows', async () => {
  const { said, svg, asked } = await draw(DAYS);
  assert.deepEqual(asked, ['https://live.example.org/api/history?days=30']);
  assert.equal(said(), '15 views · 4 at once');
  assert.equal(svg.attributes['aria-label'], said());
  assert.deepEqual(svg.children.map(({ attributes }) => attributes.height), ['40', '0.5', '20']);
  assert.equal(svg.children[0].children[0].textContent, 'Nov 25, 2026: 10 views');
});

test('a month without a reader is said, and not drawn', async () => {
  const { said, svg } = await draw(DAYS.map(({ day }) => ({ day, views: 0, viewers: 0 })));
  assert.deepEqual([said(), svg], ['Nothing.', undefined]);
});

test('a server that does not answer is said, and asked again', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const figure = await draw(undefined);
  assert.equal(figure.said(), 'Away.');
  globalThis.fetch = async () => ({ ok: true, json: async () => DAYS });
  mock.timers.tick(60_000);
  mock.timers.reset();
  await new Promise(setImmediate);
  assert.equal(figure.said(), '15 views · 4 at once');
});

test('a line goes from its lowest to its highest', () => {
  assert.equal(line(DAYS).children[0].attributes.points, '0,2.0 1,38.0 2,20.0');
});
