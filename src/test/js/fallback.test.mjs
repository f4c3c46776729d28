import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage } from './page.mjs';

const POLL = 15_000;
const LONGEST_PAUSE = 30_000;

/** Answers of the server's API, and what it was asked. */
let api;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 0.5);
  api = { asked: [], posts: [] };
  mock.method(globalThis, 'fetch', async (address) => {
    api.asked.push(address);
    if (api.away) throw new TypeError('unreachable');
    return { json: async () => (address.endsWith('/api/online') ? api.online : api.posts) };
  });
});

/** Runs what waits for promises that are settled. */
const settled = () => new Promise(setImmediate);

/** A page whose every socket fails, after three attempts. */
async function blocked(elements = [element({ onlookersCount: 'others' })]) {
  const page = openPage(elements);
  const onlookers = new Onlookers({ server: 'https://live.example.org/app', post: '13' }).start();
  for (let i = 0; i < 3; i++) {
    page.socket.end(1006);
    if (i < 2) page.pass(1_000);
  }
  await settled();
  return { page, onlookers };
}

test('where no socket ever speaks, the counts are read', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  const { page, onlookers } = await blocked();
  assert.deepEqual(api.asked, ['https://live.example.org/app/api/posts?ids=13']);
  assert.equal(onlookers.state, 'polled');
  assert.equal(page.elements[0].dataset.onlookersState, 'polled');
  assert.equal(page.elements[0].textContent, '2', 'this reader is not counted, so all are others');
});

test('they are read every 15 seconds, all posts at once', async () => {
  const { page } = await blocked([
    element({ onlookersCount: 'viewers' }),
    element({ onlookersCount: 'viewers', onlookersPost: '14' }),
  ]);
  api.posts = [{ post: '14', viewers: 3, views: 3 }];
  page.pass(POLL);
  await settled();
  assert.deepEqual(api.asked.slice(1), ['https://live.example.org/app/api/posts?ids=13,14']);
  assert.equal(page.elements[1].textContent, '3');
});

test('the total of the site is read beside the posts, or alone', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  api.online = { viewers: 1234, posts: 56 };
  const { page } = await blocked([element({ onlookersCount: 'viewers' }), element({ onlookersCount: 'online' })]);
  await settled();
  assert.deepEqual(api.asked, ['https://live.example.org/app/api/posts?ids=13', 'https://live.example.org/app/api/online']);
  assert.deepEqual(page.elements.map((one) => one.textContent), ['2', '1,234']);
});

test('a total that cannot be read takes no other number away', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  api.online = { error: 'unavailable', message: 'try again later' };
  const { page } = await blocked([element({ onlookersCount: 'viewers' }), element({ onlookersCount: 'online' })]);
  await settled();
  assert.equal(page.elements[0].textContent, '2');
  assert.equal(page.elements[1].dataset.onlookersState, 'lost');
});

test('nobody who looks, nothing read', async () => {
  const { page } = await blocked();
  page.show(false);
  page.pass(4 * POLL);
  assert.equal(api.asked.length, 1);
  page.show(true);
  assert.equal(api.asked.length, 2, 'at once when it is looked at again');
});

test('a page that was hidden for long reads again, too', async () => {
  const { page } = await blocked();
  page.show(false);
  page.pass(400_000);
  page.show(true);
  page.pass(POLL);
  assert.equal(api.asked.length, 3);
});

test('numbers that cannot be read are lost', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  const { page, onlookers } = await blocked();
  api.away = true;
  page.pass(POLL);
  await settled();
  assert.equal(onlookers.state, 'lost');
  api.away = false;
  api.posts = { error: 'unavailable' };
  page.pass(POLL);
  await settled();
  assert.equal(onlookers.state, 'lost');
});

test('meanwhile a socket is tried rarely, and the first that speaks ends the reading', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  const { page, onlookers } = await blocked();
  page.pass(LONGEST_PAUSE);
  assert.equal(page.sockets.length, 3);
  page.pass(LONGEST_PAUSE);
  assert.equal(page.sockets.length, 4);
  page.socket.end(1006);
  assert.equal(onlookers.state, 'polled', 'another attempt does not dim what is read');
  page.pass(2 * LONGEST_PAUSE);
  await settled();
  page.socket.open().say('counts', '13', 3, 10);
  const asked = api.asked.length;
  page.pass(4 * POLL);
  assert.equal(api.asked.length, asked);
  assert.equal(onlookers.state, 'live');
  assert.equal(page.elements[0].textContent, '2');
});

test('a server that answered once is waited for', async () => {
  const page = openPage();
  new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  page.socket.open().end(1006);
  for (let i = 0; i < 6; i++) {
    page.pass(LONGEST_PAUSE);
    page.socket.end(1006);
  }
  assert.equal(api.asked.length, 0);
});

