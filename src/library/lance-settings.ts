/**
 * Lance reads these from the environment of the process alone, the first time that it is used; hence a module of its
 * own, loaded before Lance is. What a person has set stands.
 */
const settings = {
  /**
   * On a machine of one or two cores Lance makes a pool of one thread, and a full-text index of some ten thousand entries
   * never gets finished: the thread that produces it waits for one that would write it (lance-format/lance#7350).
   */
  LANCE_CPU_THREADS: '4',
  /** One producer at a time, so that threads are always left over. */
  LANCE_FTS_NUM_SHARDS: '1',
  /** Megabytes of postings, and bytes read ahead, held in memory while an index is made; Lance's 256 MB and 2 GB are for servers. */
  LANCE_FTS_PARTITION_SIZE: '32',
  LANCE_DEFAULT_IO_BUFFER_SIZE: '67108864',
  LANCE_DEFAULT_FRAGMENT_READAHEAD: '2',
  /** Warnings of what may change in a future version are of no use to those who run the bot. */
  LANCEDB_LOG: 'error',
};

for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
