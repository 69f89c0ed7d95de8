/** Undefined is no value: `get` says with it that there is none. */
export type Recent<K, V extends NonNullable<unknown>> = { get(key: K): V | undefined; set(key: K, value: V): void };

/** Keeps what was read lately, as long as all of it is of no more than `most` in size: what was asked for longest ago gives way. */
export function createRecent<K, V extends NonNullable<unknown>>({
  most,
  sizeOf,
}: {
  most: number;
  sizeOf(value: V): number;
}): Recent<K, V> {
  const values = new Map<K, V>();
  let size = 0;
  const drop = (key: K) => {
    const value = values.get(key);
    if (value !== undefined && values.delete(key)) size -= sizeOf(value);
  };
  return {
    get(key) {
      const value = values.get(key);
      // A Map keeps the order in which keys came in.
      if (value !== undefined && values.delete(key)) values.set(key, value);
      return value;
    },
    set(key, value) {
      drop(key);
      values.set(key, value);
      size += sizeOf(value);
      for (const oldest of values.keys()) {
        if (size <= most) break;
        drop(oldest);
      }
    },
  };
}

/** The values of these keys; what was not read lately is read by `read`, all of it at once. */
export async function readThroughRecent<K, V extends NonNullable<unknown>>(
  keys: readonly K[],
  { recent, read, keyOf }: { recent: Recent<K, V>; read(keys: K[]): Promise<V[]>; keyOf(value: V): K },
): Promise<Map<K, V>> {
  const found = new Map<K, V>();
  const missing: K[] = [];
  for (const key of new Set(keys)) {
    const value = recent.get(key);
    if (value === undefined) missing.push(key);
    else found.set(key, value);
  }
  if (missing.length === 0) return found;
  for (const value of await read(missing)) {
    found.set(keyOf(value), value);
    recent.set(keyOf(value), value);
  }
  return found;
}
