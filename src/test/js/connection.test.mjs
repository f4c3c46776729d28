import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage, RefusedSocket } from './page.mjs';

const MINUTE = 60_000;
const LONGEST_PAUSE = 30_000;
const GAP = 2_000;
const FIRST_SESSION = 'first-session-id-22chr';
const NEXT_SESSION = 'another-session-22-chr';
/** The close code that says: another socket goes on with the session. */
const RESUMED_ELSEWHERE = 4012;

/** What `viewing` said last, or nothing. */
const viewing = (socket) => socket.sent.filter(([event]) => event === 'viewing').at(-1);

const texts = ({ elements }) => elements.map(({ textContent }) => textContent);
const states = ({ elements }) => elements.map(({ dataset }) => dataset.onlookersState);

function start(page, options = { post: '13' }) {
  return new Onlookers({ server: 'http://localhost/app/', ...options }).start();
}

beforeEach(() => {
  mock.restoreAll();
  mock.method(Math, 'random', () => 1);
  mock.method(console, 'warn', () => {});
});

test('a page says once which post it shows, however many placeholders it has', () => {
  const page = openPage([
    element({ onlookersCount: 'viewers' }),
    element({ onlookersCount: 'others' }),
    element({ onlookersCount: 'views', onlookersPost: '13' }),
  ]);
  start(page);
  page.socket.open();

  assert.equal(page.sockets.length, 1);
  assert.equal(page.socket.url, 'ws://localhost/app/presence');
  assert.equal(page.socket.sent.length, 1);
  const [event, post, options] = page.socket.sent[0];
  assert.deepEqual([event, post], ['viewing', '13']);
  assert.match(options.visit, /^[\w-]{16,32}$/);
  assert.ok(!('session' in options) && !('ticket' in options));
});

test('viewers include this reader, others do not', () => {
  const page = openPage(['viewers', 'others', 'views'].map((count) => element({ onlookersCount: count })));
  start(page);
  page.socket.open().say('counts', '13', 1234, 98765);

  assert.deepEqual(texts(page), ['1,234', '1,233', '98,765']);
  assert.deepEqual(states(page), ['live', 'live', 'live']);
});

test('posts in lists are watched, without this reader', () => {
  const page = openPage([
    element({ onlookersCount: 'viewers' }),
    element({ onlookersCount: 'others', onlookersPost: '14' }),
    element({ onlookersCount: 'views', onlookersPost: '14' }),
    element({ onlookersCount: 'views', onlookersPost: '15' }),
    element({ onlookersCount: 'views', onlookersPost: 'not a post' }),
  ]);
  start(page);
  page.socket.open().say('counts', '14', 3, 50);

  assert.deepEqual(page.socket.sent[1], ['watching', ['14', '15'], { tickets: ['', ''] }]);
  assert.deepEqual(texts(page), ['–', '3', '50', '–', '–']);
});

test('a page without a post of its own only watches', () => {
  const page = openPage([element({ onlookersCount: 'viewers', onlookersPost: '14' })]);
  start(page, {});
  page.socket.open();
  assert.deepEqual(page.socket.sent, [['watching', ['14'], { tickets: [''] }]]);
});

test('a page that has nothing to show does not connect', () => {
  const page = openPage();
  start(page, {});
  assert.equal(page.sockets.length, 0);
});

test('tickets go along in the order of the posts', () => {
  const page = openPage([
    element({ onlookersCount: 'viewers', onlookersPost: '14', onlookersTicket: 'ticket-of-14' }),
    element({ onlookersCount: 'viewers', onlookersPost: '15' }),
  ]);
  start(page, { post: 13, ticket: 'ticket-of-13' });
  page.socket.open();

  assert.equal(viewing(page.socket)[2].ticket, 'ticket-of-13');
  assert.deepEqual(page.socket.sent[1], ['watching', ['14', '15'], { tickets: ['ticket-of-14', ''] }]);
});

