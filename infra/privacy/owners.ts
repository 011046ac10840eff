import { LRUCache } from 'lru-cache'
import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, StateWrite } from '../../processors/ports/log.ts'
import type { PersonalField } from './fields.ts'
import { ownersIn } from './seal.ts'
import type { Vault } from './vault.ts'

/** Keyed state of the log that says who has taken part in a conversation, and who has asked what an entry answers. */
export const ownersStore = 'privacy-owners'

/** Ids of the keys of whom something belongs to; none: nobody, as of what an operator wrote. */
export type Owners = readonly string[]

export interface Ownership {
  /** Whom an event belongs to. */
  readonly owners: Owners
  /** Whom one of its fields belongs to: who quotes another's question shares it with them. */
  keysOf(field: PersonalField): Owners
}

export interface OwnersOf {
  /** Whom an event belongs to that is about to be appended. What has to be remembered for later ones is added to `writes`. */
  of(event: DomainEvent, writes: StateWrite[]): Promise<Ownership>
  /** Whom a state belongs to, by its key: a turn, a conversation or an entry. */
  ofState(key: string): Promise<Owners>
}

const union = (...lists: readonly Owners[]): Owners => {
  const [first = [], ...others] = lists
  if (others.every(list => list.every(id => first.includes(id)))) return first
  return [...new Set(lists.flat())].sort()
}

const remembered = 50_000

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Parts of an event in which what others asked is quoted beside each other. */
const mingled = /^(messages|required|kept)\b|(^|\.)resolution\.detail$/

/**
 * A turn belongs to its user; to its conversation where nobody is known, and to everybody who has taken part in it before, for its prompt
 * repeats what they said. What follows from a turn belongs to whom the turn does, an entry to all who have asked its question.
 */
export const createOwners = (
  log: Pick<EventLog, 'state'> & Pick<EventIndex, 'find'>,
  vault: Pick<Vault, 'idFor' | 'alive'>,
): OwnersOf => {
  const turns = new LRUCache<string, Owners>({ max: remembered })
  const kept = new LRUCache<string, Owners>({ max: remembered })

  const load = async (key: string): Promise<Owners> => {
    const known = kept.get(key)
    if (known) return known
    const bytes = await log.state(ownersStore, key)
    // Somebody may have been added while it was read.
    const owners = kept.get(key) ?? (bytes === null ? [] : (JSON.parse(Buffer.from(bytes).toString()) as string[]))
    kept.set(key, owners)
    return owners
  }
  /** Who is erased takes no part any more: what others say from then on is theirs alone. */
  const living = async (key: string): Promise<Owners> => {
    const owners = await load(key)
    return owners.every(vault.alive) ? owners : owners.filter(vault.alive)
  }
  const add = async (key: string, more: Owners, writes: StateWrite[]): Promise<Owners> => {
    const before = await load(key)
    const after = union(await living(key), more)
    if (after.length === before.length && after.every(id => before.includes(id))) return before
    kept.set(key, after)
    writes.push({ store: ownersStore, key, value: Buffer.from(JSON.stringify(after)) })
    return after
  }
  const ofConversation = (key: string): string => `conversation/${key}`
  const ofEntry = (entryId: string): string => `entry/${entryId}`

  const ofTurn = (turnId: string): Owners => {
    const known = turns.get(turnId)
    if (known) return known
    const record = log.find(turnId)
    const owners = record ? ownersIn(record) : []
    if (record) turns.set(turnId, owners)
    return owners
  }

  const ofCause = (cause: string | null): Owners => {
    const record = cause === null ? null : log.find(cause)
    if (!record) return []
    const owners = ownersIn(record)
    return owners.length > 0 ? owners : ofTurn(record.headers.ce_subject ?? '')
  }

  const received = async (event: DomainEvent<'TurnReceived'>, writes: StateWrite[]): Promise<Owners> => {
    const { turnId, tenant, userId, conversationId, solo } = event.data
    const own = userId === null ? ofCause(event.cause) : [await vault.idFor({ kind: 'user', tenant, name: userId })]
    const known = own.length > 0 ? own : [await vault.idFor({ kind: 'conversation', tenant, name: conversationId })]
    const owners = solo ? known : await add(ofConversation(event.key), known, writes)
    turns.set(turnId, owners)
    return owners
  }

  const ownersOf = async (event: DomainEvent, writes: StateWrite[]): Promise<Owners> => {
    if (event.type === 'TurnReceived') return received(event, writes)
    const { turnId, sourceTurnId, entryId } = event.data as unknown as Readonly<Record<string, unknown>>
    for (const id of [text(turnId), text(sourceTurnId)]) {
      const owners = id === null ? [] : ofTurn(id)
      if (owners.length === 0) continue
      if (event.type === 'EntryProposed') await add(ofEntry(event.data.entryId), owners, writes)
      return event.type === 'EntryStored' ? union(owners, await living(ofEntry(event.data.entryId))) : owners
    }
    const entry = text(entryId)
    const owners = entry === null ? [] : await load(ofEntry(entry))
    return owners.length > 0 ? owners : ofCause(event.cause)
  }

  const quotedIn = ({ type, data }: DomainEvent): readonly string[] => {
    if (type === 'PromptBuilt') return data.offers.map(({ entryId }) => entryId)
    const resolution =
      type === 'TurnResolved' ? data.resolution : type === 'TurnReceived' ? data.rider?.resolution : null
    return resolution?.candidates.map(({ entryId }) => entryId) ?? []
  }

  return {
    of: async (event, writes) => {
      const owners = await ownersOf(event, writes)
      if (owners.length === 0) return { owners, keysOf: () => owners }
      const quoted = new Map<string, Owners>()
      for (const entryId of quotedIn(event)) quoted.set(entryId, union(owners, await living(ofEntry(entryId))))
      const all = union(owners, ...quoted.values())
      return {
        owners,
        keysOf: ({ path, entryId }) =>
          mingled.test(path) ? all : entryId === null ? owners : (quoted.get(entryId) ?? owners),
      }
    },
    ofState: async key => {
      const turn = ofTurn(key)
      if (turn.length > 0) return turn
      const conversation = await load(ofConversation(key))
      return conversation.length > 0 ? conversation : load(ofEntry(key))
    },
  }
}
