import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { SweepResult, Swept } from './result.ts'

const size = { width: 900, height: 560 }

/** More labels than these would lie on top of each other. */
const mostLabels = 8

const axis = (name: string) => ({
  type: 'value' as const,
  name,
  scale: true,
  nameLocation: 'middle' as const,
  nameGap: 40,
})

/** What is set otherwise, without the sections that options are in. */
const nameOf = ({ set }: Swept): string =>
  set.length === 0 ? 'as recorded' : set.map(each => each.replace(/^[^=]*\./, '')).join(' ')

/** Spend against wrong hits as an SVG document: one point for each configuration, those on the Pareto front joined. */
export const plotSvg = ({ turns, as_recorded: recorded, configurations }: SweepResult): string => {
  use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])
  const pointOf = (swept: Swept) => ({
    name: nameOf(swept),
    value: [Number(swept.spent_usd), (swept.wrong_hits / turns) * 1_000],
  })
  const front = [recorded, ...configurations]
    .filter(({ on_front }) => on_front)
    .sort((a, b) => Number(a.spent_usd) - Number(b.spent_usd))
  const labelEvery = Math.max(1, Math.ceil(front.length / mostLabels))
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: 'Spend against wrong hits',
      subtext: `${turns} turns; each point is a configuration, the best are joined`,
      left: 'center',
    },
    legend: { bottom: 4 },
    grid: { left: 76, right: 40, top: 76, bottom: 84 },
    xAxis: axis('spent, USD'),
    yAxis: axis('hits known to be wrong, of 1,000 turns'),
    series: [
      {
        name: 'configurations',
        type: 'scatter',
        symbolSize: 7,
        itemStyle: { opacity: 0.45 },
        data: configurations.filter(({ on_front }) => !on_front).map(pointOf),
      },
      {
        name: 'none is better in both',
        type: 'line',
        symbolSize: 9,
        data: front.map((swept, at) => ({
          ...pointOf(swept),
          label: { show: at % labelEvery === 0, position: at % 2 === 0 ? 'top' : 'bottom' },
        })),
        label: { formatter: '{b}', fontSize: 11 },
      },
      { name: 'as recorded', type: 'scatter', symbol: 'diamond', symbolSize: 14, data: [pointOf(recorded)] },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}
