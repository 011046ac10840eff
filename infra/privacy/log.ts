import type { DomainEvent } from '../../processors/event.ts'
import type { EventIndex, EventLog, NewRecord, Position, StateWrite, StoredRecord } from '../../processors/ports/log.ts'
import { personalPaths } from '../../schemas/personal.ts'
import { fromRecord } from '../../topics/wire.ts'
import { serially } from '../runtime/serially.ts'
import type { Sealed } from './erase.ts'
import { createOwners, ownersStore } from './owners.ts'
import { decrypt, encrypt, isWhole, openRecord, sealedHeader, sealRecord } from './seal.ts'
import type { Vault } from './vault.ts'

type Log = EventLog & EventIndex

/** A log that may have one below where records lie sealed. */
export type SealableLog = Log & { readonly sealed?: Sealed }

/** Where a record that the log keeps carries what it says. Not a WeakMap: see infra/runtime/decoded.ts. */
const opened = Symbol('what this record says')

/** What is written in one go. */
interface Writes {
  readonly records: readonly NewRecord[]
  readonly state: readonly StateWrite[]
}

interface Holder {
  [opened]?: { readonly record: StoredRecord; readonly epoch: number }
}

const types = new Set(Object.keys(personalPaths).map(type => `turnstream.${type}`))

/** States are JSON, which never begins with a zero: 0, length of the ids, ids, what is sealed. */
const sealState = (vault: Vault, { store, key, value }: StateWrite, ids: readonly string[]): StateWrite => {
  if (value === null || ids.length === 0) return { store, key, value }
  const together = Buffer.from(ids.join('+'))
  const sealing = vault.sealing(ids)
  // Whose keys are destroyed leaves no state: it is as at first.
  if (!sealing) return { store, key, value: null }
  const head = Buffer.alloc(3)
  head.writeUInt16LE(together.length, 1)
  return { store, key, value: Buffer.concat([head, together, encrypt(sealing, `${store} ${key}`, value)]) }
}

const openState = (vault: Vault, store: string, key: string, value: Uint8Array | null): Uint8Array | null => {
  if (value === null || value[0] !== 0) return value
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const bodyAt = 3 + bytes.readUInt16LE(1)
  const sealing = vault.sealing(bytes.toString('latin1', 3, bodyAt).split('+'))
  return sealing && decrypt(sealing, `${store} ${key}`, bytes.subarray(bodyAt))
}

/**
 * A log whose records and states lie sealed in the one below, as far as they are personal, and are read as they were: whoever reads here
 * sees a redacted event, or no state, where a key is destroyed. With `seals` false only what is sealed already is opened. The vault closes with the log.
 */
