import { json } from './api.ts'
import { draw, make } from './dom.ts'
import { count, moment, percent, plural, usd } from './format.ts'

/** What the console reads of GET /v1/costs. */
export interface Costs {
  readonly since: string | null
  readonly turns: number
  readonly byLayer: Readonly<Record<'exact' | 'hot' | 'cold' | 'none', number>>
  readonly hitRate: number
  readonly tokens: { readonly spent: number; readonly saved: number }
  readonly usd: { readonly spent: string; readonly baseline: string; readonly saved: string }
  readonly degraded: {
    readonly turns: number
    readonly hits: number
    readonly usd: { readonly saved: string; readonly unclaimed: string }
  }
  readonly baselineModel: string | null
}

const layers = [
  ['exact', 'exact'],
  ['hot', 'hot'],
  ['cold', 'cold'],
  ['none', 'miss'],
] as const

const figure = (name: string, value: string, about: string): HTMLElement =>
  make(
    'div',
    { class: 'figure' },
    make('dt', {}, name),
    make('dd', {}, make('span', { class: 'big' }, value), make('span', { class: 'about' }, about)),
  )

const layerBar = ({ byLayer, turns }: Costs): HTMLElement => {
  const parts = layers.filter(([layer]) => byLayer[layer] > 0)
  return make(
    'div',
    { class: 'layers' },
    make(
      'div',
      { class: 'layer-bar', 'aria-hidden': 'true' },
      ...parts.map(([layer]) => {
        const part = make('span', { class: layer })
        draw(part, '--share', byLayer[layer])
        return part
      }),
    ),
    make(
      'ul',
      { class: 'layer-legend', 'aria-label': 'Turns by the layer that answered' },
      ...parts.map(([layer, name]) =>
        make('li', { class: layer }, `${name} ${percent(byLayer[layer] / turns)}, ${plural(byLayer[layer], 'turn')}`),
      ),
    ),
  )
}

/** What was saved of what the baseline would have cost; only what was spent where that is nothing. */
const moneyAbout = ({ usd: { saved, spent, baseline } }: Costs): string => {
  const share = Number(baseline) > 0 ? `${percent(Number(saved) / Number(baseline))} of ${usd(Number(baseline))}; ` : ''
  return `${share}${usd(Number(spent))} spent`
}

/** What the figures make of degraded answers: those saved nothing, unless a cache gave them. */
const degradedAbout = ({ degraded: { turns, hits, usd: money }, baselineModel }: Costs): string =>
  [
    `${plural(turns, 'turn')} degraded to the help centre.`,
    ...(turns === hits
      ? []
      : [`Not counted as saved: ${usd(Number(money.unclaimed))} that ${baselineModel} would have cost.`]),
    ...(hits === 0 ? [] : [`Saved by ${plural(hits, 'hit')} on such answers: ${usd(Number(money.saved))}.`]),
  ].join(' ')

const drawn = (costs: Costs): readonly HTMLElement[] => [
  make(
    'dl',
    { class: 'figure-row' },
    figure('Hit rate', percent(costs.hitRate), `of ${plural(costs.turns, 'turn')}`),
    figure('Tokens saved', count(costs.tokens.saved), `${count(costs.tokens.spent)} billed`),
    figure('Money saved', usd(Number(costs.usd.saved)), moneyAbout(costs)),
  ),
  layerBar(costs),
  make(
    'p',
    { class: 'baseline' },
    `Saved is counted against answering every turn with ${costs.baselineModel ?? 'the baseline model'} at full history.`,
  ),
  ...(costs.degraded.turns === 0 ? [] : [make('p', { class: 'baseline' }, degradedAbout(costs))]),
]

/** What the turns have cost and saved, and since when. Throws a Failure. */
export const savings = async (): Promise<{ readonly period: string; readonly elements: readonly HTMLElement[] }> => {
  const costs = await json<Costs>('/v1/costs')
  if (costs.turns === 0 || costs.since === null)
    return {
      period: '',
      elements: [make('p', { class: 'empty' }, 'Hit rate, tokens and money come with the first answer.')],
    }
  return { period: `since ${moment(costs.since)}`, elements: drawn(costs) }
}
