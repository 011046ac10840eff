import { type AnswerActions, answerActions } from './answer-actions.ts'
import { type Answer, markOf } from './answer-mark.ts'
import { make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import { count, ms, usd } from './format.ts'

/** One question and what becomes of it. */
export interface TurnCard {
  readonly element: HTMLLIElement
  /** Before anything is known, and again when the answer starts anew. */
  wait(words: string): void
  token(text: string): void
  done(answer: Answer): void
  failed(error: unknown, again: () => void): void
}

const facts = ({ latency_ms, cost_usd, usage, sources }: Answer): string =>
  [
    ms(latency_ms),
    usage.total_tokens === 0 ? 'nothing billed' : `${usd(cost_usd)} for ${count(usage.total_tokens)} tokens`,
    sources && sources.length > 0 ? `rests on ${sources.join(', ')}` : '',
  ]
    .filter(text => text !== '')
    .join(' · ')

export const turnCard = (message: string, actions: AnswerActions): TurnCard => {
  const text = make('p', { class: 'answer-text' })
  const head = make('p', { class: 'waiting' })
  const foot = make('div')
  const answer = make('article', { class: 'answer', 'aria-label': 'Answer', 'aria-busy': 'true' }, head, text, foot)
  const element = make('li', { class: 'turn' }, make('p', { class: 'question' }, message), answer)
  return {
    element,
    wait: words => {
      answer.setAttribute('aria-busy', 'true')
      head.className = 'waiting'
      head.textContent = words
      text.textContent = ''
      foot.replaceChildren()
    },
    token: piece => text.append(piece),
    done: done => {
      const { kind, label } = markOf(done)
      answer.removeAttribute('aria-busy')
      head.className = `mark ${kind}`
      head.textContent = label
      text.textContent = done.message
      foot.replaceChildren(make('p', { class: 'facts' }, facts(done)), answerActions(done.turn_id, actions))
    },
    failed: (error, again) => {
      answer.removeAttribute('aria-busy')
      head.className = 'mark failed'
      head.textContent = 'No answer'
      foot.replaceChildren(failureNote(error, again))
    },
  }
}
