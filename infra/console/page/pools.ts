import type { z } from 'zod'
import type { poolsResponse } from '../../gateway/pools.ts'
import { json } from './api.ts'
import { byId, draw, make } from './dom.ts'
import { count, ms, plural, usd } from './format.ts'

type Pools = z.infer<typeof poolsResponse>
type Pool = Pools['pools'][number]

const everyMs = 3_000

/** Bars of the chart: the last two minutes. */
const bars = 12

/** When it is tried again, where it is left alone. */
const again = ({ again_in_ms }: Pool): string => {
  if (again_in_ms === null) return ''
  return again_in_ms === 0 ? '; being tried' : `; tried again in ${Math.ceil(again_in_ms / 1_000)} s`
}

/** In words, and as the style sheet colours it. */
const stateOf = (pool: Pool): readonly [state: string, words: string] => {
  if (pool.left_alone !== null)
    return ['alone', `left alone: ${pool.left_alone.replace(`pool ${pool.name}: `, '')}${again(pool)}`]
  if (pool.down) return ['alone', 'said to be down']
  if (pool.answered + pool.failed === 0) return ['idle', 'no calls of late']
  const { failed_since_answer: failed } = pool
  if (failed > 0) return ['failing', failed === 1 ? 'the last call failed' : `the last ${count(failed)} calls failed`]
  return ['used', 'in use']
}

type Stretch = Pick<Pool['traffic'][number], 'answered' | 'failed'>

/** What the chart shows, by the clock of the server: the browser's may be another. */
const stretchesOf = ({ traffic }: Pool, { at, bucket_ms }: Pools): readonly Stretch[] => {
  const last = Math.floor(Date.parse(at) / bucket_ms) * bucket_ms
  return Array.from({ length: bars }, (_, index) => {
    const fromMs = last - (bars - 1 - index) * bucket_ms
    return traffic.find(({ from }) => Date.parse(from) === fromMs) ?? { answered: 0, failed: 0 }
  })
}

const chart = (stretches: readonly Stretch[], bucketMs: number, most: number): HTMLElement => {
  const answered = stretches.reduce((sum, each) => sum + each.answered, 0)
  const failed = stretches.reduce((sum, each) => sum + each.failed, 0)
  const words = `The last ${(bars * bucketMs) / 60_000} minutes: ${count(answered)} answered, ${count(failed)} failed`
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

const row = (pool: Pool, drawn: HTMLElement): HTMLElement => {
  const [state, words] = stateOf(pool)
  const facts = [
    `${pool.model}, ${pool.tier ?? 'no'} tier${pool.batch ? ', batch' : ''}${pool.region === null ? '' : `, ${pool.region}`}`,
    `${count(pool.in_flight)} of ${count(pool.concurrency)} in flight${pool.waiting === 0 ? '' : `, ${count(pool.waiting)} waiting`}`,
    ...(pool.cost_usd ? [`${usd(pool.cost_usd)} in ten minutes`] : []),
    ...(pool.first_token_ms === null ? [] : [`first token p95 ${ms(pool.first_token_ms.p95)}`]),
  ]
  return make(
    'li',
    { class: 'pool', 'data-state': state },
    make('h3', {}, pool.name),
    make('p', { class: 'pool-state' }, words),
    drawn,
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
    const shown = pools.map(pool => stretchesOf(pool, all))
    // One scale for all, or traffic would not be seen to move.
    const most = Math.max(1, ...shown.flat().map(({ answered, failed }) => answered + failed))
    const rows = pools.map((pool, at) => row(pool, chart(shown[at]!, all.bucket_ms, most)))
    place.replaceChildren(
      pools.length === 0
        ? make('p', { class: 'empty' }, none)
        : make('ul', { class: 'pool-list', 'aria-label': 'Pools' }, ...rows),
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
