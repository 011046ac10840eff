import type { Configuration } from '../../processors/configuration.ts'
import { loadConfiguration } from '../configuration/load.ts'
import { strangersIn } from '../configuration/strangers.ts'
import type { CommonOptions } from './common.ts'
import { note } from './output.ts'

let warned = false

/** Says on stderr, once, which variables of the environment are named like options and are none. */
const warnOfStrangers = (): void => {
  if (warned) return
  warned = true
  for (const sentence of strangersIn(process.env)) note(`turnstream: ${sentence}`)
}

/** The configuration in force. Throws CONFIG_INVALID that names the option. */
export const configurationOf = ({ config, set = [] }: CommonOptions, more: readonly string[] = []): Configuration => {
  warnOfStrangers()
  return loadConfiguration({ ...(config ? { file: config } : {}), set: [...set, ...more] })
}
