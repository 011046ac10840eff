import type { z } from 'zod'
import { configurationSchema } from '../../processors/configuration.ts'
import { optionsOf } from '../configuration/options.ts'
import { code, generatedNotice, markdownTable, page } from './markdown.ts'

const defaultText = (value: unknown): string => (value === undefined ? '' : code(JSON.stringify(value)))

const { pools, prices } = configurationSchema.shape

/** What an object of a list or map is made of; it has no environment names of its own. */
const partsTable = (schema: z.ZodType): string =>
  markdownTable(
    ['field', 'type', 'default', 'about'],
    optionsOf(schema).map(({ path, type, defaultValue, about }) => [
      code(path.join('.')),
      type,
      defaultText(defaultValue),
      about,
    ]),
  )

/** The reference page of the configuration, from its one schema. */
export const configurationPage = (): string => {
  const options = optionsOf(configurationSchema)
  const sections = [...new Set(options.map(({ path }) => (path.length > 1 ? path[0]! : '')))].sort()
  return page(
    generatedNotice('processors/configuration.ts'),
    '# Configuration',
    'Defaults, then the file named by `--config` or `TURNSTREAM_CONFIG` (JSON), then the environment, then each `--set path=value`. Values in the environment and in `--set` are JSON, or text as it stands. A mistake is reported with the option’s name and ends the program with exit code 2. Secrets are never part of it: a pool names the environment variable that holds its key.',
    ...sections.flatMap(section => [
      section === '' ? '## General' : `## ${section}`,
      markdownTable(
        ['option', 'environment', 'type', 'default', 'about'],
        options
          .filter(({ path }) => (path.length > 1 ? path[0] : '') === section)
          .map(({ path, environment, type, defaultValue, about }) => [
            code(path.join('.')),
            code(environment),
            type,
            defaultText(defaultValue),
            about,
          ]),
      ),
    ]),
    '## A pool',
    'An entry of `pools`. Where the configuration names no pool, `OLLAMA_HOST` (with `OLLAMA_MODEL`) implies one, and `OPENAI_API_KEY` or `OPENAI_BASE_URL` (with `OPENAI_MODEL`) one for each tier.',
    partsTable(pools.unwrap().valueType),
    '## A price',
    'An entry of `prices`; `data/prices.json` holds the shipped ones.',
    partsTable(prices.unwrap().element),
  )
}
