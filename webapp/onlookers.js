/** Onlookers: live counts in any page, see client.md. */

const LONGEST_PAUSE = 30_000;
const QUIET = 45_000; // then the server is asked
const TIMEOUT = 10_000;
const SILENCE = 5_000; // of the tab that leads
const UNSEEN = 300_000; // then parked
const CALM = 3_000; // for who listens
const GAP = 2_000; // not shown
const TO_BE_RESUMED = 4012;
const SITE = '*'; // as a post

let isIdle = !!globalThis.document;

export const isPost = (value) => /^[\w-]{1,32}$/.test(String(value ?? ''));

/** Full jitter; and long after a close that was meant. */
export const pause = (attempt, code = 0) =>
  (/100[03789]/.test(code) ? LONGEST_PAUSE : 0) + Math.random() * Math.min(LONGEST_PAUSE, 250 * 2 ** attempt);

const randomId = () => crypto.getRandomValues(new Uint32Array(4)).join('').slice(0, 32);

function keptVisit(post, seconds) {
  const now = Date.now();
  const isYoung = (entry) => isPost(entry?.[1]) && entry[1].length > 15 && Math.abs(now - entry[2]) < 1_000 * Math.min(seconds, 86_400);
  let kept = [];
  try {
    kept = JSON.parse(localStorage.onlookers).filter(isYoung);
  } catch {} // nothing of ours
  let mine = kept.find(([name]) => name === post);
  try {
    if (!mine) localStorage.onlookers = JSON.stringify([...kept.slice(-99), (mine = [post, randomId(), now])]);
    return mine[1];
  } catch {} // nothing is kept here
}

const PLACEHOLDERS = '[data-onlookers-count]';
const OURS = `${PLACEHOLDERS}, script`;

const isOurs = (node) => node.matches?.(OURS) || node.querySelector?.(OURS);
const concernsUs = ({ type, addedNodes, removedNodes }) =>
  type === 'attributes' || [...addedNodes, ...removedNodes].some(isOurs);

class Timer {
  #id;

  set(millis, action) {
    this.stop();
    this.#id = setTimeout(() => {
      this.stop();
      action();
    }, millis);
  }

  stop() {
    this.#id = clearTimeout(this.#id);
  }

  get runs() {
    return !!this.#id;
  }
}

function phrase(number, element, language) {
  try {
    const form = new Intl.PluralRules(language).select(number);
    const words = element.getAttribute(`data-onlookers-${form}`) ?? element.getAttribute('data-onlookers-other');
    return (words ?? '%s').replace('%s', number.toLocaleString(language));
  } catch {
    return phrase(number, element); // no such language
  }
}

/** The elements that show a number. */
class Placeholders {
  #own;
  #found = [];
  #news;
  #calm = new Timer();
  #region;

  find(own, aloud) {
    this.#own = own;
    this.#found = [...document.querySelectorAll(PLACEHOLDERS)]
      .map((element) => {
        const { onlookersCount, onlookersPost = own } = element.dataset;
        return { element, post: onlookersCount === 'online' ? SITE : onlookersPost };
      })
      .filter(({ post }) => post === SITE || isPost(post));
    this.#findRegion(aloud);
  }

