/** Starts the page of a run that goes on: charts that grow with what the server tells, until it tells where the report is. */
import type { LiveMessage } from '../../live/live-data.js';
import { byId } from '../by-id.js';
import { keepDrawn } from '../keep-drawn.js';
import { createTimeline, type Timeline } from '../timeline.js';
import { createLiveStore } from './store.js';
import { showTracks } from './tracks.js';
import { showFacts, showNow } from './words.js';

const store = createLiveStore();
const stream = new EventSource('/live');
let timeline: Timeline | null = null;

stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
  const message = JSON.parse(data) as LiveMessage;
  if (message.kind === 'end') end(message);
  else show(message);
});
stream.addEventListener('error', () => {
  document.body.dataset['stage'] = 'lost';
  byId('foot').textContent = 'There is no connection to the run. Trying again …';
});
stream.addEventListener('open', () => {
  byId('foot').textContent = 'This page becomes the report when the run has ended.';
});

function show(message: Exclude<LiveMessage, { readonly kind: 'end' }>): void {
  store.take(message);
  const [facts, part] = [store.facts(), store.part()];
  if (facts === null || part === null) return;
  if (message.kind === 'whole') showFacts(facts);
  showNow(part.now);
  showTracks(facts, part);
  if (timeline === null) {
    timeline = createTimeline(store.source);
    keepDrawn(timeline);
  }
  timeline.update();
}

function end({ report, sentence }: Extract<LiveMessage, { readonly kind: 'end' }>): void {
  stream.close();
  document.body.dataset['stage'] = 'ended';
  byId('headline').textContent = sentence;
  byId('foot').textContent = sentence;
  if (report !== null) location.replace(report);
}
