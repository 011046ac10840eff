import { inject } from 'vitest'
import { addressVariables, type ServiceName } from '../../infra/local/names.ts'
import { askFor, takeTurn } from './ask.ts'
import { type Host, startHost } from './host.ts'

/** Where a service may come from: its address, or null where this source has none. Rejects where it should have one and fails. */
export type Source = (name: ServiceName) => Promise<string | null>

/** Under this name, because all but the suites of a service run without it. */
const fromEnvironment: Source = async name => process.env[`TEST_${addressVariables[name]}`] || null

let ownHost: Promise<Host> | null = null

/** The host of the run; where none was set up, or in a script outside of any run, one of this file alone. */
const hostUrl = async (): Promise<string> => {
  const ofTheRun = process.env.VITEST && inject('servicesHost')
  if (ofTheRun) return ofTheRun
  ownHost ??= startHost()
  return (await ownHost).url
}

/** A container where Docker answers, else a server without one. */
const fromHost: Source = async name => askFor(await hostUrl(), name)

const sources: readonly Source[] = [fromEnvironment, fromHost]

/** The address of a service from the first source that has it. Rejects with the reason where none can give it. */
export const choose = async (name: ServiceName, from: readonly Source[] = sources): Promise<string> => {
  for (const source of from) {
    const address = await source(name)
    if (address !== null) return address
  }
  throw new Error(`nothing here can start ${name}`)
}

let turn: Promise<() => void> | null = null

/** Waits until no other suite uses services; one turn for all that a file describes. */
export const waitForTurn = async (): Promise<void> => {
  turn ??= takeTurn(await hostUrl())
  await turn
}

/** Lets the next suite begin, and stops what this file alone has started. */
export const endTurn = async (): Promise<void> => {
  const [release, host] = await Promise.all([turn, ownHost])
  turn = null
  ownHost = null
  release?.()
  await host?.close()
}
