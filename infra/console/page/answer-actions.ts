import { announce } from './announce.ts'
import { json } from './api.ts'
import { button, make } from './dom.ts'
import { failureNote } from './failure-note.ts'

export interface AnswerActions {
  /** Opens the explanation of a turn. */
  readonly explain: (turnId: string) => void
  /** Shows the life of a turn. */
  readonly follow: (turnId: string) => void
  /** Called once an answer was marked. */
  readonly marked: () => void
}

const thanks = {
  helpful: 'Noted as helpful.',
  unhelpful: 'Kept out of the caches and filed for review. Whoever asks next gets a new answer.',
} as const

/** What can be done about an answer: say whether it helped, ask why, look at its life. */
export const answerActions = (turnId: string, { explain, follow, marked }: AnswerActions): HTMLElement => {
  const note = make('div', { class: 'note' })
  const say = async (helpful: boolean): Promise<void> => {
    const marks = [up, down]
    for (const mark of marks) mark.setAttribute('aria-disabled', 'true')
    try {
      await json('/v1/feedback', { body: { turn_id: turnId, helpful } })
      up.setAttribute('aria-pressed', String(helpful))
      down.setAttribute('aria-pressed', String(!helpful))
      note.textContent = helpful ? thanks.helpful : thanks.unhelpful
      note.scrollIntoView({ block: 'nearest' })
      announce(note.textContent)
      follow(turnId)
      marked()
    } catch (error) {
      note.replaceChildren(failureNote(error))
    } finally {
      for (const mark of marks) mark.removeAttribute('aria-disabled')
    }
  }
  const pressed = (label: string, helpful: boolean): HTMLButtonElement => {
    const made = button(
      label,
      () => {
        if (made.getAttribute('aria-disabled') !== 'true' && made.getAttribute('aria-pressed') !== 'true')
          void say(helpful)
      },
      { class: 'quiet', 'aria-pressed': 'false' },
    )
    return made
  }
  const up = pressed('Helpful', true)
  const down = pressed('Not helpful', false)
  return make(
    'div',
    { class: 'actions' },
    make(
      'div',
      { class: 'action-row' },
      button('Why this answer', () => explain(turnId), { class: 'quiet', 'aria-haspopup': 'dialog' }),
      button('Its life', () => follow(turnId), { class: 'quiet' }),
      make('span', { class: 'thumbs', role: 'group', 'aria-label': 'Was it helpful?' }, up, down),
    ),
    note,
  )
}
