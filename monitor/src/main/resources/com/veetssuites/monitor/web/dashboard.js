'use strict';
(() => {
  const root = document.documentElement;
  const style = name => getComputedStyle(root).getPropertyValue(name).trim();

  // light, dark, or as the system has it
  const kept = localStorage.getItem('theme');
  if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  const theme = document.getElementById('theme');
  if (theme) {
    theme.hidden = false;
    theme.addEventListener('click', () => {
      const dark = root.dataset.theme === 'dark'
        || (root.dataset.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
      root.dataset.theme = dark ? 'light' : 'dark';
      localStorage.setItem('theme', root.dataset.theme);
      charts.forEach(chart => chart.draw());
    });
  }

  // on a phone the menu is wider than the screen
  document.querySelector('nav [aria-current]')?.scrollIntoView({inline: 'center', block: 'nearest'});

  document.querySelectorAll('.scope select').forEach(
    select => select.addEventListener('change', () => select.form.submit()));

  // The colours of lines are resolved, because a canvas does not know light-dark().
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colour = name => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };

  const short = value => value == null ? '–'
    : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en')
    : Math.abs(value) >= 10 ? value.toFixed(0) : String(+value.toFixed(2));

  const two = number => String(number).padStart(2, '0');
  const clock = (at, span) => {
    const date = new Date(at * 1000);
    const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
    if (span < 3600) return `${time}:${two(date.getUTCSeconds())}`;
    const day = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.`;
    return span < 2 * 86400 ? time : span < 8 * 86400 ? `${day} ${time}` : day;
  };

  class Chart {
    constructor(figure) {
      this.figure = figure;
      this.plot = figure.querySelector('.plot');
      this.legend = figure.querySelector('.legend');
      this.drawn = null;
      this.data = null;
    }
    async load() {
      try {
        const answer = await fetch(this.figure.dataset.chart, {headers: {Accept: 'application/json'}});
        if (!answer.ok) return;
        this.data = await answer.json();
        this.draw();
      } catch { /* the next time */ }
    }
    /** The values under the pointer, or the last ones. */
    tell(index) {
      const {data} = this;
      const at = index ?? data.times.length - 1;
      [...this.legend.children].forEach((item, i) => { item.lastChild.textContent = short(data.lines[i][at]); });
      this.legend.title = clock(data.times[at], 0) + ' UTC';
    }
    draw() {
      const data = this.data;
      if (!data) return;
      this.figure.querySelector('.unit').textContent = data.unit;
      if (this.drawn) { this.drawn.destroy(); this.drawn = null; }
      this.plot.replaceChildren();
      this.legend.replaceChildren();
      if (data.times.length === 0) {
        const none = document.createElement('p');
        none.className = 'none';
        none.textContent = 'Nothing was measured in this time.';
        this.plot.append(none);
        return;
      }
      data.labels.forEach((label, i) => {
        const item = document.createElement('li');
        item.className = 'line' + (i % 3);
        item.append(label + ' ', document.createElement('b'));
        this.legend.append(item);
      });
      this.tell();
      const axis = {stroke: colour('--soft'), grid: {stroke: colour('--line'), width: 1}, ticks: {show: false}, font: '11px system-ui'};
      const colours = ['--one', '--two', '--three'].map(colour);
      this.plot.setAttribute('aria-label', this.legend.textContent);
      this.drawn = new uPlot({
        width: this.plot.clientWidth,
        height: 158,
        cursor: {points: {size: 6}, y: false},
        legend: {show: false},
        hooks: {setCursor: [u => this.tell(u.cursor.idx)]},
        scales: {y: {range: (u, min, max) => [0, max > 0 ? max * 1.1 : 1]}},
        axes: [
          {...axis, space: 70, size: 28, values: (u, ticks) => ticks.map(tick => clock(tick, u.scales.x.max - u.scales.x.min))},
          {...axis, size: 52, values: (u, ticks) => ticks.map(short)},
        ],
        series: [{}, ...data.labels.map((label, i) => ({
          stroke: colours[i % 3], width: 1.7, points: {show: data.times.length < 3},
          fill: i === 0 && data.labels.length < 3 ? colours[0].replace('rgb(', 'rgba(').replace(')', ', .12)') : undefined,
        }))],
      }, [data.times, ...data.lines], this.plot);
    }
  }
  const charts = [...document.querySelectorAll('[data-chart]')].map(figure => new Chart(figure));
  charts.forEach(chart => chart.load());
  if (charts.length) {
    setInterval(() => { if (!document.hidden) charts.forEach(chart => chart.load()); }, 10000);
    let wait;
    addEventListener('resize', () => { clearTimeout(wait); wait = setTimeout(() => charts.forEach(chart => chart.draw()), 200); });
  }

  // live figures
  const status = document.getElementById('live');
  const tiles = document.querySelectorAll('[data-live]');
  if (tiles.length && status) {
    const source = new EventSource(document.body.dataset.root + 'live');
    source.addEventListener('figures', event => {
      const now = JSON.parse(event.data);
      tiles.forEach(tile => {
        const figure = now.figures[tile.dataset.live];
        if (!figure) return;
        tile.querySelector('dd').textContent = figure.text;
        tile.className = 'tile ' + figure.tone;
      });
      status.className = 'live on';
      status.textContent = 'live ' + new Date(now.at * 1000).toISOString().slice(11, 19) + ' UTC';
    });
    source.addEventListener('error', () => {
      status.className = 'live off';
      status.textContent = 'not live: no connection to the server';
    });
    addEventListener('pagehide', () => source.close());
  }
})();
