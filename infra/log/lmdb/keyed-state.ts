import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { StateWrite } from '../../../processors/ports/log.ts'
import type { Environment } from './environment.ts'
import type { Write } from './writer.ts'

/** Keyed state of processors: store, a zero byte, key. */

const MOST_KEY_BYTES = 1900
const CHUNK = 2000

const keyOf = (store: string, key: string): Buffer => {
  const bytes = Buffer.from(`${store}\0${key}`)
  if (store.includes('\0') || bytes.length > MOST_KEY_BYTES)
    throw turnstreamError(
      'RECORD_INVALID',
      `a store's name has no zero character, and with a key it has at most ${MOST_KEY_BYTES} bytes, not ${bytes.length}`,
      { details: { store } },
    )
  return bytes
}

export const stateWrite = ({ state }: Environment, { store, key, value }: StateWrite): Write => ({
  table: state,
  key: keyOf(store, key),
  // A copy, because LMDB's thread reads it after the caller has gone on.
  value: value === null ? null : Buffer.from(value),
})

export const readState = ({ state }: Environment, store: string, key: string): Buffer | null =>
  state.getBinary(keyOf(store, key)) ?? null

/**
 * All of a store, in the order of its keys' bytes; each chunk is read as it then is. `fresh` is called before each look
 * and throws once the log is closed.
 */
export async function* readStates({ state }: Environment, store: string, fresh: () => void) {
  const prefix = keyOf(store, '')
  const end = Buffer.from(prefix)
  end[end.length - 1] = 1
  for (let start: Buffer | null = prefix; start !== null; ) {
    fresh()
    const chunk: { key: Buffer; value: Buffer }[] = [...state.getRange({ start, end, limit: CHUNK })]
    for (const { key, value } of chunk) yield { key: key.toString('utf8', prefix.length), value }
    const last: Buffer | undefined = chunk[CHUNK - 1]?.key
    // The next key in byte order.
    start = last === undefined ? null : Buffer.concat([last, Buffer.alloc(1)])
    await nextTurn()
  }
}
