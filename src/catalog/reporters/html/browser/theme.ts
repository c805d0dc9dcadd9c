/** Colours of the charts, read from the style sheet, so that light, dark and print have one source. */

export interface Theme {
  color(name: string): string;
  readonly font: string;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  return {
    color: (name) => style.getPropertyValue(`--${name}`).trim() || style.getPropertyValue('--quiet').trim(),
    font: getComputedStyle(document.body).fontFamily,
  };
}
