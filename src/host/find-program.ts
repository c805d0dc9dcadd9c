/** Finds a program by its names on the path of this process, and in the places where administrators' programs lie. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';

const usualPlaces = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec', '/opt/homebrew/bin'];

export function findProgram(names: readonly string[]): Promise<string | null> {
  const places = [...(env['PATH'] ?? '').split(delimiter).filter((place) => place !== ''), ...usualPlaces];
  return firstAccessible(
    names.flatMap((name) => places.map((place) => join(place, name))),
    constants.X_OK,
  );
}

/** Of these paths the first that this user may use so (`constants.X_OK`); null where there is none. */
export async function firstAccessible(paths: readonly string[], mode: number): Promise<string | null> {
  for (const path of paths) {
    const isThere = await access(path, mode).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}
