import type { ReviewItem } from '../../review/item.ts'
import { button, make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import { moment, plural } from './format.ts'
import { giveVerdict, type Verdict } from './review-verdict.ts'

export interface ReviewActions {
  /** Opens the explanation of a turn. */
  readonly explain: (turnId: string) => void
  /** Called once a verdict counts. */
  readonly decided: () => void
}

/** Ids that elements refer to each other by must differ. */
let shown = 0

const editForm = (answer: string, put: (answer: string) => void, leave: () => void): HTMLElement => {
  const text = make('textarea', { rows: 5, required: true, maxlength: 32_000 })
  text.value = answer
  const form = make(
    'form',
    { class: 'review-edit' },
    make('label', { class: 'field' }, make('span', {}, 'The answer to give instead'), text),
    make(
      'div',
      { class: 'action-row' },
      make('button', { type: 'submit', class: 'primary' }, 'Put in place'),
      button('Leave it', leave, { class: 'quiet' }),
    ),
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    put(text.value)
  })
  return form
}

/** An answer that waits for a reviewer, with what can be decided. */
export const reviewItem = (review: ReviewItem, { explain, decided }: ReviewActions): HTMLElement => {
  const { turn_id, question, answer, scene, source, reason, comment, marks, opened_at, verdicts } = review
  const title = `review-${shown++}`
  const note = make('div', { class: 'note' })
  const place = make('div', { class: 'action-row' })
  const editing = make('div', { class: 'review-edit' })
  let busy = false
  const decide = async (verdict: Verdict): Promise<void> => {
    if (busy) return
    busy = true
    try {
      if (await giveVerdict(review, verdict)) decided()
    } catch (error) {
      note.replaceChildren(failureNote(error))
    } finally {
      busy = false
    }
  }
  const act = (label: string, deed: () => void): HTMLButtonElement =>
    button(label, deed, { class: 'quiet', 'aria-describedby': title })
  const leave = (): void => {
    editing.replaceChildren()
    edit.focus()
  }
  const edit = act('Edit', () => {
    if (editing.childElementCount > 0) return leave()
    const put = (text: string): void => void decide({ verdict: 'edit', answer: text })
    editing.replaceChildren(editForm(answer ?? '', put, leave))
    editing.querySelector('textarea')?.focus()
  })
  place.append(
    ...(turn_id === null ? [] : [act('Whole chain', () => explain(turn_id))]),
    ...(verdicts.includes('restore') ? [act('Restore', () => void decide({ verdict: 'restore' }))] : []),
    ...(verdicts.includes('edit') ? [edit] : []),
    act('Delete', () => void decide({ verdict: 'delete' })),
    ...(review.entry_id === null ? [] : [act('Block', () => void decide({ verdict: 'delete', block: true }))]),
  )
  return make(
    'li',
    {},
    make('p', { class: 'review-question', id: title }, question ?? 'A question that the log does not have any more'),
    answer === null
      ? null
      : make('div', { class: 'quoted', role: 'group', tabindex: 0, 'aria-label': 'The answer that was given' }, answer),
    comment === null ? null : make('p', { class: 'review-comment' }, `“${comment}”`),
    make(
      'p',
      { class: 'muted' },
      `${reason}${marks > 1 ? `, ${plural(marks, 'mark')}` : ''} · ${scene ?? 'no scene'} · from ${source ?? 'nowhere'} · `,
      make('time', { datetime: opened_at }, moment(opened_at)),
    ),
    place,
    editing,
    note,
  )
}