test('a placeholder for the site shows its total, needs no ticket and moves no other', () => {
  const page = openPage([
    element({ onlookersCount: 'online', onlookersOther: '%s online' }),
    element({ onlookersCount: 'viewers', onlookersPost: '14', onlookersTicket: 'ticket-of-14' }),
    element({ onlookersCount: 'online', onlookersPost: '15' }),
  ]);
  start(page);
  page.socket.open();
  assert.deepEqual(page.socket.sent[1], ['watching', ['14', '*'], { tickets: ['ticket-of-14'] }]);

  page.socket.say('counts', '14', 3, 50).say('online', 1234);
  assert.deepEqual(texts(page), ['1,234 online', '3', '1,234']);
  page.socket.say('online', 1235);
  assert.deepEqual(texts(page), ['1,235 online', '3', '1,235']);
  page.socket.end(1006);
  page.pass(GAP);
  assert.equal(page.elements[0].dataset.onlookersState, 'lost');
});

test('a page that shows only the total of the site watches it and no post', () => {
  const page = openPage([element({ onlookersCount: 'online' })]);
  start(page, {});
  page.socket.open().say('online', 7);
  assert.deepEqual(page.socket.sent, [['watching', ['*'], { tickets: [] }]]);
  assert.equal(page.elements[0].textContent, '7');
});

test('the site is no post of the hundred that may be watched', () => {
  const posts = Array.from({ length: 120 }, (_, i) => element({ onlookersCount: 'viewers', onlookersPost: `p${i}` }));
  const page = openPage([element({ onlookersCount: 'online' }), ...posts]);
  start(page, {});
  page.socket.open();
  const [, list, { tickets }] = page.socket.sent[0];
  assert.equal(list.length, 100);
  assert.equal(list.at(-1), '*');
  assert.equal(tickets.length, 99);
});

test('a list longer than the server allows is cut', () => {
  const page = openPage(
    Array.from({ length: 150 }, (_, i) => element({ onlookersCount: 'viewers', onlookersPost: `p${i}` })),
  );
  start(page, {});
  page.socket.open();
  assert.equal(page.socket.sent[0][1].length, 99);
});

test('a lost connection dims the numbers and comes back with the same session and visit', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  const onlookers = start(page);
  const first = page.socket.open(FIRST_SESSION).say('counts', '13', 2, 9);
  first.end(1006);
  page.pass(GAP);
  assert.deepEqual(states(page), ['lost']);
  assert.deepEqual(texts(page), ['2']);
  assert.equal(onlookers.state, 'lost');

  const second = page.socket.open(NEXT_SESSION).say('session', FIRST_SESSION);
  assert.notEqual(second, first);
  assert.equal(viewing(second)[2].session, FIRST_SESSION);
  assert.equal(viewing(second)[2].visit, viewing(first)[2].visit);
  assert.deepEqual(states(page), ['lost'], 'an open socket alone makes no number live');
  second.say('counts', '13', 2, 9);
  assert.deepEqual(states(page), ['live']);
});

test('the pause grows until a connection was stable', () => {
  const page = openPage();
  start(page);
  for (const millis of [250, 500, 1000, 2000]) {
    const before = page.sockets.length;
    page.socket.open().end(1012);
    page.pass(millis - 1);
    assert.equal(page.sockets.length, before);
    page.pass(1);
    assert.equal(page.sockets.length, before + 1);
  }
  page.socket.open();
  page.pass(10_000);
  page.socket.end(1012);
  page.pass(250);
  assert.equal(page.sockets.length, 6);
});

test('a socket that never opens is given up', () => {
  const page = openPage();
  start(page);
  page.pass(10_000);
  assert.equal(page.sockets[0].closeCode, RESUMED_ELSEWHERE);
  page.pass(250);
  assert.equal(page.sockets.length, 2);
  page.sockets[0].open().say('counts', '13', 9, 9);
  assert.equal(page.sockets[0].sent.length, 0, 'whatever it does later is ignored');
});

test('a refusal is not answered by a loop', () => {
  for (const code of [1000, 1003, 1007, 1008, 1009]) {
    const page = openPage();
    start(page);
    page.socket.open().end(code);
    page.pass(LONGEST_PAUSE - 1);
    assert.equal(page.sockets.length, 1);
    page.pass(LONGEST_PAUSE + 1);
    assert.equal(page.sockets.length, 2);
  }
});

test('an address to which no socket can be made is not asked again and again', () => {
  const page = openPage();
  globalThis.WebSocket = RefusedSocket;
  RefusedSocket.tries = 0;
  const onlookers = start(page);
  assert.equal(onlookers.state, 'lost');
  page.pass(LONGEST_PAUSE - 1);
  assert.equal(RefusedSocket.tries, 1);
  page.pass(LONGEST_PAUSE + 1);
  assert.equal(RefusedSocket.tries, 2);
});

