import './lance-settings.ts';

// The one door to LanceDB: whoever comes through it finds the settings made.
export {
  BooleanQuery,
  type Connection,
  connect,
  type FullTextQuery,
  Index,
  MatchQuery,
  Occur,
  Operator,
  Session,
  type Table,
} from '@lancedb/lancedb';
