import { createHmac, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { turnstreamError } from '../../processors/errors.ts'

/*
 * keys/keys.bin, beside the log and never part of it:
 *
 *   0  32 bytes  "turnstream keys 1", padded with zeros
 *  32  32 bytes  secret of the pseudonyms
 *  64  slots of 96 bytes: id (16), pseudonym of whom it belongs to (32), key (32), zeros (15), state (1)
 *
 * A key is destroyed in its place: key and pseudonym are overwritten with zeros and flushed. The id stays, so that what it had
 * sealed is told from what was sealed with a key that was lost.
 */
const title = 'turnstream keys 1'
const titleBytes = 32
const secretBytes = 32
const slotsAt = titleBytes + secretBytes
const idBytes = 16
const nameBytes = 32
const keyBytes = 32
const slotBytes = 96
const nameAt = idBytes
const keyAt = nameAt + nameBytes
const stateAt = slotBytes - 1

/** The last byte of a slot; 0: it was never written whole. */
const states = { alive: 1, erasing: 2, erased: 3 } as const

/** Whom a key belongs to: a user of a tenant, or a conversation of nobody known. */
export interface Subject {
  readonly kind: 'user' | 'conversation'
  readonly tenant: string
  readonly name: string
}

/** Derived from one or several keys: gone when any of them is. */
export interface SealingKey {
  readonly encryption: Buffer
  readonly nonce: Buffer
}

export interface Vault {
  /** Id of the key of a subject, made where there is none; durable when it resolves. Rejects where the vault is open for reading only. */
  idFor(subject: Subject): Promise<string>
  /** Ids of a subject's keys: none, one, or another that an interrupted erasure has left. */
  find(subject: Subject): readonly string[]
  /** Null where a key of these is destroyed or unknown. */
  sealing(ids: readonly string[]): SealingKey | null
  /** Rises whenever a key is destroyed: what was opened before may not be handed out any more. */
  epoch(): number
  /** Gives the subject of a key another one from now on; after a restart this one counts again, unless it is destroyed. */
  retire(id: string): void
  /** Whether a key is there. */
  alive(id: string): boolean
  /** Destroys a key, durably. What else has to be forgotten is not done before `finish`. */
  destroy(id: string): void
  finish(id: string): void
  /** Keys that are destroyed and whose erasure was not finished. */
  unfinished(): readonly string[]
  close(): void
}

interface Slot {
  readonly at: number
  readonly name: string
  /** Null: destroyed. */
  readonly key: Buffer | null
  readonly state: number
}

const flush = promisify(fdatasync)

/** A reader looks for destroyed keys this often, ms. */
const lookMs = 1_000

const fileIn = (dataDir: string): string => join(dataDir, 'keys', 'keys.bin')

/** Whether keys were ever made for this data directory. */
export const hasVault = (dataDir: string): boolean => existsSync(fileIn(dataDir))

const create = (file: string): void => {
  const dir = dirname(file)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const head = Buffer.alloc(slotsAt)
  head.write(title)
  randomBytes(secretBytes).copy(head, titleBytes)
  const fd = openSync(file, 'wx', 0o600)
  writeSync(fd, head)
  fsyncSync(fd)
  closeSync(fd)
  // The names must be on the disk before anything is sealed.
  for (const each of [dir, dirname(dir)]) {
    const parent = openSync(each, 'r')
    fsyncSync(parent)
    closeSync(parent)
  }
}

/**
 * Opens the keys of a data directory, which the process that writes it makes where they are missing. Throws UNAVAILABLE where the file is
 * not one of keys.
 */
export const openVault = (dataDir: string, { readOnly = false } = {}): Vault => {
  const file = fileIn(dataDir)
  if (!readOnly && !existsSync(file)) create(file)
  const fd = readOnly ? null : openSync(file, 'r+')
  let secret = Buffer.alloc(0)
  let end = slotsAt
  let changedMs = -1
  let lookedMs = 0
  let epoch = 0
  let closed = false
  const slots = new Map<string, Slot>()
  const byName = new Map<string, string>()
  const derived = new Map<string, SealingKey>()
  const making = new Map<string, Promise<string>>()

  const load = (): void => {
    const { mtimeMs } = statSync(file)
    if (mtimeMs === changedMs) return
    changedMs = mtimeMs
    const bytes = readFileSync(file)
    if (bytes.length < slotsAt || bytes.toString('latin1', 0, title.length) !== title)
      throw turnstreamError('UNAVAILABLE', `${file} holds no keys: put back the file that belongs to this log`)
    secret = bytes.subarray(titleBytes, slotsAt)
    slots.clear()
    byName.clear()
    derived.clear()
    epoch++
    let at = slotsAt
    for (; at + slotBytes <= bytes.length; at += slotBytes) {
      const slot = bytes.subarray(at, at + slotBytes)
      const state = slot[stateAt]!
      if (state === 0) continue
      const id = slot.toString('hex', 0, idBytes)
      const name = slot.toString('hex', nameAt, keyAt)
      const alive = state === states.alive
      slots.set(id, { at, name, key: alive ? Buffer.from(slot.subarray(keyAt, keyAt + keyBytes)) : null, state })
      if (alive) byName.set(name, id)
    }
    end = at
  }
  load()

  const fresh = (): void => {
    if (fd !== null || performance.now() - lookedMs < lookMs) return
    lookedMs = performance.now()
    load()
  }
  const nameOf = ({ kind, tenant, name }: Subject): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([kind, tenant, name]))
      .digest('hex')
  const writable = (): number => {
    if (fd === null) throw turnstreamError('LOG_UNAVAILABLE', 'the keys are open for reading only')
    return fd
  }
  const make = async (name: string): Promise<string> => {
    const id = randomBytes(idBytes)
    const key = randomBytes(keyBytes)
    const slot = Buffer.alloc(slotBytes)
    id.copy(slot)
    slot.write(name, nameAt, 'hex')
    key.copy(slot, keyAt)
    slot[stateAt] = states.alive
    const at = end
    end += slotBytes
    writeSync(writable(), slot, 0, slotBytes, at)
    await flush(writable())
    const text = id.toString('hex')
    slots.set(text, { at, name, key, state: states.alive })
    byName.set(name, text)
    return text
  }
  const overwrite = ({ at }: Slot, from: number, bytes: Buffer): void => {
    writeSync(writable(), bytes, 0, bytes.length, at + from)
    fdatasyncSync(writable())
  }

  return {
    idFor: async subject => {
      const name = nameOf(subject)
      const known = byName.get(name)
      if (known) return known
      const made = making.get(name) ?? make(name).finally(() => making.delete(name))
      making.set(name, made)
      return made
    },
    find: subject => {
      fresh()
      const name = nameOf(subject)
      return [...slots].flatMap(([id, slot]) => (slot.name === name && slot.key ? [id] : []))
    },
    sealing: ids => {
      fresh()
      const together = ids.join('+')
      const known = derived.get(together)
      if (known) return known
      const keys = ids.map(id => slots.get(id)?.key ?? null)
      if (keys.length === 0 || keys.includes(null)) return null
      const root = createHmac('sha256', 'turnstream sealing')
      for (const key of keys) root.update(key!)
      const whole = root.digest()
      const part = (use: string): Buffer => createHmac('sha256', whole).update(use).digest()
      const made = { encryption: part('encryption'), nonce: part('nonce') }
      if (derived.size >= 10_000) derived.clear()
      derived.set(together, made)
      return made
    },
    epoch: () => {
      fresh()
      return epoch
    },
    retire: id => {
      const name = slots.get(id)?.name
      if (name !== undefined && byName.get(name) === id) byName.delete(name)
    },
    alive: id => slots.get(id)?.key != null,
    destroy: id => {
      const slot = slots.get(id)
      if (!slot?.key) return
      overwrite(slot, nameAt, Buffer.concat([Buffer.alloc(stateAt - nameAt), Buffer.of(states.erasing)]))
      slot.key.fill(0)
      slots.set(id, { ...slot, key: null, state: states.erasing })
      if (byName.get(slot.name) === id) byName.delete(slot.name)
      derived.clear()
      epoch++
    },
    finish: id => {
      const slot = slots.get(id)
      if (slot?.state !== states.erasing) return
      overwrite(slot, stateAt, Buffer.of(states.erased))
      slots.set(id, { ...slot, state: states.erased })
    },
    unfinished: () => [...slots].flatMap(([id, { state }]) => (state === states.erasing ? [id] : [])),
    close: () => {
      if (fd !== null && !closed) closeSync(fd)
      closed = true
    },
  }
}
