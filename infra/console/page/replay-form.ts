import { announce } from './announce.ts'
import { json } from './api.ts'
import { make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import type { ReplayEntry } from './replay-shape.ts'

const field = (label: string, control: HTMLElement, hint: string): HTMLElement =>
  make('label', { class: 'field' }, make('span', {}, label), control, make('small', {}, hint))

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

/** The time of a control in local time, as the server wants it. */
const instantOf = (local: string): string | null => (local === '' ? null : new Date(local).toISOString())

/** Asks for a replay; `onSubmitted` is called once it is taken. */
export const replayForm = (onSubmitted: (replay: ReplayEntry) => void): HTMLElement => {
  const kind = make(
    'select',
    { name: 'replay-kind' },
    make('option', { value: 'whatif' }, 'Compare with what was recorded'),
    make('option', { value: 'sweep' }, 'Try every combination'),
  )
  const options = make('textarea', {
    ...{ name: 'replay-options', rows: 3, required: true, spellcheck: 'false', autocomplete: 'off' },
    placeholder: 'cache.readThreshold=0.8',
  })
  const from = make('input', { name: 'replay-from', type: 'datetime-local' })
  const to = make('input', { name: 'replay-to', type: 'datetime-local' })
  const cold = make('input', { name: 'replay-cold', type: 'checkbox' })
  const result = make('div', { class: 'note' })
  kind.addEventListener('change', () => {
    options.placeholder =
      kind.value === 'sweep' ? 'cache.readThreshold=0.6,0.7,0.8\ncache.agreement=0,2,4' : 'cache.readThreshold=0.8'
  })
  const form = make(
    'form',
    { class: 'policy-form' },
    field('What to do', kind, 'Nothing is asked of a model, and nothing changes for customers.'),
    field('Options', options, 'One a line; to try several values of one, separate them by commas.'),
    field('From', from, 'From the beginning where it is empty.'),
    field('To', to, 'To the end where it is empty.'),
    make('label', { class: 'tick' }, cold, 'Begin with empty caches'),
    make('button', { type: 'submit', class: 'primary' }, 'Run'),
    result,
  )
  let busy = false
  const submit = async (): Promise<void> => {
    const lines = linesOf(options.value)
    try {
      const replay = await json<ReplayEntry>('/v1/replays', {
        body: {
          ...{ kind: kind.value, from: instantOf(from.value), to: instantOf(to.value), cold: cold.checked },
          ...(kind.value === 'sweep' ? { vary: lines } : { set: lines }),
        },
      })
      result.replaceChildren()
      announce('The replay is under way.')
      onSubmitted(replay)
    } catch (error) {
      result.replaceChildren(failureNote(error))
    }
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    if (busy) return
    busy = true
    void submit().finally(() => {
      busy = false
    })
  })
  return make('details', { class: 'make-policy' }, make('summary', {}, 'Try something else'), form)
}
