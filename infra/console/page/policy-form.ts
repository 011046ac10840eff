import { announce } from './announce.ts'
import { json } from './api.ts'
import { confirmed } from './confirm.ts'
import { make } from './dom.ts'
import { failureNote } from './failure-note.ts'

export interface PolicyForm {
  readonly element: HTMLElement
  offerScenes(scenes: readonly string[]): void
}

const field = (label: string, control: HTMLElement, hint: string | null = null): HTMLElement =>
  make('label', { class: 'field' }, make('span', {}, label), control, hint === null ? null : make('small', {}, hint))

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')

/** Makes a policy change, after asking; `onDone` is called once it is in force. */
export const policyForm = (onDone: () => void): PolicyForm => {
  const scene = make('select', { name: 'policy-scene' })
  const keywords = make('input', { name: 'keywords', autocomplete: 'off', placeholder: 'return, 30 days' })
  const reason = make('input', { name: 'reason', autocomplete: 'off', required: true, maxlength: 4_000 })
  const result = make('div', { class: 'note' })
  const form = make(
    'form',
    { class: 'policy-form' },
    field('Scene', scene),
    field('Keywords', keywords, 'Answers that hold one of these, or whose question does; all answers without any.'),
    field('Reason', reason),
    make('button', { type: 'submit', class: 'primary' }, 'Put in force'),
    result,
  )
  let busy = false

  const put = async (): Promise<void> => {
    const words = wordsOf(keywords.value)
    const where = scene.value === '' ? 'all scenes' : `the scene ${scene.value}`
    const which = words.length === 0 ? 'Every cached answer' : `Cached answers about ${words.join(' or ')}`
    if (
      !(await confirmed(`${which} in ${where} will not be served any more. This cannot be taken back.`, 'Put in force'))
    )
      return
    try {
      const { version, epoch } = await json<{ version: string; epoch: number }>('/v1/policies', {
        body: {
          ...(scene.value === '' ? {} : { scene: scene.value }),
          match: words.length === 0 ? {} : { keywords: words },
          reason: reason.value,
        },
      })
      result.replaceChildren(make('p', {}, `In force as epoch ${epoch}, version ${version}.`))
      announce(`The change is in force as epoch ${epoch}.`)
      form.reset()
      onDone()
    } catch (error) {
      result.replaceChildren(failureNote(error))
    }
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    if (busy) return
    busy = true
    void put().finally(() => {
      busy = false
    })
  })

  return {
    element: make('details', { class: 'make-policy' }, make('summary', {}, 'Make a change'), form),
    offerScenes: scenes => {
      const chosen = scene.value
      scene.replaceChildren(
        make('option', { value: '' }, 'all'),
        ...scenes.map(name => make('option', { value: name }, name)),
      )
      if (scenes.includes(chosen)) scene.value = chosen
    },
  }
}
