/** Counts of times in buckets that are 2 % wide, as one short line of text: enough for every percentile, and small enough for a file that people keep. */

/** Bucket → count. */
export type TimeBuckets = ReadonlyMap<number, number>;

/** Buckets in which a time doubles. */
const perOctave = 32;

/** Below an hour: 0 to 1,023. */
export function bucketOf(timeMs: number): number {
  return Math.min(1_023, Math.floor(Math.log2(Math.max(timeMs * 1_000, 1)) * perOctave));
}

/** The time in the bucket that so much of the bucket lies below, `share` from 0 to 1. */
export function timeInBucket(bucket: number, share: number): number {
  return 2 ** ((bucket + share) / perOctave) / 1_000;
}

/** In ascending order: `281 290*4` is one time in bucket 281 and four in 290. */
export function writeBuckets(buckets: TimeBuckets): string {
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([bucket, count]) => (count === 1 ? String(bucket) : `${bucket}*${count}`))
    .join(' ');
}

export function readBuckets(text: string): TimeBuckets {
  const parts = text.split(' ').filter((part) => part !== '');
  return new Map(
    parts.map((part) => {
      const [bucket, count = '1'] = part.split('*');
      return [Number(bucket), Number(count)] as const;
    }),
  );
}
