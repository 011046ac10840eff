import type { Configuration } from '../../processors/configuration.ts'
import { loadConfiguration } from '../configuration/load.ts'
import type { CommonOptions } from './common.ts'

/** The configuration in force. Throws CONFIG_INVALID that names the option. */
export const configurationOf = ({ config, set = [] }: CommonOptions, more: readonly string[] = []): Configuration =>
  loadConfiguration({ ...(config ? { file: config } : {}), set: [...set, ...more] })
