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

/** A list that the test asks to be shown, whose answers come when the test says so. */
async function follow(data = { onlookersKnown: '{"1":["Bees","https://blog.example.org/bees/"]}' }) {
  const page = { answers: [], titles: () => page.items?.map(({ kept = [] }) => kept.find(({ name }) => name === 'a')?.textContent) };
  const list = {
    dataset: { onlookersLimit: '3', onlookersTexts: '{"other":"%s readers"}', onlookersAway: 'Away.', ...data },
    ownerDocument: {},
    contains: (element) => element === 'a link in the list',
    querySelector: () => page.items?.some(({ kept }) => kept) ?? null,
    replaceChildren: (...items) => (page.items = items),
    removeAttribute: () => {},
  };
  globalThis.document = {
    documentElement: { lang: 'en' },
    addEventListener: (_, show) => (page.show = show),
    createElement: (name) => ({ name, style: {}, append(...more) { this.kept = [...(this.kept ?? []), ...more]; } }),
    querySelector: () => ({ dataset: { onlookersServer: 'https://live.example.org', onlookersSearch: 'https://blog.example.org/wp-json/wp/v2/search' } }),
    querySelectorAll: (selector) => (selector === 'ol.onlookers-top' ? [list] : []),
  };
  globalThis.fetch = (url) => new Promise((resolve, fail) => page.answers.push({ url, say: (json) => resolve({ ok: true, json: async () => json }), fail }));
  await import(`../../main/wordpress/onlookers/top.js?${Math.random()}`);
  return Object.assign(page, { list });
}

const settled = () => new Promise(setImmediate);

const NOBODY = [];
const BEES = [{ post: '1', viewers: 7 }];

test('an answer that is overtaken by a newer one is not shown', async () => {
  const page = await follow();
  page.show();
  page.answers[1].say(BEES);
  await settled();
  page.answers[0].say(NOBODY);
  await settled();
  assert.deepEqual(page.titles(), ['Bees']);
});

test('a request that fails after a newer one was answered dims nothing', async () => {
  const page = await follow();
  page.show();
  page.answers[1].say(BEES);
  await settled();
  page.answers[0].fail(new TypeError('unreachable'));
  await settled();
  assert.equal(page.list.dataset.onlookersState, 'live');
});

test('a list that a reader has gone into with the keyboard while it was asked for is left as it is', async () => {
  const page = await follow();
  page.answers[0].say(BEES);
  await settled();
  page.show();
  page.list.ownerDocument.activeElement = 'a link in the list';
  page.answers[1].say(NOBODY);
  await settled();
  assert.deepEqual(page.titles(), ['Bees']);
  page.list.ownerDocument.activeElement = undefined;
  page.show();
  page.answers[2].say(NOBODY);
  await settled();
  assert.deepEqual(page.titles(), [undefined]);
});

test('a title that WordPress is asked for is read where a page takes HTML by a policy only', async () => {
  globalThis.window = {
    trustedTypes: { createPolicy: (_, { createHTML }) => ({ createHTML: (html) => ({ trusted: createHTML(html) }) }) },
    DOMParser: class {
      parseFromString({ trusted }) {
        if (typeof trusted !== 'string') throw new TypeError('This document requires TrustedHTML');
        return { body: { textContent: trusted.replace('&amp;', '&') } };
      }
    },
  };
  const page = await follow({ onlookersKnown: '{}' });
  page.answers[0].say(BEES);
  await settled();
  page.answers[1].say([{ id: 1, title: 'Bees &amp; honey', url: 'https://blog.example.org/bees/' }]);
  await settled();
  assert.deepEqual(page.titles(), ['Bees & honey']);
});
