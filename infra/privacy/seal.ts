import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { NewRecord } from '../../processors/ports/log.ts'
import { decodeValue, encodeValue } from '../../schemas/codec.ts'
import type { EventType } from '../../schemas/types.ts'
import { type PersonalField, personalFieldsOf, placeholderOf, putAt } from './fields.ts'
import type { SealingKey, Vault } from './vault.ts'

/**
 * Header of a record whose personal fields are sealed: parts with a space between, each the ids of the keys it takes, a colon, and
 * the sealed fields as base64url. The first part has the ids of whom the event belongs to.
 */
export const sealedHeader = 'ce_sealed'

/** Whether something in a record, as a reader was given it, could not be opened: whom it is about was erased. */
export const isRedacted = ({ headers }: Pick<NewRecord, 'headers'>): boolean => headers[sealedHeader] !== undefined

/** In place of what is sealed, in a record of which only what it quotes of others could not be opened. */
const quotesOnly = 'quotes'

/** Whether a record belongs to somebody who was erased; one that only quotes them does not. */
export const isErased = (record: Pick<NewRecord, 'headers'>): boolean =>
  isRedacted(record) && record.headers[sealedHeader] !== quotesOnly

/** Whom a record belongs to, by the ids of their keys; nobody where it is not sealed. */
export const ownersIn = ({ headers }: Pick<NewRecord, 'headers'>): readonly string[] => {
  const header = headers[sealedHeader]
  return header === undefined ? [] : header.slice(0, header.indexOf(':')).split('+')
}

/** Whether all keys are there that a sealed record takes. */
export const isWhole = (vault: Vault, { headers }: Pick<NewRecord, 'headers'>): boolean =>
  (headers[sealedHeader] ?? '').split(' ').every(part => vault.sealing(part.slice(0, part.indexOf(':')).split('+')))

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts so that the same text under the same name gives the same bytes. The nonce is a MAC of name and text, as in SIV modes: it comes
 * back only with the very same text, so no two texts ever share one, even if one event id were given to two events.
 */
export const encrypt = ({ encryption, nonce: nonceKey }: SealingKey, name: string, text: Uint8Array): Buffer => {
  const nonce = createHmac('sha256', nonceKey)
    .update(`${name.length}:${name}`)
    .update(text)
    .digest()
    .subarray(0, nonceBytes)
  const cipher = createCipheriv(algorithm, encryption, nonce)
  cipher.setAAD(Buffer.from(name))
  const body = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Null where the bytes are not what `encrypt` gave under this name. */
export const decrypt = ({ encryption }: SealingKey, name: string, bytes: Uint8Array): Buffer | null => {
  const decipher = createDecipheriv(algorithm, encryption, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

/* Fields of one part: u32 length of a JSON list of paths and values, the list, then the bytes that it names by their length. */
type Listed = readonly [path: string, value: unknown]

const pack = (fields: readonly PersonalField[]): Buffer => {
  const blobs: Uint8Array[] = []
  const list = fields.map(({ path, value }): Listed => {
    if (!(value instanceof Uint8Array)) return [path, value]
    blobs.push(value)
    return [path, { bytes: value.length }]
  })
  const text = Buffer.from(JSON.stringify(list))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, ...blobs])
}

const isBytes = (value: unknown): value is { readonly bytes: number } =>
  typeof value === 'object' && value !== null && 'bytes' in value

const unpackInto = (data: unknown, packed: Buffer): void => {
  let at = 4 + packed.readUInt32LE()
  for (const [path, value] of JSON.parse(packed.toString('utf8', 4, at)) as readonly Listed[]) {
    if (isBytes(value)) {
      putAt(data, path, packed.subarray(at, at + value.bytes))
      at += value.bytes
    } else putAt(data, path, value)
  }
}

const nameOf = ({ topic, headers }: NewRecord, part: number): string => `${topic} ${headers.ce_id ?? ''} ${part}`

/** Ids of the keys that a field takes. */
export type KeysOf = (field: PersonalField) => readonly string[]

/**
 * The record with its personal fields sealed under the keys that each takes; `owners` are those of the event as a whole. What belongs to keys
 * that are destroyed is left out for ever.
 */
export const sealRecord = <R extends NewRecord>(
  vault: Vault,
  record: R,
  { type, data }: { readonly type: EventType; readonly data: unknown },
  owners: readonly string[],
  keysOf: KeysOf,
): R => {
  const parts = new Map<string, PersonalField[]>([[owners.join('+'), []]])
  for (const field of personalFieldsOf(type, data)) {
    const ids = keysOf(field).join('+')
    const known = parts.get(ids)
    if (known) known.push(field)
    else parts.set(ids, [field])
  }
  const sealed = [...parts].map(([ids, fields], part) => {
    const key = vault.sealing(ids.split('+'))
    const body = key ? encrypt(key, nameOf(record, part), pack(fields)).toString('base64url') : ''
    return `${ids}:${body}`
  })
  for (const fields of parts.values()) for (const { value, put } of fields) put(placeholderOf(value))
  return {
    ...record,
    value: encodeValue(type, data as never),
    headers: { ...record.headers, [sealedHeader]: sealed.join(' ') },
  }
}

/** The record as it was before it was sealed, as far as there are keys: where one is missing, it has the header still. */
export const openRecord = <R extends NewRecord>(vault: Vault, record: R): R => {
  const { [sealedHeader]: header, ...headers } = record.headers
  if (header === undefined || record.value === null) return record
  const opened = header.split(' ').map((each, part) => {
    const colon = each.indexOf(':')
    const key = vault.sealing(each.slice(0, colon).split('+'))
    return key && decrypt(key, nameOf(record, part), Buffer.from(each.slice(colon + 1), 'base64url'))
  })
  if (opened.every(each => each === null)) return record
  const { type, data } = decodeValue(record.value)
  for (const packed of opened) if (packed) unpackInto(data, packed)
  const missing = opened.includes(null) && { [sealedHeader]: opened[0] ? quotesOnly : header }
  return { ...record, value: encodeValue(type, data), headers: { ...headers, ...missing } }
}
