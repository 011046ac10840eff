import { byId, make } from './dom.ts'
import { latencyTable } from './latency.ts'
import { savings } from './savings.ts'

const everyMs = 10_000

export interface Figures {
  /** Reads them again, soon; calls in the meantime are one. */
  refresh(): void
}

const unavailable = (what: string): HTMLElement => make('p', { class: 'empty' }, `${what}: not available`)

/** Hit rate, savings and latency, read again after each turn and now and then. */
export const startFigures = (): Figures => {
  const period = byId('figures-period', HTMLElement)
  const money = make('div')
  const latency = make('div')
  byId('figures', HTMLElement).append(money, latency)
  let reading: Promise<void> | null = null
  let again = false

  const read = async (): Promise<void> => {
    const [saved, table] = await Promise.allSettled([savings(), latencyTable()])
    period.textContent = saved.status === 'fulfilled' ? saved.value.period : ''
    money.replaceChildren(
      ...(saved.status === 'fulfilled' ? saved.value.elements : [unavailable('Hit rate, tokens and money')]),
    )
    latency.replaceChildren(table.status === 'fulfilled' ? table.value : unavailable('Latency'))
  }
  const refresh = (): void => {
    if (reading) {
      again = true
      return
    }
    reading = read().finally(() => {
      reading = null
      if (!again) return
      again = false
      refresh()
    })
  }
  setInterval(() => {
    if (!document.hidden) refresh()
  }, everyMs)
  return { refresh }
}
