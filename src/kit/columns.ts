/** Columns of numbers that grow while a journal is read: a few bytes an entry, where objects would take a hundred. */

type Column = Float64Array | Float32Array | Uint8Array | Uint32Array | Int32Array;

/** The column itself, or a copy of at least twice its length that holds index `length - 1`; new places hold `filler`. */
export function withRoom<Kind extends Column>(column: Kind, length: number, filler: number): Kind {
  if (length <= column.length) return column;
  const larger = new (column.constructor as new (length: number) => Kind)(Math.max(length, column.length * 2));
  larger.set(column);
  larger.fill(filler, column.length);
  return larger;
}
