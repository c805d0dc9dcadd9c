/** Writes what is true now into the page: as text, whatever it is. */
import type { LiveFacts, LiveNow } from '../../live/live-data.js';
import { byId } from '../by-id.js';

export function showFacts({ name, description, title, isSimulated }: LiveFacts): void {
  document.title = `Live: ${name}`;
  byId('name').textContent = name;
  byId('description').textContent = description;
  byId('kicker').textContent = title === null ? 'paystorm live' : `paystorm live · ${title}`;
  byId('simulated').hidden = !isSimulated;
}

export function showNow({ stage, headline, clock, figures, faults, gates, told }: LiveNow): void {
  document.body.dataset['stage'] = stage;
  setText(byId('headline'), headline);
  setText(byId('clock'), clock);
  fill(byId('figures'), figures, ({ label, value, isWarm }) => {
    const figure = element('div', isWarm ? 'figure warm' : 'figure');
    figure.append(element('dt', '', label), element('dd', '', value));
    return figure;
  });
  fill(byId('faults'), faults, ({ text, isWarm }) => element('li', isWarm ? 'warm' : '', text));
  byId('gates').hidden = gates.length === 0;
  fill(byId('gates').querySelector('ul')!, gates, ({ text, isBroken }) => {
    const item = element('li', isBroken ? 'warm' : '');
    item.append(element('code', '', text), isBroken ? ' does not hold now' : ' holds');
    return item;
  });
  fill(byId('told'), told, ({ clock: at, sentence }) => {
    const item = element('li', '');
    item.append(element('span', 'at', at), element('span', '', sentence));
    return item;
  });
}

/** What has not changed stays: a reader's selection, and the peace of a screen reader. */
function fill<Item>(host: Element, items: readonly Item[], make: (item: Item) => HTMLElement): void {
  items.forEach((item, index) => {
    const made = make(item);
    const there = host.children[index];
    if (there === undefined) host.append(made);
    else if (!there.isEqualNode(made)) there.replaceWith(made);
  });
  while (host.children.length > items.length) host.lastElementChild?.remove();
}

function setText(host: HTMLElement, text: string): void {
  if (host.textContent !== text) host.textContent = text;
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}
