import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage, script } from './page.mjs';

const FILE = new URL('../../../webapp/onlookers.js', import.meta.url).href;

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
  mock.method(console, 'info', () => {});
});

const last = ({ sent }) => sent.at(-1);
const isViewing = (post) => (frame) => frame[0] === 'viewing' && frame[1] === post;

let loaded = 0;

/** A page whose script tag loads the client; each time it is another file, as far as the engine knows. */
async function load(dataset, elements = [element({ onlookersCount: 'viewers' })], options = {}) {
  const address = `${FILE}?${++loaded}`;
  const tag = script(address, dataset);
  const page = openPage(elements, { scripts: [script('https://example.org/jquery.js'), tag], ...options });
  const announced = [];
  page.document.addEventListener('onlookers', ({ detail }) => announced.push([detail, page.sockets.length]));
  const client = await import(address);
  page.pass(0);
  return { page, tag, announced, client };
}

function started(elements, options = { post: '13' }) {
  const page = openPage(elements);
  const onlookers = new Onlookers({ server: 'http://localhost/', ...options }).start();
  page.socket?.open();
  return { page, onlookers };
}

test('placeholders that come later are filled', () => {
  const { page } = started([]);
  page.socket.say('counts', '13', 4, 40);
  const late = element({ onlookersCount: 'viewers' });
  const other = element({ onlookersCount: 'views', onlookersPost: '14' });
  page.elements.push(late, other);
  page.add(late, other);
  assert.equal(late.textContent, '4');
  assert.deepEqual(last(page.socket), ['watching', ['14'], { tickets: [''] }]);
});

test('a placeholder may come within what comes', () => {
  const { page } = started([]);
  page.socket.say('counts', '13', 4, 40);
  const late = element({ onlookersCount: 'viewers' });
  page.elements.push(late);
  page.add({ matches: () => false, querySelector: () => late });
  assert.equal(late.textContent, '4');
});

test('a page that had nothing to show connects when a placeholder comes', () => {
  const { page } = started([], {});
  assert.equal(page.sockets.length, 0);
  page.elements.push(element({ onlookersCount: 'viewers', onlookersPost: '14' }));
  page.add(...page.elements);
  assert.equal(page.sockets.length, 1);
});

test('what has gone is watched no more', () => {
  const list = [element({ onlookersCount: 'views', onlookersPost: '14' })];
  const { page } = started(list);
  page.remove(...list.splice(0));
  assert.deepEqual(last(page.socket), ['watching', [], { tickets: [] }]);
});

test('a placeholder whose post changes shows the other post', () => {
  const list = [element({ onlookersCount: 'views', onlookersPost: '14' })];
  const { page } = started(list);
  list[0].dataset.onlookersPost = '15';
  page.change();
  assert.deepEqual(last(page.socket), ['watching', ['15'], { tickets: [''] }]);
});

test('texts and elements of the page itself cost nothing', () => {
  const { page } = started([]);
  const looks = mock.method(page.document, 'querySelectorAll');
  page.add({ data: 'a text' }, { matches: () => false, querySelector: () => null });
  assert.equal(looks.mock.callCount(), 0);
});

test('a client that was stopped looks no more', () => {
  const { page, onlookers } = started([]);
  onlookers.stop();
  const looks = mock.method(page.document, 'querySelectorAll');
  page.change();
  assert.equal(looks.mock.callCount(), 0);
});

test("the page's own instance is exported, and announced before it connects", async () => {
  const { page, announced, client } = await load({ onlookersPost: '13' });
  assert.ok(client.onlookers instanceof client.Onlookers);
  assert.deepEqual(announced, [[client.onlookers, 0]]);
  assert.ok(isViewing('13')(page.socket.open().sent[0]));
});

test('an import starts nothing, and exports no instance', async () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  const { onlookers } = await import(`${FILE}?import`);
  assert.equal(onlookers, undefined);
  assert.equal(page.sockets.length, 0);
});

test('a tag whose post changes moves the reader, with the ticket', async () => {
  const { page, tag } = await load({ onlookersPost: '13', onlookersTicket: 'ticket-of-13' });
  page.socket.open();
  Object.assign(tag.dataset, { onlookersPost: '14', onlookersTicket: 'ticket-of-14' });
  page.change();
  page.change();
  const moves = page.socket.sent.slice(1);
  assert.deepEqual(moves.map(([event, post, { ticket }]) => [event, post, ticket]), [['viewing', '14', 'ticket-of-14']]);
});

test('a tag that takes the place of ours, as single-page navigation does it, moves the reader', async () => {
  const { page, tag } = await load({ onlookersPost: '13' });
  page.socket.open();
  const next = script(tag.src, { onlookersPost: '14' });
  page.document.scripts.splice(1, 1, next);
  page.remove(tag);
  assert.ok(isViewing('14')(last(page.socket)));
});

test('a page that has no post any more is not counted, and watches on', async () => {
  const { page, tag } = await load({ onlookersPost: '13' });
  page.socket.open();
  delete tag.dataset.onlookersPost;
  page.change();
  assert.deepEqual(last(page.socket), ['parked']);
  tag.dataset.onlookersPost = '14';
  page.change();
  assert.ok(isViewing('14')(last(page.socket)));
  assert.equal(page.sockets.length, 1);
});

test('a page that gets a post joins the tabs that are on it', async () => {
  const { page, tag } = await load({}, undefined, { tabs: true });
  tag.dataset.onlookersPost = '14';
  page.change();
  assert.ok(page.browser.channel.name.endsWith('14'));
});

test('a tag with a post that is none does not break the page', async () => {
  const { page, tag } = await load({ onlookersPost: '13' });
  page.socket.open();
  tag.dataset.onlookersPost = 'no post';
  assert.doesNotThrow(() => page.change());
});
