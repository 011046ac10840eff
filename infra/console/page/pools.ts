import type { z } from 'zod'
import type { poolsResponse } from '../../gateway/pools.ts'
import { json } from './api.ts'
import { byId, draw, make } from './dom.ts'
import { count, ms, plural } from './format.ts'

type Pools = z.infer<typeof poolsResponse>
type Pool = Pools['pools'][number]

const everyMs = 3_000

/** Bars of the chart: the last two minutes. */
const bars = 12

/** In words, and as the style sheet colours it. */
const stateOf = (pool: Pool): readonly [state: string, words: string] => {
  if (pool.left_alone !== null) return ['alone', `left alone: ${pool.left_alone.replace(`pool ${pool.name}: `, '')}`]
  if (pool.down) return ['alone', 'said to be down']
  if (pool.answered === 0 && pool.failed > 0) return ['failing', 'failing']
  if (pool.answered + pool.failed === 0) return ['idle', 'no calls yet']
  return ['used', 'in use']
}

const chart = (pool: Pool, { bucket_ms }: Pools, most: number, nowMs: number): HTMLElement => {
  const last = Math.floor(nowMs / bucket_ms) * bucket_ms
  const stretches = Array.from({ length: bars }, (_, at) => {
    const fromMs = last - (bars - 1 - at) * bucket_ms
    return pool.traffic.find(({ from }) => Date.parse(from) === fromMs) ?? { answered: 0, failed: 0 }
  })
  const answered = stretches.reduce((sum, each) => sum + each.answered, 0)
  const failed = stretches.reduce((sum, each) => sum + each.failed, 0)
  const words = `The last ${(bars * bucket_ms) / 60_000} minutes: ${count(answered)} answered, ${count(failed)} failed`
  return make(
    'div',
    { class: 'pool-chart', role: 'img', 'aria-label': words, title: words },
    ...stretches.map(each => {
      const bar = make('span', {}, make('i', { class: 'failed' }), make('i', { class: 'answered' }))
      draw(bar, '--answered', each.answered / most)
      draw(bar, '--failed', each.failed / most)
      return bar
    }),
  )
}

const troubles = ({ errors }: Pool): string =>
  Object.entries(errors)
    .map(([code, times]) => `${count(times)} ${code}`)
    .join(', ')

const row = (pool: Pool, all: Pools, most: number, nowMs: number): HTMLElement => {
  const [state, words] = stateOf(pool)
  const facts = [
    `${pool.model}, ${pool.tier ?? 'no'} tier${pool.batch ? ', batch' : ''}${pool.region === null ? '' : `, ${pool.region}`}`,
    `${count(pool.in_flight)} of ${count(pool.concurrency)} in flight${pool.waiting === 0 ? '' : `, ${count(pool.waiting)} waiting`}`,
    ...(pool.first_token_ms === null ? [] : [`first token p95 ${ms(pool.first_token_ms.p95)}`]),
  ]
  return make(
    'li',
    { class: 'pool', 'data-state': state },
    make('h3', {}, pool.name),
    make('p', { class: 'pool-state' }, words),
    chart(pool, all, most, nowMs),
    make('p', { class: 'about' }, facts.join(' · ')),
    make(
      'p',
      { class: 'about' },
      `${plural(pool.answered, 'call')} answered, ${count(pool.failed)} failed in ten minutes${pool.failed === 0 ? '' : `: ${troubles(pool)}`}`,
    ),
  )
}

const none =
  'No pool of models is configured: the help centre answers what the caches cannot. docs/models.md says how to add one.'

export interface PoolsPanel {
  refresh(): Promise<void>
}

/** The pools, whether each is called, and how traffic moves between them; read again every few seconds. */
export const startPools = (): PoolsPanel => {
  const place = byId('pools', HTMLElement)
  const state = byId('pools-state', HTMLElement)

  const show = (all: Pools): void => {
    const { pools } = all
    const alone = pools.filter(pool => stateOf(pool)[0] === 'alone').length
    const words = alone === 0 ? '' : `${plural(alone, 'pool')} left alone`
    // The region is live: it speaks up only when there is news.
    if (state.textContent !== words) state.textContent = words
    const most = Math.max(1, ...pools.flatMap(({ traffic }) => traffic.map(each => each.answered + each.failed)))
    const nowMs = Date.now()
    place.replaceChildren(
      pools.length === 0
        ? make('p', { class: 'empty' }, none)
        : make('ul', { class: 'pool-list', 'aria-label': 'Pools' }, ...pools.map(pool => row(pool, all, most, nowMs))),
    )
  }
  const refresh = async (): Promise<void> => {
    try {
      show(await json<Pools>('/v1/pools'))
    } catch {
      place.replaceChildren(make('p', { class: 'empty' }, 'Pools: not available'))
    }
  }
  setInterval(() => {
    if (!document.hidden) void refresh()
  }, everyMs)
  return { refresh }
}
