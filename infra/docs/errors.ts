import { errorCatalogue } from '../../processors/errors.ts'
import { code, generatedNotice, markdownTable, page } from './markdown.ts'

/** The reference page of the errors, from the one catalogue. */
export const errorsPage = (): string =>
  page(
    generatedNotice('processors/errors.ts'),
    '# Errors',
    'Guard by code, never by text. A retriable error may be gone when the same request is sent again.',
    markdownTable(
      ['code', 'HTTP status', 'retriable', 'about'],
      Object.entries(errorCatalogue).map(([name, { status, retriable, about }]) => [
        code(name),
        String(status),
        retriable ? 'yes' : 'no',
        about,
      ]),
    ),
  )
