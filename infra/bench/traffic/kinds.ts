import { enrichText } from '../../../processors/enrich/enrich.ts'
import { loadConfiguration } from '../../configuration/load.ts'

const shipped = loadConfiguration({ env: {} })

/** The flags of a text that stands alone, under the shipped configuration. */
export const flagsOf = (message: string): readonly string[] =>
  enrichText({ message, scene: null, solo: true, history: [] }, shipped, 'none').flags

const keptFromCaches = ['personal', 'time_sensitive', 'follow_up', 'flagged', 'outside_vocabulary']

/** Whether the caches are asked about a text, and its answer may be shared. */
export const isShareable = (message: string): boolean => !flagsOf(message).some(flag => keptFromCaches.includes(flag))
