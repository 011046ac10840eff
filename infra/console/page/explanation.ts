import type { Explanation } from '../../replay/explain-shape.ts'
import { json } from './api.ts'
import { button, make } from './dom.ts'
import { explanationParts } from './explanation-parts.ts'
import { failureNote } from './failure-note.ts'

/** Opens why a turn got its answer, as a dialog. Closing it gives the focus back to where it was. */
export const startExplanation = (): ((turnId: string) => void) => {
  const content = make('div', { class: 'explanation-body' })
  const dialog = make(
    'dialog',
    { class: 'explanation', 'aria-labelledby': 'explanation-title' },
    make(
      'div',
      { class: 'head' },
      make('h2', { id: 'explanation-title' }, 'Why this answer'),
      button('Close', () => dialog.close(), { class: 'quiet' }),
    ),
    content,
  )
  // The dialog itself is hit only where its content is not: on the backdrop.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  document.body.append(dialog)

  return turnId => {
    const path = `/v1/explain/${encodeURIComponent(turnId)}`
    content.replaceChildren(make('p', { class: 'waiting' }, 'Reading the log'))
    dialog.showModal()
    const show = (...children: readonly HTMLElement[]): void => {
      content.replaceChildren(
        ...children,
        make(
          'p',
          { class: 'muted' },
          'Turn ',
          make('code', {}, turnId),
          ' · ',
          make('a', { href: path, target: '_blank', rel: 'noopener' }, 'as JSON'),
        ),
      )
      content.scrollTop = 0
    }
    json<Explanation>(path).then(
      explanation => show(...explanationParts(explanation)),
      error => show(failureNote(error)),
    )
  }
}
