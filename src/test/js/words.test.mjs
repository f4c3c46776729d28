import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { Onlookers } from '../../../webapp/onlookers.js';
import { element, openPage } from './page.mjs';

const CALM = 3_000;
const WORDS = { onlookersOne: '%s other person is reading', onlookersOther: '%s other people are reading' };

beforeEach(() => mock.restoreAll());

/** A page on post 13, whose server has just said so many viewers and views. */
function shows(elements, viewers, views = 1, { aloud, ...options } = {}) {
  const page = openPage(elements, options);
  new Onlookers({ server: 'http://localhost/', post: '13', aloud }).start();
  page.socket.open().say('counts', '13', viewers, views);
  return page;
}

function text(dataset, viewers, lang = 'en') {
  return shows([element({ onlookersCount: 'viewers', ...dataset })], viewers, 1, { lang }).elements[0].textContent;
}

test("numbers are written as the page's language writes them", () => {
  assert.equal(text({}, 1234567), '1,234,567');
  assert.equal(text({}, 1234567, 'de'), '1.234.567');
  assert.equal(text({}, 7, ''), '7');
  assert.equal(text({}, 7, 'no such language'), '7');
  assert.equal(text(WORDS, 2, 'en_US'), '2 other people are reading');
});

test('one and more have words of their own', () => {
  const others = { onlookersCount: 'others', ...WORDS };
  assert.equal(text(others, 2), '1 other person is reading');
  assert.equal(text(others, 1), '0 other people are reading');
  assert.equal(text(others, 1235), '1,234 other people are reading');
});

test('others are never fewer than none', () => {
  assert.equal(text({ onlookersCount: 'others' }, 0), '0');
});

test('a language with more forms has as many attributes', () => {
  const polish = { onlookersOne: '%s osoba', onlookersFew: '%s osoby', onlookersMany: '%s osób' };
  assert.deepEqual([1, 3, 5].map((viewers) => text(polish, viewers, 'pl')), ['1 osoba', '3 osoby', '5 osób']);
});

test('a form without words takes those for other, and without any the number stands alone', () => {
  assert.equal(text({ onlookersOther: 'Readers: %s' }, 1), 'Readers: 1');
  assert.equal(text({ onlookersOne: 'one reader' }, 2), '2');
  assert.equal(text({ onlookersOne: 'one reader' }, 1), 'one reader');
});

test('a count that is none shows viewers', () => {
  assert.equal(text({ onlookersCount: 'readers' }, 3), '3');
});

test('below its threshold a count is hidden, in its place', () => {
  const page = shows([element({ onlookersCount: 'others', onlookersThreshold: '2' })], 2);
  const [{ style }] = page.elements;
  assert.equal(style.visibility, 'hidden');
  page.socket.say('counts', '13', 3, 1);
  assert.equal(style.visibility, '');
  page.socket.say('counts', '13', 2, 1);
  assert.equal(style.visibility, 'hidden');
});

test('words without a number are hidden and shown all the same', () => {
  const words = { onlookersOne: 'somebody else is reading', onlookersOther: 'others are reading' };
  const page = shows([element({ onlookersCount: 'others', onlookersThreshold: '1', ...words })], 1);
  const [{ style }] = page.elements;
  assert.equal(style.visibility, 'hidden', 'nobody else');

  page.socket.say('counts', '13', 3, 1);
  assert.equal(style.visibility, '', 'two others, in the words for none');
  page.socket.say('counts', '13', 1, 1);
  assert.equal(style.visibility, 'hidden', 'nobody any more');
});

test('what the page has written itself is hidden below the threshold, too', () => {
  const zero = Object.assign(element({ onlookersCount: 'others', onlookersThreshold: '1' }), { textContent: '0' });
  assert.equal(shows([zero], 1).elements[0].style.visibility, 'hidden');
});