test('a session that went elsewhere is not asked for again', () => {
  const page = openPage();
  start(page);
  page.socket.open(FIRST_SESSION).end(1000);
  page.pass(2 * LONGEST_PAUSE);
  assert.ok(!('session' in viewing(page.socket.open())[2]));
});

test('hidden for five minutes is parked, and looked at again is viewing', () => {
  const page = openPage();
  start(page);
  page.socket.open();
  page.show(false);
  page.pass(5 * MINUTE - 1);
  assert.equal(page.socket.sent.length, 1);
  page.pass(1);
  assert.deepEqual(page.socket.sent[1], ['parked']);
  page.show(true);
  assert.deepEqual(page.socket.sent[2].slice(0, 2), ['viewing', '13']);
  assert.equal(page.sockets.length, 1);
});

test('hidden for less changes nothing', () => {
  const page = openPage();
  start(page);
  page.socket.open();
  page.show(false);
  page.pass(4 * MINUTE);
  page.show(true);
  page.pass(4 * MINUTE);
  page.show(false);
  page.pass(4 * MINUTE);
  assert.deepEqual([...new Set(page.socket.sent.map(([event]) => event))], ['viewing', 'alive']);
  assert.equal(page.sockets.length, 1);
});

test('a parked page that loses its connection comes back when it is looked at', () => {
  const page = openPage();
  start(page);
  page.socket.open();
  page.show(false);
  page.pass(5 * MINUTE);
  page.socket.end(1006);
  page.pass(5 * MINUTE);
  assert.equal(page.sockets.length, 1);
  page.show(true);
  assert.equal(page.sockets.length, 2);
  assert.deepEqual(viewing(page.socket.open()).slice(0, 2), ['viewing', '13']);
});

test('a page that is opened in the background, or rendered ahead, is counted from the first time that it is seen', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })], { hidden: true });
  start(page);
  page.pass(10 * MINUTE);
  assert.equal(page.sockets.length, 0);
  page.show(true);
  assert.equal(page.sockets.length, 1);
  assert.deepEqual(page.socket.open().sent.map(([event]) => event), ['viewing']);
});

test('a page that moves in the background is not counted on the next post before it is seen', () => {
  const page = openPage();
  const onlookers = start(page);
  page.socket.open();
  page.show(false);
  onlookers.view('14');
  assert.deepEqual(page.socket.sent.at(-1), ['parked']);
  page.show(true);
  assert.deepEqual(viewing(page.socket)[1], '14');
});

test('others are all viewers while this reader is parked', () => {
  const page = openPage([element({ onlookersCount: 'others' })]);
  start(page);
  page.socket.open().say('counts', '13', 3, 1);
  assert.deepEqual(texts(page), ['2']);
  page.show(false);
  page.pass(5 * MINUTE);
  page.socket.say('counts', '13', 2, 1);
  assert.deepEqual(texts(page), ['2']);
});

test('leaving the page closes, and the back/forward cache brings it back without a second view', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  start(page);
  const first = page.socket.open().say('counts', '13', 1, 1);
  page.window('pagehide', { persisted: true });
  assert.ok(first.closed);
  assert.deepEqual(states(page), ['lost']);
  page.pass(5 * MINUTE);
  assert.equal(page.sockets.length, 1);

  page.window('pageshow', { persisted: true });
  const second = page.socket.open();
  assert.equal(page.sockets.length, 2);
  assert.equal(viewing(second)[2].visit, viewing(first)[2].visit);
  assert.ok(!('session' in viewing(second)[2]), 'the session has ended with the close');
});

test('the first pageshow of a page is no return', () => {
  const page = openPage();
  start(page);
  page.window('pageshow', { persisted: false });
  assert.equal(page.sockets.length, 1);
});

test('a device that goes offline shows no number as live, and asks at once when it is back', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  start(page);
  page.socket.open(FIRST_SESSION).say('counts', '13', 1, 1);
  page.window('offline');
  assert.deepEqual(states(page), ['lost']);
  page.window('online');
  assert.equal(page.sockets.length, 2);
  assert.equal(viewing(page.socket.open())[2].session, FIRST_SESSION);
  assert.equal(page.sockets[0].closeCode, RESUMED_ELSEWHERE, 'a late close frame must not end the session');
});

