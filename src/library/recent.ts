export type Recent<K, V> = { get(key: K): V | undefined; set(key: K, value: V): void };

/** Keeps what was read lately, at most so many values: the one that was asked for longest ago gives way. */
export function createRecent<K, V>(most: number): Recent<K, V> {
  const values = new Map<K, V>();
  return {
    get(key) {
      const value = values.get(key);
      // A Map keeps the order in which keys came in.
      if (value !== undefined && values.delete(key)) values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.size > most ? values.keys() : [];
      if (oldest !== undefined) values.delete(oldest);
    },
  };
}

/** The values of these keys; what was not read lately is read by `read`, all of it at once. */
export async function readThroughRecent<K, V>(
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
