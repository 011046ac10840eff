import { commandsPage } from './commands.ts'
import { configurationPage } from './configuration.ts'
import { errorsPage } from './errors.ts'
import { topicsPage } from './topics.ts'
import { walkPages } from './walk.ts'

/** Every generated page, by its path in the repository. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/commands.md': commandsPage,
  'docs/reference/configuration.md': configurationPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/topics.md': topicsPage,
  ...walkPages(),
}
