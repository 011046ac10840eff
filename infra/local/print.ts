import { tableOf } from '../cli/table.ts'
import { addressVariables } from './names.ts'
import type { Service } from './native.ts'

/** Lines for `eval`, one for each service that has an address. */
export const exportsOf = (services: readonly Service[]): string =>
  services
    .filter(({ address }) => address !== null)
    .map(({ name, address }) => `export ${addressVariables[name]}=${address}`)
    .join('\n')

const megabytes = (bytes: number): string => (bytes === 0 ? '' : `${Math.round(bytes / 1e6)} MB`)

/** A table for people, and below it why any that should run does not. */
export const formatStatus = (services: readonly Service[]): string =>
  [
    tableOf(
      ['service', 'state', 'version', 'address', 'pid', 'memory', 'since'],
      services.map(({ name, state, version, address, pid, memoryBytes, startedAt }) => [
        name,
        state,
        version ?? '',
        state === 'stopped' ? '' : (address ?? ''),
        pid ?? '',
        megabytes(memoryBytes),
        startedAt ?? '',
      ]),
    ),
    ...services.filter(({ reason }) => reason !== null).map(({ name, reason }) => `${name}: ${reason}`),
  ].join('\n')
