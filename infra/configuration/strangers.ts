import { configurationSchema } from '../../processors/configuration.ts'
import { optionsOf } from './options.ts'
import { nearest } from './suggest.ts'

/** What the command line reads beside the options. */
const otherNames = ['TURNSTREAM_CONFIG', 'TURNSTREAM_DATA_DIR']

const prefix = 'TURNSTREAM_'

/** Sentences about variables that are named like options and are none: nobody reads them, and a typing error would be silent. */
export const strangersIn = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const known = [...optionsOf(configurationSchema).map(({ environment }) => environment), ...otherNames]
  const bare = known.map(name => name.slice(prefix.length))
  return Object.keys(env)
    .filter(name => name.startsWith(prefix) && !known.includes(name))
    .map(name => {
      const meant = nearest(name.slice(prefix.length), bare)
      return `${name} in the environment is no option${meant === null ? '' : ` (did you mean ${prefix}${meant}?)`}`
    })
}
