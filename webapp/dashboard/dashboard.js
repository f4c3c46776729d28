// @ts-check
/**
 * The dashboard. Everything comes by one stream of events from ./feed, and is set as text; what is to be done goes to
 * ../api/admin. Browsers add the password that they asked for to both.
 */
(() => {
  'use strict';

  /** The server says something every 5 seconds; after so much silence the connection is dead. Milliseconds. */
  const SILENCE = 20_000;
  const RETRY = 5_000;
  const HOUR = 3_600;
  const MOST_POINTS = 720;

  const NAMES = {
    connecting: 'Connecting…',
    live: 'Live',
    degraded: 'Redis is out of reach',
    lost: 'Connection lost',
  };

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  const numbers = new Intl.NumberFormat();
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
  const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

  /** @param {number | null | undefined} n */
  const digits = (n) => (n === null || n === undefined ? '–' : numbers.format(n));

  /** @param {Element} element @param {string} text */
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** @param {string} tag @param {string} [className] */
  function make(tag, className) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    return element;
  }

  /** @param {string} name */
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** As many children as items, each filled anew: one that has the focus keeps it. */
  function list(parent, items, make, fill) {
    while (parent.children.length > items.length) parent.lastElementChild.remove();
    items.forEach((item, i) => {
      if (!parent.children[i]) parent.append(make());
      fill(parent.children[i], item, i);
    });
  }

  // The state of the connection.

  /** @param {keyof typeof NAMES} state */
  function setState(state) {
    document.body.dataset.state = state;
    write(byId('state'), NAMES[state]);
  }

  // Charts.

  /** Every chart with what it shows when nothing is pointed at. */
  const charts = [];

  /**
   * A chart that fills its place, in the colours of the page, whose caption shows what is pointed at.
   *
   * @param {string} id of its place
   * @param {object[]} series as uPlot has them
   * @param {object} how scales and axes
   * @param {(i: number | null) => Node[]} describe row i of the data, or all of it
   */
  function chart(id, series, how, describe) {
    const place = byId(id);
    const caption = byId(`${id}-text`);
    const size = () => ({ width: Math.max(place.clientWidth, 100), height: place.clientHeight });
    const axis = {
      stroke: () => color('--quiet'),
      grid: { stroke: () => color('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    const plot = new uPlot(
      {
        ...size(),
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        padding: [8, how.right ? 0 : 24, 0, 0],
        scales: { x: { time: false, range: how.range }, y: { range: fromZero }, ...how.scales },
        axes: [
          { ...axis, space: 64, incrs: how.steps, values: (_, splits) => splits.map(how.name), size: 28 },
          { ...axis, values: (_, splits) => splits.map(whole), size: 54 },
          ...(how.right ? [{ ...axis, side: 1, scale: 'right', grid: { show: false }, values: (_, splits) => splits.map(whole), size: 44 }] : []),
        ],
        series: [{}, ...series],
        hooks: { setCursor: [(u) => caption.replaceChildren(...describe(u.cursor.idx ?? null))] },
      },
      [[], ...series.map(() => [])],
      place
    );
    new ResizeObserver(() => plot.setSize(size())).observe(place);
    charts.push(plot);
    return {
      /** @param {any[]} columns @param {string} label for whoever does not see it */
      show(columns, label) {
        plot.setData(columns);
        if (plot.cursor.idx === null || plot.cursor.idx === undefined) caption.replaceChildren(...describe(null));
        place.setAttribute('aria-label', label);
      },
    };
  }

  const whole = (n) => (Number.isInteger(n) ? numbers.format(n) : '');
  const fromZero = (_, low, high) => [0, Math.max(4, Math.ceil((high ?? 0) * 1.1))];
  const MINUTES = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200];
  const DAYS = [1, 2, 3, 5, 7, 10, 14].map((n) => n * 86_400);
  const at = (t) => clock.format(t * 1_000);
  const onDay = (t) => days.format(t * 1_000);

  /** A word with its line's colour before it. */
  function key(text, second) {
    const word = make('span', second ? 'key second' : 'key');
    word.textContent = text;
    return word;
  }

  const line = (stroke, more) => ({ stroke: () => color(stroke), width: 2, points: { show: false }, ...more });
  const area = (more) => line('--accent', { fill: () => color('--fill'), ...more });

  const highest = (column) => column.reduce((most, n) => Math.max(most, n ?? 0), 0);
  const last = (column) => column[column.length - 1];

  const hour = { at: [], viewers: [], posts: [], joins: [], views: [] };
  let day = { at: [], viewers: [] };
  let month = { at: [], views: [], viewers: [] };

  const lastHour = (_, low, high) => [(high ?? Date.now() / 1_000) - HOUR, high ?? Date.now() / 1_000];
  const lastDay = (_, low, high) => [(high ?? Date.now() / 1_000) - 24 * HOUR, high ?? Date.now() / 1_000];
  const wholeDays = (_, low, high) => [(low ?? 0) - 43_200, (high ?? 0) + 43_200];

  const hourOnline = chart('hour-online', [area()], { range: lastHour, steps: MINUTES, name: at }, (i) =>
    i === null
      ? [key(`at most ${digits(highest(hour.viewers))}`)]
      : [key(`${at(hour.at[i])}: ${digits(hour.viewers[i])} on ${digits(hour.posts[i])} posts`)]
  );
  const hourPace = chart(
    'hour-pace',
    [line('--accent'), line('--second', { dash: [6, 4] })], // mostly they are one on the other
    { range: lastHour, steps: MINUTES, name: at },
    (i) => [
      ...(i === null ? [] : [document.createTextNode(`${at(hour.at[i])}: `)]),
      key(i === null ? 'joins' : `${digits(hour.joins[i])} joins`),
      document.createTextNode(' '),
      key(i === null ? 'views' : `${digits(hour.views[i])} views`, true),
    ]
  );
  const dayOnline = chart('day', [area()], { range: lastDay, steps: MINUTES, name: at }, (i) => {
    if (day.at.length === 0) return [document.createTextNode('No history yet.')];
    return [key(i === null ? `at most ${digits(highest(day.viewers))}` : `${at(day.at[i])}: ${digits(day.viewers[i])}`)];
  });
  const monthViews = chart(
    'month',
    [
      area({ paths: uPlot.paths.bars({ size: [0.7, 40], align: 0 }), width: 0, fill: () => color('--accent') }),
      line('--second', { scale: 'right', points: { show: true, size: 4 } }),
    ],
    { range: wholeDays, steps: DAYS, name: onDay, right: true, scales: { right: { range: fromZero } } },
    (i) => {
      if (month.at.length === 0) return [document.createTextNode('No history yet.')];
      return [
        ...(i === null ? [] : [document.createTextNode(`${onDay(month.at[i])}: `)]),
        key(i === null ? 'views' : `${digits(month.views[i])} views`),
        document.createTextNode(' '),
        key(i === null ? 'most online at once' : `at most ${digits(month.viewers[i])} online`, true),
      ];
    }
  );

  function showHour() {
    hourOnline.show(
      [hour.at, hour.viewers],
      `Online in the last hour: now ${digits(last(hour.viewers))}, at most ${digits(highest(hour.viewers))}`
    );
    hourPace.show(
      [hour.at, hour.joins, hour.views],
      `In the last minute ${digits(last(hour.joins))} joins and ${digits(last(hour.views))} views; in the last hour at most ` +
        `${digits(highest(hour.joins))} and ${digits(highest(hour.views))} a minute`
    );
    for (const name of ['viewers', 'posts', 'joins', 'views']) write(byId(name), digits(last(hour[name])));
    document.title = `(${digits(last(hour.viewers))}) Dashboard · Onlookers`;
  }

  // Lists.

  let postUrl = /** @type {string | null} */ (null);

  /** @param {string} id @param {{post: string, number: number}[]} rows */
  function ranking(id, rows, none) {
    byId(`${id}-none`).hidden = rows.length > 0;
    write(byId(`${id}-none`), none);
    list(
      byId(id),
      rows,
      () => {
        const row = make('li');
        row.append(make(postUrl ? 'a' : 'span'), make('b'));
        return row;
      },
      (row, item) => {
        const [name, number] = row.children;
        write(name, `Post ${item.post}`);
        if (postUrl) name.href = postUrl.replaceAll('{post}', item.post);
        write(number, digits(item.number));
        row.style.setProperty('--of', String(item.number / Math.max(1, rows[0].number)));
      }
    );
  }

  // Nodes.

  let own = '';
  let mayAct = false;
  let nodes = [];

  /** @param {number} seconds */
  function length(seconds) {
    const units = [['d', 86_400], ['h', 3_600], ['min', 60]];
    const parts = [];
    let rest = Math.max(0, seconds);
    for (const [name, size] of units) {
      if (rest >= size && parts.length < 2) {
        parts.push(`${Math.floor(rest / size)} ${name}`);
        rest %= size;
      }
    }
    return parts.join(' ') || `${Math.floor(rest)} s`;
  }

  /** Microseconds, as a person would say it. */
  const roundTrip = (micros) => (micros < 10_000 ? `${(micros / 1_000).toFixed(2)} ms` : `${digits(Math.round(micros / 1_000))} ms`);

  const FACTS = [
    ['Sessions', (node) => digits(node.sessions)],
    ['Pushes', (node) => digits(node.pushes)],
    ['Redis', (node) => (node.version === null ? '–' : roundTrip(node.roundTripMicros))],
    ['Lease', (node) => (node.lease < 0 ? 'over' : `${Math.ceil(node.lease / 1_000)} s`)],
    ['Up', (node) => (node.version === null ? '–' : `${length(Date.now() / 1_000 - node.startedAt)}, since ${moments.format(node.startedAt * 1_000)}`)],
    ['Version', (node) => node.version ?? '–'],
  ];

  function nodeCard() {
    const card = make('li');
    const facts = make('dl');
    for (const [name] of FACTS) {
      const fact = make('div');
      const term = make('dt');
      term.textContent = name;
      fact.append(term, make('dd'));
      facts.append(fact);
    }
    card.append(make('h3'), facts);
    return card;
  }

  function fillNode(card, node) {
    const badges = [
      [node.name === own, 'this one', 'here'],
      [node.collecting, 'collects', ''],
      [node.draining, 'draining', 'warning'],
      [node.lease < 0, 'dead', 'warning'],
      [node.version === null && node.lease >= 0, 'no status', 'warning'],
    ].filter(([holds]) => holds);
    const title = card.firstElementChild;
    const signature = JSON.stringify([node.name, badges]);
    if (title.dataset.signature !== signature) {
      title.dataset.signature = signature;
      title.replaceChildren(
        document.createTextNode(node.name),
        ...badges.map(([, text, kind]) => {
          const badge = make('span', `badge ${kind}`.trim());
          badge.textContent = text;
          return badge;
        })
      );
    }
    FACTS.forEach(([, format], i) => write(card.lastElementChild.children[i].lastElementChild, format(node)));
  }

  // What comes.

  const RECEIVERS = {
    hello({ node, admin, postUrl: template }) {
      own = node;
      if (template !== postUrl) {
        postUrl = template;
        byId('top').replaceChildren();
        byId('today').replaceChildren();
      }
      write(byId('node-name'), `: ${node}`);
      mayAct = admin;
      byId('drain').disabled = !admin;
      byId('sweep').disabled = !admin;
      byId('actions-why').hidden = admin;
    },
    hour(columns) {
      Object.assign(hour, columns);
      showHour();
    },
    point(point) {
      for (const name of Object.keys(hour)) {
        hour[name].push(point[name]);
        while (hour[name].length > MOST_POINTS) hour[name].shift();
      }
      showHour();
    },
    online({ viewers, posts }) {
      write(byId('viewers'), digits(viewers));
      write(byId('posts'), digits(posts));
      document.title = `(${digits(viewers)}) Dashboard · Onlookers`;
    },
    state(state) {
      setState(state.redis ? 'live' : 'degraded');
      if (!state.redis) return; // what was known last stays
      nodes = state.nodes;
      byId('drain').disabled = !mayAct || nodes.some((node) => node.name === own && node.draining);
      ranking('top', state.top.map(({ post, viewers }) => ({ post, number: viewers })), 'Nobody is reading anything.');
      list(byId('nodes'), nodes, nodeCard, fillNode);
    },
    history(history) {
      ranking('today', history.today.map(({ post, views }) => ({ post, number: views })), 'No views today.');
      day = history.day;
      dayOnline.show([day.at, day.viewers], `Most online at once in the last 24 hours: ${digits(highest(day.viewers))}`);
      month = history.days;
      monthViews.show(
        [month.at, month.views, month.viewers],
        `On the last 30 days ${digits(month.views.reduce((sum, n) => sum + n, 0))} views, and at most ` +
          `${digits(highest(month.viewers))} online at once`
      );
    },
  };

  /** @type {EventSource | undefined} */
  let feed;
  let receivedAt = performance.now(); // no clock that is set
  /** @type {any} */
  let retrying;

  function connect() {
    clearTimeout(retrying);
    feed?.close();
    const source = new EventSource('feed');
    feed = source;
    receivedAt = performance.now();
    for (const [name, receive] of Object.entries(RECEIVERS)) {
      source.addEventListener(name, (event) => {
        receivedAt = performance.now();
        receive(JSON.parse(/** @type {MessageEvent} */ (event).data));
      });
    }
    source.onerror = () => {
      setState('lost');
      if (source.readyState === EventSource.CLOSED) retrying = setTimeout(connect, RETRY); // it was refused
    };
  }

  setInterval(() => {
    if (performance.now() - receivedAt > SILENCE) {
      setState('lost');
      connect();
    }
  }, RETRY);

  addEventListener('pagehide', () => feed?.close());
  addEventListener('pageshow', (event) => event.persisted && connect());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach((plot) => plot.redraw(false)));

  // What can be done.

  /** @param {string} text */
  const report = (text) => write(byId('actions-result'), text);

  /** JSON only: a form of another site could not send it. The node's name keeps a load balancer from choosing another. */
  async function command(name, body) {
    const response = await fetch(`../api/admin/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...body, node: own }),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.message ?? `the server answers ${response.status}`);
    return answer;
  }

  /** A button that asks first. */
  function asks(id, prepare, act) {
    const dialog = /** @type {HTMLDialogElement} */ (byId(`${id}-dialog`));
    byId(id).addEventListener('click', () => {
      prepare();
      dialog.showModal();
    });
    dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
    byId(`${id}-yes`).addEventListener('click', async () => {
      dialog.close();
      report('…');
      try {
        report(await act());
      } catch (error) {
        report(`It was not done: ${error instanceof Error ? error.message : error}.`);
      }
    });
  }

  asks('sweep', () => {}, async () => {
    const { collected } = await command('sweep', {});
    return collected === 1 ? '1 session was removed.' : `${digits(collected)} sessions were removed.`;
  });

  asks(
    'drain',
    () => {
      const sessions = nodes.find((node) => node.name === own)?.sessions;
      const others = nodes.some((node) => node.name !== own && node.lease >= 0 && !node.draining);
      write(
        byId('drain-text'),
        `${own} lets no new client in, and sends its ${digits(sessions)} elsewhere. ` +
          (others ? 'Readers resume on another node.' : 'There is no other node: readers are gone until this one was restarted.')
      );
    },
    async () => {
      const seconds = /** @type {HTMLInputElement} */ (byId('drain-seconds')).valueAsNumber;
      const { clients } = await command('drain', { seconds });
      const whom = clients === 1 ? '1 client is' : `${digits(clients)} clients are`;
      return `${whom} being sent elsewhere, over ${digits(seconds)} s.`;
    }
  );

  connect();
})();
