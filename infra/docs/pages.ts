import { commandsPage } from './commands.ts'
import { configurationPage } from './configuration.ts'
import { errorsPage } from './errors.ts'
import { exportPage } from './export.ts'
import { topicsPage } from './topics.ts'
import { walkPages } from './walk.ts'

/** Every generated page, by its path in the repository. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/reference/commands.md': commandsPage,
  'docs/reference/configuration.md': configurationPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/export.md': exportPage,
  'docs/reference/topics.md': topicsPage,
  ...walkPages(),
}
