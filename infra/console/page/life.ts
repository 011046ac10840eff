import type { z } from 'zod'
import type { turnEvents } from '../../gateway/turn-events.ts'
import { isFailure, send } from './api.ts'
import { byId, make } from './dom.ts'
import { failureNote } from './failure-note.ts'
import { type LifeList, lifeList } from './life-list.ts'
import { serverEvents } from './sse.ts'
import type { TurnEvent } from './step.ts'

type Told = z.infer<typeof turnEvents>

const endings: Readonly<Record<Told['end']['reason'], string>> = {
  complete: 'complete',
  time_limit: 'no longer followed',
  draining: 'the server stops',
}

const empty = 'Ask something, and every step of its way through the topics appears here as it is written to the log.'

/** After a lost connection, ms. */
const againMs = 2_000

export interface Life {
  /** Shows a turn, what has happened to it and what happens. */
  show(turnId: string): void
}

/** The life of one turn at a time, from the log. `onLedger` is called when a turn has its ledger line. */
export const startLife = (onLedger: () => void): Life => {
  const place = byId('life', HTMLElement)
  const state = byId('life-state', HTMLElement)
  let shown: { readonly turnId: string; readonly list: LifeList; readonly stop: AbortController } | null = null

  const follow = async (): Promise<void> => {
    if (!shown) return
    const { turnId, list, stop } = shown
    const current = (): boolean => shown?.stop === stop
    const goOn = (): void => {
      setTimeout(() => current() && follow(), againMs)
    }
    state.textContent = 'live'
    try {
      const { body } = await send(`/v1/turns/${encodeURIComponent(turnId)}/events`, { signal: stop.signal })
      for await (const { event, data } of serverEvents(body!)) {
        if (!current()) return
        if (event === 'event') {
          list.add(data as TurnEvent)
          if ((data as TurnEvent).type === 'LedgerLine') onLedger()
        }
        if (event !== 'end') continue
        const { reason } = data as Told['end']
        state.textContent = endings[reason]
        if (reason === 'draining') goOn()
        return
      }
      throw new TypeError('the stream ended before the turn did')
    } catch (error) {
      if (!current()) return
      if (isFailure(error) && error.code !== 'UNREACHABLE') {
        state.textContent = ''
        place.append(failureNote(error))
        return
      }
      state.textContent = 'connection lost, trying again'
      goOn()
    }
  }

  place.append(make('p', { class: 'empty' }, empty))
  return {
    show: turnId => {
      if (shown?.turnId === turnId && state.textContent === 'live') return
      shown?.stop.abort()
      const list = lifeList()
      shown = { turnId, list, stop: new AbortController() }
      place.replaceChildren(list.element)
      void follow()
    },
  }
}