test('an answer that comes after a socket spoke is not shown', async () => {
  let answer;
  globalThis.fetch.mock.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  const { page, onlookers } = await blocked();
  page.pass(2 * LONGEST_PAUSE);
  page.socket.open().say('counts', '13', 3, 10);
  answer({ json: async () => [{ post: '13', viewers: 99, views: 99 }] });
  await settled();
  assert.equal(page.elements[0].textContent, '2');
  assert.equal(onlookers.state, 'live');
});

/** Answers come when the test says so: the first request's is the first. */
function holdAnswers() {
  const answers = [];
  globalThis.fetch.mock.mockImplementation(
    () => new Promise((resolve, reject) => answers.push({ say: (posts) => resolve({ json: async () => posts }), fail: reject }))
  );
  return answers;
}

test('an answer that is overtaken by a newer one is not shown', async () => {
  const answers = holdAnswers();
  const { page, onlookers } = await blocked();
  page.pass(POLL);
  answers[1].say([{ post: '13', viewers: 5, views: 50 }]);
  await settled();
  answers[0].say([{ post: '13', viewers: 2, views: 9 }]);
  await settled();
  assert.equal(page.elements[0].textContent, '5');
  assert.equal(onlookers.state, 'polled');
});

test('a request that fails after a newer one was answered loses nothing', async () => {
  const answers = holdAnswers();
  const { page, onlookers } = await blocked();
  page.pass(POLL);
  answers[1].say([{ post: '13', viewers: 5, views: 50 }]);
  await settled();
  answers[0].fail(new TypeError('unreachable'));
  await settled();
  assert.equal(page.elements[0].textContent, '5');
  assert.equal(onlookers.state, 'polled');
});

test('where each answer takes longer than the pause between them, each is shown all the same', async () => {
  const answers = holdAnswers();
  const { page } = await blocked();
  for (const viewers of [2, 3, 4]) {
    page.pass(POLL);
    answers.at(-2).say([{ post: '13', viewers, views: 9 }]);
    await settled();
    assert.equal(page.elements[0].textContent, String(viewers));
  }
});

test('an answer that was asked for before the page was left is not shown when it comes back', async () => {
  const answers = holdAnswers();
  const { page, onlookers } = await blocked();
  page.window('pagehide', { persisted: true });
  page.window('pageshow', { persisted: true });
  page.socket.end(1006);
  assert.equal(answers.length, 2);
  answers[0].say([{ post: '13', viewers: 2, views: 9 }]);
  await settled();
  assert.equal(onlookers.state, 'lost');
});

test('leaving the page ends the reading', async () => {
  const { page } = await blocked();
  page.window('pagehide', { persisted: true });
  page.pass(10 * POLL);
  assert.equal(api.asked.length, 1);
});

test('a server that answered once is waited for, also by a session that went elsewhere', () => {
  const page = openPage();
  new Onlookers({ server: 'http://localhost/', post: '13' }).start();
  page.socket.open().end(1000);
  for (let i = 0; i < 6; i++) {
    page.pass(2 * LONGEST_PAUSE);
    page.socket.end(1006);
  }
  assert.equal(api.asked.length, 0);
});

test('a reader who comes back while the counts are read is not taken for one who is counted', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  const { page } = await blocked();
  page.show(false);
  page.pass(400_000);
  page.show(true);
  await settled();
  assert.equal(page.elements[0].textContent, '2');
});

test('a socket that opens while the counts are read, and breaks, leaves them as they are', async () => {
  api.posts = [{ post: '13', viewers: 2, views: 9 }];
  const { page } = await blocked();
  page.pass(2 * LONGEST_PAUSE);
  page.socket.onopen({});
  page.socket.end(1006);
  page.pass(POLL);
  await settled();
  assert.equal(page.elements[0].textContent, '2');
});

test('a page with nothing to show reads nothing', async () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '14' })];
  const page = openPage([...list]);
  const onlookers = new Onlookers({ server: 'https://live.example.org/app' }).start();
  for (let i = 0; i < 3; i++) {
    page.socket.end(1006);
    if (i < 2) page.pass(1_000);
  }
  page.elements.length = 0;
  onlookers.refresh();
  page.pass(4 * POLL);
  assert.equal(api.asked.length, 1);
  page.elements.push(...list);
  onlookers.refresh();
  assert.equal(api.asked.length, 2);
});

test('a device that is offline reads nothing, and goes on when it is back', async () => {
  const { page } = await blocked();
  navigator.onLine = false;
  page.pass(POLL);
  page.pass(POLL);
  assert.equal(api.asked.length, 1);
  navigator.onLine = true;
  page.pass(POLL);
  assert.equal(api.asked.length, 2);
});
