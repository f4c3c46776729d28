// @ts-check
/**
 * Onlookers: how many people are viewing this post? Live counts in any page.
 *
 *     <b data-onlookers-count="viewers">–</b> reading now
 *     <script type="module" src="https://live.example.org/onlookers.js" data-onlookers-post="13"></script>
 *
 * The script tag names the page's own post, whose viewer this reader is, and perhaps a `data-onlookers-server`. A
 * placeholder shows the `viewers`, `others` (without this reader) or `views` of its `data-onlookers-post`, else of the
 * page's own. Both may carry a `data-onlookers-ticket`. `data-onlookers-state` tells what a number is worth: `live`,
 * `degraded` (one server's part) or `lost` (old). Nothing is stored in the browser.
 *
 * @typedef {'connecting' | 'live' | 'degraded' | 'lost'} State
 */

// Milliseconds.
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 10_000; // until a socket's first frame
const STABLE = 10_000; // a connection that lasted so long was a good one
const PARK_AFTER = 300_000; // hidden so long, nobody is reading

/** Closes that are meant: the session went elsewhere (1000), or what we send is refused. */
const DELIBERATE = [1000, 1003, 1007, 1008, 1009];

/** The server refuses a longer list, and refuses it whole. */
const MOST_WATCHED = 100;

/** The events known here and the types of their arguments. @type {Map<unknown, string[]>} */
const EVENTS = new Map([
  ['session', ['string']],
  ['counts', ['string', 'number', 'number']],
  ['degraded', ['boolean']],
  ['error', ['string', 'string']],
]);

/** Weaker than any rule of the page's own. */
const STYLE = ':where([data-onlookers-state=lost]){opacity:.45}';

/** @param {unknown} value */
export const isPost = (value) => /^[\w-]{1,32}$/.test(String(value ?? ''));