export const sealedLog = (log: Log, vault: Vault, seals: boolean): SealableLog => {
  const owners = createOwners(log, vault)

  const open = (record: StoredRecord): StoredRecord => {
    if (record.headers[sealedHeader] === undefined) return record
    const holder = record as Holder
    const epoch = vault.epoch()
    if (holder[opened]?.epoch !== epoch) holder[opened] = { record: openRecord(vault, record), epoch }
    return holder[opened].record
  }
  const openOrNull = (record: StoredRecord | null): StoredRecord | null => record && open(record)

  const eventIn = (record: NewRecord): DomainEvent | null => {
    try {
      return fromRecord({ ...record, offset: -1n })
    } catch {
      // What does not decode is nobody's: it goes to dead.letters as it is.
      return null
    }
  }
  const seal = async (record: NewRecord, writes: StateWrite[]): Promise<NewRecord> => {
    if (record.headers[sealedHeader] !== undefined || record.value === null) return record
    if (!types.has(record.headers.ce_type ?? '')) return record
    const event = eventIn(record)
    if (!event) return record
    const { owners: ids, keysOf } = await owners.of(event, writes)
    return ids.length === 0 ? record : sealRecord(vault, record, event, ids, keysOf)
  }
  const sealAll = async (records: readonly NewRecord[], writes: StateWrite[]): Promise<readonly NewRecord[]> => {
    const sealed: NewRecord[] = []
    // One after the other: the first of a turn says whose the others are.
    for (const record of records) sealed.push(await seal(record, writes))
    return sealed
  }
  /** The very records that were handed in, at the places that their sealed ones have: who reads ahead need not open them. */
  const placed = (records: readonly NewRecord[], positions: readonly Position[]): readonly Position[] =>
    positions.map((position, at) => {
      const record = records[at]!
      if ((position as StoredRecord).headers?.[sealedHeader] === undefined) return position
      // What went in redacted is redacted for everybody. A copy, for whoever appended it may hang on it what it was.
      if (!isWhole(vault, position as StoredRecord)) return { ...position }
      const whole = { ...record, offset: position.offset }
      ;(position as Holder)[opened] = { record: whole, epoch: vault.epoch() }
      return whole
    })
  /** What is written, as it is to lie below. */
  const sealedOf = async (records: readonly NewRecord[], state: readonly StateWrite[] = []): Promise<Writes> => {
    const writes: StateWrite[] = []
    const sealed = await sealAll(records, writes)
    for (const write of state) writes.push(sealState(vault, write, await owners.ofState(write.key)))
    return { records: sealed, state: writes }
  }
  const isPlain = (records: readonly NewRecord[], state: readonly StateWrite[] = []): boolean =>
    state.length === 0 && !records.some(({ headers }) => types.has(headers.ce_type ?? ''))

  let waiting = 0
  const inTurn = serially()
  /** Writes have their places in the order of the calls: what takes no sealing does not overtake what does. */
  const write = <R>(
    records: readonly NewRecord[],
    state: readonly StateWrite[] | undefined,
    put: (writes: Writes) => Promise<R>,
  ): Promise<R> => {
    if (waiting === 0 && isPlain(records, state)) return put({ records, state: [] })
    waiting++
    // In an object, or the next would wait until this one is durable.
    const begun = inTurn(async () => {
      const writes = await sealedOf(records, state)
      return { placing: put(writes) }
    }).finally(() => waiting--)
    return begun.then(({ placing }) => placing)
  }
  const writing: Pick<EventLog, 'append' | 'commit' | 'accept' | 'synced'> = {
    append: records =>
      write(records, [], async ({ records: sealed, state }) => {
        const commit = { records: sealed, progress: [], owners: [], state }
        return placed(records, await (state.length === 0 ? log.append(sealed) : log.commit(commit)))
      }),
    commit: commit =>
      write(commit.records, commit.state, async writes =>
        placed(commit.records, await log.commit({ ...commit, ...writes })),
      ),
    accept: commit =>
      write(commit.records, commit.state, async writes => {
        const { positions, durable } = await log.accept({ ...commit, ...writes })
        return { positions: placed(commit.records, positions), durable }
      }),
    synced: () => write([], [], log.synced),
  }

  return {
    ...log,
    sealed: { vault, below: log, seals },
    ...(seals ? writing : {}),
    read: async (at, limit, ahead) => (await log.read(at, limit, ahead)).map(open),
    compacted: async function* (at) {
      for await (const record of log.compacted(at)) yield open(record)
    },
    state: async (store, key) => openState(vault, store, key, await log.state(store, key)),
    states: async function* (store) {
      for await (const { key, value } of log.states(store)) {
        const whole = store === ownersStore ? value : openState(vault, store, key, value)
        if (whole !== null) yield { key, value: whole }
      }
    },
    find: id => openOrNull(log.find(id)),
    ofSubject: (subject, atHand) => log.ofSubject(subject, atHand).map(open),
    close: async () => {
      // What was called for before is waited for, and what comes after is refused below.
      if (waiting > 0) await inTurn(async () => undefined)
      await log.close()
      vault.close()
    },
  }
}
