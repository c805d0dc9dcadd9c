/** Shows the definition of a term beside it, on hover, focus or tap; the link to the glossary stays for everyone else. */

const gapPx = 6;

export function enableDefinitions(box: HTMLElement): void {
  let shown: HTMLAnchorElement | null = null;
  const hide = (): void => {
    box.hidden = true;
    shown?.removeAttribute('aria-describedby');
    shown = null;
  };
  const show = (link: HTMLAnchorElement): void => {
    const entry = document.getElementById(link.hash.slice(1));
    const text = entry?.nextElementSibling?.textContent;
    if (!text) return;
    hide();
    shown = link;
    box.textContent = text;
    box.hidden = false;
    link.setAttribute('aria-describedby', box.id);
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - gapPx);
    const isRoomBelow = at.bottom + gapPx + box.offsetHeight < innerHeight;
    box.style.left = `${Math.max(gapPx, left)}px`;
    box.style.top = `${isRoomBelow ? at.bottom + gapPx : at.top - gapPx - box.offsetHeight}px`;
  };
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.term')) {
    link.addEventListener('pointerenter', () => show(link));
    link.addEventListener('pointerleave', hide);
    link.addEventListener('focus', () => show(link));
    link.addEventListener('blur', hide);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      show(link);
    });
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  addEventListener('scroll', hide, { passive: true });
}
