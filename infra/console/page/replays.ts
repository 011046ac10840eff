import { announce } from './announce.ts'
import { isFailure, json, send } from './api.ts'
import { button, byId, make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import { moment, percent, plural } from './format.ts'
import { replayForm } from './replay-form.ts'
import { replayResult } from './replay-result.ts'
import type { ReplayEntry, SweepResult, WhatIfResult } from './replay-shape.ts'

export interface Replays {
  /** Reads again what was asked for; never rejects. */
  refresh(): Promise<void>
}

const everyMs = 1_000

const isOpen = ({ state }: ReplayEntry): boolean => state === 'queued' || state === 'running'

const titleOf = ({ kind, set, set_b: setB, vary }: ReplayEntry): string => {
  if (kind === 'sweep') return vary.join(' ')
  return setB === null ? set.join(' ') : `${set.join(' ') || 'as recorded'} against ${setB.join(' ')}`
}

const rangeOf = ({ from, to, cold }: ReplayEntry): string =>
  [
    from === null && to === null
      ? 'whole log'
      : `${from === null ? 'beginning' : moment(from)} to ${to === null ? 'end' : moment(to)}`,
    ...(cold ? ['empty caches'] : []),
  ].join(', ')

const stateOf = ({ state, progress, error }: ReplayEntry): string => {
  if (state === 'failed') return `failed: ${error ?? 'unknown'}`
  if (state !== 'running' || !progress || progress.total === 0) return state
  return `running, ${percent(progress.done / progress.total)} of ${plural(progress.total, 'turn')}`
}

/** What-ifs and sweeps: those that were asked for, what they came to, and a form for another. */
export const startReplays = (explain: (turnId: string) => void): Replays => {
  const state = byId('replays-state', HTMLElement)
  const list = make('ol', { class: 'replay-list', 'aria-label': 'Replays, newest first' })
  /** What stays while the list is read again: open results and their elements. */
  const items = new Map<string, { readonly element: HTMLElement; show(replay: ReplayEntry): void }>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const itemOf = (first: ReplayEntry) => {
    const words = make('p', { class: 'muted' })
    const place = make('div')
    const act = make('div', { class: 'action-row' })
    const element = make('li', {}, make('h3', {}, make('code', {}, titleOf(first))), words, act, place)
    let drawn: string | null = null
    let shown = false
    const toggle = async (into: HTMLButtonElement): Promise<void> => {
      shown = !shown
      into.textContent = shown ? 'Hide' : 'Show'
      into.setAttribute('aria-expanded', String(shown))
      if (!shown) return place.replaceChildren()
      place.replaceChildren(make('p', { class: 'waiting' }, 'Reading the result'))
      try {
        const { result } = await json<{ result: WhatIfResult | SweepResult }>(`/v1/replays/${first.id}`)
        if (shown) place.replaceChildren(replayResult(result, explain))
      } catch (error) {
        place.replaceChildren(failureNote(error))
      }
    }
    const actions = (replay: ReplayEntry): readonly HTMLElement[] => {
      if (isOpen(replay))
        return [
          button('Cancel', () => void send(`/v1/replays/${replay.id}`, { method: 'DELETE' }).then(refresh, refresh), {
            class: 'quiet',
          }),
        ]
      if (replay.state !== 'done') return []
      const show = button('Show', () => void toggle(show), { class: 'quiet', 'aria-expanded': 'false' })
      return [show]
    }
    return {
      element,
      show: (replay: ReplayEntry): void => {
        words.textContent = `${stateOf(replay)} · ${rangeOf(replay)} · ${moment(replay.submitted_at)}`
        if (drawn === replay.state) return
        if (drawn === 'running') announce(`A replay is ${replay.state}.`)
        drawn = replay.state
        act.replaceChildren(...actions(replay))
      },
    }
  }

  const refresh = async (): Promise<void> => {
    clearTimeout(timer)
    try {
      const { replays } = await json<{ replays: readonly ReplayEntry[] }>('/v1/replays')
      const open = replays.filter(isOpen).length
      state.textContent = open === 0 ? '' : `${open} under way`
      for (const replay of replays) {
        const item = items.get(replay.id) ?? itemOf(replay)
        items.set(replay.id, item)
        item.show(replay)
      }
      const elements = replays.map(({ id }) => items.get(id)!.element)
      // What is open keeps its focus and its place unless the list has changed.
      if (elements.some((element, at) => list.children[at] !== element) || list.children.length !== elements.length)
        list.replaceChildren(...elements)
      if (replays.length === 0)
        list.replaceChildren(
          make('li', { class: 'empty' }, 'What would another threshold have done? Try it on the turns so far.'),
        )
      if (open > 0) timer = setTimeout(() => void refresh(), everyMs)
    } catch (error) {
      state.textContent = isFailure(error) && error.code === 'NOT_FOUND' ? '' : 'not available'
    }
  }
  byId('replays', HTMLElement).append(
    list,
    replayForm(() => void refresh()),
  )
  return { refresh }
}
