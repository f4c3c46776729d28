// @ts-check
/** The demo page: what a page can do with the client beyond placeholders. Whatever comes from outside is set as text. */
import { Onlookers, isPost } from './onlookers.js';

const FIRST_POST = '13';
const SECOND_POST = '14';
const MOST_DOTS = 40;
/** A screen reader hears the last news only, and not while it still changes. Milliseconds. */
const CALM = 2_000;

const NAMES = { connecting: 'Connecting…', live: 'Live', polled: 'By the quarter minute', degraded: 'Degraded', lost: 'Connection lost' };
const EXPLANATIONS = {
  connecting: 'Asking the server…',
  live: 'The server pushes both numbers the moment they change.',
  polled: 'WebSockets do not get through: the page asks every 15 seconds, and is not counted itself.',
  degraded: 'Redis is out of reach: these are the readers of this server alone.',
  lost: 'These numbers are old. The page connects again by itself.',
};

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} id @param {string} text */
function write(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

/** What the address asks for, which may be anything. */
const asked = () => new URLSearchParams(location.search).get('post') ?? FIRST_POST;

let post = isPost(asked()) ? asked() : FIRST_POST;
let refusal = isPost(asked()) ? '' : `“${asked().slice(0, 80)}” is no post; this is post ${FIRST_POST}.`;
/** @type {number | undefined} */
let viewers;
/** @type {any} */
let announcing;

/** Every window of this page is a reader of its own, so that two windows of one browser see each other. */
const onlookers = new Onlookers({ post, tabs: 'each' });

/** @param {string} text */
function announce(text) {
  clearTimeout(announcing);
  announcing = setTimeout(() => write('announcement', text), CALM);
}

/** @param {string} text */
function explain(text) {
  write('explanation', [refusal, text].filter(Boolean).join(' '));
}

/** What to write into any page. @param {string} source */
const snippet = (source) => `<b data-onlookers-count="viewers">–</b> reading now
<script type="module"
  src="${source}"
  data-onlookers-post="${post}"></script>`;

/** The words around the numbers of this post. */
function showPost() {
  const other = post === SECOND_POST ? FIRST_POST : SECOND_POST;
  write('post', post);
  write('other-post', other);
  byId('other').setAttribute('href', `?post=${other}`);
  byId('again').setAttribute('href', `?post=${post}`);
  byId('other-viewers').dataset.onlookersPost = other;
  const source = new URL('onlookers.js', location.href).href;
  write('code', snippet(source));
}

function showState() {
  byId('card').dataset.state = onlookers.state;
  write('state', NAMES[onlookers.state]);
  explain(EXPLANATIONS[onlookers.state]);
  showTitle();
}

function showTitle() {
  const known = viewers !== undefined && onlookers.state !== 'lost';
  document.title = `${known ? `(${viewers}) ` : ''}Post ${post} · Onlookers`;
}

/** One dot a reader, as far as there is room. @param {number} readers */
function showReaders(readers) {
  const dots = byId('readers');
  const wanted = Math.min(readers, MOST_DOTS);
  dots.querySelector('span')?.remove();
  while (dots.childElementCount > wanted) dots.lastElementChild?.remove();
  while (dots.childElementCount < wanted) dots.append(document.createElement('i'));
  if (readers > wanted) dots.append(Object.assign(document.createElement('span'), { textContent: '…' }));
}

/** @param {{post: string, viewers: number, views: number}} counts */
function showCounts(counts) {
  if (counts.post !== post) return;
  viewers = counts.viewers;
  write('caption', viewers === 1 ? 'person is reading this now: you' : 'people are reading this now');
  byId('number').style.setProperty('--digits', String(viewers.toLocaleString(document.documentElement.lang).length));
  showReaders(counts.viewers);
  showTitle();
  announce(`${viewers} reading now, ${counts.views} views. ${NAMES[onlookers.state]}.`);
}

/** @param {string} next */
function goTo(next) {
  post = next;
  refusal = '';
  viewers = undefined;
  showPost();
  showState();
  onlookers.view(post);
}

/** A plain click moves within this page, and so within this session; any other is the browser's. @param {MouseEvent} event */
function follow(event) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const next = post === SECOND_POST ? FIRST_POST : SECOND_POST;
  history.pushState(null, '', `?post=${next}`);
  goTo(next);
}

async function copy() {
  const copied = await navigator.clipboard.writeText(byId('code').textContent ?? '').then(() => true, () => false);
  write('copy', copied ? 'Copied' : 'Not allowed');
  write('announcement', copied ? 'Copied' : 'The browser does not allow copying');
  setTimeout(() => {
    write('copy', 'Copy');
    write('announcement', '');
  }, CALM);
}

onlookers.addEventListener('counts', (/** @type {any} */ { detail }) => showCounts(detail));
onlookers.addEventListener('state', () => {
  showState();
  announce(`${NAMES[onlookers.state]}. ${EXPLANATIONS[onlookers.state]}`);
});
onlookers.addEventListener('refused', (/** @type {any} */ { detail }) => {
  refusal = `The server refused: ${detail.code}, ${detail.message}.`;
  showState();
});
addEventListener('popstate', () => isPost(asked()) && goTo(asked()));
byId('other').addEventListener('click', follow);
byId('copy').addEventListener('click', copy);
byId('copy').hidden = !navigator.clipboard;

for (const id of ['state', 'explanation', 'snippet']) byId(id).hidden = false;
showPost();
showState();
onlookers.start();
