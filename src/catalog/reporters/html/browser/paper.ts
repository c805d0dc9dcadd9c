/** Paper is always light, and laid out for its width, whatever the screen is: the style sheet knows by a class. */

/** `changed` is told on the way to paper and back. */
export function followPaper(changed: () => void = () => undefined): void {
  const turn = (isPaper: boolean) => (): void => {
    document.documentElement.classList.toggle('paper', isPaper);
    changed();
  };
  addEventListener('beforeprint', turn(true));
  addEventListener('afterprint', turn(false));
}