test('degraded is shown until the server takes it back', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  const onlookers = start(page);
  page.socket.open().say('degraded', true);
  assert.equal(onlookers.state, 'degraded');
  page.socket.say('counts', '13', 1, 1);
  assert.deepEqual(states(page), ['degraded']);
  page.socket.say('degraded', false);
  assert.deepEqual(states(page), ['live']);
});

test('degraded is forgotten with the connection that said it', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  start(page);
  page.socket.open().say('degraded', true).end(1006);
  page.pass(250);
  page.socket.open().say('counts', '13', 1, 1);
  assert.deepEqual(states(page), ['live']);
});

test('a move goes out on the same connection, and the old number is not shown as the new one', () => {
  const page = openPage([element({ onlookersCount: 'viewers' })]);
  const onlookers = start(page);
  page.socket.open().say('counts', '13', 5, 70);
  onlookers.view('14');
  assert.deepEqual(page.socket.sent.at(-1).slice(0, 2), ['viewing', '14']);
  assert.deepEqual(states(page), ['lost']);
  page.socket.say('counts', '14', 1, 7);
  assert.deepEqual(texts(page), ['1']);
  assert.deepEqual(states(page), ['live']);
  assert.equal(page.sockets.length, 1);
});

test('placeholders that come and go change what is watched', () => {
  const page = openPage([]);
  const onlookers = start(page);
  page.socket.open();
  page.elements.push(element({ onlookersCount: 'views', onlookersPost: '14' }));
  onlookers.refresh();
  onlookers.refresh();
  page.elements.length = 0;
  onlookers.refresh();
  assert.deepEqual(page.socket.sent.slice(1), [
    ['watching', ['14'], { tickets: [''] }],
    ['watching', [], { tickets: [] }],
  ]);
});

test('placeholders that come while the socket opens are not forgotten', () => {
  const page = openPage([]);
  const onlookers = start(page);
  page.elements.push(element({ onlookersCount: 'views', onlookersPost: '14' }));
  onlookers.refresh();
  page.socket.open();
  assert.deepEqual(page.socket.sent[1], ['watching', ['14'], { tickets: [''] }]);
});

test('listeners receive counts, states and refusals', () => {
  const page = openPage();
  const onlookers = new Onlookers({ server: 'http://localhost/', post: '13' });
  const received = [];
  for (const name of ['counts', 'state', 'refused']) {
    onlookers.addEventListener(name, ({ detail }) => received.push([name, detail]));
  }
  onlookers.start();
  page.socket.open().say('counts', '13', 1, 2).say('error', 'bad-ticket', 'no ticket');
  page.socket.end(1006);
  page.pass(GAP);
  assert.deepEqual(received, [
    ['state', 'live'],
    ['counts', { post: '13', viewers: 1, views: 2 }],
    ['refused', { code: 'bad-ticket', message: 'no ticket' }],
    ['state', 'lost'],
  ]);
});

/** A page whose first session has lost its connection, and whose next socket has opened, but not answered. */
function resuming(elements, options) {
  const page = openPage(elements);
  const onlookers = start(page, options);
  page.socket.open(FIRST_SESSION).say('counts', '13', 1, 1).end(1006);
  page.pass(250);
  page.socket.open(NEXT_SESSION);
  return { page, onlookers };
}

/** What the next socket asks for, once this one has broken. */
function askedNext(page) {
  page.socket.end(1006);
  page.pass(LONGEST_PAUSE);
  return viewing(page.socket.open('a-third-session-22-chr'))[2].session;
}

test('a socket that breaks before its resume is answered: the next asks for the same session', () => {
  const { page } = resuming();
  assert.equal(askedNext(page), FIRST_SESSION);
  assert.equal(askedNext(page), FIRST_SESSION, 'and the one after it');
});

test('a socket that breaks before it says anything: the next asks for the same session', () => {
  const { page } = resuming();
  page.socket.end(1006);
  page.pass(LONGEST_PAUSE);
  page.pass(10_000); // it never opens
  page.pass(LONGEST_PAUSE);
  assert.equal(viewing(page.socket.open(NEXT_SESSION))[2].session, FIRST_SESSION);
});

test('a session that was resumed is asked for again', () => {
  const { page } = resuming();
  page.socket.say('session', FIRST_SESSION).say('counts', '13', 1, 1);
  assert.equal(askedNext(page), FIRST_SESSION);
});

