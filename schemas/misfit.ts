import { currentType } from './current.ts'
import type { EventType } from './types.ts'

// JSON has no word for numbers of this kind.
const shown = (value: unknown): string =>
  typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? (value === undefined ? 'missing' : typeof value))

/** An Error that names the first field of `data` that does not fit the schema of its type, and what it must be. */
export const misfitOf = (type: EventType, data: unknown): Error => {
  let at = ''
  try {
    currentType(type)?.isValid(data, {
      errorHook: (path, value, expected) => {
        at ||= `${type}.${path.join('.')} must be ${String(expected)}, is ${shown(value)}`
      },
    })
  } catch {
    // avsc counts with what should be an int, which a bigint or a symbol does not let it do.
  }
  return new Error(at || `${type} does not fit its schema`)
}
