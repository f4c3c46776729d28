import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

mock.timers.enable({ apis: ['setTimeout'] }); // a list that is followed is followed for ever

const anchors = [];
const asked = [];

/** An element that keeps what it is given. */
const createElement = (name) => {
  const element = { name, style: {}, append: () => {} };
  if (name === 'a') anchors.push(element);
  return element;
};

/** The page: our script's tag, and one list, whose data an author may have written. */
async function fill(data, answers = true) {
  anchors.length = asked.length = 0;
  const shown = {};
  const done = new Promise((resolve) => (shown.resolve = resolve));
  const list = {
    dataset: { onlookersLimit: '3', onlookersTexts: '{"other":"%s readers"}', ...data },
    ownerDocument: {},
    contains: () => false,
    querySelector: () => null,
    replaceChildren: (...items) => (shown.items = items),
    removeAttribute: () => shown.resolve(),
  };
  globalThis.document = {
    documentElement: { lang: 'en' },
    addEventListener: () => {},
    createElement,
    querySelector: (selector) =>
      selector === 'script#onlookers-top' ? { dataset: { onlookersServer: 'https://live.example.org' } } : null,
    querySelectorAll: (selector) => (selector === 'ol.onlookers-top' ? [list] : []),
  };
  globalThis.fetch = async (url) => {
    asked.push(url);
    return { ok: answers, json: async () => [{ post: '1', viewers: 7 }] };
  };
  await import(`../../main/wordpress/onlookers/top.js?${Math.random()}`);
  await done;
  return shown.items;
}

test('a list links to the posts that are read', async () => {
  await fill({ onlookersKnown: '{"1":["Bees","https://blog.example.org/bees/"]}' });
  assert.deepEqual(anchors.map(({ textContent, href }) => [textContent, href]), [['Bees', 'https://blog.example.org/bees/']]);
});

test('a list that an author has written asks no server of his', async () => {
  await fill({ onlookersServer: 'https://evil.example', onlookersKnown: '{"1":["Bees","https://blog.example.org/bees/"]}' });
  assert.deepEqual(asked, ['https://live.example.org/api/top?limit=100']);
});

test('a link is an address, and no script', async () => {
  await fill({ onlookersKnown: '{"1":["Free","javascript:alert(1)"]}' });
  assert.deepEqual(anchors.map(({ href }) => href), ['']);
});

test('a list that cannot be had says why', async () => {
  const items = await fill({ onlookersAway: 'The server does not answer.' }, false);
  assert.deepEqual(items.map(({ textContent }) => textContent), ['The server does not answer.']);
});

test('a list of days asks for these, and of this site alone', async () => {
  await fill({ onlookersDays: '7', onlookersPrefix: 'shop-' });
  assert.deepEqual(asked, ['https://live.example.org/api/top?limit=100&days=7&starts=shop-']);
});
