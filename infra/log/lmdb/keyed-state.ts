import { setImmediate as nextTurn } from 'node:timers/promises'
import { turnstreamError } from '../../../processors/errors.ts'
import type { StateWrite } from '../../../processors/ports/log.ts'
import type { Environment } from './environment.ts'
import type { Overlay, Write } from './overlay.ts'

/** Keyed state of processors: store, a zero byte, key. */

const MOST_KEY_BYTES = 1900
const CHUNK = 2000

const keyOf = (store: string, key: string): string => {
  const text = `${store}\0${key}`.toWellFormed()
  // At most three bytes a unit: most keys need no counting.
  const bytes = text.length * 3 > MOST_KEY_BYTES ? Buffer.byteLength(text) : 0
  if (store.includes('\0') || bytes > MOST_KEY_BYTES)
    throw turnstreamError(
      'RECORD_INVALID',
      `a store's name has no zero character, and with a key it has at most ${MOST_KEY_BYTES} bytes, not ${bytes}`,
      { details: { store } },
    )
  return text
}

export const stateWrite = ({ store, key, value }: StateWrite): Write => ({
  table: 'state',
  key: keyOf(store, key),
  value,
})

export const readState = ({ state }: Environment, overlay: Overlay, store: string, key: string): Buffer | null => {
  const text = keyOf(store, key)
  const late = overlay.get('state', text)
  return late === undefined ? (state.getBinary(Buffer.from(text)) ?? null) : late
}

/**
 * All of a store, in no order: what is in the tables, each chunk as it then is, and what was on its way there at the start.
 * `fresh` is called before each look and throws once the log is closed.
 */
export async function* readStates({ state }: Environment, overlay: Overlay, store: string, fresh: () => void) {
  fresh()
  const from = keyOf(store, '')
  const late = overlay.withPrefix('state', from)
  const prefix = Buffer.from(from)
  const end = Buffer.from(prefix)
  end[end.length - 1] = 1
  for (let start: Buffer | null = prefix; start !== null; ) {
    fresh()
    const chunk: { key: Buffer; value: Buffer }[] = [...state.getRange({ start, end, limit: CHUNK })]
    for (const { key, value } of chunk)
      if (!late.has(key.toString())) yield { key: key.toString('utf8', prefix.length), value }
    const last: Buffer | undefined = chunk[CHUNK - 1]?.key
    // The next key in byte order.
    start = last === undefined ? null : Buffer.concat([last, Buffer.alloc(1)])
    await nextTurn()
  }
  for (const [key, value] of late) if (value !== null) yield { key: key.slice(from.length), value }
}