/** 22 characters, 128 random bits; `randomUUID` needs TLS. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').slice(0, 22);
}

/** @param {string} server where Onlookers is deployed, at whatever context path */
export function presenceUrl(server) {
  const url = new URL('presence', server.replace(/\/*$/, '/'));
  url.protocol = url.protocol.replace('http', 'ws');
  return url.href;
}

/**
 * How long to wait before connecting again: exponential with full jitter, lest a crowd come back as a crowd.
 *
 * @param {number} attempt from 0
 * @param {number} [code] of the close, if there was one
 * @param {number} [random] 0 to 1
 */
export function pause(attempt, code = 1006, random = Math.random()) {
  return DELIBERATE.includes(code)
    ? LONGEST_PAUSE * (1 + random)
    : random * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
}

/**
 * @param {string} text
 * @returns {any[]} the event and its arguments; empty when unknown here, as a later server's may be
 */
export function parseFrame(text) {
  try {
    const frame = JSON.parse(text);
    return EVENTS.get(frame[0])?.every((type, i) => typeof frame[i + 1] === type) ? frame : [];
  } catch {
    return [];
  }
}

/**
 * @param {number} number
 * @param {string} [language] the browser's own when it is none
 */
export function format(number, language) {
  try {
    return number.toLocaleString(language || undefined);
  } catch {
    return number.toLocaleString();
  }
}

/** One page's connection. Fires `counts` ({post, viewers, views}), `state` ({@link State}), `refused` ({code, message}). */
export class Onlookers extends EventTarget {
  /** @type {State} */
  state = 'connecting';
  #url;
  #post = '';
  /** @type {string | undefined} */
  #ticket;
  #visit = randomId();
  /** @type {string | undefined} */
  #session;
  /** @type {{element: HTMLElement, post: string}[]} */
  #placeholders = [];
  /** Told by this connection. @type {Map<string, {viewers: number, views: number}>} */
  #counts = new Map();
  /** @type {WebSocket | undefined} */
  #socket;
  #connectedAt = NaN;
  #attempt = 0;
  #degraded = false;
  #parked = false;
  /** The list that the server has. */
  #watching = '';
  /** Until the first frame, or the next attempt. @type {any} */
  #timer;
  /** @type {any} */
  #parking;
  #life = new AbortController();

  /** @param {{server?: string, post?: string | number, ticket?: string}} [options] */
  constructor({ server = new URL('.', import.meta.url).href, post, ticket } = {}) {
    super();
    this.#url = presenceUrl(server);
    if (post !== undefined) this.#own(post, ticket);
  }

  start() {
    const { signal } = this.#life;
    addEventListener('pagehide', () => this.#leave(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#wake(), { signal });
    addEventListener('offline', () => this.#lost(), { signal });
    addEventListener('online', () => this.#connect(), { signal });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    this.refresh();
    this.#look();
    this.#connect();
    return this;
  }

  stop() {
    this.#life.abort();
    clearTimeout(this.#parking);
    this.#leave();
  }

  /**
   * Moves to another post without a page load.
   *
   * @param {string | number} post
   * @param {string} [ticket]
   */
  view(post, ticket) {
    this.#counts.delete(this.#post);
    this.#own(post, ticket);
    this.#sendViewing();
    this.refresh();
  }

  /** Looks for placeholders that have come or gone. */
  refresh() {
    /** @type {NodeListOf<HTMLElement>} */
    const elements = document.querySelectorAll('[data-onlookers-count]');
    this.#placeholders = [...elements]
      .map((element) => ({ element, post: element.dataset.onlookersPost ?? this.#post }))
      .filter(({ post }) => isPost(post));
    this.#paint();
    this.#sendWatching();
  }

  /** @param {string | number} post @param {string} [ticket] */
  #own(post, ticket) {
    if (!isPost(post)) throw new TypeError('a post is 1 to 32 characters of A-Z a-z 0-9 _ -');
    this.#post = String(post);
    this.#ticket = ticket;
  }

  #connect() {
    if (this.#socket || this.#parked || !(this.#post || this.#placeholders.length)) return;
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#connectedAt = NaN;
    this.#degraded = false;
    socket.onopen = () => {
      this.#watching = '';
      this.#sendViewing(this.#session);
      this.#sendWatching();
    };
    socket.onmessage = ({ data }) => this.#hear(parseFrame(data));
    socket.onclose = ({ code }) => this.#lost(code);
    this.#timer = setTimeout(() => {
      socket.close();
      this.#lost();
    }, PATIENCE);
  }

  /** Hears no more of the socket, which may be long in dying. */
  #drop() {
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    this.#socket = undefined;
    clearTimeout(this.#timer);
    this.#counts.clear();
    this.#become('lost');
    return socket;
  }

  /** Not closed: a late close frame would end the session, which the next socket takes over. @param {number} [code] */
  #lost(code) {
    this.#drop();
    if (Date.now() - this.#connectedAt >= STABLE) this.#attempt = 0;
    if (code === 1000) this.#session = undefined;
    this.#timer = setTimeout(() => this.#connect(), pause(this.#attempt++, code));
  }

  /** Closes: the reader is gone at once, and the page may enter the back/forward cache. */
  #leave() {
    this.#drop()?.close();
    this.#session = undefined;
  }

  /** Hidden for long, the page is parked; a parked page that loses its connection stays away until it is looked at. */
  #look() {
    clearTimeout(this.#parking);
    if (document.hidden) this.#parking = setTimeout(() => this.#park(), PARK_AFTER);
    else if (this.#parked) this.#wake();
  }

  #park() {
    this.#parked = true;
    this.#send('parked');
  }

  #wake() {
    this.#parked = false;
    this.#sendViewing();
    this.#connect();
  }

  /** @param {...unknown} frame */
  #send(...frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** @param {string} [session] to resume */
  #sendViewing(session) {
    const options = { visit: this.#visit, session, ticket: this.#ticket };
    if (this.#post && !this.#parked) this.#send('viewing', this.#post, options);
  }

  #sendWatching() {
    const watched = this.#placeholders.filter(({ post }) => post !== this.#post);
    const tickets = new Map(watched.map(({ post, element }) => [post, element.dataset.onlookersTicket ?? '']));
    const list = [...tickets].slice(0, MOST_WATCHED);
    if (String(list) === this.#watching) return;
    this.#watching = String(list);
    const needed = list.some(([, ticket]) => ticket);
    this.#send('watching', list.map(([post]) => post), needed ? { tickets: list.map(([, ticket]) => ticket) } : {});
  }

  /** @param {any[]} frame */
  #hear([event, ...told]) {
    if (event === 'session') {
      clearTimeout(this.#timer);
      this.#connectedAt = Date.now();
      this.#session = told[0];
    } else if (event === 'counts') {
      const [post, viewers, views] = told;
      this.#counts.set(post, { viewers, views });
      this.#become(this.#degraded ? 'degraded' : 'live');
      this.#paint();
      this.#fire('counts', { post, viewers, views });
    } else if (event === 'degraded') {
      this.#degraded = told[0];
      if (this.#degraded || this.#counts.size) this.#become(this.#degraded ? 'degraded' : 'live');
    } else if (event === 'error') {
      console.warn('Onlookers:', ...told);
      this.#fire('refused', { code: told[0], message: told[1] });
    }
  }

  /** @param {State} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#paint();
    this.#fire('state', state);
  }

  /** @param {string} event @param {unknown} detail */
  #fire(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /** A number that this connection did not tell stays, but is never live. */
  #paint() {
    for (const { element, post } of this.#placeholders) {
      const counts = this.#counts.get(post);
      element.dataset.onlookersState = counts ? this.state : 'lost';
      if (!counts) continue;
      const count = element.dataset.onlookersCount;
      const self = count === 'others' && post === this.#post && !this.#parked ? 1 : 0;
      const number = count === 'views' ? counts.views : Math.max(0, counts.viewers - self);
      const text = format(number, document.documentElement.lang);
      if (element.textContent !== text) element.textContent = text;
    }
  }
}

/** A script tag that loaded this very file starts it; an import does not. */
function startByTag() {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  if (!tag) return;
  const { onlookersServer: server, onlookersPost: post, onlookersTicket: ticket } = tag.dataset;
  new Onlookers({ server, post, ticket }).start();
}

if (globalThis.document) {
  startByTag();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
}