test('a session that has ended is asked for no more once the new one is counted', () => {
  const { page } = resuming();
  page.socket.say('counts', '13', 1, 1);
  assert.equal(askedNext(page), NEXT_SESSION);
});

test('counts of another post do not show whether the session was resumed', () => {
  const { page } = resuming([element({ onlookersCount: 'views', onlookersPost: '14' })]);
  page.socket.say('counts', '14', 1, 1);
  assert.equal(askedNext(page), FIRST_SESSION);
});

test('a refusal does not show whether the session was resumed', () => {
  const { page } = resuming();
  page.socket.say('error', 'unavailable', 'later').say('degraded', true);
  assert.equal(askedNext(page), FIRST_SESSION);
});

test('moving during a resume asks for the session that is being resumed', () => {
  const { page, onlookers } = resuming();
  onlookers.view('14');
  const [, post, options] = viewing(page.socket);
  assert.deepEqual([post, options.session], ['14', FIRST_SESSION]);
  page.socket.say('counts', '13', 1, 1);
  assert.equal(askedNext(page), FIRST_SESSION, 'the old post shows nothing');
});

test('after a resume that found nothing, moving names the session that stands', () => {
  const { page, onlookers } = resuming();
  page.socket.say('counts', '13', 1, 1);
  onlookers.view('14');
  assert.equal(viewing(page.socket)[2].session, NEXT_SESSION);
});

test('a page that is parked before its socket opens resumes when it is looked at', () => {
  const page = openPage();
  start(page);
  page.socket.open(FIRST_SESSION).say('counts', '13', 1, 1);
  page.show(false);
  page.pass(5 * MINUTE - 300);
  page.socket.end(1006);
  page.pass(250);
  page.pass(50); // and it is parked
  page.socket.open(NEXT_SESSION);
  assert.deepEqual(page.socket.sent, [['parked']]);
  page.show(true);
  assert.equal(viewing(page.socket)[2].session, FIRST_SESSION);
  page.socket.say('counts', '13', 1, 1);
  assert.equal(askedNext(page), NEXT_SESSION);
});

test('a page without a post of its own names the session of its own socket when it gets one', () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '14' })];
  const { page, onlookers } = resuming(list, {});
  onlookers.view('13');
  assert.equal(viewing(page.socket)[2].session, NEXT_SESSION);
});

test('a watching page whose placeholders vanish during an outage connects when they come back', () => {
  const list = [element({ onlookersCount: 'viewers', onlookersPost: '14' })];
  const page = openPage([...list]);
  const onlookers = start(page, {});
  page.socket.open().end(1006);
  page.elements.length = 0;
  onlookers.refresh();
  page.pass(LONGEST_PAUSE);
  assert.equal(page.sockets.length, 1, 'there is nothing to show');
  page.elements.push(...list);
  onlookers.refresh();
  assert.equal(page.sockets.length, 2);
});

test('placeholders that come back during a pause do not shorten it', () => {
  const page = openPage();
  const onlookers = start(page);
  page.socket.open().end(1008);
  onlookers.refresh();
  onlookers.view('14');
  assert.equal(page.sockets.length, 1);
});

test('a hidden page is parked after five minutes, however often its placeholders change', () => {
  const page = openPage();
  const onlookers = start(page);
  page.socket.open();
  page.show(false);
  for (let minute = 0; minute < 6; minute++) {
    page.pass(MINUTE);
    onlookers.refresh();
  }
  assert.deepEqual(page.socket.sent.slice(1), [['parked']]);
});

test('a parked page that moves is counted on the new post when it is looked at', () => {
  const page = openPage();
  const onlookers = start(page);
  page.socket.open();
  page.show(false);
  page.pass(5 * MINUTE);
  onlookers.view('14');
  assert.equal(viewing(page.socket)[1], '13');
  page.show(true);
  assert.equal(viewing(page.socket)[1], '14');
});

test('stopped is stopped', () => {
  const page = openPage();
  const onlookers = start(page);
  page.socket.open();
  onlookers.stop();
  assert.ok(page.socket.closed);
  page.window('online');
  page.window('pageshow', { persisted: true });
  page.show(false);
  onlookers.refresh();
  page.pass(10 * MINUTE);
  page.show(true);
  onlookers.view('14');
  assert.equal(page.sockets.length, 1);
});

test('what is not a post is refused here already', () => {
  assert.throws(() => new Onlookers({ server: 'http://localhost/', post: '<b>' }), TypeError);
});
