/** Draws strips and lanes as the report does, with its own words for them, escaped by its own template. */
import type { LiveFacts, LivePart } from '../../live/live-data.js';
import { faultStrips, laneOf, phaseKind, strip } from '../../sections/tracks.js';
import { byId } from '../by-id.js';

export function showTracks(facts: LiveFacts, { durationMs, faults, lanes }: LivePart): void {
  const phases = facts.phases.map(({ name, isWarmup, ...window }, index) => ({
    ...window,
    kind: phaseKind(index),
    label: isWarmup ? `${name} (warm-up)` : name,
  }));
  const come = new Set(faults.map(({ name }) => name));
  const windows = [
    ...facts.planned
      .filter(({ name }) => !come.has(name))
      .map(({ name, ...window }) => ({ ...window, kind: 'fault-planned', label: `${name}, planned` })),
    ...faults.map(({ name, ...window }) => ({ ...window, kind: 'fault-window', label: name })),
  ];
  const strips = [strip('Phases', phases, durationMs), ...faultStrips(windows, durationMs)];
  replace(byId('strips'), strips.map(({ text }) => text).join(''));
  replace(byId('lanes'), lanes.map((lane) => laneMarkup(lane, durationMs)).join(''));
}

/** Roles are told by the report: they show only when the whole run is known. */
function laneMarkup(lane: LivePart['lanes'][number], durationMs: number): string {
  const states = lane.states.map((stretch) => ({ ...stretch, role: null }));
  return laneOf({ ...lane, states, probeOutages: [] }, durationMs).text;
}

/** The text is finished markup, never words of a run. */
function replace(host: HTMLElement, text: string): void {
  const template = document.createElement('template');
  template.innerHTML = text;
  host.replaceChildren(template.content);
}