test('what is read aloud is hidden when its words change, and not before', () => {
  const polite = element({ onlookersCount: 'others', onlookersThreshold: '1', ...WORDS }, { 'aria-live': 'polite' });
  const page = shows([polite], 2);
  const [{ style }] = page.elements;

  page.socket.say('counts', '13', 1, 1);
  assert.deepEqual([page.elements[0].textContent, style.visibility], ['1 other person is reading', '']);
  page.pass(CALM);
  assert.deepEqual([page.elements[0].textContent, style.visibility], ['0 other people are reading', 'hidden']);
});

test('a threshold of 1 hides nobody, and one that is no number hides nothing', () => {
  for (const [threshold, hidden] of [['1', true], ['0', false], ['', false], ['many', false]]) {
    const page = shows([element({ onlookersCount: 'others', onlookersThreshold: threshold })], 1);
    assert.equal(page.elements[0].style.visibility === 'hidden', hidden, threshold);
  }
});

test('a lost number is dimmed', () => {
  const page = shows([element({ onlookersCount: 'viewers' })], 2);
  const [{ style }] = page.elements;
  assert.equal(style.opacity, '');
  page.socket.end(1006);
  page.pass(2_000);
  assert.equal(style.opacity, '.45');
});

test('what is read aloud changes at once, and then at most every three seconds', () => {
  const aloud = element({ onlookersCount: 'viewers' }, { 'aria-live': 'polite' });
  const silent = element({ onlookersCount: 'viewers' });
  const page = shows([aloud, silent], 2);
  assert.equal(aloud.textContent, '2');
  for (const viewers of [3, 4, 5]) page.socket.say('counts', '13', viewers, 1);
  assert.deepEqual([aloud.textContent, silent.textContent], ['2', '5']);
  page.pass(CALM - 1);
  assert.equal(aloud.textContent, '2');
  page.pass(1);
  assert.equal(aloud.textContent, '5', 'the last one always arrives');
  page.pass(CALM);
  page.socket.say('counts', '13', 6, 1);
  assert.equal(aloud.textContent, '6', 'after a quiet time at once');
});

test('first numbers wait for no other element', () => {
  const list = ['14', '15', '16'].map((post) =>
    element({ onlookersCount: 'viewers', onlookersPost: post }, { 'aria-live': 'polite' }),
  );
  const page = shows(list, 1);
  for (const post of ['14', '15', '16']) page.socket.say('counts', post, 7, 1);
  assert.deepEqual(list.map(({ textContent }) => textContent), ['7', '7', '7']);
});

const live = (list) => list.map((one) => one.getAttribute('aria-live'));

test('a page has one live region at most: a number of its own post', () => {
  const list = ['14', '13', undefined, '15'].map((post) =>
    element({ onlookersCount: 'viewers', ...(post && { onlookersPost: post }) }, { 'aria-live': 'polite' }),
  );
  const page = shows(list, 2);
  assert.deepEqual(live(list), ['off', 'polite', 'off', 'off']);
  page.socket.say('counts', '13', 3, 1);
  assert.deepEqual([list[1].textContent, list[2].textContent], ['2', '3'], 'what is silent waits for nothing');
});

test('a list of posts is silent', () => {
  const list = ['14', '15'].map((post) =>
    element({ onlookersCount: 'viewers', onlookersPost: post }, { 'aria-live': 'polite' }),
  );
  openPage(list);
  new Onlookers({ server: 'http://localhost/' }).start();
  assert.deepEqual(live(list), ['off', 'off']);
});

test('a page may be silent altogether, and what is no region is left alone', () => {
  const list = [element({ onlookersCount: 'viewers' }, { 'aria-live': 'polite' }), element({ onlookersCount: 'views' })];
  const page = shows(list, 2, 1, { aloud: 'off' });
  assert.deepEqual(live(list), ['off', null]);
  page.socket.say('counts', '13', 3, 1);
  assert.equal(list[0].textContent, '3');
});
