/** An object that has some members of its own and takes all others from another, which keeps what it knows in private fields. */

export function shadow<Whole extends object>(whole: Whole, own: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get(target, key) {
      if (Object.hasOwn(own, key)) return own[key as keyof Whole];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
