import { announce } from './announce.ts'
import type { AnswerActions } from './answer-actions.ts'
import { markOf } from './answer-mark.ts'
import { ask } from './ask.ts'
import { byId, make } from './dom.ts'
import { examples } from './examples.ts'
import { ms } from './format.ts'
import { turnCard } from './turn-card.ts'

const freshName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Nearer to the end than this counts as reading along, CSS px. */
const nearEndPx = 80

export interface Chat {
  offerScenes(scenes: readonly string[]): void
}

/** The conversation: asks, shows what comes, lets go of it for a new one. */
export const startChat = (actions: AnswerActions): Chat => {
  const turns = byId('turns', HTMLElement)
  const list = byId('turn-list', HTMLOListElement)
  const form = byId('ask', HTMLFormElement)
  const message = byId('message', HTMLTextAreaElement)
  const scene = byId('scene', HTMLSelectElement)
  const sendButton = byId('send', HTMLButtonElement)
  let conversationId = freshName()
  let busy = false

  const toEnd = (): void => {
    turns.scrollTop = turns.scrollHeight
  }
  /** Who has scrolled up to read is left there. */
  const keepingEnd = (change: () => void): void => {
    const atEnd = turns.scrollHeight - turns.scrollTop - turns.clientHeight < nearEndPx
    change()
    if (atEnd) toEnd()
  }
  const setBusy = (now: boolean): void => {
    busy = now
    // Disabled buttons lose the focus of those who pressed them.
    sendButton.setAttribute('aria-disabled', String(now))
  }

  const submit = (text: string): void => {
    if (busy || text.trim() === '') return
    const card = turnCard(text, actions)
    const question = { message: text, conversationId, scene: scene.value || null, key: freshName() }
    const attempt = async (): Promise<void> => {
      setBusy(true)
      card.wait('Asking')
      try {
        const answer = await ask(question, {
          taken: actions.follow,
          token: piece => keepingEnd(() => card.token(piece)),
          restart: () => card.wait('The model failed in the middle; another answers'),
        })
        keepingEnd(() => card.done(answer))
        announce(`${markOf(answer).label}, ${ms(answer.latency_ms)}. ${answer.message}`)
      } catch (error) {
        keepingEnd(() => card.failed(error, () => void attempt()))
      } finally {
        setBusy(false)
      }
    }
    list.append(card.element)
    toEnd()
    void attempt()
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    if (busy) return
    submit(message.value)
    message.value = ''
    message.focus()
  })
  message.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  byId('new-conversation', HTMLButtonElement).addEventListener('click', () => {
    conversationId = freshName()
    list.replaceChildren()
    turns.scrollTop = 0
    announce('A new conversation has begun')
    message.focus()
  })
  byId('examples', HTMLElement).append(...examples(submit))

  return {
    offerScenes: scenes => {
      const chosen = scene.value
      scene.replaceChildren(
        make('option', { value: '' }, 'recognised'),
        ...scenes.map(name => make('option', { value: name }, name)),
      )
      if (scenes.includes(chosen)) scene.value = chosen
    },
  }
}
