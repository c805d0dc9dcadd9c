/** The key above a panel: a button per series that hides and shows it, and carries the value under the crosshair. */
import type { Panel } from './panels.js';
import type { Theme } from './theme.js';

export interface Keys {
  show(index: number, columnAt: (column: string, index: number) => number | null): void;
  /** Every series with its value, for the readout in words. */
  sentence(): string;
  recolor(theme: Theme): void;
}

export function createKeys(host: HTMLElement, panel: Panel, toggle: (index: number, isShown: boolean) => void): Keys {
  const buttons = panel.series.map((series, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'key';
    button.setAttribute('aria-pressed', 'true');
    const swatch = document.createElement('span');
    swatch.className = series.isArea === true ? 'swatch area' : 'swatch';
    const label = document.createElement('span');
    label.textContent = series.label;
    const value = document.createElement('output');
    button.append(swatch, label, value);
    button.addEventListener('click', () => {
      const isShown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isShown));
      toggle(index, isShown);
    });
    return { button, swatch, value, series };
  });
  host.replaceChildren(...buttons.map(({ button }) => button));
  return {
    show: (index, columnAt) => {
      for (const { value, series } of buttons) value.textContent = panel.write(columnAt(series.column, index));
    },
    sentence: () => buttons.map(({ series, value }) => `${series.label} ${value.textContent ?? ''}`).join(', '),
    recolor: (theme) => {
      for (const { swatch, series } of buttons) {
        swatch.style.backgroundColor = theme.color(series.color);
        swatch.classList.toggle('dashed', series.dash !== undefined);
      }
    },
  };
}
