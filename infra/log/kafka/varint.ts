/** Kafka's variable-length integers, zigzag, in buffers. */

export const zigzagSize = (value: number): number => {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let size = 1
  while (rest >= 128) {
    rest = Math.floor(rest / 128)
    size++
  }
  return size
}

/** Writes at `at`; gives the place after it. Exact up to 2^52. */
export const writeZigzag = (target: Buffer, at: number, value: number): number => {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let next = at
  while (rest >= 128) {
    target[next++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  target[next++] = rest
  return next
}

/** Reads integers and bytes one after the other. Throws a RangeError beyond the end. */
export interface Cursor {
  at: number
  zigzag(): number
  /** Null for a length of -1. */
  bytes(): Buffer | null
}

export const cursorOver = (source: Buffer, from: number): Cursor => {
  const cursor: Cursor = {
    at: from,
    zigzag: () => {
      let value = 0
      let factor = 1
      for (;;) {
        const byte = source[cursor.at++]
        if (byte === undefined) throw new RangeError('the bytes end within a number')
        value += (byte & 127) * factor
        if (byte < 128) break
        factor *= 128
      }
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    },
    bytes: () => {
      const length = cursor.zigzag()
      if (length < 0) return null
      const end = cursor.at + length
      if (end > source.length) throw new RangeError('the bytes end within a field')
      const found = source.subarray(cursor.at, end)
      cursor.at = end
      return found
    },
  }
  return cursor
}
