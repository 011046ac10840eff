import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { servicesDirectory } from './directory.ts'
import type { ServiceName } from './names.ts'
import type { ProcessId } from './processes.ts'

/** What `up` leaves for `down` and `status`. */
export interface ServiceState {
  readonly name: ServiceName
  readonly process: ProcessId
  readonly address: string
  readonly port: number
  readonly startedAt: string
}

/** The folder of a service that `up` starts; its data, its log and its state lie in it. */
export const folderOf = (name: ServiceName): string => join(servicesDirectory(), 'running', name)

const fileOf = (name: ServiceName): string => join(folderOf(name), 'state.json')

/** What `up` left; null where it has not been called, or where `down` was called since. */
export const readState = async (name: ServiceName): Promise<ServiceState | null> => {
  const text = await readFile(fileOf(name), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as ServiceState)
}

/** In one step, so that a reader never finds half of it. */
export const writeState = async (state: ServiceState): Promise<void> => {
  const file = fileOf(state.name)
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`)
  await rename(`${file}.new`, file)
}

export const removeState = (name: ServiceName): Promise<void> => rm(fileOf(name), { force: true })
