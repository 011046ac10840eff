import { draw, make } from './dom.ts'
import { ms } from './format.ts'
import { routeMap } from './route-map.ts'
import { isHit, type Span, sentenceOf, spanOf, type TurnEvent } from './step.ts'
import { tree } from './tree.ts'

const shortWay = 'Short way: no prompt, no route and no model call are needed'

const envelope = ({ id, type, topic, partition, offset, causeId, source }: TurnEvent): object => ({
  type,
  id,
  position: `${topic}, partition ${partition}, offset ${offset}`,
  made_by: source,
  ...(causeId === null ? {} : { cause: causeId }),
})

const stepItem = (event: TurnEvent, { toMs }: Span, bar: HTMLElement): HTMLLIElement => {
  const body = make('div', { class: 'step-data' })
  const details = make(
    'details',
    {},
    make(
      'summary',
      {},
      make('span', { class: 'at' }, `+${ms(toMs)}`),
      make('span', { class: 'topic' }, event.topic),
      make('span', { class: 'what' }, sentenceOf(event)),
    ),
    body,
  )
  // Built when it is looked at: a prompt has some hundred values.
  details.addEventListener('toggle', () => {
    if (details.open && body.childElementCount === 0) body.append(tree(envelope(event)), tree(event.data))
  })
  return make('li', { class: 'step', 'data-topic': event.topic, 'data-type': event.type }, details, bar)
}

export interface LifeList {
  readonly element: HTMLElement
  /** Adds an event unless it is there already. */
  add(event: TurnEvent): void
}

/** The events of one turn, drawn on the time that the turn took. */
export const lifeList = (): LifeList => {
  const map = routeMap()
  const steps = make('ol', { class: 'steps', 'aria-label': 'Steps' })
  const ends = new Map<string, number>()
  const bars: { readonly bar: HTMLElement; readonly span: Span }[] = []
  let arrivedMs: number | null = null

  const scale = (): void => {
    // What happens to an answer days later, such as feedback, would press all else into one dot.
    const answered = bars.map(({ span }) => span.toMs).filter(toMs => toMs < 300_000)
    const wholeMs = Math.max(0.01, ...answered)
    for (const { bar, span } of bars) {
      draw(bar, '--from', Math.min(1, span.fromMs / wholeMs))
      draw(bar, '--to', Math.min(1, span.toMs / wholeMs))
    }
  }

  return {
    element: make('div', { class: 'life' }, map.element, steps),
    add: event => {
      if (ends.has(event.id)) return
      arrivedMs ??= event.timeMs
      const span = spanOf(event, arrivedMs, ends.get(event.causeId ?? '') ?? 0)
      ends.set(event.id, span.toMs)
      const bar = make('div', { class: 'bar-track', 'aria-hidden': 'true' }, make('div', { class: 'bar-fill' }))
      bars.push({ bar, span })
      steps.append(stepItem(event, span, bar))
      if (isHit(event)) {
        map.shorten()
        steps.append(make('li', { class: 'short-way' }, shortWay))
      }
      map.reach(event.topic)
      scale()
    },
  }
}