  /** Who listens to the page hears one number, of its own post. */
  #findRegion(aloud) {
    const regions = this.#found.filter(({ element }) => (element.getAttribute('aria-live') ?? 'off') !== 'off');
    const region = regions.find(({ post }) => aloud && post === this.#own);
    this.#region = region?.element;
    for (const { element } of regions) if (element !== this.#region) element.setAttribute('aria-live', 'off');
  }

  get wanted() {
    return this.#found.map(({ post, element }) => [post, element.dataset.onlookersTicket ?? '']);
  }

  paint(news) {
    this.#news = news;
    const calm = this.#calm.runs;
    for (const { element, post } of this.#found) {
      const { dataset, style } = element;
      const before = dataset.onlookersState;
      const counts = news.counts.get(post);
      dataset.onlookersState = counts ? news.state : 'lost';
      style.opacity = counts ? '' : '.45';
      if (!counts) continue;
      const [viewers, views] = counts;
      const others = Math.max(0, viewers - (post === this.#own ? news.self : 0));
      const number = { views, others }[dataset.onlookersCount] ?? viewers;
      const text = phrase(number, element, document.documentElement.lang);
      const aloud = element === this.#region;
      if (aloud && calm && before === news.state) continue;
      style.visibility = number < dataset.onlookersThreshold ? 'hidden' : '';
      if (element.textContent === text) continue;
      element.textContent = text;
      if (aloud) this.#calm.set(CALM, () => this.paint(this.#news));
    }
  }
}

/** The tab with the lock leads: it connects, and publishes to the others. */
class Tabs {
  #id;
  #page;
  #shared;
  #name;
  #leads = false;
  #all = new Map();
  #channel;
  #stay = new AbortController();
  #beat = new Timer();
  #deadline = new Timer();

  constructor(id, shared, page) {
    this.#id = id;
    this.#shared = shared;
    this.#page = page;
  }

  get lead() {
    return this.#leads;
  }

  /** Whether it has entered where there may be others. */
  get shared() {
    return this.#shared && (this.#leads || !!this.#channel);
  }

  get size() {
    return this.#all.size;
  }

  get seen() {
    return [...this.#all.values()].some(({ seen }) => seen);
  }

  get wanted() {
    return new Map([...this.#all.values()].flatMap(({ wanted }) => wanted));
  }

  enter(name) {
    if (!this.#shared || !name) return this.#take();
    this.#name = name;
    this.#stay = new AbortController();
    try {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = ({ data }) => this.#receive(data);
      this.#request({ signal: this.#stay.signal });
    } catch {
      this.#again(false);
    }
  }

  #again(shared) {
    this.#shared = shared;
    this.#page.again();
  }

  leave() {
    this.#channel?.postMessage({ id: this.#id });
    this.#channel?.close();
    this.#channel = undefined;
    this.#stay.abort();
    this.#all.clear();
    this.#leads = false;
    this.#calmDown();
  }

  #request(options) {
    const { signal } = this.#stay;
    const hold = (release) => {
      if (signal.aborted) return release(); // it has left
      signal.onabort = release;
      this.#take();
    };
    navigator.locks.request(this.#name, options, () => new Promise(hold)).catch(() => {
      if (signal.aborted) return;
      this.#again(this.#leads); // robbed when frozen, or no locks
    });
  }

  #take() {
    this.#leads = true;
    this.#calmDown();
    this.#page.lead();
  }

  #calmDown() {
    this.#beat.stop();
    this.#deadline.stop();
  }

  show(wanted) {
    const me = { id: this.#id, wanted, seen: !document.hidden };
    this.#all.set(me.id, me);
    if (this.#leads || !this.#channel) return;
    this.#beat.stop();
    this.#channel.postMessage(me);
    if (!me.seen) this.#deadline.stop();
    else if (!this.#deadline.runs) this.#deadline.set(SILENCE, () => this.#request({ steal: true }));
  }

  publish(news, asks = false) {
    if (this.#leads) this.#channel?.postMessage({ ...news, asks });
  }

  #receive(data) {
    if (this.#leads && data.id) {
      if (data.wanted) this.#all.set(data.id, data);
      else this.#all.delete(data.id);
      this.#page.look();
    } else if (!this.#leads && data.state) {
      this.#calmDown();
      this.#page.receive(data);
      if (data.asks) this.#page.look();
      else if (!document.hidden) this.#beat.set(LONGEST_PAUSE, () => this.#page.look());
    }
  }
}

/** One socket at a time, and what to do without. */
class Connection {
  #server;
  #page;
  #socket;
  #greeted;
  #spare;
  #watching;
  #health;
  #quiet = new Timer();
  #asked;
  #turn = 0;
  #polling; // the turn shown
  #attempt = 0;
  #timer = new Timer();
  #reading = new Timer();
  #gap = new Timer();
  #stale = new Set();

  constructor(server, page) {
    this.#server = server;
    this.#page = page;
  }

  open(soon = false) {
    if (this.#socket || (soon && this.#timer.runs) || !this.#page.wants()) return;
    let socket;
    try {
      this.#socket = socket = new WebSocket(this.#server.replace(/^http/, 'ws') + 'presence');
    } catch {
      return this.lose(1008); // no such address
    }
    this.#greeted = this.#asked = false;
    this.#spare = undefined;
    this.#health = 'live';
    socket.onopen = () => {
      this.#watching = '';
      if (this.#page.own().post) this.introduce();
      this.watch();
    };
    socket.onmessage = ({ data }) => {
      this.#listen();
      this.#receive(JSON.parse(data));
    };
    socket.onclose = ({ code }) => this.lose(code, true);
    this.#timer.set(TIMEOUT, () => this.lose());
  }

  /** A close may be made up for before anybody sees it. */
  lose(code = 0, isClose = false) {
    if (code === 1000) this.#page.learn({ session: undefined }); // it goes on elsewhere
    this.#drop(TO_BE_RESUMED);
    if (isClose && this.#greeted) this.#gap.set(GAP, () => this.#forget());
    else if (!isClose || !this.#gap.runs) this.#forget();
    if (!this.#page.wants()) return;
    if (!this.#polling && !this.#page.news().heard && this.#attempt > 1) {
      this.#polling = ++this.#turn;
      this.look();
    }
    this.#timer.set(pause(this.#attempt++, this.#polling ? 1000 : code), () => this.open());
  }

  close(code) {
    this.#polling = undefined;
    this.#reading.stop();
    this.#gap.stop();
    this.#drop(code);
  }

  #drop(code) {
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close(code);
    this.#socket = undefined;
    this.#timer.stop();
    this.#quiet.stop();
    this.#stale = new Set(this.#page.news().counts.keys());
  }

  #forget() {
    this.#gap.stop();
    if (this.#polling) return;
    const counts = new Map(this.#page.news().counts);
    for (const post of this.#stale) counts.delete(post);
    this.#page.learn({ state: counts.size ? this.#health : 'lost', counts });
  }

  #send(...frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  introduce() {
    const { session, parked } = this.#page.news();
    const { post, ticket } = this.#page.own();
    if (parked || !post) this.#send('parked');
    else this.#send('viewing', post, { visit: this.#page.visit(), session, ticket });
  }

  #listen() {
    this.#asked = false;
    this.#quiet.set(QUIET, () => this.ask());
  }

  ask() {
    if (!this.#socket || !this.#greeted || this.#asked || !this.#page.seen()) return;
    this.#asked = true;
    this.#quiet.set(TIMEOUT, () => this.lose());
    this.#send('alive');
  }

  #list() {
    const all = this.#page.wanted();
    all.delete(this.#page.own().post);
    const site = all.delete(SITE) ? [[SITE]] : [];
    return [...[...all].slice(0, 99), ...site];
  }

  watch() {
    const list = this.#list();
    if (this.#watching === (this.#watching = String(list))) return;
    this.#send('watching', list.map(([post]) => post), { tickets: list.flatMap(([, ticket]) => ticket ?? []) });
  }

  #receive([event, first, ...more]) {
    if (event === 'session') {
      this.#meet(first);
    } else if (event === 'counts') {
      this.#show(first, more);
    } else if (event === 'online') {
      this.#show(SITE, [first, 0]);
    } else if (event === 'degraded') {
      this.#page.learn({ state: (this.#health = first ? 'degraded' : 'live') });
    } else if (event === 'error') {
      this.#page.error(first, more[0]);
    }
  }

  #show(post, counts) {
    if (this.#spare && post === this.#page.own().post) this.#goOn(this.#spare);
    this.#stale.delete(post);
    const { parked, self, counts: all } = this.#page.news();
    const counted = post === this.#page.own().post ? Number(!parked) : self;
    this.#page.learn({ state: this.#health, counts: new Map(all).set(post, counts), self: counted });
  }

  /** Whether the old session goes on is not known yet. */
  #meet(session) {
    if (this.#greeted) return this.#goOn(session);
    this.#greeted = true;
    this.#polling = undefined;
    this.#timer.set(TIMEOUT, () => (this.#attempt = 0));
    if (this.#page.own().post && this.#page.news().session) this.#spare = session;
    else this.#goOn(session);
  }

  #goOn(session) {
    this.#spare = undefined;
    this.#page.learn({ session, heard: true });
  }

  look() {
    this.#reading.stop();
    if (this.#polling && this.#page.seen()) this.#read();
  }

  /** Where WebSockets are blocked. */
  async #read() {
    const wanted = [this.#page.own().post, ...this.#list().map(([post]) => post)];
    const posts = wanted.filter(isPost);
    this.#reading.set(12_000 + 6_000 * Math.random(), () => this.look());
    if (!this.#page.wants()) return;
    const turn = ++this.#turn;
    const ask = (path) => fetch(`${this.#server}api/${path}`).then((answer) => answer.json()).catch(() => []);
    const read = posts.length ? await ask(`posts?ids=${posts}`) : [];
    const all = [].concat(read, wanted.includes(SITE) ? { ...(await ask('online')), post: SITE } : []);
    const counts = new Map(all.filter(({ viewers }) => viewers >= 0).map(({ post, viewers, views = 0 }) => [post, [viewers, views]]));
    if (!(turn > this.#polling)) return; // newer is shown
    this.#polling = turn;
    this.#page.learn({ state: counts.size ? 'polled' : 'lost', counts, self: 0 });
  }
}

/** What a page has. */
export class Onlookers extends EventTarget {
  #server;
  #post = '';
  #ticket;
  #window;
  #aloud;
  #id = randomId();
  #news = { state: 'connecting', counts: new Map(), self: 0, parked: false, heard: false };
  #placeholders = new Placeholders();
  #tabs;
  #connection;
  #life = new AbortController();
  #unseen = new Timer();
  #seen;

  constructor({ server = new URL('.', import.meta.url).href, post, ticket, tabs, window, aloud } = {}) {
    super();
    this.#window = window;
    this.#aloud = aloud !== 'off';
    this.#server = server.replace(/\/*$/, '/');
    this.#tabs = new Tabs(this.#id, tabs !== 'each' && !!navigator.locks, {
      lead: () => this.#lead(),
      receive: (news) => this.#learn(news),
      look: () => {
        this.#look();
        this.#tabs.publish(this.#news);
      },
      again: () => {
        this.#leave();
        this.#enter();
      },
    });
    this.#connection = new Connection(this.#server, {
      wants: () => this.#wants(),
      seen: () => this.#tabs.seen,
      news: () => this.#news,
      visit: () => this.#visit(),
      own: () => ({ post: this.#post, ticket: this.#ticket }),
      wanted: () => this.#tabs.wanted,
      learn: (news) => this.#learn(news),
      error: (code, message) => this.#refuse(code, message),
    });
    this.#own(post, ticket);
  }

  get state() {
    return this.#news.state;
  }

  start() {
    const { signal } = this.#life;
    const on = (target, event, action) => target.addEventListener(event, action, { signal });
    on(globalThis, 'pagehide', () => this.#leave());
    on(globalThis, 'pageshow', ({ persisted }) => persisted && this.#enter());
    on(globalThis, 'offline', () => this.#connection.lose());
    on(globalThis, 'online', () => {
      this.#connection.ask();
      this.#connection.open();
    });
    on(document, 'visibilitychange', () => this.#look());
    const observer = new MutationObserver((records) => records.some(concernsUs) && this.refresh());
    const attributeFilter = ['data-onlookers-count', 'data-onlookers-post', 'data-onlookers-ticket'];
    observer.observe(document, { subtree: true, childList: true, attributeFilter });
    signal.onabort = () => observer.disconnect();
    this.refresh();
    this.#enter();
    return this;
  }

  stop() {
    this.#life.abort();
    this.#leave();
  }

  view(post, ticket) {
    const { shared } = this.#tabs;
    if (shared) this.#leave();
    this.#news.counts.delete(this.#post);
    this.#news.visit = undefined;
    this.#own(post, ticket);
    this.refresh();
    if (shared) this.#enter();
    else if (document.hidden) this.#park(true);
    else this.#connection.introduce();
  }

  refresh() {
    this.#fire('refresh');
    this.#placeholders.find(this.#post, this.#aloud);
    if (this.#hasWork()) isIdle = false;
    this.#placeholders.paint(this.#news);
    this.#look();
    this.#connection.open(true);
  }

  #own(post = '', ticket) {
    if (post !== '' && !isPost(post)) throw new TypeError('not a post');
    this.#post = String(post);
    this.#ticket = ticket;
  }

  #visit() {
    const kept = () => this.#window > 0 && keptVisit(this.#server + this.#post, this.#window);
    return (this.#news.visit ??= kept() || this.#id);
  }

  #enter() {
    this.#news.parked = document.hidden;
    this.#tabs.enter(this.#post && this.#server + this.#post);
    this.#look();
  }

  #leave() {
    this.#connection.close(this.#tabs.size > 1 ? TO_BE_RESUMED : undefined); // first, for a browser may be in a hurry
    this.#tabs.leave();
    this.#unseen.stop();
    this.#seen = undefined;
    this.#learn({ state: 'lost', counts: new Map(), session: undefined });
  }

  #lead() {
    this.#look();
    if (this.#news.parked) this.#learn({ state: 'lost', counts: new Map() });
    this.#tabs.publish(this.#news, true);
    this.#connection.open();
  }

  #wants() {
    const isHere = this.#tabs.lead && !this.#news.parked;
    const isOnline = navigator.onLine !== false || /\/(localhost|127)/.test(this.#server);
    return isHere && isOnline && this.#hasWork();
  }

  #hasWork() {
    return this.#post || this.#placeholders.wanted.length;
  }

  #look() {
    this.#tabs.show(this.#placeholders.wanted);
    if (!this.#tabs.lead) return;
    const { seen } = this.#tabs;
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#unseen.stop();
      if (!seen) this.#unseen.set(UNSEEN, () => this.#park(true));
      else if (this.#news.parked) this.#park(false);
      if (seen) this.#connection.ask();
    }
    this.#connection.watch();
    this.#connection.look();
  }

  #park(parked) {
    this.#learn({ parked });
    if (this.#post) this.#connection.introduce();
    this.#connection.open();
  }

  #learn(news) {
    const { state, counts } = this.#news;
    this.#news = { ...this.#news, ...news };
    this.#placeholders.paint(this.#news);
    this.#tabs.publish(this.#news);
    if (this.state !== state) this.#fire('state', this.state);
    for (const [post, [viewers, views]] of this.#news.counts) {
      if (`${counts.get(post)}` !== `${viewers},${views}`) this.#fire('counts', { post, viewers, views });
    }
  }

  #refuse(code, message) {
    console.warn('Onlookers:', code, message);
    this.#fire('refused', { code, message });
  }

  #fire(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** By its address; where that was rewritten, by its attribute. */
function findTag() {
  const tags = [...(globalThis.document?.scripts ?? [])];
  return tags.find(({ src }) => src === import.meta.url) ?? tags.find(({ dataset }) => 'onlookersPost' in dataset);
}

const tag = findTag();

/** Of the tag; an import has none. */
export let onlookers = tag?.onlookers;

if (tag && !onlookers) {
  const { onlookersServer: server, onlookersPost: post, onlookersTicket: ticket, ...more } = tag.dataset;
  const { onlookersTabs: tabs, onlookersWindow: window, onlookersAloud: aloud } = more;
  tag.onlookers = onlookers = new Onlookers({ server, post, ticket, tabs, window, aloud });
  let shown = post;
  onlookers.addEventListener('refresh', () => {
    const { onlookersPost, onlookersTicket } = (findTag() ?? tag).dataset;
    if (onlookersPost === shown) return;
    shown = onlookersPost;
    onlookers.view(isPost(shown) ? shown : '', onlookersTicket);
  });
  document.dispatchEvent(new CustomEvent('onlookers', { detail: onlookers }));
  onlookers.start();
}
// Those who import it have begun by then.
setTimeout(() => isIdle && console.info('Onlookers: nothing to do, no data-onlookers-post and no data-onlookers-count'));
