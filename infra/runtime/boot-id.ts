import { readFileSync } from 'node:fs'

/** Changes with every start of the machine; what was written without a sync before may be torn after. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
