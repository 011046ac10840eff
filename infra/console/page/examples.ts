import { button, make } from './dom.ts'

/** Questions of the help centre that ships, so that a first look needs no typing: the second and third meet the first one's answer. */
const questions: readonly (readonly [question: string, about: string])[] = [
  ['How long do I have to return an item?', 'the first time: a miss'],
  ['how long do I have to return an item', 'the same again: an exact hit'],
  ['How long do I have for returning an item?', 'other words: a semantic hit'],
  ['Where is my parcel?', 'personal: answered, and never shared'],
]

/** What to say before anything was said. */
export const examples = (ask: (message: string) => void): readonly HTMLElement[] => [
  make(
    'p',
    { class: 'lead' },
    'Ask something twice. The first answer is made; the next one comes from the cache, in the same words or in others, where every guard agrees.',
  ),
  make(
    'ul',
    { class: 'example-list', 'aria-label': 'Examples' },
    ...questions.map(([question, about]) =>
      make(
        'li',
        {},
        button(question, () => ask(question), { class: 'example' }),
        make('span', { class: 'muted' }, about),
      ),
    ),
  ),
]
