import { make } from './dom.ts'

const stations: readonly (readonly [topic: string, label: string])[] = [
  ['chat.turns', 'turn'],
  ['chat.enriched', 'enrich'],
  ['chat.resolved', 'resolve'],
  ['chat.prompts', 'prompt'],
  ['chat.routes', 'route'],
  ['chat.inferences', 'infer'],
  ['chat.answers', 'answer'],
]

/** Topics that a hit does without. */
export const passedBy: ReadonlySet<string> = new Set(['chat.prompts', 'chat.routes', 'chat.inferences'])

export interface RouteMap {
  readonly element: HTMLElement
  reach(topic: string): void
  /** The turn takes the short way, from the caches to the answer. */
  shorten(): void
}

/** The way of a turn through the topics, as a line with stations. The list of steps says the same in words. */
export const routeMap = (): RouteMap => {
  const stops = new Map(
    stations.map(([topic, label]) => [
      topic,
      make('li', { class: passedBy.has(topic) ? 'stop long-way' : 'stop' }, make('span', {}, label)),
    ]),
  )
  const element = make('ol', { class: 'route', 'aria-hidden': 'true' }, ...stops.values())
  return {
    element,
    reach: topic => {
      const stop = stops.get(topic)
      if (stop && !(element.classList.contains('short') && passedBy.has(topic))) stop.classList.add('reached')
    },
    shorten: () => element.classList.add('short'),
  }
}
