/** A question to a store of records: one kind of thing, by its identifier, for one customer. */
export interface RecordQuery {
  readonly entity: string
  readonly key: string
  readonly tenant: string
  /** Null where nobody says who asks; then only what belongs to no customer may be asked for. */
  readonly userId: string | null
}

/** A query in the language of a store. What a customer has written is in its parameters alone. */
export interface Statement {
  readonly text: string
  readonly parameters: readonly string[]
}

export type RecordRow = Readonly<Record<string, unknown>>

/** What can be looked up, as an operator declares it. */
export interface RecordEntity {
  /** Details of a message that name one. */
  readonly named: NamedByIdentifier | NamedBySlot
  /** One of them must be in the message as well; empty: the name is enough. */
  readonly words: readonly string[]
  /** Whether its records belong to one customer each. */
  readonly owned: boolean
}

/** An identifier, in upper case without its dashes, that fits `pattern` whole, and what the store calls it: `key`, with `$1` and so on of the pattern. */
export interface NamedByIdentifier {
  readonly kind: 'identifier'
  readonly pattern: RegExp
  readonly key: string
}

/** The value of a detail of that kind, as it is. */
export interface NamedBySlot {
  readonly kind: 'slot'
  readonly slot: string
}

/** A store of records that is read, never written. */
export interface RecordStore {
  /** For events: sqlite, neo4j. */
  readonly name: string
  readonly entities: ReadonlyMap<string, RecordEntity>
  /** Whose records it has; another tenant is shown none. */
  readonly tenants: readonly string[]
  /** A lookup that takes longer has found nothing. */
  readonly timeoutMs: number
  /** The query that would be sent. Pure. */
  statementOf(query: RecordQuery): Statement
  /**
   * What is found, at most as many rows as the store is opened for; rows of other customers never leave it. Rejects with the signal's reason once that aborts, and
   * UNAVAILABLE where the store does not answer.
   */
  find(statement: Statement, signal: AbortSignal): Promise<readonly RecordRow[]>
  close(): Promise<void>
}
