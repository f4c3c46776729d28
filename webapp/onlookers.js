// @ts-check
/**
 * Onlookers: how many people are viewing this post? Live counts in any page, see client.md.
 *
 *     <b data-onlookers-count="viewers">–</b> reading now
 *     <script type="module" src="https://live.example.org/onlookers.js" data-onlookers-post="13"></script>
 */

const LONGEST_PAUSE = 30_000; // ms
const PATIENCE = 10_000; // until the first frame, and until all is well
const SILENCE = 5_000; // from the tab that leads, when it is asked
const UNSEEN = 300_000; // until the reader is not counted
const TO_BE_RESUMED = 4012; // close code; any other ends the session

const SITE = '*'; // in the place of a post

/** @param {unknown} value */
export const isPost = (value) => /^[\w-]{1,32}$/.test(String(value ?? ''));

/** Full jitter, lest a crowd come back as a crowd; and long after a close that was meant. */
export const pause = (attempt, code = 0) =>
  (/100[03789]/.test(code) ? LONGEST_PAUSE : 0) + Math.random() * Math.min(LONGEST_PAUSE, 250 * 2 ** attempt);

/** Fires `counts` ({post, viewers, views}), `state` and `refused` ({code, message}). */
export class Onlookers extends EventTarget {
  #server;
  #post = '';
  #ticket;
  #shared;
  #id = crypto.getRandomValues(new Uint32Array(4)).join('').slice(0, 32);
  /**
   * What the tabs have in common. `session`: to be gone on with; `self`: how much of the post's viewers is this reader;
   * `parked`: nobody has looked for long; `heard`: there is a server.
   */
  #news = {
    state: 'connecting',
    counts: new Map(),
    session: undefined,
    visit: this.#id,
    self: 0,
    parked: false,
    heard: false,
  };
  /** This tab; where it leads, all. */
  #tabs = new Map();
  #channel;
  #leads = false;
  #stay = new AbortController();
  #life = new AbortController();
  #places = [];
  // What is true of one socket:
  #socket;
  #greeted;
  #spare; // the session that is new, until it is known whether the old one goes on
  #watching;
  #alive;
  // And of all of them:
  #polling;
  #attempt = 0;
  #timer; // for the socket: that it speaks, lasts, is followed by another
  #waiting; // for the next reading, or for a word of the tab that leads
  #deadline; // for what has been so for too long, see #when
  #calm;

  /** @param {{server?: string, post?: string | number, ticket?: string, tabs?: string}} [options] */
  constructor({ server = new URL('.', import.meta.url).href, post, ticket, tabs } = {}) {
    super();
    this.#server = server.replace(/\/*$/, '/');
    this.#shared = tabs !== 'each' && !!navigator.locks;
    if (post !== undefined) this.#own(post, ticket);
  }

  /** `connecting`, `live`, `degraded`, `polled` or `lost`. */
  get state() {
    return this.#news.state;
  }

  start() {
    const { signal } = this.#life;
    addEventListener('pagehide', () => this.#leave(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#enter(), { signal });
    addEventListener('offline', () => this.#lost(), { signal });
    addEventListener('online', () => this.#connect(), { signal });
    document.addEventListener('prerenderingchange', () => this.#connect(), { signal });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    this.refresh();
    this.#enter();
    return this;
  }

  stop() {
    this.#life.abort();
    this.#leave();
  }

  /** Moves without a page load. @param {string | number} post @param {string} [ticket] */
  view(post, ticket) {
    const shared = this.#channel;
    if (shared) this.#leave();
    this.#news.counts.delete(this.#post);
    this.#own(post, ticket);
    this.refresh();
    if (shared) this.#enter();
    else if (!this.#news.parked) this.#introduce();
  }

  /** Placeholders have come or gone. */
  refresh() {
    this.#places = [...document.querySelectorAll('[data-onlookers-count]')]
      .map((/** @type {any} */ element) => {
        const { onlookersCount, onlookersPost = this.#post } = element.dataset;
        return { element, post: onlookersCount === 'online' ? SITE : onlookersPost };
      })
      .filter(({ post }) => post === SITE || isPost(post));
    this.#paint();
    this.#look();
    this.#watch();
    if (!this.#timer) this.#connect();
  }

  #own(post, ticket) {
    if (!isPost(post)) throw new TypeError('not a post');
    this.#post = String(post);
    this.#ticket = ticket;
  }

  /** A browser's tabs on one post are one reader: the one with the lock connects, and tells the others. */
  #enter() {
    this.#news.parked = false;
    if (!this.#shared || !this.#post) return this.#lead();
    this.#stay = new AbortController();
    this.#channel = new BroadcastChannel(this.#server + this.#post);
    this.#channel.onmessage = ({ data }) => this.#hearTab(data);
    this.#request({ signal: this.#stay.signal });
    this.#look();
  }

  #request(options) {
    const { signal } = this.#stay;
    const hold = (release) => {
      if (signal.aborted) return release(); // left while it was robbing
      signal.onabort = release;
      this.#lead();
    };
    navigator.locks.request(this.#server + this.#post, options, () => new Promise(hold)).catch(() => {
      if (signal.aborted) return;
      this.#shared = this.#leads; // robbed when frozen; else there are no locks
      this.#leave();
      this.#enter();
    });
  }

  #lead() {
    this.#leads = true;
    this.#when(false);
    this.#look();
    if (this.#news.parked) this.#learn({ state: 'lost', counts: new Map() });
    this.#tell(true);
    this.#connect();
  }

  #tell(asks = false) {
    if (this.#leads) this.#channel?.postMessage({ ...this.#news, asks });
  }

  #hearTab(data) {
    if (this.#leads && data.id) {
      if (data.wanted) this.#tabs.set(data.id, data);
      else this.#tabs.delete(data.id);
      this.#look();
      this.#watch();
      this.#tell();
    } else if (!this.#leads && data.state) {
      this.#learn(data);
      clearTimeout(this.#waiting);
      this.#when(false);
      if (data.asks) this.#look();
      else if (!document.hidden) this.#waiting = setTimeout(() => this.#look(), LONGEST_PAUSE);
    }
  }

  #connect() {
    const due = this.#leads && !this.#news.parked && (this.#post || this.#places.length);
    if (!due || this.#socket || /** @type {any} */ (document).prerendering) return;
    let socket;
    try {
      this.#socket = socket = new WebSocket(this.#server.replace(/^http/, 'ws') + 'presence');
    } catch {
      return this.#lost(1008); // no such address
    }
    this.#greeted = false;
    this.#spare = undefined;
    this.#alive = 'live';
    socket.onopen = () => {
      this.#watching = '';
      this.#introduce();
      this.#watch();
    };
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.#lost(code);
    this.#after(PATIENCE, () => this.#lost());
  }

  #after(millis, action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      action();
    }, millis);
  }

  /** Hears no more of the socket. */
  #drop(code) {
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close(code);
    this.#socket = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#polling) this.#learn({ state: 'lost', counts: new Map(), self: 0 });
  }

  #lost(code = 0) {
    if (code === 1000) this.#news.session = undefined; // it goes on elsewhere
    this.#drop(TO_BE_RESUMED);
    if (!this.#leads) return;
    if (!this.#polling && !this.#news.heard && this.#attempt > 1) {
      this.#polling = true;
      this.#look();
    }
    this.#after(pause(this.#attempt++, this.#polling ? 1000 : code), () => this.#connect());
  }

  /** At once, and the page may enter the back/forward cache. */
  #leave() {
    const code = this.#tabs.size > 1 ? TO_BE_RESUMED : undefined; // by another tab
    this.#channel?.postMessage({ id: this.#id });
    this.#channel?.close();
    this.#channel = undefined;
    this.#stay.abort();
    this.#tabs.clear();
    this.#leads = this.#polling = false;
    clearTimeout(this.#waiting);
    this.#when(false);
    this.#drop(code);
    this.#news.session = undefined;
  }

  /** Who looks at which tab has changed. */
  #look() {
    const wanted = this.#places.map(({ post, element }) => [post, element.dataset.onlookersTicket ?? '']);
    const me = { id: this.#id, wanted, seen: !document.hidden };
    this.#tabs.set(me.id, me);
    clearTimeout(this.#waiting);
    if (this.#leads) {
      const seen = [...this.#tabs.values()].some((tab) => tab.seen);
      this.#when(!seen && !this.#news.parked, UNSEEN, () => this.#park(true));
      if (seen && this.#news.parked) this.#park(false);
      if (seen && this.#polling) this.#poll();
    } else if (this.#channel) {
      this.#channel.postMessage(me);
      this.#when(me.seen, SILENCE, () => this.#request({ steal: true }));
    }
  }

  /** Acts once something has been so for a while, however often it is looked at meanwhile. */
  #when(so, millis = 0, action = () => {}) {
    if (!so) {
      clearTimeout(this.#deadline);
      this.#deadline = undefined;
    } else {
      this.#deadline ??= setTimeout(() => {
        this.#deadline = undefined;
        action();
      }, millis);
    }
  }

  #park(parked) {
    this.#learn({ parked });
    this.#introduce();
    this.#connect();
  }

  /** What this page shows, or that nobody looks. */
  #introduce() {
    const { visit, session, parked } = this.#news;
    if (parked) this.#send('parked');
    else if (this.#post) this.#send('viewing', this.#post, { visit, session, ticket: this.#ticket });
  }

  #send(...frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** As many posts as the server allows, and their tickets; last, if it is wanted, the site, which needs none. */
  #list() {
    const all = new Map([...this.#tabs.values()].flatMap(({ wanted }) => wanted));
    all.delete(this.#post);
    const site = all.delete(SITE) ? [[SITE]] : [];
    return [...[...all].slice(0, 99), ...site];
  }

  #watch() {
    const list = this.#list();
    if (this.#watching === (this.#watching = String(list))) return;
    this.#send('watching', list.map(([post]) => post), { tickets: list.flatMap(([, ticket]) => ticket ?? []) });
  }

  #hear([event, first, ...more]) {
    if (event === 'session') {
      this.#meet(first);
    } else if (event === 'counts') {
      if (first === this.#post) this.#count();
      this.#learn({ state: this.#alive, counts: new Map(this.#news.counts).set(first, more) });
    } else if (event === 'online') {
      this.#learn({ state: this.#alive, counts: new Map(this.#news.counts).set(SITE, [first, 0]) });
    } else if (event === 'degraded') {
      this.#learn({ state: (this.#alive = first ? 'degraded' : 'live') });
    } else if (event === 'error') {
      console.warn('Onlookers:', first, more);
      this.#fire('refused', { code: first, message: more[0] });
    }
  }

  /**
   * A server first says a new session, whatever will be asked of it. Until it has answered, the old one is what the next
   * socket, or the next tab, has to ask for: if this one breaks, the reader would be counted twice for the grace.
   */
  #meet(session) {
    const first = !this.#greeted;
    if (first) {
      this.#greeted = true;
      this.#polling = false;
      this.#after(PATIENCE, () => (this.#attempt = 0));
    }
    if (first && this.#post && this.#news.session) this.#spare = session;
    else this.#goOn(session);
  }

  #goOn(session) {
    this.#spare = undefined;
    this.#learn({ session, heard: true });
  }

  /** The page's own post is counted: now this reader is, and an old session that was not named has ended. */
  #count() {
    this.#news.self = this.#news.parked ? 0 : 1;
    if (this.#spare) this.#goOn(this.#spare);
  }

  /** Where WebSockets are blocked. */
  async #poll() {
    const wanted = [this.#post, ...this.#list().map(([post]) => post)];
    const posts = wanted.filter(isPost);
    const site = wanted.includes(SITE);
    if (!posts.length && !site) return;
    this.#waiting = setTimeout(() => this.#look(), 12_000 + 6_000 * Math.random());
    const counts = new Map();
    const read = async (path) => (await fetch(`${this.#server}api/${path}`)).json();
    try {
      for (const { post, viewers, views } of posts.length ? await read(`posts?ids=${posts}`) : []) {
        counts.set(post, [viewers, views]);
      }
      const { viewers } = site ? await read('online') : {};
      if (viewers >= 0) counts.set(SITE, [viewers, 0]);
    } catch {}
    if (this.#polling) this.#learn({ state: counts.size ? 'polled' : 'lost', counts });
  }

  #learn(news) {
    const { state, counts } = this.#news;
    this.#news = { ...this.#news, ...news };
    this.#paint();
    this.#tell();
    if (this.state !== state) this.#fire('state', this.state);
    for (const [post, [viewers, views]] of this.#news.counts) {
      if (`${counts.get(post)}` !== `${viewers},${views}`) this.#fire('counts', { post, viewers, views });
    }
  }

  #fire(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  #phrase(number, element, language) {
    try {
      const form = new Intl.PluralRules(language).select(number);
      const words = element.getAttribute(`data-onlookers-${form}`) ?? element.getAttribute('data-onlookers-other');
      return (words ?? '%s').replace('%s', number.toLocaleString(language));
    } catch {
      return this.#phrase(number, element); // no such language
    }
  }

  /** What is told no more is dimmed. */
  #paint(calm = this.#calm) {
    for (const { element, post } of this.#places) {
      const { dataset, style } = element;
      const before = dataset.onlookersState;
      const counts = this.#news.counts.get(post);
      dataset.onlookersState = counts ? this.state : 'lost';
      style.opacity = counts ? '' : '.45';
      if (!counts) continue;
      const [viewers, views] = counts;
      const others = Math.max(0, viewers - (post === this.#post ? this.#news.self : 0));
      const number = { views, others }[dataset.onlookersCount] ?? viewers;
      const text = this.#phrase(number, element, document.documentElement.lang);
      const aloud = element.hasAttribute('aria-live'); // now and then
      if (element.textContent === text || (aloud && calm && before === this.state)) continue;
      element.textContent = text;
      style.visibility = number < dataset.onlookersThreshold ? 'hidden' : '';
      if (aloud) this.#calm = setTimeout(() => this.#paint((this.#calm = 0)), 3_000);
    }
  }
}

// The script tag that loaded this file; an import has none.
const tag = [...(globalThis.document?.scripts ?? [])].find(({ src }) => src === import.meta.url);
if (tag) {
  const { onlookersServer: server, onlookersPost: post, onlookersTicket: ticket, onlookersTabs: tabs } = tag.dataset;
  new Onlookers({ server, post, ticket, tabs }).start();
}
